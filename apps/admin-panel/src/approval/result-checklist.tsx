import { makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { CheckmarkCircleFilled, DismissCircleFilled } from "@fluentui/react-icons";
import { useLanguage } from "@outrigger/ui";
import { approvalMessagesOf } from "./approval-messages.ts";
import type { Checklist, CheckState } from "./build-checklist.ts";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: tokens.spacingHorizontalL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    maxWidth: "640px",
  },
  line: { display: "flex", gap: tokens.spacingHorizontalM, alignItems: "center", minHeight: "24px" },
  icon: { flex: "0 0 24px", fontSize: "24px", lineHeight: 1 },
  done: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
});

/** The steps from Microsoft's answer to the last connected mailbox, each with its state in a picture and in words. */
export function ResultChecklist({ checklist }: { checklist: Checklist }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const isRefused = checklist.answered === "failed";
  const lines: { id: string; state: CheckState; words: string }[] = [
    {
      id: "answered",
      state: checklist.answered,
      words: isRefused ? messages.checkNotAnswered : messages.checkAnswered,
    },
    ...(isRefused
      ? []
      : [
          { id: "found", state: checklist.found, words: messages.checkFound },
          {
            id: "covers",
            state: checklist.covers,
            words: messages.checkCovers(checklist.grantedCount, checklist.askedCount),
          },
          {
            id: "connected",
            state: checklist.connected,
            words: messages.checkConnected(checklist.connectedCount, checklist.people.length),
          },
        ]),
  ];
  return (
    <ul className={styles.list} aria-label={messages.checklist}>
      {lines.map(({ id, state, words }) => (
        <li key={id} className={styles.line}>
          <CheckMark state={state} />
          {words}
        </li>
      ))}
    </ul>
  );
}

function CheckMark({ state }: { state: CheckState }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  switch (state) {
    case "done":
      return (
        <span className={styles.icon}>
          <CheckmarkCircleFilled className={styles.done} title={messages.done} />
        </span>
      );
    case "failed":
      return (
        <span className={styles.icon}>
          <DismissCircleFilled className={styles.failed} title={messages.failed} />
        </span>
      );
    case "pending":
      return (
        <span className={styles.icon}>
          <Spinner size="extra-small" aria-label={messages.pending} />
        </span>
      );
  }
}
