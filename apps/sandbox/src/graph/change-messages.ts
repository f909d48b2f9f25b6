import { randomUUID } from "node:crypto";
import { z } from "zod";
import { GraphError } from "./graph-error.ts";
import { preferenceHeaders } from "./graph-prefer.ts";
import { contextOf, created, noContent, ok, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { messagePresenter } from "./list-messages.ts";
import type { MailAddress, MailMessage } from "./mail-records.ts";
import { etagOf } from "./mail-views.ts";
import { findFolder, findMessage, openMailbox, type MailboxAccess } from "./mailbox-access.ts";
import type { MailMessageChange } from "./mailbox.ts";
import { previewOf, wholeSeconds } from "./mailbox-messages.ts";
import { htmlToText } from "./html-to-text.ts";
import { allowOnly } from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";

const recipientSchema = z.strictObject({
  emailAddress: z.strictObject({ name: z.string().max(500).optional(), address: z.string().min(3).max(500) }),
});
const recipientsSchema = z.array(recipientSchema).max(500);
const bodySchema = z.strictObject({
  contentType: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["text", "html"])),
  content: z.string(),
});
/** What may be changed on any message (message-update). */
const anyTimeShape = {
  isRead: z.boolean().optional(),
  categories: z.array(z.string().min(1).max(255)).max(100).optional(),
  importance: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["low", "normal", "high"]))
    .optional(),
  flag: z.strictObject({ flagStatus: z.enum(["notFlagged", "flagged", "complete"]) }).optional(),
};
/** What may be changed only while the message is a draft. */
const draftShape = {
  subject: z.string().max(255).optional(),
  body: bodySchema.optional(),
  toRecipients: recipientsSchema.optional(),
  ccRecipients: recipientsSchema.optional(),
  bccRecipients: recipientsSchema.optional(),
  replyTo: recipientsSchema.optional(),
};
const messageSchema = z.strictObject({
  "@odata.type": z.string().optional(),
  ...anyTimeShape,
  ...draftShape,
});
const moveSchema = z.strictObject({ destinationId: z.string().min(1).max(500) });

/** POST …/messages: a draft, in Drafts unless a folder is named. */
export function createDraft(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, []);
  const input = parseRequestBody(messageSchema, request.body, "message");
  const folder = findFolder(access, request.params["folderId"] ?? "drafts");
  const now = wholeSeconds(request.context.clock.now());
  const sender: MailAddress = { name: access.owner.displayName, address: access.owner.mail ?? "" };
  const body = input.body ?? { contentType: "text", content: "" };
  const message = access.mailbox.createMessage(folder.id, {
    internetMessageId: `<${randomUUID()}@${sender.address.split("@").at(-1) ?? "sandbox.example"}>`,
    subject: input.subject ?? "",
    from: sender,
    sender,
    toRecipients: addressesOf(input.toRecipients),
    ccRecipients: addressesOf(input.ccRecipients),
    bccRecipients: addressesOf(input.bccRecipients),
    replyTo: addressesOf(input.replyTo),
    receivedDateTime: now,
    sentDateTime: now,
    body,
    bodyText: body.contentType === "html" ? htmlToText(body.content) : body.content,
    importance: input.importance,
    categories: input.categories,
    isRead: input.isRead ?? true,
    isDraft: true,
    internetMessageHeaders: [],
    references: [],
    attachments: [],
  });
  return created(presentEntity(request, access, message), preferenceHeaders(access.preferences));
}

/** PATCH …/messages/{id}; `If-Match` guards against a change in between. */
export function updateMessage(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, []);
  const message = findMessage(access, request.params);
  const input = parseRequestBody(messageSchema, request.body, "message");
  refuseStaleEtag(request, message);
  const draftOnly = Object.keys(draftShape).find((name) => Object.hasOwn(input, name));
  if (draftOnly !== undefined && !message.isDraft) {
    throw new GraphError(
      400,
      "ErrorInvalidPropertySet",
      `The property '${draftOnly}' can be changed only while the message is a draft.`,
    );
  }
  const updated = access.mailbox.updateMessage(message.id, changeOf(input));
  return ok(presentEntity(request, access, updated), preferenceHeaders(access.preferences));
}

function changeOf(input: z.infer<typeof messageSchema>): MailMessageChange {
  const bodyText =
    input.body?.contentType === "html" ? htmlToText(input.body.content) : (input.body?.content ?? "");
  return {
    ...(input.isRead === undefined ? {} : { isRead: input.isRead }),
    ...(input.categories ? { categories: input.categories } : {}),
    ...(input.importance ? { importance: input.importance } : {}),
    ...(input.flag ? { flagStatus: input.flag.flagStatus } : {}),
    ...(input.subject === undefined ? {} : { subject: input.subject }),
    ...(input.body ? { body: input.body, bodyText, bodyPreview: previewOf(bodyText) } : {}),
    ...(input.toRecipients ? { toRecipients: addressesOf(input.toRecipients) } : {}),
    ...(input.ccRecipients ? { ccRecipients: addressesOf(input.ccRecipients) } : {}),
    ...(input.bccRecipients ? { bccRecipients: addressesOf(input.bccRecipients) } : {}),
    ...(input.replyTo ? { replyTo: addressesOf(input.replyTo) } : {}),
  };
}

/** POST …/messages/{id}/move: the mutable id of the answer is a new one. */
export function moveMessage(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, []);
  const message = findMessage(access, request.params);
  const { destinationId } = parseRequestBody(moveSchema, request.body, "message");
  const folder = findFolder(access, destinationId);
  const moved = access.mailbox.moveMessage(message.id, folder.id);
  return created(presentEntity(request, access, moved), preferenceHeaders(access.preferences));
}

/** DELETE puts into Deleted Items; from there it removes for good. */
export function deleteMessage(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const message = findMessage(access, request.params);
  refuseStaleEtag(request, message);
  const bin = findFolder(access, "deleteditems");
  if (message.folderId === bin.id) access.mailbox.deleteMessage(message.id);
  else access.mailbox.moveMessage(message.id, bin.id);
  return noContent;
}

/** POST …/messages/{id}/permanentDelete. */
export function permanentlyDeleteMessage(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  access.mailbox.deleteMessage(findMessage(access, request.params).id);
  return noContent;
}

const idForms = ["entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId"] as const;
const translateSchema = z.strictObject({
  inputIds: z.array(z.string().min(1).max(500)).min(1).max(1000),
  sourceIdType: z.enum(idForms),
  targetIdType: z.enum(idForms),
});

/** POST /me/translateExchangeIds between the two REST forms; ids that are not found are left out of the answer. */
export function translateExchangeIds(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, []);
  const input = parseRequestBody(translateSchema, request.body, "convertIdResult");
  for (const form of [input.sourceIdType, input.targetIdType]) {
    if (form !== "restId" && form !== "restImmutableEntryId") {
      throw new GraphError(400, "BadRequest", `The sandbox does not translate ids of type '${form}'.`);
    }
  }
  return ok({
    "@odata.context": contextOf(request, "Collection(microsoft.graph.convertIdResult)"),
    value: input.inputIds.flatMap((sourceId) => {
      const message = access.mailbox.getMessage(sourceId);
      const known = message && (input.sourceIdType === "restId" ? message.restId : message.id) === sourceId;
      if (!known) return [];
      return [{ sourceId, targetId: input.targetIdType === "restId" ? message.restId : message.id }];
    }),
  });
}

function refuseStaleEtag(request: GraphRequest, message: MailMessage): void {
  const expected = request.headers["if-match"];
  if (expected === undefined || expected === "*" || expected === etagOf(message)) return;
  throw new GraphError(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
  );
}

function presentEntity(
  request: GraphRequest,
  access: MailboxAccess,
  message: MailMessage,
): Record<string, unknown> {
  return {
    "@odata.context": contextOf(request, `${access.contextPath}/messages/$entity`),
    ...messagePresenter(new Map(), access)(message),
  };
}

function addressesOf(recipients: z.infer<typeof recipientsSchema> | undefined): MailAddress[] {
  return (recipients ?? []).map(({ emailAddress }) => ({
    name: emailAddress.name ?? emailAddress.address,
    address: emailAddress.address,
  }));
}
