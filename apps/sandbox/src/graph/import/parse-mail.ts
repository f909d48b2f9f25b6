import { createHash } from "node:crypto";
import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import { htmlToText } from "../html-to-text.ts";
import type { MailAddress, MailHeader, NewMailAttachment, NewMailMessage } from "../mail-records.ts";
import { parseMailDate } from "./parse-mail-date.ts";
import { readAttachmentBytes } from "./read-attachment-bytes.ts";

/** A message read from its bytes; when it was received is for the importer to choose. */
export interface ParsedMail extends Omit<NewMailMessage, "receivedDateTime" | "sentDateTime"> {
  /** Of the Date header; undefined where there is none or it is no date. */
  readonly date: Date | undefined;
  /** Of the topmost Received header: when the last server took it. */
  readonly receivedHeaderDate: Date | undefined;
}

/** Bytes that are no message, with what is wrong with them. */
export class UnreadableMailError extends Error {
  override name = "UnreadableMailError";
}

/** Reads one RFC 5322 message, and 6532 with it. Throws `UnreadableMailError`. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  if (raw.length === 0) throw new UnreadableMailError("the message is empty");
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true }).catch((error: unknown) => {
    throw new UnreadableMailError(
      error instanceof Error ? error.message : "the MIME structure cannot be read",
      {
        cause: error,
      },
    );
  });
  const headers = headersOf(email);
  if (!hasHeaderField(raw)) throw new UnreadableMailError("it has no header fields");
  const from = addressesOf(email.from ? [email.from] : [])[0];
  const bodyText = email.text ?? (email.html === undefined ? "" : htmlToText(email.html));
  return {
    internetMessageId: messageIdOf(email, raw),
    subject: email.subject ?? "",
    from,
    sender: addressesOf(email.sender ? [email.sender] : [])[0] ?? from,
    toRecipients: addressesOf(email.to ?? []),
    ccRecipients: addressesOf(email.cc ?? []),
    bccRecipients: addressesOf(email.bcc ?? []),
    replyTo: addressesOf(email.replyTo ?? []),
    body:
      email.html === undefined
        ? { contentType: "text", content: bodyText }
        : { contentType: "html", content: email.html },
    bodyText,
    importance: importanceOf(headers),
    internetMessageHeaders: headers,
    references: referencesOf(headers),
    attachments: attachmentsOf(email.attachments, raw),
    mime: raw,
    date: parseMailDate(valueOf(headers, "date") ?? ""),
    receivedHeaderDate: parseMailDate((valueOf(headers, "received") ?? "").split(";").at(-1)?.trim() ?? ""),
  };
}

/** The subject as far as it can be seen in bytes that could not be read; to name the message by. */
export function glimpseSubject(raw: Buffer): string | undefined {
  return /^subject:[ \t]*(.{1,200})/im.exec(raw.toString("utf8", 0, 20_000))?.[1]?.trim();
}

/** A field name is printable ASCII up to its colon (RFC 5322 §2.2); the parser takes any first line for one. */
function hasHeaderField(raw: Buffer): boolean {
  const head = raw.toString("latin1").split(/\r?\n\r?\n/, 1)[0] ?? "";
  return head.split(/\r?\n/).some((line) => /^[!-9;-~]+[ \t]*:/.test(line));
}

function headersOf(email: Email): MailHeader[] {
  return email.headers.map(({ originalKey, value }) => ({ name: originalKey, value }));
}

function valueOf(headers: readonly MailHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** A message without an id gets one from its bytes, so that importing it again gives the same. */
function messageIdOf(email: Email, raw: Buffer): string {
  const id = email.messageId?.trim();
  if (id) return id;
  return `<${createHash("sha256").update(raw).digest("hex").slice(0, 32)}@without-message-id.example>`;
}

function addressesOf(addresses: readonly Address[]): MailAddress[] {
  return addresses.flatMap((entry) =>
    entry.group
      ? addressesOf(entry.group)
      : entry.address || entry.name
        ? [{ name: entry.name, address: entry.address ?? "" }]
        : [],
  );
}

function importanceOf(headers: readonly MailHeader[]): "low" | "normal" | "high" {
  const importance = (valueOf(headers, "importance") ?? "").trim().toLowerCase();
  if (importance === "high" || importance === "low") return importance;
  const priority = Number((valueOf(headers, "x-priority") ?? "3").trim().slice(0, 1));
  if (priority === 1 || priority === 2) return "high";
  return priority === 4 || priority === 5 ? "low" : "normal";
}

/** What the message answers, nearest last (RFC 5322 §3.6.4). */
function referencesOf(headers: readonly MailHeader[]): string[] {
  const ids = ["references", "in-reply-to"].flatMap(
    (name) => (valueOf(headers, name) ?? "").match(/<[^<>\s]{1,500}>/g) ?? [],
  );
  return [...new Set(ids)];
}

function attachmentsOf(attachments: readonly Attachment[], raw: Buffer): NewMailAttachment[] {
  const exact = readAttachmentBytes(raw);
  const isSameTree =
    exact.length === attachments.length &&
    exact.every((part, index) => part.contentType === attachments[index]?.mimeType.toLowerCase());
  return attachments.map((attachment, index) => {
    const parsed = bytesOf(attachment.content);
    const bytes = isSameTree ? exact[index] : undefined;
    const isCalendar = attachment.mimeType === "text/calendar" || attachment.mimeType === "application/ics";
    return {
      name: nameOf(attachment, index),
      contentType: attachment.mimeType,
      isInline:
        attachment.related === true || (attachment.disposition === "inline" && !!attachment.contentId),
      contentId: attachment.contentId?.replace(/^<(.*)>$/, "$1"),
      content: bytes && (bytes.encoding !== "base64" || isCalendar) ? bytes.content : parsed,
    };
  });
}

function bytesOf(content: Attachment["content"]): Buffer {
  if (typeof content === "string") return Buffer.from(content, "utf8");
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}

function nameOf(attachment: Attachment, index: number): string {
  if (attachment.filename) return attachment.filename;
  if (attachment.mimeType === "message/rfc822") return `message-${index + 1}.eml`;
  if (attachment.mimeType.startsWith("message/") || attachment.mimeType.startsWith("text/")) {
    return `part-${index + 1}.txt`;
  }
  return `part-${index + 1}`;
}
