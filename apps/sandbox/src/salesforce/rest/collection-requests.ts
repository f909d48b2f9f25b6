import { parseRecordId } from "../record-id.ts";
import { createRecord, deleteRecord, updateRecord } from "../records/write-record.ts";
import { methodNotAllowed, notFound, refuse, SalesforceError, type ApiProblem } from "../salesforce-error.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { readField } from "../soql/field-path.ts";
import { noSuchColumn } from "../soql/soql-error.ts";
import {
  type Caller,
  type DataReply,
  type DataRequest,
  isJsonObject,
  type JsonObject,
  requireArray,
  requireObject,
} from "./data-request.ts";
import { recordUrl, writerOf } from "./sobject-requests.ts";
import { findExternalIdField, upsertRecord } from "./upsert-record.ts";

interface RowError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly RowError[];
  readonly created?: boolean;
}

const rowsMax = 200;

/** `composite/sobjects`: up to 200 rows a call, each with its own result, in order (REST API guide, "sObject Collections"). */
export function answerCollections(caller: Caller, request: DataRequest): DataReply {
  const [, , objectName, externalField] = request.segments;
  if (objectName === undefined) return answerMixedCollection(caller, request);
  const entry = caller.opened.catalogue.find(objectName);
  if (!entry) throw notFound();
  if (externalField === undefined) return retrieveRecords(caller, entry, request);
  if (request.method !== "PATCH") throw methodNotAllowed(request.method, ["PATCH"]);
  const field = findExternalIdField(entry, externalField);
  return writeRows(caller, readRows(request), (record) => {
    checkType(record, entry);
    const given = Object.entries(record).find(([name]) => name.toLowerCase() === field.name.toLowerCase());
    const { row, created } = upsertRecord(writerOf(caller), {
      entry,
      field,
      value: typeof given?.[1] === "string" ? given[1] : "",
      given: record,
      version: request.version,
    });
    return { id: row.id, success: true, errors: [], created };
  });
}

function answerMixedCollection(caller: Caller, request: DataRequest): DataReply {
  switch (request.method) {
    case "POST":
      return writeRows(caller, readRows(request), (record) => {
        const row = createRecord(writerOf(caller), typeOf(caller, record), record);
        return { id: row.id, success: true, errors: [] };
      });
    case "PATCH":
      return writeRows(caller, readRows(request), (record) => updateRow(caller, record));
    case "DELETE":
      return deleteRows(caller, request);
    default:
      throw methodNotAllowed(request.method, ["POST", "PATCH", "DELETE"]);
  }
}

interface Rows {
  readonly allOrNone: boolean;
  readonly records: readonly unknown[];
}

function readRows(request: DataRequest): Rows {
  const body = requireObject(request.body);
  const records = requireArray(body["records"], "records");
  checkCount(records.length);
  return { allOrNone: body["allOrNone"] === true, records };
}

function checkCount(count: number): void {
  if (count > rowsMax) {
    throw refuse(
      "EXCEEDED_MAX_SIZE_REQUEST",
      "record limit reached. cannot submit more than 200 records in this request",
    );
  }
}

function typeOf(caller: Caller, record: JsonObject): ObjectEntry {
  const attributes = record["attributes"];
  const name = isJsonObject(attributes) ? attributes["type"] : undefined;
  const entry = typeof name === "string" ? caller.opened.catalogue.find(name) : undefined;
  if (!entry) {
    throw refuse("INVALID_TYPE", `sObject type '${String(name).slice(0, 80)}' is not supported.`, []);
  }
  return entry;
}

function checkType(record: JsonObject, entry: ObjectEntry): void {
  const attributes = record["attributes"];
  const name = isJsonObject(attributes) ? attributes["type"] : undefined;
  if (typeof name !== "string" || name.toLowerCase() !== entry.schema.name.toLowerCase()) {
    throw refuse("INVALID_TYPE", `The records must be of type ${entry.schema.name}`, []);
  }
}

function updateRow(caller: Caller, record: JsonObject): RowResult {
  const entry = typeOf(caller, record);
  const given = Object.entries(record).filter(([name]) => name.toLowerCase() !== "id");
  const idText = Object.entries(record).find(([name]) => name.toLowerCase() === "id")?.[1];
  if (idText === undefined) throw refuse("MISSING_ARGUMENT", "Id not specified in an update call", []);
  const id = parseRecordId(idText);
  if (!id || !id.startsWith(entry.schema.keyPrefix)) throw malformed(idText);
  updateRecord(writerOf(caller), { entry, id }, Object.fromEntries(given));
  return { id, success: true, errors: [] };
}

function malformed(idText: unknown): SalesforceError {
  return refuse("MALFORMED_ID", `malformed id ${String(idText).slice(0, 40)}`, ["Id"]);
}

function deleteRows(caller: Caller, request: DataRequest): DataReply {
  const ids = (request.query.get("ids") ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);
  if (ids.length === 0) throw refuse("REQUIRED_FIELD_MISSING", "The ids parameter is required");
  checkCount(ids.length);
  const allOrNone = request.query.get("allOrNone") === "true";
  return writeEach(caller, { allOrNone, records: ids }, (idText) => {
    const id = parseRecordId(idText);
    const entry = id && caller.opened.catalogue.findByKeyPrefix(id);
    if (!id || !entry) throw malformed(idText);
    deleteRecord(writerOf(caller), { entry, id });
    return { id, success: true, errors: [] };
  });
}

function writeRows(caller: Caller, rows: Rows, write: (record: JsonObject) => RowResult): DataReply {
  return writeEach(caller, rows, (record) => {
    if (!isJsonObject(record)) throw refuse("JSON_PARSER_ERROR", "A record must be a JSON object");
    return write(record);
  });
}

class RollBack extends Error {
  override name = "RollBack";
}

/** With allOrNone one bad row takes all the others back; without it each row stands alone. */
function writeEach(caller: Caller, rows: Rows, write: (record: unknown) => RowResult): DataReply {
  const results: RowResult[] = [];
  const writeAll = () => {
    for (const record of rows.records) results.push(attempt(() => write(record)));
    if (rows.allOrNone && results.some((result) => !result.success)) throw new RollBack();
  };
  try {
    caller.opened.store.transaction(writeAll);
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
    return { status: 200, body: results.map((result) => (result.success ? rolledBack : result)) };
  }
  return { status: 200, body: results };
}

const rolledBack: RowResult = {
  success: false,
  errors: [
    {
      statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
      message:
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
      fields: [],
    },
  ],
};

function attempt(write: () => RowResult): RowResult {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    return { success: false, errors: error.problems.map(toRowError) };
  }
}

function toRowError(problem: ApiProblem): RowError {
  return { statusCode: problem.errorCode, message: problem.message, fields: problem.fields ?? [] };
}

/** `POST composite/sobjects/X {ids, fields}`: rows in the order of the ids, null where there is none. */
function retrieveRecords(caller: Caller, entry: ObjectEntry, request: DataRequest): DataReply {
  if (request.method !== "POST" && request.method !== "GET") {
    throw methodNotAllowed(request.method, ["GET", "POST"]);
  }
  const body = request.method === "POST" ? requireObject(request.body) : undefined;
  const listOf = (name: string): readonly unknown[] =>
    body ? requireArray(body[name], name) : (request.query.get(name) ?? "").split(",").filter(Boolean);
  const fields = listOf("fields").map((name) => {
    const field = entry.findField(String(name));
    if (!field) throw noSuchColumn(String(name), entry.schema.name);
    return field;
  });
  const ids = listOf("ids");
  if (ids.length > 2_000) throw refuse("EXCEEDED_MAX_SIZE_REQUEST", "cannot retrieve more than 2000 records");
  const records = ids.map((idText) => {
    const id = parseRecordId(idText);
    if (!id) throw malformed(idText);
    const row = caller.opened.rows(entry.schema.name).get(id);
    if (!row || row.values["IsDeleted"] === true) return null;
    return {
      attributes: { type: row.type, url: recordUrl(row, request.version) },
      Id: row.id,
      ...Object.fromEntries(fields.map((field) => [field.name, readField(row, field)])),
    };
  });
  return { status: 200, body: records };
}
