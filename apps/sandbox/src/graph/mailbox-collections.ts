import { randomUUID } from "node:crypto";
import type { Collection, Document } from "../core/document-store.ts";
import type { SandboxContext } from "../core/part.ts";
import { createFolderId } from "./mail-ids.ts";
import {
  wellKnownFolderNames,
  wellKnownFolders,
  type MailAttachment,
  type MailFolder,
  type MailMessage,
  type MailRemoval,
} from "./mail-records.ts";

export type MailContext = Pick<SandboxContext, "store" | "clock">;

export interface MailboxRecord extends Document {
  /** Names this life of the mailbox in delta tokens: tokens of another one are refused. */
  readonly syncGeneration: string;
  /** Grows by one at each change of a message or folder. */
  readonly changeNumber: number;
}

/** A folder that is gone; kept so that mailFolders/delta can tell. */
export interface RemovedFolder extends Document {
  readonly changeNumber: number;
}

interface RestIdEntry extends Document {
  readonly messageId: string;
}

interface ConversationEntry extends Document {
  readonly conversationId: string;
}

interface StoredMime extends Document {
  readonly base64: string;
}

/** The attachments of one message, under the message's id. */
interface AttachmentList extends Document {
  readonly attachments: readonly MailAttachment[];
}

/** One mailbox's documents; each mailbox has collections of its own, so that a listing scans no other one. */
export interface MailboxScope {
  readonly context: MailContext;
  readonly userId: string;
  readonly mailboxes: Collection<MailboxRecord>;
  readonly folders: Collection<MailFolder>;
  readonly removedFolders: Collection<RemovedFolder>;
  readonly messages: Collection<MailMessage>;
  readonly restIds: Collection<RestIdEntry>;
  readonly conversations: Collection<ConversationEntry>;
  readonly attachments: Collection<AttachmentList>;
  readonly mime: Collection<StoredMime>;
  readonly removals: Collection<MailRemoval>;
}

/** Opens the mailbox and, when the user has none yet, makes it with its well-known folders. */
export function openMailboxScope(context: MailContext, userId: string): MailboxScope {
  const { store } = context;
  const scope: MailboxScope = {
    context,
    userId,
    mailboxes: mailboxRecordsOf(context),
    folders: store.collection(`mail.folders.${userId}`),
    removedFolders: store.collection(`mail.removedFolders.${userId}`),
    messages: store.collection(`mail.messages.${userId}`),
    restIds: store.collection(`mail.restIds.${userId}`),
    conversations: store.collection(`mail.conversations.${userId}`),
    attachments: store.collection(`mail.attachments.${userId}`),
    mime: store.collection(`mail.mime.${userId}`),
    removals: store.collection(`mail.removals.${userId}`),
  };
  if (!scope.mailboxes.get(userId)) store.transaction(() => createMailbox(scope));
  return scope;
}

export function mailboxRecordsOf({ store }: Pick<MailContext, "store">): Collection<MailboxRecord> {
  return store.collection<MailboxRecord>("mailboxes");
}

export function mailboxRecordOf(scope: MailboxScope): MailboxRecord {
  const record = scope.mailboxes.get(scope.userId);
  if (!record) throw new Error("The mailbox was removed while it was in use.");
  return record;
}

/** The number for the change about to be written; call it inside the transaction of that write. */
export function nextChangeNumber(scope: MailboxScope): number {
  const record = mailboxRecordOf(scope);
  const changeNumber = record.changeNumber + 1;
  scope.mailboxes.put({ ...record, changeNumber });
  return changeNumber;
}

function createMailbox(scope: MailboxScope): void {
  const { userId } = scope;
  scope.mailboxes.put({ id: userId, syncGeneration: randomUUID(), changeNumber: 0 });
  for (const wellKnownName of wellKnownFolderNames) {
    scope.folders.put({
      id: createFolderId(userId, wellKnownName),
      displayName: wellKnownFolders[wellKnownName],
      wellKnownName,
      isHidden: false,
      changeNumber: nextChangeNumber(scope),
    });
  }
}
