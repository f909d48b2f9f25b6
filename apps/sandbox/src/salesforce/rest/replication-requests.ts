import { textOf } from "../org.ts";
import { methodNotAllowed, refuse } from "../salesforce-error.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { formatTimestamp, parseTimestamp } from "../timestamps.ts";
import type { Caller, DataReply, DataRequest } from "./data-request.ts";

const dayMs = 86_400_000;

/** Ids of rows created or changed in a span of at most 30 days back (REST API guide, "Get Updated"). */
export function answerUpdated(caller: Caller, entry: ObjectEntry, request: DataRequest): DataReply {
  const { start, end } = readSpan(caller, request, 30);
  const ids = caller.opened
    .rows(entry.schema.name)
    .filter((row) => row.values["IsDeleted"] !== true && isWithin(textOf(row, "SystemModstamp"), start, end))
    .map((row) => row.id);
  return { status: 200, body: { ids, latestDateCovered: formatTimestamp(end) } };
}

/** Rows deleted in a span of at most 15 days back (REST API guide, "Get Deleted"). */
export function answerDeleted(caller: Caller, entry: ObjectEntry, request: DataRequest): DataReply {
  const { start, end } = readSpan(caller, request, 15);
  const deletedRecords = caller.opened
    .rows(entry.schema.name)
    .filter((row) => row.values["IsDeleted"] === true && isWithin(textOf(row, "SystemModstamp"), start, end))
    .map((row) => ({ id: row.id, deletedDate: textOf(row, "SystemModstamp") }));
  const earliest = new Date(caller.opened.clock.now().getTime() - 15 * dayMs);
  return {
    status: 200,
    body: {
      deletedRecords,
      earliestDateAvailable: formatTimestamp(earliest),
      latestDateCovered: formatTimestamp(end),
    },
  };
}

function isWithin(timestamp: string, start: Date, end: Date): boolean {
  const time = parseTimestamp(timestamp)?.getTime();
  return time !== undefined && time >= start.getTime() && time <= end.getTime();
}

function readSpan(caller: Caller, request: DataRequest, daysMax: number): { start: Date; end: Date } {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET"]);
  // A plus sign of the zone that was not encoded arrives as a space.
  const read = (name: string) => parseTimestamp(request.query.get(name)?.replace(/ (\d{2}:?\d{2})$/, "+$1"));
  const [start, end] = [read("start"), read("end")];
  if (!start || !end) throw refuse("INVALID_REPLICATION_DATE", "start and end are required as xsd:dateTime");
  if (end.getTime() - start.getTime() < 60_000) {
    throw refuse("INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than startDate");
  }
  if (caller.opened.clock.now().getTime() - start.getTime() > daysMax * dayMs) {
    throw refuse("INVALID_REPLICATION_DATE", `startDate cannot be more than ${daysMax} days ago`);
  }
  return { start, end };
}
