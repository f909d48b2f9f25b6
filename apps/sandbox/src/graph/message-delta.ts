import { z } from "zod";
import { decodeDeltaToken, encodeDeltaToken, syncStateNotFound } from "./delta-token.ts";
import { badRequest } from "./graph-error.ts";
import { preferenceHeaders } from "./graph-prefer.ts";
import { contextOf, ok, paramOf, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { selectMessage } from "./list-messages.ts";
import type { MailMessage, MailRemoval } from "./mail-records.ts";
import { messageProperties } from "./mail-views.ts";
import { findFolder, openMailbox, type MailboxAccess } from "./mailbox-access.ts";
import { messageFields } from "./list-messages.ts";
import { parseFilter } from "./odata-filter.ts";
import { allowOnly, parseOrderBy, parsePaging, parseSelect } from "./odata-query.ts";

/** With a filter, a first round gives at most this many messages (delta-query-messages, "Use filter"). */
const filteredMessagesMax = 5_000;

/** What a delta or skip token carries: the query it was begun with, and how far the caller has come. */
const tokenSchema = z.strictObject({
  /** The mailbox's present life; another one means that the state was lost. */
  generation: z.string(),
  folderId: z.string(),
  select: z.string().optional(),
  filter: z.string().optional(),
  changeType: z.enum(["created", "updated", "deleted"]).optional(),
  pageSize: z.int().min(1).max(1000).optional(),
  /** Changes up to and with this number are known to the caller. */
  since: z.int().min(0),
  /** First rounds only: the last message given, newest first. */
  first: z.strictObject({ before: z.string(), sequence: z.int(), given: z.int() }).optional(),
});
type DeltaState = z.infer<typeof tokenSchema>;

/** One line of a round: a message as it is now, or one that left the folder. */
type Change = { readonly message: MailMessage } | { readonly removal: MailRemoval };

/**
 * GET …/mailFolders/{id}/messages/delta (message-delta, delta-query-messages). The first round gives the folder newest
 * first, later ones the changes in their order; what changes while a round is read comes in the next one.
 */
export function listMessageChanges(request: GraphRequest): GraphResponse {
  const access = openMailbox(request);
  const folder = findFolder(access, paramOf(request, "folderId"));
  const state = readState(request, access, folder.id);
  const pageSize = access.preferences.maxPageSize ?? state.pageSize ?? 10;
  const select = parseSelect(state.select === undefined ? new Map() : new Map([["$select", state.select]]), {
    type: "message",
    known: messageProperties,
  });
  const page = state.first
    ? nextFirstPage(access, state, pageSize)
    : nextChangesPage(access, state, pageSize);
  const link = (name: string, next: DeltaState): string =>
    `${request.address}?${name}=${encodeURIComponent(encodeDeltaToken(next))}`;
  return ok(
    {
      "@odata.context": contextOf(request, `Collection(message)`),
      value: page.changes.map((change) =>
        "message" in change
          ? selectMessage(change.message, { viewing: access.viewing, select })
          : viewRemoval(change.removal, access),
      ),
      ...(page.more
        ? { "@odata.nextLink": link("$skiptoken", page.next) }
        : { "@odata.deltaLink": link("$deltatoken", page.next) }),
    },
    preferenceHeaders(access.preferences),
  );
}

function viewRemoval(removal: MailRemoval, { preferences }: MailboxAccess): Record<string, unknown> {
  return {
    "@odata.type": "#microsoft.graph.message",
    id: preferences.immutableIds ? removal.messageId : removal.restId,
    "@removed": { reason: removal.reason },
  };
}

interface DeltaPage {
  readonly changes: readonly Change[];
  readonly next: DeltaState;
  readonly more: boolean;
}

function nextFirstPage({ mailbox }: MailboxAccess, state: DeltaState, pageSize: number): DeltaPage {
  const { first, ...begun } = state;
  const after = first ?? { before: "", sequence: 0, given: 0 };
  const filter = filterOf(state);
  const rest = mailbox
    .listMessages(state.folderId)
    .filter((message) => filter(message) && isAfter(message, after));
  const left = state.filter === undefined ? Infinity : filteredMessagesMax - after.given;
  const given = rest.slice(0, Math.min(pageSize, left));
  const last = given.at(-1);
  const more = last !== undefined && rest.length > given.length && given.length < left;
  return {
    changes: given.map((message) => ({ message })),
    next: more
      ? {
          ...begun,
          first: {
            before: last.receivedDateTime,
            sequence: last.sequence,
            given: after.given + given.length,
          },
        }
      : begun,
    more,
  };
}

/** Newest first; the empty `before` stands at the very beginning. */
function isAfter(message: MailMessage, { before, sequence }: { before: string; sequence: number }): boolean {
  if (before === "") return true;
  if (message.receivedDateTime !== before) return message.receivedDateTime < before;
  return message.sequence < sequence;
}

function nextChangesPage(access: MailboxAccess, state: DeltaState, pageSize: number): DeltaPage {
  const changes = changesSince(access, state);
  const given = changes.slice(0, pageSize);
  const last = given.at(-1);
  const more = changes.length > given.length;
  const reached = more && last ? numberOf(last) : Math.max(state.since, access.mailbox.changeNumber());
  return { changes: given, next: { ...state, since: reached }, more };
}

function changesSince({ mailbox, preferences }: MailboxAccess, state: DeltaState): Change[] {
  const filter = filterOf(state);
  const present = mailbox
    .listMessages(state.folderId)
    .filter((message) => message.changeNumber > state.since && filter(message));
  const removals = mailbox
    .listRemovals(state.folderId)
    .filter((removal) => removal.changeNumber > state.since && filter(removal))
    // With immutable ids a message that came back is simply there; by its mutable id the one that left is gone.
    .filter(
      (removal) =>
        !preferences.immutableIds || mailbox.getMessage(removal.messageId)?.folderId !== state.folderId,
    );
  const wanted: Change[] = [
    ...present.filter((message) => wantsMessage(message, state)).map((message) => ({ message })),
    ...(state.changeType === undefined || state.changeType === "deleted" ? removals : []).map((removal) => ({
      removal,
    })),
  ];
  return wanted.sort((left, right) => numberOf(left) - numberOf(right));
}

function wantsMessage(message: MailMessage, { changeType, since }: DeltaState): boolean {
  if (changeType === undefined) return true;
  return changeType === (message.enteredFolderAt > since ? "created" : "updated");
}

function numberOf(change: Change): number {
  return "message" in change ? change.message.changeNumber : change.removal.changeNumber;
}

function filterOf({ filter }: DeltaState): (item: { readonly receivedDateTime: string }) => boolean {
  if (filter === undefined) return () => true;
  const comparisons = parseDeltaFilter(filter);
  return (item) =>
    comparisons.every(({ operator, time }) => {
      const received = Date.parse(item.receivedDateTime);
      return operator === "gt" ? received > time : received >= time;
    });
}

/** Only `receivedDateTime ge` and `gt` are allowed (message-delta, OData query parameters). */
function parseDeltaFilter(text: string): { operator: string; time: number }[] {
  const { comparisons } = parseFilter(text, messageFields);
  return (comparisons ?? [{ property: "", operator: "", value: null }]).map(
    ({ property, operator, value }) => {
      const fits = property === "receivedDateTime" && (operator === "ge" || operator === "gt");
      if (!fits || !(value instanceof Date)) {
        throw badRequest(
          "Delta on messages allows only '$filter=receivedDateTime ge {value}' and '$filter=receivedDateTime gt {value}'.",
        );
      }
      return { operator, time: value.getTime() };
    },
  );
}

function readState(request: GraphRequest, access: MailboxAccess, folderId: string): DeltaState {
  const { query } = request;
  const token = query.get("$deltatoken") ?? query.get("$skiptoken");
  if (token === undefined || query.get("$deltatoken") === "latest")
    return beginRound(request, access, folderId);
  allowOnly(query, ["$deltatoken", "$skiptoken"]);
  const state = decodeDeltaToken(token, tokenSchema);
  if (!state || state.folderId !== folderId || state.generation !== access.mailbox.syncGeneration()) {
    throw syncStateNotFound(request.address);
  }
  return state;
}

function beginRound(request: GraphRequest, access: MailboxAccess, folderId: string): DeltaState {
  const { query } = request;
  allowOnly(query, ["$select", "$top", "$filter", "$orderby", "changeType", "$deltatoken"]);
  for (const { property, descending } of parseOrderBy(query, {
    type: "message",
    known: new Set(messageFields.fields.keys()),
  })) {
    if (property !== "receivedDateTime" || !descending) {
      throw badRequest("Delta on messages allows only '$orderby=receivedDateTime desc'.");
    }
  }
  const filter = query.get("$filter");
  if (filter !== undefined) parseDeltaFilter(filter);
  const changeType = tokenSchema.shape.changeType.safeParse(query.get("changeType"));
  if (!changeType.success) throw badRequest("changeType must be 'created', 'updated' or 'deleted'.");
  const latest = query.get("$deltatoken") === "latest";
  return {
    generation: access.mailbox.syncGeneration(),
    folderId,
    select: query.get("$select"),
    filter,
    changeType: changeType.data,
    pageSize:
      access.preferences.maxPageSize ??
      (query.has("$top") ? parsePaging(query, { usual: 10, most: 1000 }).top : undefined),
    since: access.mailbox.changeNumber(),
    ...(latest ? {} : { first: { before: "", sequence: 0, given: 0 } }),
  };
}
