import { textOf, type StoredRecord } from "../org.ts";
import { methodNotAllowed, refuse } from "../salesforce-error.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { readField } from "../soql/field-path.ts";
import { noSuchColumn, noSuchObject } from "../soql/soql-error.ts";
import { type Caller, type DataReply, type DataRequest, isJsonObject } from "./data-request.ts";
import { recordUrl } from "./sobject-requests.ts";

interface SearchedObject {
  readonly entry: ObjectEntry;
  readonly fields: readonly string[];
  readonly limit: number;
}

const rowsMax = 2_000;

/** `search?q=FIND {...}` and `parameterizedSearch`: rows in which every word begins some word of a name-like field. */
export function answerSearch(caller: Caller, request: DataRequest): DataReply {
  const { words, objects } =
    request.segments[0] === "search" ? readSosl(caller, request) : readParameters(caller, request);
  const searchRecords = objects.flatMap((searched) =>
    caller.opened
      .rows(searched.entry.schema.name)
      .filter((row) => row.values["IsDeleted"] !== true && matchesWords(searched.entry, row, words))
      .slice(0, searched.limit)
      .map((row) => showFound(searched, row, request)),
  );
  return { status: 200, body: { searchRecords: searchRecords.slice(0, rowsMax) } };
}

function showFound({ entry, fields }: SearchedObject, row: StoredRecord, request: DataRequest): unknown {
  const shown: Record<string, unknown> = {
    attributes: { type: row.type, url: recordUrl(row, request.version) },
  };
  for (const name of fields) {
    const field = entry.findField(name);
    if (!field) throw noSuchColumn(name, entry.schema.name);
    shown[field.name] = readField(row, field);
  }
  return shown;
}

function matchesWords(entry: ObjectEntry, row: StoredRecord, words: readonly string[]): boolean {
  const searched = entry.schema.fields
    .filter((field) => ["string", "email", "phone", "url"].includes(field.type))
    .map((field) => textOf(row, field.name).toLowerCase())
    .filter(Boolean);
  const parts = searched.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return words.every((word) => parts.some((part) => part.startsWith(word)));
}

function splitWords(term: string): string[] {
  const words = term
    .toLowerCase()
    .replaceAll(/[*?"\\]/g, " ")
    .split(/\s+/)
    .filter(Boolean);
  if (words.join("").length < 2) {
    throw refuse("MALFORMED_SEARCH", "search term must be longer than one character");
  }
  return words;
}

function searchable(caller: Caller, name: string): ObjectEntry {
  const entry = caller.opened.catalogue.find(name);
  if (!entry) throw noSuchObject(name);
  if (!entry.schema.searchable)
    throw refuse("INVALID_SEARCH", `entity type ${entry.schema.name} does not support search`);
  return entry;
}

function everySearchable(caller: Caller): SearchedObject[] {
  return caller.opened.catalogue
    .all()
    .filter((entry) => entry.schema.searchable)
    .map((entry) => ({ entry, fields: ["Id"], limit: rowsMax }));
}

function readSosl(caller: Caller, request: DataRequest): { words: string[]; objects: SearchedObject[] } {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET"]);
  const sosl = request.query.get("q") ?? "";
  const parts =
    /^\s*FIND\s*\{((?:[^{}\\]|\\.)*)\}\s*(?:IN\s+\w+\s+FIELDS\s*)?(?:RETURNING\s+([\s\S]+?))?\s*(?:LIMIT\s+\d+\s*)?$/i.exec(
      sosl,
    );
  if (!parts) throw refuse("MALFORMED_SEARCH", "unexpected token in the search string");
  const words = splitWords((parts[1] ?? "").replaceAll(/\\(.)/g, "$1"));
  const returning = parts[2];
  if (!returning) return { words, objects: everySearchable(caller) };
  const objects = [...returning.matchAll(/(\w+)\s*(?:\(([^)]*)\))?\s*(?:,|$)/g)].map((match) => {
    const inside = (match[2] ?? "Id").split(/\s+(?:WHERE|ORDER|LIMIT)\s+/i)[0] ?? "Id";
    return {
      entry: searchable(caller, match[1] ?? ""),
      fields: inside
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean),
      limit: rowsMax,
    };
  });
  if (objects.length === 0) throw refuse("MALFORMED_SEARCH", "unexpected token after RETURNING");
  return { words, objects };
}

function readParameters(
  caller: Caller,
  request: DataRequest,
): { words: string[]; objects: SearchedObject[] } {
  if (request.method === "GET") {
    const names = request.query.getAll("sobject");
    const fields = (request.query.get("fields") ?? "Id").split(",").map((name) => name.trim());
    return {
      words: splitWords(request.query.get("q") ?? ""),
      objects:
        names.length === 0
          ? everySearchable(caller)
          : names.map((name) => ({ entry: searchable(caller, name), fields, limit: rowsMax })),
    };
  }
  if (request.method !== "POST") throw methodNotAllowed(request.method, ["GET", "POST"]);
  const body = isJsonObject(request.body) ? request.body : {};
  const words = splitWords(typeof body["q"] === "string" ? body["q"] : "");
  const defaults = namesIn(body["fields"]);
  const listed: readonly unknown[] = Array.isArray(body["sobjects"]) ? body["sobjects"] : [];
  if (listed.length === 0) return { words, objects: everySearchable(caller) };
  const objects = listed.filter(isJsonObject).map((item) => {
    const own = namesIn(item["fields"]);
    const limit = item["limit"];
    return {
      entry: searchable(caller, String(item["name"])),
      fields: own.length > 0 ? own : defaults.length > 0 ? defaults : ["Id"],
      limit: typeof limit === "number" && limit > 0 ? Math.min(limit, rowsMax) : rowsMax,
    };
  });
  return { words, objects };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}
