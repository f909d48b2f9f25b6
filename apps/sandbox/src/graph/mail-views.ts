import type {
  MailAddress,
  MailAttachment,
  MailFolder,
  MailFolderCounts,
  MailMessage,
} from "./mail-records.ts";
import type { GraphPreferences } from "./graph-prefer.ts";

type MessageView = Readonly<Record<string, unknown>>;

/** How a caller sees messages: the id form and body form that it prefers, and whether its scope hides bodies. */
export interface MessageViewing {
  readonly preferences: GraphPreferences;
  /** Mail.ReadBasic: no body, preview, attachments or own headers (permissions reference). */
  readonly basicOnly: boolean;
  readonly origin: string;
}

/** Graph's message resource. What must be asked for by name (`$select`) is in `messageOnRequest`. */
export function viewMessage(message: MailMessage, viewing: MessageViewing): MessageView {
  const changeKey = changeKeyOf(message.changeNumber);
  return {
    "@odata.etag": etagOf(message),
    id: idOf(message, viewing.preferences),
    createdDateTime: message.createdDateTime,
    lastModifiedDateTime: message.lastModifiedDateTime,
    changeKey,
    categories: message.categories,
    receivedDateTime: message.receivedDateTime,
    sentDateTime: message.sentDateTime,
    hasAttachments: message.hasAttachments,
    internetMessageId: message.internetMessageId,
    subject: message.subject,
    ...(viewing.basicOnly ? {} : { bodyPreview: message.bodyPreview }),
    importance: message.importance,
    parentFolderId: message.folderId,
    conversationId: message.conversationId,
    conversationIndex: message.conversationIndex,
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: message.isRead,
    isDraft: message.isDraft,
    webLink: `${viewing.origin}/outlook/?ItemID=${encodeURIComponent(message.restId)}&exvsurl=1&viewmodel=ReadMessageItem`,
    inferenceClassification: "focused",
    ...(viewing.basicOnly ? {} : { body: viewBody(message, viewing.preferences.bodyContentType) }),
    ...(message.sender ? { sender: viewAddress(message.sender) } : {}),
    ...(message.from ? { from: viewAddress(message.from) } : {}),
    toRecipients: message.toRecipients.map(viewAddress),
    ccRecipients: message.ccRecipients.map(viewAddress),
    bccRecipients: message.bccRecipients.map(viewAddress),
    replyTo: message.replyTo.map(viewAddress),
    flag: { flagStatus: message.flagStatus },
  };
}

/** Properties that come only when `$select` names them (resources/message: internetMessageHeaders, uniqueBody). */
export function viewMessageOnRequest(message: MailMessage, viewing: MessageViewing): MessageView {
  if (viewing.basicOnly) return {};
  return {
    internetMessageHeaders: message.internetMessageHeaders,
    uniqueBody: viewBody(message, viewing.preferences.bodyContentType),
  };
}

export const messageProperties: ReadonlySet<string> = new Set([
  "id",
  "createdDateTime",
  "lastModifiedDateTime",
  "changeKey",
  "categories",
  "receivedDateTime",
  "sentDateTime",
  "hasAttachments",
  "internetMessageId",
  "internetMessageHeaders",
  "subject",
  "bodyPreview",
  "importance",
  "parentFolderId",
  "conversationId",
  "conversationIndex",
  "isDeliveryReceiptRequested",
  "isReadReceiptRequested",
  "isRead",
  "isDraft",
  "webLink",
  "inferenceClassification",
  "body",
  "uniqueBody",
  "sender",
  "from",
  "toRecipients",
  "ccRecipients",
  "bccRecipients",
  "replyTo",
  "flag",
]);

export function idOf(message: Pick<MailMessage, "id" | "restId">, preferences: GraphPreferences): string {
  return preferences.immutableIds ? message.id : message.restId;
}

export function etagOf(message: Pick<MailMessage, "changeNumber">): string {
  return `W/"${changeKeyOf(message.changeNumber)}"`;
}

function changeKeyOf(changeNumber: number): string {
  return `CQAAABYAAAA${Buffer.from(String(changeNumber).padStart(9, "0")).toString("base64url")}`;
}

/** Bodies come as HTML unless text is preferred, whatever form they arrived in (message-get, Prefer header). */
function viewBody(
  message: MailMessage,
  contentType: "text" | "html",
): { contentType: "text" | "html"; content: string } {
  if (contentType === "text") return { contentType, content: message.bodyText };
  if (message.body.contentType === "html") return message.body;
  return { contentType, content: textToHtml(message.body.content) };
}

function textToHtml(text: string): string {
  const escaped = text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/\r?\n/g, "<br>\r\n");
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div class="PlainText">${escaped}</div></body></html>`;
}

function viewAddress({ name, address }: MailAddress): { emailAddress: MailAddress } {
  return { emailAddress: { name: name || address, address } };
}

export function viewFolder(folder: MailFolder, counts: MailFolderCounts, rootId: string): MessageView {
  return {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parentFolderId ?? rootId,
    childFolderCount: counts.childFolderCount,
    unreadItemCount: counts.unreadItemCount,
    totalItemCount: counts.totalItemCount,
    isHidden: folder.isHidden,
  };
}

export const folderProperties: ReadonlySet<string> = new Set([
  "id",
  "displayName",
  "parentFolderId",
  "childFolderCount",
  "unreadItemCount",
  "totalItemCount",
  "isHidden",
]);

/** Graph's attachment resource; a message inside a message is an itemAttachment and has no contentBytes. */
export function viewAttachment(attachment: MailAttachment): MessageView {
  const isItem = attachment.contentType.toLowerCase() === "message/rfc822";
  return {
    "@odata.type": isItem ? "#microsoft.graph.itemAttachment" : "#microsoft.graph.fileAttachment",
    ...(isItem ? {} : { "@odata.mediaContentType": attachment.contentType }),
    id: attachment.id,
    lastModifiedDateTime: attachment.lastModifiedDateTime,
    name: attachment.name,
    contentType: attachment.contentType,
    size: attachment.size,
    isInline: attachment.isInline,
    ...(isItem
      ? {}
      : {
          contentId: attachment.contentId ?? null,
          contentLocation: null,
          contentBytes: attachment.contentBase64,
        }),
  };
}

export const attachmentProperties: ReadonlySet<string> = new Set([
  "id",
  "lastModifiedDateTime",
  "name",
  "contentType",
  "size",
  "isInline",
  "contentId",
  "contentLocation",
  "contentBytes",
]);
