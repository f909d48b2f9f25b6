import { directoryOf, type DirectoryUser } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import type { MailAddress, MailHeader, NewMailMessage } from "../mail-records.ts";
import { mailboxOf } from "../mailbox.ts";
import { wholeSeconds } from "../mailbox-messages.ts";
import { companyMail } from "./company-mail.ts";
import { customerMail } from "./customer-mail.ts";
import type { ScriptedMail } from "./mail-script.ts";

/**
 * Fills the mailboxes of the demo people at Contoso and Fabrikam: every mail lies in the Sent Items of who wrote it and
 * with everybody it went to, each copy with the same Message-ID, as after real delivery.
 */
export function seedMailboxes(context: SandboxContext): void {
  const directory = directoryOf(context);
  const owners = directory.users.filter(
    (user) => user.mail !== null && directory.tenants.get(user.tenantId)?.mailboxHost === "exchange_online",
  );
  const script = [...customerMail, ...companyMail].toSorted((left, right) => right.hoursAgo - left.hoursAgo);
  const now = context.clock.now().getTime();
  // A reset makes new messages: what was synchronized before it must not be taken for the same.
  const stamp = Math.floor(now / 1000).toString(36);
  context.store.transaction(() => {
    for (const owner of owners) mailboxOf(context, owner.id);
    for (const mail of script) {
      const message = writeMail(mail, { script, stamp, now });
      for (const owner of owners) deliver(context, { mail, message, owner });
    }
  });
}

function deliver(
  context: SandboxContext,
  { mail, message, owner }: { mail: ScriptedMail; message: NewMailMessage; owner: DirectoryUser },
): void {
  const isOwners = ({ address }: MailAddress): boolean => address === owner.mail;
  const mailbox = mailboxOf(context, owner.id);
  const put = (folderName: string, isRead: boolean): void => {
    const folder = mailbox.findFolder(folderName);
    if (folder) mailbox.createMessage(folder.id, { ...message, isRead });
  };
  if (isOwners(mail.from)) put("sentitems", true);
  if ([...mail.to, ...(mail.cc ?? [])].some(isOwners)) put(mail.filedIn ?? "inbox", !mail.isUnread);
}

function writeMail(
  mail: ScriptedMail,
  { script, stamp, now }: { script: readonly ScriptedMail[]; stamp: string; now: number },
): NewMailMessage {
  const internetMessageId = messageId(mail, stamp);
  const references = ancestorsOf(mail, script).map((ancestor) => messageId(ancestor, stamp));
  const time = wholeSeconds(new Date(now - mail.hoursAgo * 3_600_000));
  const bodyText = mail.body.join("\r\n\r\n").replaceAll(/(?<!\r)\n/g, "\r\n");
  return {
    internetMessageId,
    subject: mail.subject,
    from: mail.from,
    sender: mail.from,
    toRecipients: mail.to,
    ccRecipients: mail.cc ?? [],
    bccRecipients: [],
    replyTo: [],
    receivedDateTime: time,
    sentDateTime: time,
    body: mail.isHtml
      ? { contentType: "html", content: htmlOf(mail.body) }
      : { contentType: "text", content: bodyText },
    bodyText,
    importance: mail.importance,
    categories: mail.categories,
    internetMessageHeaders: headersOf(mail, { internetMessageId, references, time }),
    references,
    attachments: (mail.attachments ?? []).map((attachment) => ({ ...attachment, isInline: false })),
  };
}

function messageId({ key, from }: ScriptedMail, stamp: string): string {
  return `<${key}.${stamp}@${from.address.split("@").at(-1) ?? ""}>`;
}

/** Oldest first. */
function ancestorsOf(mail: ScriptedMail, script: readonly ScriptedMail[]): ScriptedMail[] {
  const parent = script.find((candidate) => candidate.key === mail.answers);
  return parent ? [...ancestorsOf(parent, script), parent] : [];
}

function headersOf(
  mail: ScriptedMail,
  { internetMessageId, references, time }: { internetMessageId: string; references: string[]; time: string },
): MailHeader[] {
  const date = new Date(time).toUTCString().replace("GMT", "+0000");
  const list = (addresses: readonly MailAddress[]): string =>
    addresses.map(({ name, address }) => `${name} <${address}>`).join(", ");
  const domain = mail.from.address.split("@").at(-1) ?? "";
  return [
    { name: "Received", value: `from mail.${domain} by outlook.sandbox.example with ESMTPS; ${date}` },
    { name: "From", value: list([mail.from]) },
    { name: "To", value: list(mail.to) },
    ...(mail.cc ? [{ name: "Cc", value: list(mail.cc) }] : []),
    { name: "Subject", value: mail.subject },
    { name: "Date", value: date },
    { name: "Message-ID", value: internetMessageId },
    ...(references.length > 0
      ? [
          { name: "In-Reply-To", value: references.at(-1) ?? "" },
          { name: "References", value: references.join(" ") },
        ]
      : []),
    ...(mail.isBulk
      ? [
          { name: "List-Unsubscribe", value: `<mailto:unsubscribe@${domain}>` },
          { name: "Precedence", value: "bulk" },
        ]
      : []),
  ];
}

function htmlOf(paragraphs: readonly string[]): string {
  const escaped = paragraphs.map((paragraph) =>
    paragraph
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll("\n", "<br>"),
  );
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${escaped
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join("")}</body></html>`;
}
