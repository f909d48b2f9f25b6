import { child, optional, readObject, readString } from "../read-field.ts";
import { readEntries, readPart } from "./read-graph-part.ts";
import { noteRefused } from "./read-policies.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";
import type { ReadingPart } from "./tenant-snapshot.ts";

type ObjectField = ReturnType<typeof readObject>;

/** The rows of a list; none where it was not asked for. A refusal is noted: without it an empty list would look like a fact. */
export function rowsOf<T>(context: ReadingContext, part: ReadingPart, read: (row: ObjectField) => T): T[] {
  const answer = readPart(context.root, part);
  if (answer.state === "read") return readEntries(answer.field, (entry) => read(readObject(entry))).entries;
  if (answer.state === "unknown" && answer.isRefused) noteRefused(context, part, answer.reason);
  return [];
}

export function textOr(row: ObjectField, key: string, otherwise: string): string {
  return optional(child(row, key), readString) ?? otherwise;
}
