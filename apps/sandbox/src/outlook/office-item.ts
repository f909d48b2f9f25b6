import type { MailAddress, MailAttachment, MailMessage } from "../graph/mailbox.ts";

/**
 * The open item as the Outlook page hands it to Office.js: the fields of `Office.MessageRead`, with times as
 * ISO 8601 text (Office.js makes dates of them). Bodies and headers come on request.
 */
export interface OfficeItem {
  itemId: string;
  itemType: "message";
  itemClass: "IPM.Note";
  subject: string;
  normalizedSubject: string;
  from: OfficeAddress | null;
  sender: OfficeAddress | null;
  to: OfficeAddress[];
  cc: OfficeAddress[];
  internetMessageId: string;
  conversationId: string;
  dateTimeCreated: string;
  dateTimeModified: string;
  attachments: {
    attachmentType: "file";
    id: string;
    name: string;
    contentType: string;
    size: number;
    isInline: boolean;
  }[];
}

interface OfficeAddress {
  displayName: string;
  emailAddress: string;
  recipientType: "other";
  appointmentResponse: "none";
}

export function describeOfficeItem(message: MailMessage, attachments: readonly MailAttachment[]): OfficeItem {
  return {
    itemId: toEwsId(message.restId),
    itemType: "message",
    itemClass: "IPM.Note",
    subject: message.subject,
    normalizedSubject: message.subject.replace(/^(\s*(re|fw|fwd)\s*:\s*)+/i, ""),
    from: message.from ? toOfficeAddress(message.from) : null,
    sender: (message.sender ?? message.from) ? toOfficeAddress(message.sender ?? message.from) : null,
    to: message.toRecipients.map(toOfficeAddress),
    cc: message.ccRecipients.map(toOfficeAddress),
    internetMessageId: message.internetMessageId,
    conversationId: toEwsId(message.conversationId),
    dateTimeCreated: message.createdDateTime,
    dateTimeModified: message.lastModifiedDateTime,
    attachments: attachments.map((attachment) => ({
      attachmentType: "file",
      id: toEwsId(attachment.id),
      name: attachment.name,
      contentType: attachment.contentType,
      size: attachment.size,
      isInline: attachment.isInline,
    })),
  };
}

/** Office.js names items by their EWS ids; `convertToRestId` turns `/` into `-` and `+` into `_`. */
function toEwsId(restId: string): string {
  return restId.replaceAll("-", "/").replaceAll("_", "+");
}

function toOfficeAddress(address: MailAddress | undefined): OfficeAddress {
  return {
    displayName: address?.name ?? "",
    emailAddress: address?.address ?? "",
    recipientType: "other",
    appointmentResponse: "none",
  };
}
