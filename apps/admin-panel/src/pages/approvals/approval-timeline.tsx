import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { ApprovalEvent } from "@outrigger/api-contract";
import { RelativeTime, useLanguage } from "@outrigger/ui";
import { approvalsMessagesOf } from "./approvals-messages.ts";
import { sayEvent } from "./say-event.ts";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  event: {
    display: "grid",
    gridTemplateColumns: "16px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalXS,
    overflowWrap: "anywhere",
    "@media (max-width: 40em)": { gridTemplateColumns: "16px minmax(0, 1fr)" },
  },
  dot: {
    width: "8px",
    height: "8px",
    marginTop: "6px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralStroke1,
  },
  current: { backgroundColor: tokens.colorBrandBackground },
  time: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    "@media (max-width: 40em)": { gridColumnStart: 2 },
  },
});

/** Asked → mailed → opened → reminded → escalated → decided → everybody connected; the newest last, and marked. */
export function ApprovalTimeline({ events }: { events: readonly ApprovalEvent[] }) {
  const styles = useStyles();
  const messages = approvalsMessagesOf(useLanguage());
  return (
    <ol className={styles.list} aria-label={messages.timeline}>
      {events.map((event, index) => (
        <li key={`${event.at} ${event.kind} ${index}`} className={styles.event}>
          <span
            aria-hidden
            className={mergeClasses(styles.dot, index === events.length - 1 && styles.current)}
          />
          <span>{sayEvent(event, messages)}</span>
          <span className={styles.time}>
            <RelativeTime at={event.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
