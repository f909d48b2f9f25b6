import type { MessageHeader } from "./mail-records.ts";
import { normalizeAddress } from "./mail-address.ts";

const SYSTEM_MAILBOXES: ReadonlySet<string> = new Set([
  "mailer-daemon",
  "postmaster",
  "no-reply",
  "noreply",
  "no_reply",
  "do-not-reply",
  "donotreply",
  "do_not_reply",
  "bounce",
  "bounces",
]);

/** Whether a machine wrote the mail, judged by the sender's mailbox name only: headers are all that is known before the body. */
export function isSystemMail(header: MessageHeader): boolean {
  const sender = header.from === undefined ? undefined : normalizeAddress(header.from.address);
  if (sender === undefined) return false;
  return SYSTEM_MAILBOXES.has(sender.slice(0, sender.lastIndexOf("@")));
}
