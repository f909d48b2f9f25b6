import { Button, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled, DismissCircleFilled } from "@fluentui/react-icons";
import { applyRemedy, getRemedyProgress, undoRemedy, type RemedyChange } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { ChangeFacts } from "./change-facts.tsx";
import { Requests } from "./change-preview.tsx";
import { planSteps, type ProgressStep } from "./plan-steps.ts";
import { remediesMessagesOf } from "./remedies-messages.ts";

const POLL_MS = 2_000;

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, minWidth: 0 },
  text: { margin: 0, maxWidth: "72ch" },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: "72ch" },
  steps: {
    listStyleType: "none",
    margin: 0,
    padding: tokens.spacingHorizontalL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  step: { display: "flex", gap: tokens.spacingHorizontalM, alignItems: "center", minHeight: "24px" },
  icon: { flex: "0 0 24px", fontSize: "24px", lineHeight: 1 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM, alignItems: "center" },
});

interface ChangeProgressProps {
  change: RemedyChange;
  onChange: (change: RemedyChange) => void;
}

/** After *Apply*: a checklist that fills in, and the way back. */
export function ChangeProgress({ change, onChange }: ChangeProgressProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = remediesMessagesOf(useLanguage());
  const progress = useQuery({
    queryKey: ["remedy-progress", change.id],
    queryFn: ({ signal }) => callEndpoint(getRemedyProgress, { params: { changeId: change.id }, signal }),
    refetchInterval: (query) => {
      const state = query.state.data?.change.state ?? change.state;
      const isOver = state === "undone" || state === "failed";
      const isEverybodyThere =
        query.state.data?.people.every((person) => person.state !== "waiting") === true;
      return isOver || (state === "verified" && isEverybodyThere) ? false : POLL_MS;
    },
  });
  const latest = progress.data?.change;
  useEffect(() => {
    if (latest && latest.state !== change.state && change.state === "applied") onChange(latest);
  }, [latest, change.state, onChange]);
  const titles = {
    previewed: messages.changedTitle,
    applied: messages.changedTitle,
    verified: messages.doneTitle,
    undone: messages.undoneTitle,
    failed: messages.failedTitle,
  };
  return (
    <section className={styles.root}>
      <h2 className={pageStyles.sectionTitle} role="status">
        {titles[change.state]}
      </h2>
      {change.failure === null ? null : <p className={styles.text}>{change.failure}</p>}
      <ul className={styles.steps} aria-label={messages.checklist}>
        {planSteps(change, progress.data?.people ?? []).map((step) => (
          <li key={step.name} className={styles.step}>
            <StepMark state={step.state} />
            <span>{sayStep(step, messages)}</span>
          </li>
        ))}
      </ul>
      {progress.isError ? (
        <ErrorState error={progress.error} onRetry={() => void progress.refetch()} />
      ) : null}
      {change.undoneByName === null ? null : (
        <p className={styles.text}>{messages.undone(change.undoneByName)}</p>
      )}
      {change.kept.map((sentence) => (
        <p key={sentence} className={styles.text}>
          {sentence}
        </p>
      ))}
      <ChangeFacts facts={change.facts} isMade />
      {change.requests.length === 0 ? null : <Requests change={change} />}
      <Actions change={change} onChange={onChange} />
      {change.state === "verified" ? <p className={styles.quiet}>{messages.mayClose}</p> : null}
    </section>
  );
}

function sayStep(step: ProgressStep, messages: ReturnType<typeof remediesMessagesOf>): string {
  switch (step.name) {
    case "applied":
      return messages.stepApplied(step.done);
    case "verified":
      return messages.stepVerified;
    case "connected":
      return messages.stepConnected(step.done, step.all);
    case "sign_in":
      return messages.stepSignIn(step.done);
  }
}

function StepMark({ state }: { state: ProgressStep["state"] }) {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  return (
    <span className={styles.icon}>
      {state === "done" ? (
        <CheckmarkCircleFilled className={styles.good} title={messages.done} />
      ) : state === "failed" ? (
        <DismissCircleFilled className={styles.bad} title={messages.failed} />
      ) : (
        <Spinner size="extra-small" aria-label={messages.pending} />
      )}
    </span>
  );
}

function Actions({ change, onChange }: ChangeProgressProps) {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  const client = useQueryClient();
  const onSuccess = (changed: RemedyChange) => {
    onChange(changed);
    void client.invalidateQueries({ queryKey: ["remedies"] });
    void client.invalidateQueries({ queryKey: ["remedy-progress", change.id] });
  };
  const params = { changeId: change.id };
  const retry = useMutation({ mutationFn: () => callEndpoint(applyRemedy, { params }), onSuccess });
  const undo = useMutation({ mutationFn: () => callEndpoint(undoRemedy, { params }), onSuccess });
  const isBusy = retry.isPending || undo.isPending;
  if (change.state === "undone" || change.state === "previewed") return null;
  const canUndo = change.doneCount > 0;
  return (
    <>
      {retry.isError ? <ErrorState error={retry.error} /> : null}
      {undo.isError ? <ErrorState error={undo.error} /> : null}
      <div className={styles.actions}>
        {change.state === "failed" ? (
          <Button
            appearance="primary"
            disabledFocusable={isBusy}
            onClick={() => (isBusy ? undefined : retry.mutate())}
          >
            {retry.isPending ? messages.applying : messages.tryAgain}
          </Button>
        ) : null}
        {canUndo ? (
          <Button disabledFocusable={isBusy} onClick={() => (isBusy ? undefined : undo.mutate())}>
            {undo.isPending ? messages.undoing : messages.undo}
          </Button>
        ) : null}
      </div>
      {canUndo ? <p className={styles.quiet}>{messages.undoText}</p> : null}
    </>
  );
}
