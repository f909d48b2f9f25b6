import { randomUUID } from "node:crypto";
import type { SandboxContext } from "../core/part.ts";
import {
  mailboxRecordOf,
  mailboxRecordsOf,
  openMailboxScope,
  type MailContext,
} from "./mailbox-collections.ts";
import { mailboxFolders, type MailboxFolders } from "./mailbox-folders.ts";
import { mailboxMessages, type MailboxMessages } from "./mailbox-messages.ts";

export type * from "./mail-records.ts";
export type { MailMessageChange } from "./mailbox-messages.ts";

/** One user's mailbox in the sandbox's Exchange Online. Reads see every write at once. */
export interface Mailbox extends MailboxFolders, MailboxMessages {
  /** Names this life of the mailbox in delta tokens: tokens of another one are refused. */
  syncGeneration(): string;
  /** Makes every delta token given out so far invalid, as Exchange does when its cache lets go of them. */
  expireDeltaTokens(): void;
  /** Number of the newest change. */
  changeNumber(): number;
}

/** The mailbox of a user (`userId` is the directory's object id), made with its well-known folders when new. */
export function mailboxOf(context: MailContext, userId: string): Mailbox {
  const scope = openMailboxScope(context, userId);
  const messages = mailboxMessages(scope);
  return {
    ...messages,
    ...mailboxFolders(scope, messages.deleteMessage),
    syncGeneration: () => mailboxRecordOf(scope).syncGeneration,
    expireDeltaTokens: () => scope.mailboxes.put({ ...mailboxRecordOf(scope), syncGeneration: randomUUID() }),
    changeNumber: () => mailboxRecordOf(scope).changeNumber,
  };
}

/** Whether the user has a mailbox already; for views that must not create one by looking. */
export function hasMailbox(context: Pick<SandboxContext, "store">, userId: string): boolean {
  return mailboxRecordsOf(context).get(userId) !== undefined;
}
