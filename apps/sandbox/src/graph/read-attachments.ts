import { itemNotFound } from "./graph-error.ts";
import { contextOf, ok, paramOf, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import type { MailAttachment } from "./mail-records.ts";
import { attachmentProperties, viewAttachment } from "./mail-views.ts";
import { findMessage, openMailbox } from "./mailbox-access.ts";
import { allowOnly, pageLink, parsePaging, parseSelect, selectProperties } from "./odata-query.ts";

export function listAttachments(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const { query } = request;
  allowOnly(query, ["$select", "$top", "$skip"]);
  const paging = parsePaging(query, { usual: 1000, most: 1000 });
  const select = parseSelect(query, { type: "attachment", known: attachmentProperties });
  const message = findMessage(access, request.params);
  const attachments = access.mailbox.listAttachments(message.id);
  const end = paging.skip + paging.top;
  return ok({
    "@odata.context": contextOf(
      request,
      `${access.contextPath}/messages('${encodeURIComponent(paramOf(request, "messageId"))}')/attachments`,
    ),
    value: attachments
      .slice(paging.skip, end)
      .map((attachment) => selectProperties(viewAttachment(attachment), select)),
    ...(attachments.length > end
      ? {
          "@odata.nextLink": pageLink(request.address, query, {
            $top: String(paging.top),
            $skip: String(end),
          }),
        }
      : {}),
  });
}

export function getAttachment(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "attachment", known: attachmentProperties });
  const { attachment, contextPath } = findAttachment(request);
  return ok({
    "@odata.context": contextOf(request, `${contextPath}/messages/attachments/$entity`),
    ...selectProperties(viewAttachment(attachment), select),
  });
}

/** GET …/attachments/{id}/$value: the bytes; of a message inside a message, its MIME. */
export function getAttachmentContent(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { attachment } = findAttachment(request);
  return {
    status: 200,
    // The type comes from the sender: anything but a plain type/subtype would let a mail write headers or pages here.
    headers: {
      "content-type": /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(attachment.contentType)
        ? attachment.contentType
        : "application/octet-stream",
      "content-disposition": "attachment",
      "x-content-type-options": "nosniff",
    },
    body: Buffer.from(attachment.contentBase64, "base64"),
  };
}

/** GET …/messages/{id}/$value: MIME as it came. */
export function getMimeContent(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const access = openMailbox(request);
  const message = findMessage(access, request.params);
  return {
    status: 200,
    headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
    body: access.mailbox.getMime(message.id),
  };
}

function findAttachment(request: GraphRequest): { attachment: MailAttachment; contextPath: string } {
  const access = openMailbox(request);
  const message = findMessage(access, request.params);
  const id = paramOf(request, "attachmentId");
  const attachment = access.mailbox.listAttachments(message.id).find((candidate) => candidate.id === id);
  if (!attachment) throw itemNotFound();
  return { attachment, contextPath: access.contextPath };
}
