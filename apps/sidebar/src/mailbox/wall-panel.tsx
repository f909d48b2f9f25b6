import {
  checkMailboxConnection,
  helpArticleHref,
  reportApprovalDoneAsWaiter,
  type MailboxConnection,
} from "@outrigger/api-contract";
import { Button, makeStyles, mergeClasses, tokens, useRestoreFocusTarget } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons/svg/arrow-clockwise";
import { BookOpenRegular } from "@fluentui/react-icons/svg/book-open";
import { EyeRegular } from "@fluentui/react-icons/svg/eye";
import { QuestionCircleRegular } from "@fluentui/react-icons/svg/question-circle";
import { ShieldRegular } from "@fluentui/react-icons/svg/shield";
import { callEndpoint, CopyButton, ErrorState, TechnicalDetails, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { describeSetup } from "./describe-setup.ts";
import { SawChoices } from "./saw-choices.tsx";
import { Progress } from "./progress.tsx";
import { Steps } from "./steps.tsx";
import { useApprovalLink } from "./use-approval-link.ts";
import { mailboxKey } from "./use-mailbox.ts";

const WallDialog = lazy(() =>
  import("./wall-dialog.tsx").then(({ WallDialog }) => ({ default: WallDialog })),
);

export type WallDialogName = "ask" | "administrator" | "asked" | "saw";

const useStyles = makeStyles({
  primary: { width: "100%" },
  // Always there, to be heard; without the gap of the column while it is empty.
  status: { ":empty": { marginTop: "-12px" } },
  roles: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  links: { display: "flex", flexDirection: "column", alignItems: "stretch" },
  link: { justifyContent: "start", textAlign: "start" },
});

/** The wall as the rep sees it: why, where it stands, whom to ask, and that nothing more is needed afterwards. */
export function WallPanel({ mailbox, onSetUpSync }: { mailbox: MailboxConnection; onSetUpSync: () => void }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const getLink = useApprovalLink();
  const check = useCheck();
  const [dialog, setDialog] = useState<{ name: WallDialogName; isOpen: boolean }>();
  const openDialog = (name: WallDialogName) => setDialog({ name, isOpen: true });
  // Where the focus goes back to when the dialog closes.
  const restoreFocus = useRestoreFocusTarget();
  const [sentTo, setSentTo] = useState<string>();
  const { diagnosis } = mailbox;
  const roles = new Intl.ListFormat(useLanguage(), { type: "disjunction" });
  const view = describeSetup(mailbox);
  // Asked outright only where the answer decides whom to ask; else the link below leads to it.
  const isOpenQuestion = diagnosis?.certainty === "ambiguous" && view.kind === "wall" && !view.isAsked;
  const question = isOpenQuestion ? diagnosis.question : null;
  const linkClass = mergeClasses(styles.link, pane.target);
  return (
    <div className={pane.column}>
      {view.kind === "declined" ? <Declined byName={view.byName} reason={view.reason} /> : null}
      {diagnosis && view.kind !== "declined" ? (
        <div>
          <p className={pane.text}>{diagnosis.sentence}</p>
          <p className={pane.text}>{diagnosis.nextStep}</p>
          {diagnosis.whoCanFix.length > 0 ? (
            <p className={mergeClasses(pane.text, styles.roles)}>
              {messages.whoCanFix(roles.format(diagnosis.whoCanFix))}
            </p>
          ) : null}
        </div>
      ) : null}
      {question ? <SawChoices title={question.text} choices={question.choices} /> : null}
      <Steps mailbox={mailbox} />
      <Progress mailbox={mailbox} />
      <Button
        appearance="primary"
        className={mergeClasses(styles.primary, pane.target)}
        {...restoreFocus}
        onClick={() => openDialog("ask")}
      >
        {view.kind === "declined" || view.kind === "expired" ? messages.askAgain : messages.askAdministrator}
      </Button>
      <div className={styles.links}>
        <CopyButton
          className={linkClass}
          text={async () => (await getLink()).link}
          label={messages.copyLink}
        />
        <Button
          appearance="subtle"
          className={linkClass}
          icon={<ShieldRegular />}
          {...restoreFocus}
          onClick={() => openDialog("administrator")}
        >
          {messages.iAmAdministrator}
        </Button>
        <Button
          appearance="subtle"
          className={linkClass}
          icon={<QuestionCircleRegular />}
          {...restoreFocus}
          onClick={() => openDialog("asked")}
        >
          {messages.whatIsAsked}
        </Button>
        <Button
          as="a"
          appearance="subtle"
          className={linkClass}
          icon={<BookOpenRegular />}
          href={helpArticleHref("need-admin-approval")}
          target="_blank"
          rel="noreferrer"
        >
          {messages.howToResolve}
        </Button>
        {diagnosis && !question ? (
          <Button
            appearance="subtle"
            className={linkClass}
            icon={<EyeRegular />}
            {...restoreFocus}
            onClick={() => openDialog("saw")}
          >
            {messages.iSawSomethingElse}
          </Button>
        ) : null}
        <Button
          appearance="subtle"
          className={linkClass}
          icon={<ArrowClockwiseRegular />}
          disabledFocusable={check.isPending}
          onClick={() => check.mutate()}
        >
          {messages.checkNow}
        </Button>
      </div>
      <div role="status" className={styles.status}>
        {sentTo === undefined ? null : <p className={pane.text}>{messages.mailSent(sentTo)}</p>}
        {check.isStillWaiting && check.findings.length === 0 ? (
          <p className={pane.text}>{messages.stillWaiting}</p>
        ) : null}
        {check.findings.map(({ code, sentence, nextStep, whoActs }) => (
          <p key={code} className={pane.text}>
            <strong>{sentence}</strong> {nextStep}
            {whoActs.includes("nobody") ? null : ` ${messages.whoCanFix(roles.format(whoActs))}`}
          </p>
        ))}
      </div>
      {check.isError ? <ErrorState error={check.error} /> : null}
      <p className={pane.text}>{messages.youCanClose}</p>
      {diagnosis ? (
        <TechnicalDetails
          code={diagnosis.technical.code}
          parts={[diagnosis.technical.code, diagnosis.technical.at, diagnosis.technical.correlationId]}
        />
      ) : null}
      {dialog ? (
        <Suspense fallback={null}>
          <WallDialog
            {...dialog}
            question={diagnosis?.question ?? null}
            onClose={() => setDialog({ ...dialog, isOpen: false })}
            onSent={setSentTo}
            onSetUpSync={onSetUpSync}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function Declined({ byName, reason }: { byName: string | null; reason: string | null }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <div>
      {byName === null ? null : <p className={pane.text}>{messages.declinedBy(byName)}</p>}
      {reason === null ? null : <p className={pane.text}>{messages.declineReason(reason)}</p>}
    </div>
  );
}

/** Tries now instead of at the server's next look; where Microsoft still refuses, its refusal may name the cause. */
function useCheck() {
  const queryClient = useQueryClient();
  const check = useMutation({
    mutationFn: async () => {
      const mailbox = await callEndpoint(checkMailboxConnection);
      if (mailbox.state === "connected") return { mailbox, findings: [] };
      // The check itself has succeeded: without a cause, the pane says that it goes on looking.
      const why = await callEndpoint(reportApprovalDoneAsWaiter).catch(() => undefined);
      return { mailbox, findings: why?.findings ?? [] };
    },
    onSuccess: ({ mailbox }) => queryClient.setQueryData(mailboxKey, mailbox),
  });
  return Object.assign(check, {
    isStillWaiting: check.isSuccess && check.data.mailbox.state !== "connected",
    findings: check.data?.findings ?? [],
  });
}
