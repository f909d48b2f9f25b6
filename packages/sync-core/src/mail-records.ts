import type { MailItemId } from "./ids.ts";

/** The two folders that are synced by default, by their well-known names. */
export type MailFolder = "inbox" | "sentitems";

export const MAIL_FOLDERS: readonly MailFolder[] = ["inbox", "sentitems"];

/** One person in a mail's header. `address` is as it was written; compare through `normalizeAddress`. */
export interface MailAddress {
  readonly address: string;
  readonly name?: string | undefined;
}

/** What is read of every mail: enough to decide, never the body. */
export interface MessageHeader {
  readonly id: MailItemId;
  /** RFC 5322 §3.6.4, with its angle brackets; the same in every mailbox the mail reached. */
  readonly internetMessageId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly subject: string;
  readonly from?: MailAddress | undefined;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly receivedAt: Date;
  readonly sentAt?: Date | undefined;
  readonly folder: MailFolder;
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  readonly categories?: readonly string[] | undefined;
}

/** The body of one wanted mail. `text` is always there: taken from the HTML where the mail has no text of its own. */
export interface MessageBody {
  readonly id: MailItemId;
  readonly text: string;
  readonly html?: string | undefined;
  /** `Name: value` lines joined by CRLF, when the mailbox was asked for them. */
  readonly internetHeaders?: string | undefined;
}

/** `inbound`: somebody outside wrote to us; `outbound`: one of us wrote to somebody outside. */
export type MailDirection = "inbound" | "outbound";
