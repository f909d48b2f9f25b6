import { composeMime } from "./compose-mime.ts";
import { nextChangeNumber, type MailboxScope } from "./mailbox-collections.ts";
import { createConversationId, createMailIds } from "./mail-ids.ts";
import type { MailAttachment, MailMessage, MailRemoval, NewMailMessage } from "./mail-records.ts";

/** What may change on a stored message. */
export type MailMessageChange = Partial<
  Pick<
    MailMessage,
    | "isRead"
    | "categories"
    | "flagStatus"
    | "importance"
    | "subject"
    | "body"
    | "bodyText"
    | "bodyPreview"
    | "toRecipients"
    | "ccRecipients"
    | "bccRecipients"
    | "replyTo"
  >
>;

export interface MailboxMessages {
  /** Newest first; `folderId` left out: the whole mailbox. */
  listMessages(folderId?: string): MailMessage[];
  /** Takes the immutable id or the present mutable one. */
  getMessage(id: string): MailMessage | undefined;
  listAttachments(messageId: string): MailAttachment[];
  /** The message as it came over the wire, byte by byte. */
  getMime(messageId: string): Buffer;
  createMessage(folderId: string, message: NewMailMessage): MailMessage;
  updateMessage(id: string, change: MailMessageChange): MailMessage;
  moveMessage(id: string, folderId: string): MailMessage;
  /** Removes for good; Graph's DELETE moves to Deleted Items first. */
  deleteMessage(id: string): void;
  /** What left the folder, for its delta. */
  listRemovals(folderId: string): MailRemoval[];
}

export function mailboxMessages(scope: MailboxScope): MailboxMessages {
  const { messages, context } = scope;
  const getMessage = (id: string): MailMessage | undefined =>
    messages.get(id) ?? messages.get(scope.restIds.get(id)?.messageId ?? "");

  function mustGet(id: string): MailMessage {
    const message = getMessage(id);
    if (!message) throw new Error("The message does not exist in this mailbox.");
    return message;
  }

  const listAttachments = (messageId: string): MailAttachment[] => [
    ...(scope.attachments.get(getMessage(messageId)?.id ?? "")?.attachments ?? []),
  ];

  return {
    listMessages: (folderId) =>
      (folderId === undefined
        ? messages.all()
        : messages.filter((message) => message.folderId === folderId)
      ).sort(newestFirst),
    getMessage,
    listAttachments,
    getMime: (messageId) => {
      const message = mustGet(messageId);
      const stored = scope.mime.get(message.id);
      return stored
        ? Buffer.from(stored.base64, "base64")
        : composeMime(message, listAttachments(message.id));
    },
    createMessage: (folderId, draft) =>
      context.store.transaction(() => createMessage(scope, folderId, draft)),
    updateMessage: (id, change) =>
      context.store.transaction(() => {
        const message = { ...mustGet(id), ...change, ...touched(scope) };
        messages.put(message);
        return message;
      }),
    moveMessage: (id, folderId) => context.store.transaction(() => moveMessage(scope, mustGet(id), folderId)),
    deleteMessage: (id) => context.store.transaction(() => deleteMessage(scope, mustGet(id))),
    listRemovals: (folderId) => scope.removals.filter((removal) => removal.folderId === folderId),
  };
}

/** The later of two messages received in the same second comes first. */
export function newestFirst(left: MailMessage, right: MailMessage): number {
  if (left.receivedDateTime !== right.receivedDateTime) {
    return left.receivedDateTime < right.receivedDateTime ? 1 : -1;
  }
  return right.sequence - left.sequence;
}

function createMessage(scope: MailboxScope, folderId: string, draft: NewMailMessage): MailMessage {
  const changeNumber = nextChangeNumber(scope);
  const now = wholeSeconds(scope.context.clock.now());
  const { attachments, references: _references, mime, ...fields } = draft;
  const conversationId = conversationOf(scope, draft);
  const message: MailMessage = {
    ...fields,
    ...createMailIds(scope.userId, changeNumber, 0),
    sequence: changeNumber,
    moves: 0,
    folderId,
    conversationId,
    conversationIndex: Buffer.from(conversationId.slice(-30, -8)).toString("base64"),
    createdDateTime: now,
    lastModifiedDateTime: now,
    bodyPreview: previewOf(draft.bodyText),
    importance: draft.importance ?? "normal",
    isRead: draft.isRead ?? false,
    isDraft: draft.isDraft ?? false,
    // Exchange counts only what is not shown inside the body.
    hasAttachments: attachments.some((attachment) => !attachment.isInline),
    categories: draft.categories ?? [],
    flagStatus: "notFlagged",
    changeNumber,
    enteredFolderAt: changeNumber,
  };
  scope.messages.put(message);
  scope.restIds.put({ id: message.restId, messageId: message.id });
  scope.conversations.put({ id: draft.internetMessageId, conversationId });
  if (mime) scope.mime.put({ id: message.id, base64: mime.toString("base64") });
  if (attachments.length > 0) {
    scope.attachments.put({
      id: message.id,
      attachments: attachments.map(({ content, ...attachment }, index) => ({
        ...attachment,
        id: `${message.id.slice(0, -4)}BEgAQA${Buffer.from(String(index).padStart(6, "0")).toString("base64url")}`,
        messageId: message.id,
        size: content.length,
        contentBase64: content.toString("base64"),
        lastModifiedDateTime: now,
      })),
    });
  }
  return message;
}

/** A reply joins the conversation of what it answers; else the oldest reference names a conversation of its own. */
function conversationOf(scope: MailboxScope, draft: NewMailMessage): string {
  const own = scope.conversations.get(draft.internetMessageId);
  if (own) return own.conversationId;
  for (const reference of draft.references.toReversed()) {
    const known = scope.conversations.get(reference);
    if (known) return known.conversationId;
  }
  return createConversationId(scope.userId, draft.references[0] ?? draft.internetMessageId);
}

function moveMessage(scope: MailboxScope, message: MailMessage, folderId: string): MailMessage {
  // Leaving and arriving are two changes: a page of delta may end between them.
  recordRemoval(scope, message, { reason: "changed", changeNumber: nextChangeNumber(scope) });
  const change = touched(scope);
  const moves = message.moves + 1;
  const moved: MailMessage = {
    ...message,
    ...change,
    restId: createMailIds(scope.userId, message.sequence, moves).restId,
    moves,
    folderId,
    enteredFolderAt: change.changeNumber,
  };
  scope.messages.put(moved);
  scope.restIds.delete(message.restId);
  scope.restIds.put({ id: moved.restId, messageId: moved.id });
  return moved;
}

function deleteMessage(scope: MailboxScope, message: MailMessage): void {
  recordRemoval(scope, message, { reason: "deleted", changeNumber: nextChangeNumber(scope) });
  scope.messages.delete(message.id);
  scope.restIds.delete(message.restId);
  scope.attachments.delete(message.id);
  scope.mime.delete(message.id);
}

function recordRemoval(
  scope: MailboxScope,
  message: MailMessage,
  removal: Pick<MailRemoval, "reason" | "changeNumber">,
): void {
  scope.removals.put({
    ...removal,
    id: message.restId,
    folderId: message.folderId,
    messageId: message.id,
    restId: message.restId,
    receivedDateTime: message.receivedDateTime,
  });
}

function touched(scope: MailboxScope): Pick<MailMessage, "changeNumber" | "lastModifiedDateTime"> {
  return {
    changeNumber: nextChangeNumber(scope),
    lastModifiedDateTime: wholeSeconds(scope.context.clock.now()),
  };
}

/** Exchange keeps times in whole seconds. */
export function wholeSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** The first 255 characters of the text, as Graph's bodyPreview. */
export function previewOf(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 255);
}
