import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { previewRemedy, type RemedyChange, type RemedyOverview } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, SkeletonBlocks, useLanguage, useProduct } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { ChangePreview } from "./change-preview.tsx";
import { ChangeProgress } from "./change-progress.tsx";
import { EarlierChanges } from "./earlier-changes.tsx";
import { PeopleChooser } from "./people-chooser.tsx";
import { remediesMessagesOf } from "./remedies-messages.ts";
import { RemedyRisks } from "./remedy-risks.tsx";
import { SessionLine } from "./session-line.tsx";

const useStyles = makeStyles({
  page: { maxWidth: "860px" },
  stack: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  text: { margin: 0, maxWidth: "72ch" },
});

export interface RemedyScreenProps {
  overview: RemedyOverview;
  remedy: NonNullable<RemedyOverview["remedy"]>;
  change: RemedyChange | undefined;
  onChange: (change: RemedyChange | undefined) => void;
  onSignedOut: () => void;
}

/** Choose, look, apply, watch, undo: one thing to do at a time. */
export function RemedyScreen({ overview, remedy, change, onChange, onSignedOut }: RemedyScreenProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = remediesMessagesOf(useLanguage());
  const { productName } = useProduct();
  const tenant = overview.session.tenantDisplayName ?? overview.organizationDisplayName;
  const title = messages.titleOf(remedy.code, productName, tenant);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const preview = useMutation({
    mutationFn: (people: string[]) => callEndpoint(previewRemedy, { body: { people } }),
    onSuccess: onChange,
  });
  const lastPeople = useRef<string[]>([]);
  const look = (people: string[]) => {
    lastPeople.current = people;
    onChange(undefined);
    preview.mutate(people);
  };
  return (
    <main className={`${pageStyles.page} ${styles.page}`}>
      <div className={styles.stack}>
        <h1 className={pageStyles.title}>{title}</h1>
        <p className={styles.text}>{remedy.sentence}</p>
        <SessionLine overview={overview} onSignedOut={onSignedOut} />
        {change === undefined || change.state === "previewed" ? <RemedyRisks remedy={remedy} /> : null}
        <Step
          {...{ overview, remedy, change, onChange, look }}
          isReading={preview.isPending}
          lookAgain={() => look(lastPeople.current)}
        />
        {preview.isError ? (
          <ErrorState error={preview.error} onRetry={() => look(lastPeople.current)} />
        ) : null}
        <EarlierChanges overview={overview} current={change} code={remedy.code} onOpen={onChange} />
      </div>
    </main>
  );
}

interface StepProps extends Pick<RemedyScreenProps, "overview" | "remedy" | "change" | "onChange"> {
  look: (people: string[]) => void;
  lookAgain: () => void;
  isReading: boolean;
}

function Step({ overview, remedy, change, onChange, look, lookAgain, isReading }: StepProps) {
  const messages = remediesMessagesOf(useLanguage());
  const hasLooked = useRef(false);
  const needsNobody = remedy.needs === "nobody";
  const chosenAlready = chooseForReader(overview, remedy);
  useEffect(() => {
    // Nothing is left to choose, so the first thing to see is the change itself.
    if (chosenAlready === undefined || hasLooked.current || change) return;
    hasLooked.current = true;
    look(chosenAlready);
  }, [chosenAlready, change, look]);
  if (isReading) return <SkeletonBlocks heights={[32, 120, 44]} />;
  if (!change) {
    return needsNobody ? null : <PeopleChooser overview={overview} needs={remedy.needs} onChosen={look} />;
  }
  return change.state === "previewed" ? (
    <>
      <ChangePreview change={change} onChange={onChange} onLookAgain={lookAgain} />
      {needsNobody ? null : (
        <div>
          <Button appearance="subtle" onClick={() => onChange(undefined)}>
            {messages.chooseOthers}
          </Button>
        </div>
      )}
    </>
  ) : (
    <ChangeProgress change={change} onChange={onChange} />
  );
}

/** Nobody to choose, or an assignment of exactly those who wait; a pilot group is always the reader's own choice. */
function chooseForReader(
  { waiting }: RemedyOverview,
  { code, needs }: RemedyScreenProps["remedy"],
): string[] | undefined {
  if (needs === "nobody") return [];
  return code === "assign_users" && waiting.length > 0 ? waiting.map(({ id }) => id) : undefined;
}
