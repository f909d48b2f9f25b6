import {
  type MailAddress,
  type MailFolder,
  type MailItemId,
  type MessageBody,
  type MessageHeader,
  parseMailItemId,
} from "@outrigger/sync-core";
import { z } from "zod";
import { htmlToText } from "./html-to-text.ts";

/** What is read of every message: never the body. */
export const HEADER_FIELDS = [
  "id",
  "internetMessageId",
  "conversationId",
  "subject",
  "from",
  "toRecipients",
  "ccRecipients",
  "bccRecipients",
  "receivedDateTime",
  "sentDateTime",
  "isDraft",
  "hasAttachments",
  "categories",
].join(",");

const recipientSchema = z.object({
  emailAddress: z.object({ address: z.string().nullish(), name: z.string().nullish() }).nullish(),
});
const recipientsSchema = z.array(recipientSchema).nullish();

/** `receivedDateTime` is what every full message has; a change may come with changed members only. */
export const messageSchema = z.object({
  id: z.string().min(1),
  "@removed": z.object({}).optional(),
  internetMessageId: z.string().nullish(),
  conversationId: z.string().nullish(),
  subject: z.string().nullish(),
  from: recipientSchema.nullish(),
  toRecipients: recipientsSchema,
  ccRecipients: recipientsSchema,
  bccRecipients: recipientsSchema,
  receivedDateTime: z.iso.datetime({ offset: true }).optional(),
  sentDateTime: z.iso.datetime({ offset: true }).nullish(),
  isDraft: z.boolean().nullish(),
  hasAttachments: z.boolean().nullish(),
  categories: z.array(z.string()).nullish(),
});
export type GraphMessage = z.infer<typeof messageSchema>;

/** Whether the message came whole: a partial one is to be read again by its id. */
export function isWholeMessage(message: GraphMessage): boolean {
  return message.receivedDateTime !== undefined && message.toRecipients !== undefined;
}

export function toMessageHeader(message: GraphMessage, folder: MailFolder): MessageHeader {
  const received = message.receivedDateTime ?? message.sentDateTime;
  if (received === undefined || received === null) throw new TypeError("The message has no date.");
  return {
    id: parseMailItemId(message.id),
    internetMessageId: message.internetMessageId ?? undefined,
    conversationId: message.conversationId ?? undefined,
    subject: message.subject ?? "",
    from: toAddress(message.from ?? {}),
    to: toAddresses(message.toRecipients),
    cc: toAddresses(message.ccRecipients),
    bcc: toAddresses(message.bccRecipients),
    receivedAt: new Date(received),
    sentAt: typeof message.sentDateTime === "string" ? new Date(message.sentDateTime) : undefined,
    folder,
    isDraft: message.isDraft ?? false,
    hasAttachments: message.hasAttachments ?? false,
    categories: message.categories ?? [],
  };
}

function toAddress(recipient: z.infer<typeof recipientSchema>): MailAddress | undefined {
  const address = recipient.emailAddress?.address ?? "";
  if (address === "") return undefined;
  return { address, name: recipient.emailAddress?.name ?? undefined };
}

function toAddresses(recipients: z.infer<typeof recipientsSchema>): MailAddress[] {
  return (recipients ?? [])
    .map((recipient) => toAddress(recipient))
    .filter((address) => address !== undefined);
}

export const messageBodySchema = z.object({
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
  internetMessageHeaders: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

export function toMessageBody(id: MailItemId, message: z.infer<typeof messageBodySchema>): MessageBody {
  const content = message.body?.content ?? "";
  const isHtml = message.body?.contentType?.toLowerCase() === "html";
  const headers = message.internetMessageHeaders ?? [];
  return {
    id,
    text: isHtml ? htmlToText(content) : content,
    html: isHtml ? content : undefined,
    internetHeaders:
      headers.length === 0 ? undefined : headers.map(({ name, value }) => `${name}: ${value}`).join("\r\n"),
  };
}
