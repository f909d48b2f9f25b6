import { Link, makeStyles } from "@fluentui/react-components";
import { helpHrefOfCode } from "@outrigger/api-contract";
import { isApiError, useLanguage } from "@outrigger/ui";
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

/** Why a call with a link's token found nothing; undefined for every other failure. */
export function deadLinkReasonOf(error: unknown): DeadLinkReason | undefined {
  for (const reason of ["link_invalid", "link_expired", "link_revoked"] as const) {
    if (isApiError(error, reason)) return reason;
  }
  // A token of the wrong length or alphabet is a link that was cut off on its way.
  return isApiError(error, "invalid_input") ? "link_invalid" : undefined;
}
