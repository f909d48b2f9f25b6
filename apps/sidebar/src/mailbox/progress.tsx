import type { ApprovalEvent, MailboxConnection } from "@outrigger/api-contract";
import { RelativeTime, useLanguage } from "@outrigger/ui";
import type { SidebarMessages } from "../messages.ts";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";

/** What has happened last to what was asked, and who else waits: nobody should have to wonder whether it was lost. */
export function Progress({ mailbox }: { mailbox: MailboxConnection }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const names = new Intl.ListFormat(useLanguage(), { type: "conjunction" });
  const { approval, alsoWaiting, requestSentAt } = mailbox;
  const event = approval?.state === "open" || approval?.state === "verifying" ? approval.lastEvent : null;
  const words = event ? sayEvent(event, messages) : undefined;
  const more = alsoWaiting.count - alsoWaiting.names.length;
  const others = more > 0 ? [...alsoWaiting.names, messages.more(more)] : alsoWaiting.names;
  if (words === undefined && requestSentAt === null && others.length === 0) return null;
  return (
    <div className={pane.quiet}>
      {event && words !== undefined ? (
        <p className={pane.text}>
          {words} <RelativeTime at={event.at} />
        </p>
      ) : null}
      {requestSentAt === null ? null : (
        <p className={pane.text}>
          {messages.requestSent} <RelativeTime at={requestSentAt} />
        </p>
      )}
      {others.length === 0 ? null : <p className={pane.text}>{messages.alsoWaiting(names.format(others))}</p>}
    </div>
  );
}

/** Only what tells the person who waits that somebody is on it; the rest is the organization's admin's to read. */
function sayEvent({ kind, recipient }: ApprovalEvent, messages: SidebarMessages): string | undefined {
  const to = recipient ?? "";
  const words: Readonly<Partial<Record<ApprovalEvent["kind"], string>>> = {
    mailed: messages.eventMailed(to),
    mail_failed: messages.eventMailFailed(to),
    opened: messages.eventOpened,
    reminded: messages.eventReminded(to),
    escalated: messages.eventEscalated(to),
    forwarded: messages.eventForwarded,
    went_to_microsoft: messages.eventAtMicrosoft,
    came_back: messages.eventAtMicrosoft,
  };
  return words[kind];
}
