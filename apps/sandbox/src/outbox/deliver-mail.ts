import { randomUUID } from "node:crypto";
import type { DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { mailboxOf } from "../graph/mailbox.ts";
import { outboxOf } from "./outbox.ts";

export interface VendorMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: DirectoryUser;
  readonly subject: string;
  readonly text: string;
}

/** A mail that a vendor sends by itself: it lies in the person's Inbox, and in the outbox beside the product's. */
export function deliverMail(context: SandboxContext, { from, to, subject, text }: VendorMail): void {
  const address = to.mail ?? to.userPrincipalName;
  const now = context.clock.now();
  outboxOf(context).put({
    id: randomUUID(),
    from: from.address,
    to: [address],
    replyTo: [],
    subject,
    text,
    receivedAt: now.toISOString(),
  });
  const mailbox = mailboxOf(context, to.id);
  const inbox = mailbox.findFolder("inbox");
  if (!inbox) return;
  const at = `${now.toISOString().slice(0, 19)}Z`;
  mailbox.createMessage(inbox.id, {
    internetMessageId: `<${randomUUID()}@${from.address.split("@")[1] ?? "localhost"}>`,
    subject,
    from,
    sender: from,
    toRecipients: [{ name: to.displayName, address }],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    receivedDateTime: at,
    sentDateTime: at,
    body: { contentType: "text", content: text },
    bodyText: text,
    internetMessageHeaders: [],
    references: [],
    attachments: [],
  });
}
