import { Link, makeStyles } from "@fluentui/react-components";
import { helpHrefOfCode } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { LoneCard } from "../lone-card.tsx";
import { approvalMessagesOf } from "./approval-messages.ts";

export type DeadLinkReason = "no_token" | "link_invalid" | "link_expired" | "link_revoked";

const useStyles = makeStyles({ text: { margin: 0 } });

/** A link that opens nothing: why, and how to get one that does. */
export function DeadLink({ reason }: { reason: DeadLinkReason }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const words = {
    no_token: { title: messages.noTokenTitle, next: messages.noToken },
    link_invalid: { title: messages.invalidTitle, next: messages.invalidNext },
    link_expired: { title: messages.expiredTitle, next: messages.expiredNext },
    link_revoked: { title: messages.revokedTitle, next: messages.revokedNext },
  }[reason];
  return (
    <LoneCard title={words.title}>
      <p className={styles.text}>{words.next}</p>
      <p className={styles.text}>{messages.nothingGranted}</p>
      <Link href={helpHrefOfCode(reason === "no_token" ? "link_invalid" : reason)}>{messages.help}</Link>
    </LoneCard>
  );
}
