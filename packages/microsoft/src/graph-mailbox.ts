import {
  ConnectorError,
  type MailboxChange,
  type MailboxChangePage,
  type MailboxSource,
  type MailItemId,
  type MessageBodyResult,
  parseMailItemId,
  type PullChangesRequest,
} from "@outrigger/sync-core";
import { z } from "zod";
import { type GraphBatchResult, sendGraphBatch } from "./graph-batch.ts";
import type { GraphClient } from "./graph-client.ts";
import { type GraphCursor, readCursor, writeCursor } from "./graph-cursor.ts";
import {
  type GraphMessage,
  HEADER_FIELDS,
  isWholeMessage,
  messageBodySchema,
  messageSchema,
  toMessageBody,
  toMessageHeader,
} from "./graph-message.ts";

export interface GraphMailboxOptions {
  readonly client: GraphClient;
  /** Also reads the internet headers of wanted mail; they cost space and hold routing details. Off unless told. */
  readonly includeInternetHeaders?: boolean | undefined;
}

/** As many headers as Salesforce takes rows in one call, so that one page is one write. */
const PAGE_SIZE = 200;
/** With a filter on the received time, delta lists at most this many messages (learn.microsoft.com, "message: delta"). */
export const FILTERED_MESSAGES_MAX = 5000;
const READ_CHANGES = "read changed messages";
const READ_HEADERS = "read message headers";
const READ_BODIES = "read message bodies";

const pageSchema = z.object({
  value: z.array(messageSchema),
  "@odata.nextLink": z.string().optional(),
  "@odata.deltaLink": z.string().optional(),
});
type DeltaPage = z.infer<typeof pageSchema>;

/** The signed-in user's Inbox and Sent Items over message delta (learn.microsoft.com, "Get incremental changes to messages"). */
export function createGraphMailbox(options: GraphMailboxOptions): MailboxSource {
  return {
    pullChanges: (request) => pullChanges(options.client, request),
    getBodies: (ids) => getBodies(options, ids),
  };
}

async function* pullChanges(
  client: GraphClient,
  request: PullChangesRequest,
): AsyncGenerator<MailboxChangePage> {
  let cursor = findStart(request);
  for (let isLast = false; !isLast;) {
    const page = await readPage(client, request, cursor);
    const next = advanceCursor(cursor, page);
    isLast = next.isLast;
    cursor = next.cursor;
    const changes = await readChanges(client, request, { page, cursor });
    yield { changes, nextCursor: writeCursor(cursor), isLast };
  }
}

function findStart(request: PullChangesRequest): GraphCursor {
  if (request.cursor !== undefined) {
    const cursor = readCursor(request.cursor);
    if (cursor !== undefined) return cursor;
    throw new ConnectorError({
      reason: "cursor_expired",
      vendor: "microsoft",
      operation: READ_CHANGES,
    });
  }
  const windowStart = request.windowStart?.toISOString();
  return windowStart === undefined
    ? { version: 1, mode: "complete" }
    : { version: 1, mode: "filtered", windowStart, listedCount: 0 };
}

async function readPage(
  client: GraphClient,
  request: PullChangesRequest,
  cursor: GraphCursor,
): Promise<DeltaPage> {
  const answer = await sendForPage(client, cursor.link ?? firstLink(request, cursor));
  const parsed = pageSchema.safeParse(answer);
  if (!parsed.success) throw unexpectedPage();
  return parsed.data;
}

/** A page that cannot be read is no single record's fault: skipping something would lose mail. */
async function sendForPage(client: GraphClient, url: string): Promise<unknown> {
  try {
    const prefer = [`odata.maxpagesize=${PAGE_SIZE}`];
    return await client.send({ operation: READ_CHANGES, url, prefer });
  } catch (cause) {
    const isRecordReason =
      cause instanceof ConnectorError &&
      (cause.reason === "record_not_found" || cause.reason === "record_rejected");
    throw isRecordReason ? unexpectedPage(cause) : cause;
  }
}

function firstLink(request: PullChangesRequest, cursor: GraphCursor): string {
  const path = `/me/mailFolders/${request.folder}/messages/delta?$select=${HEADER_FIELDS}`;
  if (cursor.mode === "complete" || cursor.windowStart === undefined) return path;
  return `${path}&$filter=${encodeURIComponent(`receivedDateTime ge ${cursor.windowStart}`)}`;
}

function advanceCursor(
  cursor: GraphCursor,
  page: DeltaPage,
): { readonly cursor: GraphCursor; readonly isLast: boolean } {
  const nextLink = page["@odata.nextLink"];
  const deltaLink = page["@odata.deltaLink"];
  const listedCount = cursor.listedCount === undefined ? undefined : cursor.listedCount + page.value.length;
  if (nextLink !== undefined) {
    return { cursor: { ...cursor, link: nextLink, listedCount }, isLast: false };
  }
  if (deltaLink === undefined) throw unexpectedPage();
  if (listedCount !== undefined && listedCount >= FILTERED_MESSAGES_MAX) {
    const complete: GraphCursor = { version: 1, mode: "complete", windowStart: cursor.windowStart };
    return { cursor: complete, isLast: false };
  }
  return { cursor: { ...cursor, link: deltaLink, listedCount: undefined }, isLast: true };
}

interface PageOfRound {
  readonly page: DeltaPage;
  readonly cursor: GraphCursor;
}

async function readChanges(
  client: GraphClient,
  request: PullChangesRequest,
  { page, cursor }: PageOfRound,
): Promise<MailboxChange[]> {
  const messages = await completeMessages(client, lastOfEach(page.value));
  const windowStart = cursor.windowStart === undefined ? undefined : new Date(cursor.windowStart);
  return messages.flatMap((message): MailboxChange[] => {
    if (message["@removed"] !== undefined) {
      return [{ kind: "removed", id: parseMailItemId(message.id) }];
    }
    const header = toMessageHeader(message, request.folder);
    const isTooOld = windowStart !== undefined && header.receivedAt < windowStart;
    return isTooOld ? [] : [{ kind: "saved", header }];
  });
}

/** Delta may repeat a message within a page; the last word counts. */
function lastOfEach(messages: readonly GraphMessage[]): GraphMessage[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

/** Reads again, whole, what came with its changed members only. What has gone since then is left out: delta will say so itself. */
async function completeMessages(
  client: GraphClient,
  messages: readonly GraphMessage[],
): Promise<GraphMessage[]> {
  const isPartial = (message: GraphMessage): boolean =>
    message["@removed"] === undefined && !isWholeMessage(message);
  const partial = messages.filter((message) => isPartial(message));
  if (partial.length === 0) return [...messages];
  const results = await sendGraphBatch(client, {
    operation: READ_HEADERS,
    urls: partial.map(({ id }) => messageUrl(id, HEADER_FIELDS)),
  });
  const whole = new Map<string, GraphMessage>();
  for (const [index, { id }] of partial.entries()) {
    const message = readWholeMessage(results[index]);
    if (message !== undefined) whole.set(id, { ...message, id });
  }
  return messages.flatMap((message) => {
    const complete = isPartial(message) ? whole.get(message.id) : message;
    return complete === undefined ? [] : [complete];
  });
}

function readWholeMessage(result: GraphBatchResult | undefined): GraphMessage | undefined {
  if (result === undefined) throw unexpectedPage();
  if (result.outcome === "failed") {
    if (result.error.reason === "record_not_found") return undefined;
    throw result.error;
  }
  const parsed = messageSchema.safeParse(result.body);
  if (!parsed.success || !isWholeMessage(parsed.data)) throw unexpectedPage();
  return parsed.data;
}

function messageUrl(id: string, fields: string): string {
  return `/me/messages/${encodeURIComponent(id)}?$select=${fields}`;
}

async function getBodies(
  options: GraphMailboxOptions,
  ids: readonly MailItemId[],
): Promise<MessageBodyResult[]> {
  const fields = options.includeInternetHeaders === true ? "body,internetMessageHeaders" : "body";
  const results = await sendGraphBatch(options.client, {
    operation: READ_BODIES,
    urls: ids.map((id) => messageUrl(id, `id,${fields}`)),
  });
  return ids.map((id, index) => toBodyResult(id, results[index]));
}

function toBodyResult(id: MailItemId, result: GraphBatchResult | undefined): MessageBodyResult {
  const parsed = result?.outcome === "answered" ? messageBodySchema.safeParse(result.body) : undefined;
  if (parsed?.success === true) {
    return { outcome: "found", id, body: toMessageBody(id, parsed.data) };
  }
  if (result?.outcome === "failed") {
    if (result.error.reason === "record_not_found") return { outcome: "gone", id };
    return { outcome: "failed", id, error: result.error };
  }
  const error = new ConnectorError({
    reason: "record_rejected",
    vendor: "microsoft",
    operation: READ_BODIES,
  });
  return { outcome: "failed", id, error };
}

function unexpectedPage(cause?: unknown): ConnectorError {
  return new ConnectorError({
    reason: "unexpected_response",
    vendor: "microsoft",
    operation: READ_CHANGES,
    cause,
  });
}
