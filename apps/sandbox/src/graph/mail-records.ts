import type { Document } from "../core/document-store.ts";

/** The folders that every mailbox has, by the names that Graph accepts in place of an id. */
export const wellKnownFolders = {
  inbox: "Inbox",
  drafts: "Drafts",
  sentitems: "Sent Items",
  deleteditems: "Deleted Items",
  archive: "Archive",
  junkemail: "Junk Email",
  outbox: "Outbox",
} as const;
export type WellKnownFolderName = keyof typeof wellKnownFolders;

export const wellKnownFolderNames = [
  "inbox",
  "drafts",
  "sentitems",
  "deleteditems",
  "archive",
  "junkemail",
  "outbox",
] as const satisfies readonly WellKnownFolderName[];

export interface MailFolder extends Document {
  readonly id: string;
  readonly displayName: string;
  /** Undefined for the folders directly under the mailbox's root. */
  readonly parentFolderId?: string | undefined;
  readonly wellKnownName?: WellKnownFolderName | undefined;
  readonly isHidden: boolean;
  /** Number of the mailbox's change that last touched the folder; what mailFolders/delta compares. */
  readonly changeNumber: number;
}

export interface MailFolderCounts {
  readonly totalItemCount: number;
  readonly unreadItemCount: number;
  readonly childFolderCount: number;
}

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface MailHeader {
  readonly name: string;
  readonly value: string;
}

/** One message of a mailbox. Times are ISO 8601 in UTC with whole seconds, as Exchange keeps them. */
export interface MailMessage extends Document {
  /** The immutable id: the same for as long as the message stays in its mailbox. */
  readonly id: string;
  /** The default, mutable id: another one after each move. Letter case matters in both. */
  readonly restId: string;
  /** Order of creation within the mailbox. */
  readonly sequence: number;
  /** How often the message was moved; the mutable id depends on it. */
  readonly moves: number;
  readonly folderId: string;
  /** With its angle brackets, as the header has it. */
  readonly internetMessageId: string;
  readonly conversationId: string;
  /** Base64. */
  readonly conversationIndex: string;
  readonly subject: string;
  readonly from?: MailAddress | undefined;
  readonly sender?: MailAddress | undefined;
  readonly toRecipients: readonly MailAddress[];
  readonly ccRecipients: readonly MailAddress[];
  readonly bccRecipients: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly receivedDateTime: string;
  readonly sentDateTime: string;
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly body: { readonly contentType: "text" | "html"; readonly content: string };
  /** The body as plain text, whatever its form. */
  readonly bodyText: string;
  /** At most 255 characters of the text. */
  readonly bodyPreview: string;
  readonly importance: "low" | "normal" | "high";
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  readonly categories: readonly string[];
  readonly flagStatus: "notFlagged" | "flagged" | "complete";
  readonly internetMessageHeaders: readonly MailHeader[];
  /** Number of the mailbox's change that last touched the message. */
  readonly changeNumber: number;
  /** Number of the change that brought the message into the folder where it is now. */
  readonly enteredFolderAt: number;
}

export interface MailAttachment extends Document {
  readonly messageId: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId?: string | undefined;
  readonly contentBase64: string;
  readonly lastModifiedDateTime: string;
}

/** What a new message is made of; the mailbox adds ids, change numbers and folder. */
export interface NewMailMessage {
  readonly internetMessageId: string;
  readonly subject: string;
  readonly from?: MailAddress | undefined;
  readonly sender?: MailAddress | undefined;
  readonly toRecipients: readonly MailAddress[];
  readonly ccRecipients: readonly MailAddress[];
  readonly bccRecipients: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly receivedDateTime: string;
  readonly sentDateTime: string;
  readonly body: { readonly contentType: "text" | "html"; readonly content: string };
  readonly bodyText: string;
  readonly importance?: "low" | "normal" | "high" | undefined;
  readonly isRead?: boolean | undefined;
  readonly isDraft?: boolean | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly internetMessageHeaders: readonly MailHeader[];
  /** Message ids that this one answers, nearest last; puts it into their conversation. */
  readonly references: readonly string[];
  readonly attachments: readonly NewMailAttachment[];
  /** The message as it came over the wire; left out: composed from the fields when asked for. */
  readonly mime?: Buffer | undefined;
}

export interface NewMailAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly isInline: boolean;
  readonly contentId?: string | undefined;
  readonly content: Buffer;
}

/** A message that left a folder; kept so that the folder's delta can tell. */
export interface MailRemoval extends Document {
  readonly folderId: string;
  readonly messageId: string;
  /** The mutable id that the message had in the folder. */
  readonly restId: string;
  readonly receivedDateTime: string;
  readonly reason: "deleted" | "changed";
  readonly changeNumber: number;
}
