import type { MailAddress, MailAttachment, MailMessage } from "./mail-records.ts";

/** Writes a message that was made inside the mailbox (a draft, a seeded mail) as RFC 5322. */
export function composeMime(message: MailMessage, attachments: readonly MailAttachment[]): Buffer {
  const headers = [
    ["From", formatAddresses(message.from ? [message.from] : [])],
    ["To", formatAddresses(message.toRecipients)],
    ["Cc", formatAddresses(message.ccRecipients)],
    ["Subject", encodeHeaderText(message.subject)],
    ["Date", formatDate(message.sentDateTime)],
    ["Message-ID", message.internetMessageId],
    ...message.internetMessageHeaders
      .filter((header) =>
        /^(in-reply-to|references|list-unsubscribe|precedence|auto-submitted|x-[a-z-]+)$/i.test(header.name),
      )
      .map((header) => [header.name, oneLine(header.value)]),
    ["MIME-Version", "1.0"],
  ].filter(([, value]) => value !== "");
  const body = textPart(message);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  if (attachments.length === 0) return Buffer.from([...lines, ...body].join("\r\n"));
  const boundary = `_004_${message.id.slice(-24, -4)}_`;
  const parts = [body, ...attachments.map(attachmentPart)];
  return Buffer.from(
    [
      ...lines,
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      "",
      ...parts.flatMap((part) => [`--${boundary}`, ...part]),
      `--${boundary}--`,
      "",
    ].join("\r\n"),
  );
}

function textPart(message: MailMessage): string[] {
  const type = message.body.contentType === "html" ? "text/html" : "text/plain";
  return [
    `Content-Type: ${type}; charset="utf-8"`,
    "Content-Transfer-Encoding: base64",
    "",
    ...base64Lines(Buffer.from(message.body.content).toString("base64")),
  ];
}

function attachmentPart(attachment: MailAttachment): string[] {
  const name = encodeHeaderText(attachment.name).replaceAll('"', "'");
  return [
    `Content-Type: ${oneLine(attachment.contentType)}; name="${name}"`,
    `Content-Disposition: ${attachment.isInline ? "inline" : "attachment"}; filename="${name}"`,
    ...(attachment.contentId ? [`Content-ID: <${oneLine(attachment.contentId)}>`] : []),
    "Content-Transfer-Encoding: base64",
    "",
    ...base64Lines(attachment.contentBase64),
  ];
}

function base64Lines(base64: string): string[] {
  return [...(base64.match(/.{1,76}/g) ?? []), ""];
}

function formatAddresses(addresses: readonly MailAddress[]): string {
  return addresses
    .map(({ name, address }) =>
      name && name !== address
        ? `${/^[\w .]+$/.test(name) ? name : encodeHeaderText(`"${name.replaceAll(/["\\]/g, "")}"`)} <${oneLine(address)}>`
        : oneLine(address),
    )
    .join(", ");
}

/** RFC 2047 words where the text is not plain ASCII; line ends never pass, as they would start another header. */
function encodeHeaderText(text: string): string {
  const line = oneLine(text);
  if (/^[\u0020-\u007e]*$/.test(line)) return line;
  return `=?utf-8?B?${Buffer.from(line).toString("base64")}?=`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}

/** RFC 5322 §3.3. */
function formatDate(iso: string): string {
  return new Date(iso).toUTCString().replace("GMT", "+0000");
}
