import { GraphError } from "./graph-error.ts";
import { preferenceHeaders } from "./graph-prefer.ts";
import { contextOf, ok, paramOf, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import type { MailMessage } from "./mail-records.ts";
import {
  messageProperties,
  viewAttachment,
  viewMessage,
  viewMessageOnRequest,
  type MessageViewing,
} from "./mail-views.ts";
import { findFolder, findMessage, openMailbox, type MailboxAccess } from "./mailbox-access.ts";
import { parseFilter, type Filter, type FilterFields, type FilterValue } from "./odata-filter.ts";
import {
  allowOnly,
  pageLink,
  parseBooleanOption,
  parseOrderBy,
  parsePaging,
  parseSelect,
  selectProperties,
  type OrderTerm,
} from "./odata-query.ts";

const listOptions = ["$select", "$top", "$skip", "$filter", "$orderby", "$count", "$expand"];

/** What messages can be filtered and ordered by. */
export const messageFields: FilterFields<MailMessage> = {
  type: "message",
  fields: new Map<string, (message: MailMessage) => FilterValue | undefined>([
    ["receivedDateTime", (message) => new Date(message.receivedDateTime)],
    ["sentDateTime", (message) => new Date(message.sentDateTime)],
    ["createdDateTime", (message) => new Date(message.createdDateTime)],
    ["lastModifiedDateTime", (message) => new Date(message.lastModifiedDateTime)],
    ["internetMessageId", (message) => message.internetMessageId],
    ["conversationId", (message) => message.conversationId],
    ["parentFolderId", (message) => message.folderId],
    ["subject", (message) => message.subject],
    ["importance", (message) => message.importance],
    ["isRead", (message) => message.isRead],
    ["isDraft", (message) => message.isDraft],
    ["hasAttachments", (message) => message.hasAttachments],
    ["from/emailAddress/address", (message) => message.from?.address ?? null],
    ["from/emailAddress/name", (message) => message.from?.name ?? null],
    ["sender/emailAddress/address", (message) => message.sender?.address ?? null],
  ]),
};
const orderable = new Set(messageFields.fields.keys());

/** GET …/messages: of one folder, or of the whole mailbox. */
export function listMessages(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const { query } = request;
  allowOnly(query, listOptions);
  const folder =
    request.params["folderId"] === undefined ? undefined : findFolder(access, paramOf(request, "folderId"));
  const paging = parsePaging(query, { usual: access.preferences.maxPageSize ?? 10, most: 1000 });
  const show = messagePresenter(query, access);
  const filter = query.has("$filter") ? parseFilter(query.get("$filter") ?? "", messageFields) : undefined;
  const order = parseOrderBy(query, { type: "message", known: orderable });
  if (filter) refuseInefficientOrder(filter, order);

  const matching = access.mailbox
    .listMessages(folder?.id)
    .filter((message) => filter?.matches(message) ?? true);
  const sorted = order.length > 0 ? matching.toSorted(compareBy(order)) : matching;
  const end = paging.skip + paging.top;
  return ok(
    {
      "@odata.context": contextOf(
        request,
        folder
          ? `${access.contextPath}/mailFolders('${folder.id}')/messages`
          : `${access.contextPath}/messages`,
      ),
      ...(parseBooleanOption(query, "$count") ? { "@odata.count": sorted.length } : {}),
      value: sorted.slice(paging.skip, end).map(show),
      ...(sorted.length > end
        ? {
            "@odata.nextLink": pageLink(request.address, query, {
              $top: String(paging.top),
              $skip: String(end),
            }),
          }
        : {}),
    },
    preferenceHeaders(access.preferences),
  );
}

export function getMessage(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  allowOnly(request.query, ["$select", "$expand"]);
  const message = findMessage(access, request.params);
  return ok(
    {
      "@odata.context": contextOf(request, `${access.contextPath}/messages/$entity`),
      ...messagePresenter(request.query, access)(message),
    },
    preferenceHeaders(access.preferences),
  );
}

/** How one message is shown to this call, by `$select`, `$expand` and its preferences. */
export function messagePresenter(
  query: ReadonlyMap<string, string>,
  access: Pick<MailboxAccess, "mailbox" | "viewing">,
): (message: MailMessage) => Record<string, unknown> {
  const select = parseSelect(query, { type: "message", known: messageProperties });
  const expand = query.get("$expand");
  if (expand !== undefined && (expand !== "attachments" || access.viewing.basicOnly)) {
    throw new GraphError(400, "BadRequest", "The sandbox expands attachments only: $expand=attachments.");
  }
  return (message) => ({
    ...selectMessage(message, { viewing: access.viewing, select }),
    ...(expand ? { attachments: access.mailbox.listAttachments(message.id).map(viewAttachment) } : {}),
  });
}

export function selectMessage(
  message: MailMessage,
  { viewing, select }: { viewing: MessageViewing; select: ReadonlySet<string> | undefined },
): Record<string, unknown> {
  const view = viewMessage(message, viewing);
  if (!select) return { ...view };
  return selectProperties({ ...view, ...viewMessageOnRequest(message, viewing) }, select);
}

/** What is ordered by must stand first in the filter, in the same order (user-list-messages, "Using filter and orderby"). */
function refuseInefficientOrder(filter: Filter<MailMessage>, order: readonly OrderTerm[]): void {
  const distinct = [...new Set(filter.properties)];
  if (order.every((term, index) => distinct[index] === term.property)) return;
  throw new GraphError(
    400,
    "InefficientFilter",
    "The restriction or sort order is too complex for this operation.",
  );
}

function compareBy(order: readonly OrderTerm[]): (left: MailMessage, right: MailMessage) => number {
  return (left, right) => {
    for (const { property, descending } of order) {
      const first = sortKey(messageFields.fields.get(property)?.(left));
      const second = sortKey(messageFields.fields.get(property)?.(right));
      if (first !== second) return (first < second ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  };
}

function sortKey(value: FilterValue | undefined): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value.toLowerCase() : String(value ?? "");
}
