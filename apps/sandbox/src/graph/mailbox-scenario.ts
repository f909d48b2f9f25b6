import { z } from "zod";
import { directoryOf } from "../core/directory.ts";
import type { SandboxContext, ScenarioSection } from "../core/part.ts";
import { clip } from "./graph-error.ts";
import { htmlToText } from "./html-to-text.ts";
import type { MailAddress } from "./mail-records.ts";
import { hasMailbox, mailboxOf } from "./mailbox.ts";
import { wholeSeconds } from "./mailbox-messages.ts";
import { findUser } from "./mailbox-access.ts";

/** A scenario that does not fit the sandbox's state: the caller's fault, so the control API answers 400. */
class ScenarioError extends Error {
  override name = "ScenarioError";
  readonly statusCode = 400;
}

const addressSchema = z.union([
  z.string().min(3).max(320),
  z.strictObject({ name: z.string().max(300), address: z.string().min(3).max(320) }),
]);
const messageSchema = z.strictObject({
  folder: z.string().default("inbox"),
  internetMessageId: z.string().min(3).max(900),
  subject: z.string().max(1000).default(""),
  from: addressSchema,
  to: z.array(addressSchema).default([]),
  cc: z.array(addressSchema).default([]),
  body: z.string().default(""),
  bodyType: z.enum(["text", "html"]).default("text"),
  /** Left out: now, by the sandbox's clock. */
  receivedDateTime: z.iso.datetime().optional(),
  isRead: z.boolean().default(false),
  inReplyTo: z.string().max(900).optional(),
});
const mailboxSchema = z.strictObject({
  messages: z.array(messageSchema).max(10_000).default([]),
  /** Folders beneath the mailbox's root, by name. */
  folders: z.array(z.string().min(1).max(255)).max(200).default([]),
  /** Makes every delta token given out so far answer 410 syncStateNotFound. */
  expireDeltaTokens: z.boolean().default(false),
});
const sectionSchema = z.record(z.string().max(320), mailboxSchema);

/** `{"mailboxes": {"adele@contoso.example": {"messages": […], "expireDeltaTokens": true}}}`. */
export const mailboxScenario: ScenarioSection = {
  shape: { mailboxes: sectionSchema },
  merge: (sections, context) => {
    const mailboxes = sectionSchema.parse(sections["mailboxes"] ?? {});
    for (const [owner, wanted] of Object.entries(mailboxes)) mergeMailbox(context, owner, wanted);
  },
};

function mergeMailbox(
  context: SandboxContext,
  ownerName: string,
  wanted: z.infer<typeof mailboxSchema>,
): void {
  const owner = findUser(context, ownerName);
  if (!owner) throw new ScenarioError(`The scenario names a mailbox of nobody: ${clip(ownerName)}.`);
  const mailbox = mailboxOf(context, owner.id);
  for (const name of wanted.folders) {
    if (!mailbox.listFolders().some((folder) => folder.displayName === name)) mailbox.createFolder(name);
  }
  for (const message of wanted.messages) {
    const folder =
      mailbox.findFolder(message.folder) ??
      mailbox.listFolders().find((candidate) => candidate.displayName === message.folder);
    if (!folder)
      throw new ScenarioError(`The scenario names a folder that does not exist: ${clip(message.folder)}.`);
    const receivedDateTime = wholeSeconds(
      message.receivedDateTime === undefined ? context.clock.now() : new Date(message.receivedDateTime),
    );
    const from = addressOf(message.from);
    mailbox.createMessage(folder.id, {
      internetMessageId: message.internetMessageId,
      subject: message.subject,
      from,
      sender: from,
      toRecipients: message.to.map(addressOf),
      ccRecipients: message.cc.map(addressOf),
      bccRecipients: [],
      replyTo: [],
      receivedDateTime,
      sentDateTime: receivedDateTime,
      body: { contentType: message.bodyType, content: message.body },
      bodyText: message.bodyType === "html" ? htmlToText(message.body) : message.body,
      isRead: message.isRead,
      internetMessageHeaders: [],
      references: message.inReplyTo === undefined ? [] : [message.inReplyTo],
      attachments: [],
    });
  }
  if (wanted.expireDeltaTokens) mailbox.expireDeltaTokens();
}

function addressOf(entry: z.infer<typeof addressSchema>): MailAddress {
  return typeof entry === "string" ? { name: entry, address: entry } : entry;
}

/** Counts per folder only: addresses, subjects and bodies stay in the mailbox. */
export function describeMailboxes(context: SandboxContext): unknown {
  const users = directoryOf(context)
    .users.all()
    .filter((user) => hasMailbox(context, user.id));
  return Object.fromEntries(
    users.map((user) => {
      const mailbox = mailboxOf(context, user.id);
      return [
        user.userPrincipalName,
        Object.fromEntries(
          mailbox
            .listFolders()
            .map((folder) => [folder.displayName, mailbox.countsOf(folder.id).totalItemCount]),
        ),
      ];
    }),
  );
}
