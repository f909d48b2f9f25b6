import type { CrmPerson } from "./crm-records.ts";
import type { MailDirection, MessageHeader } from "./mail-records.ts";
import type { MatchContext, MatchedPerson } from "./match-message.ts";
import type { SyncRules } from "./sync-rules.ts";
import { createMatchContext, findDirection, matchMessage } from "./match-message.ts";
import { isSystemMail } from "./system-mail.ts";

/** Why a mail is not saved. Shown to the user as it is, so it never changes meaning. */
export type SkipReason =
  | "draft"
  | "outside_window"
  | "direction_off"
  | "system_mail"
  | "internal"
  | "excluded"
  | "no_match";

export interface WantedMessage {
  readonly header: MessageHeader;
  readonly direction: MailDirection;
  /** At least one; the first is the mail's main person. */
  readonly people: readonly MatchedPerson[];
}

export interface SkippedMessage {
  readonly header: MessageHeader;
  readonly reason: SkipReason;
  /** The addresses behind `excluded` and `no_match`. */
  readonly addresses: readonly string[];
}

export interface MessageDecisions {
  readonly wanted: readonly WantedMessage[];
  readonly skipped: readonly SkippedMessage[];
}

export interface DecideMessagesInput {
  readonly headers: readonly MessageHeader[];
  /** What the CRM found for `collectOutsideAddresses(headers, rules)`. */
  readonly people: readonly CrmPerson[];
  readonly rules: SyncRules;
  /** Mail received before this is left alone; undefined means everything is looked at. */
  readonly windowStart?: Date | undefined;
}

/** Decides by headers alone which mails are worth a body, in the order given. Every header lands in exactly one list. */
export function decideMessages(input: DecideMessagesInput): MessageDecisions {
  const context = createMatchContext(input.people, input.rules);
  const wanted: WantedMessage[] = [];
  const skipped: SkippedMessage[] = [];
  for (const header of input.headers) {
    const decision = decideMessage(header, input, context);
    if ("reason" in decision) skipped.push(decision);
    else wanted.push(decision);
  }
  return { wanted, skipped };
}

function decideMessage(
  header: MessageHeader,
  input: DecideMessagesInput,
  context: MatchContext,
): WantedMessage | SkippedMessage {
  const skip = (reason: SkipReason, addresses: readonly string[] = []): SkippedMessage => ({
    header,
    reason,
    addresses,
  });
  if (header.isDraft) return skip("draft");
  if (input.windowStart !== undefined && header.receivedAt < input.windowStart) {
    return skip("outside_window");
  }
  const match = matchMessage(header, context);
  if (match.outcome === "internal") return skip("internal");
  const direction = findDirection(header, context.classifier);
  if (!input.rules.directions.includes(direction)) return skip("direction_off");
  if (input.rules.systemMail === "skip" && isSystemMail(header)) return skip("system_mail");
  if (match.outcome === "excluded") return skip("excluded", match.addresses);
  if (match.outcome === "none") return skip("no_match", match.addresses);
  return { header, direction, people: match.people };
}
