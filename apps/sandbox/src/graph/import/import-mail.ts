import type { DirectoryUser } from "../../core/directory.ts";
import type { MailContext } from "../mailbox-collections.ts";
import type { MailFolder, MailMessage } from "../mail-records.ts";
import { mailboxOf } from "../mailbox.ts";
import { wholeSeconds } from "../mailbox-messages.ts";
import { glimpseSubject, parseMail, UnreadableMailError, type ParsedMail } from "./parse-mail.ts";

export interface MailImport {
  readonly owner: DirectoryUser;
  readonly folder: MailFolder;
  /** `original`: as the message's own headers say; `now`: as if it came in this moment. */
  readonly receivedAt: "original" | "now";
}

/** Where the received time was taken from; `now` under `original` means that no header told a time. */
export type ReceivedTimeSource = "date_header" | "received_header" | "now";

export interface ImportedMail {
  readonly id: string;
  readonly internetMessageId: string;
  readonly subject: string;
  readonly receivedDateTime: string;
  readonly receivedTimeFrom: ReceivedTimeSource;
}

export interface FailedMail {
  /** Position in what was sent, from 0. */
  readonly index: number;
  readonly subject: string | undefined;
  readonly reason: string;
}

/** Puts messages into a mailbox; one that cannot be read is told of and does not keep the others out. */
export async function importMail(
  context: MailContext,
  mails: readonly Buffer[],
  target: MailImport,
): Promise<{ messages: ImportedMail[]; failed: FailedMail[] }> {
  const messages: ImportedMail[] = [];
  const failed: FailedMail[] = [];
  for (const [index, raw] of mails.entries()) {
    try {
      messages.push(storeMail(context, await parseMail(raw), target));
    } catch (error) {
      if (!(error instanceof UnreadableMailError)) throw error;
      failed.push({ index, subject: glimpseSubject(raw), reason: `Message ${index + 1}: ${error.message}.` });
    }
  }
  return { messages, failed };
}

function storeMail(context: MailContext, mail: ParsedMail, target: MailImport): ImportedMail {
  const { date, receivedHeaderDate, ...fields } = mail;
  const { at, source } = receivedTime(context, mail, target.receivedAt);
  const isOwn = target.folder.wellKnownName === "sentitems" || target.folder.wellKnownName === "drafts";
  const owner = {
    name: target.owner.displayName,
    address: target.owner.mail ?? target.owner.userPrincipalName,
  };
  const from = fields.from ?? (isOwn ? owner : undefined);
  const stored: MailMessage = mailboxOf(context, target.owner.id).createMessage(target.folder.id, {
    ...fields,
    from,
    sender: fields.sender ?? from,
    receivedDateTime: wholeSeconds(at),
    sentDateTime: wholeSeconds(date ?? receivedHeaderDate ?? at),
    isRead: isOwn,
    isDraft: target.folder.wellKnownName === "drafts",
  });
  return {
    id: stored.id,
    internetMessageId: stored.internetMessageId,
    subject: stored.subject,
    receivedDateTime: stored.receivedDateTime,
    receivedTimeFrom: source,
  };
}

function receivedTime(
  { clock }: MailContext,
  { date, receivedHeaderDate }: ParsedMail,
  receivedAt: MailImport["receivedAt"],
): { at: Date; source: ReceivedTimeSource } {
  if (receivedAt === "original" && date) return { at: date, source: "date_header" };
  if (receivedAt === "original" && receivedHeaderDate) {
    return { at: receivedHeaderDate, source: "received_header" };
  }
  return { at: clock.now(), source: "now" };
}
