import { randomBytes } from "node:crypto";
import type { Collection, Document } from "../../core/document-store.ts";
import { methodNotAllowed, refuse } from "../salesforce-error.ts";
import { runQuery } from "../soql/run-query.ts";
import { type Caller, type DataReply, type DataRequest, versionName } from "./data-request.ts";

/** The rest of a long answer, kept for the one user who asked. */
interface QueryCursor extends Document {
  readonly orgId: string;
  readonly userId: string;
  readonly records: readonly unknown[];
  readonly openedAt: number;
}

const cursorsPerUserMax = 10;
const pageSizeMax = 2_000;
const pageSizeMin = 200;

/** `query?q=`, `queryAll?q=` and the pages that follow them. */
export function answerQueryRequest(caller: Caller, request: DataRequest): DataReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET", "HEAD"]);
  const [resource = "query", locator] = request.segments;
  if (locator !== undefined) return answerNextPage(caller, { resource, locator }, request);
  const soql = request.query.get("q");
  if (!soql) throw refuse("MALFORMED_QUERY", "The query parameter q is required");
  const answer = runQuery(caller.opened, soql, {
    includeDeleted: resource === "queryAll",
    version: versionName(request.version),
  });
  const size = pageSizeOf(request);
  if (answer.records.length <= size) {
    return { status: 200, body: { totalSize: answer.totalSize, done: true, records: answer.records } };
  }
  const cursorId = keepCursor(caller, answer.records);
  return answerPage(request, { resource, cursorId, records: answer.records, start: 0 });
}

function cursorsOf(caller: Caller): Collection<QueryCursor> {
  return caller.opened.store.collection<QueryCursor>("salesforceQueryCursors");
}

function keepCursor(caller: Caller, records: readonly unknown[]): string {
  const cursors = cursorsOf(caller);
  const own = cursors
    .filter((cursor) => cursor.userId === caller.user.id)
    .toSorted((left, right) => left.openedAt - right.openedAt);
  for (const cursor of own.slice(0, Math.max(0, own.length - cursorsPerUserMax + 1)))
    cursors.delete(cursor.id);
  const id = `01g${randomBytes(12).toString("hex").slice(0, 15)}`;
  cursors.put({
    id,
    orgId: caller.opened.org.id,
    userId: caller.user.id,
    records,
    openedAt: caller.opened.clock.now().getTime(),
  });
  return id;
}

/** `Sforce-Query-Options: batchSize=200`: between 200 and 2,000 rows a page; outside that it is drawn to the edge. */
function pageSizeOf(request: DataRequest): number {
  const wanted = /batchSize\s*=\s*(\d+)/i.exec(request.headers["sforce-query-options"] ?? "")?.[1];
  if (wanted === undefined) return pageSizeMax;
  return Math.min(pageSizeMax, Math.max(pageSizeMin, Number(wanted)));
}

function answerNextPage(
  caller: Caller,
  { resource, locator }: { resource: string; locator: string },
  request: DataRequest,
): DataReply {
  const [, cursorId = "", startText = ""] = /^(01g[0-9a-zA-Z]{15})-(\d+)$/.exec(locator) ?? [];
  const cursor = cursorsOf(caller).get(cursorId);
  const start = Number(startText);
  if (!cursor || cursor.userId !== caller.user.id || start >= cursor.records.length) {
    throw refuse("INVALID_QUERY_LOCATOR", "invalid query locator");
  }
  return answerPage(request, { resource, cursorId, records: cursor.records, start });
}

function answerPage(
  request: DataRequest,
  {
    resource,
    cursorId,
    records,
    start,
  }: { resource: string; cursorId: string; records: readonly unknown[]; start: number },
): DataReply {
  const end = start + pageSizeOf(request);
  const done = end >= records.length;
  const nextRecordsUrl = `/services/data/${versionName(request.version)}/${resource}/${cursorId}-${end}`;
  return {
    status: 200,
    body: {
      totalSize: records.length,
      done,
      ...(!done && { nextRecordsUrl }),
      records: records.slice(start, end),
    },
  };
}
