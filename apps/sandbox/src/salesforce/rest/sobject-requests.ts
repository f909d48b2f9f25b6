import { textOf, type StoredRecord } from "../org.ts";
import { parseRecordId } from "../record-id.ts";
import { deleteRecord, createRecord, getLiveRecord, updateRecord } from "../records/write-record.ts";
import { methodNotAllowed, MultipleChoices, notFound, SalesforceError } from "../salesforce-error.ts";
import type { FieldSchema } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { readField, resolveFieldPath, followSteps } from "../soql/field-path.ts";
import { type Caller, type DataReply, type DataRequest, requireObject, versionName } from "./data-request.ts";
import { describeObject, describeObjectShort } from "./describe.ts";
import { answerDeleted, answerUpdated } from "./replication-requests.ts";
import { findExternalIdField, upsertRecord } from "./upsert-record.ts";

/** `sobjects/...`: describe, and one row at a time. */
export function answerSobjects(caller: Caller, request: DataRequest): DataReply {
  const [, objectName, second, third, ...rest] = request.segments;
  if (objectName === undefined) {
    allow(request, ["GET"]);
    const sobjects = caller.opened.catalogue
      .all()
      .map((entry) => describeObjectShort(entry.schema, request.version));
    return { status: 200, body: { encoding: "UTF-8", maxBatchSize: 200, sobjects } };
  }
  const entry = caller.opened.catalogue.find(objectName);
  if (!entry || rest.length > 0) throw notFound();
  if (second === undefined) return answerObject(caller, entry, request);
  if (third !== undefined)
    return answerByExternalId(caller, { entry, fieldName: second, value: third }, request);
  if (second === "describe") {
    allow(request, ["GET"]);
    return { status: 200, body: describeObject(entry, request.version) };
  }
  if (second === "updated") return answerUpdated(caller, entry, request);
  if (second === "deleted") return answerDeleted(caller, entry, request);
  return answerRecord(caller, { entry, idText: second }, request);
}

function allow(request: DataRequest, methods: readonly string[]): void {
  if (!methods.includes(request.method)) throw methodNotAllowed(request.method, methods);
}

function answerObject(caller: Caller, entry: ObjectEntry, request: DataRequest): DataReply {
  allow(request, ["GET", "POST"]);
  if (request.method === "GET") {
    const body = { objectDescribe: describeObjectShort(entry.schema, request.version), recentItems: [] };
    return { status: 200, body };
  }
  const row = createRecord(writerOf(caller), entry, requireObject(request.body));
  return {
    status: 201,
    body: { id: row.id, success: true, errors: [] },
    headers: { Location: recordUrl(row, request.version) },
  };
}

export function recordUrl(row: StoredRecord, version: number): string {
  return `/services/data/${versionName(version)}/sobjects/${row.type}/${row.id}`;
}

export function writerOf(caller: Caller): { opened: Caller["opened"]; userId: string } {
  return { opened: caller.opened, userId: caller.user.id };
}

function answerRecord(
  caller: Caller,
  { entry, idText }: { entry: ObjectEntry; idText: string },
  request: DataRequest,
): DataReply {
  allow(request, ["GET", "PATCH", "DELETE"]);
  const id = parseRecordId(idText);
  if (!id)
    throw notFound(`Provided external ID field does not exist or is not accessible: ${idText.slice(0, 80)}`);
  if (!id.startsWith(entry.schema.keyPrefix)) {
    throw new SalesforceError(404, {
      errorCode: "NOT_FOUND",
      message: "The requested resource does not exist",
    });
  }
  if (request.method === "PATCH") {
    updateRecord(writerOf(caller), { entry, id }, requireObject(request.body));
    return { status: 204 };
  }
  if (request.method === "DELETE") {
    deleteRecord(writerOf(caller), { entry, id });
    return { status: 204 };
  }
  return {
    status: 200,
    body: showRecord(caller, { entry, row: getLiveRecord(caller.opened, entry, id) }, request),
  };
}

/** All fields, or those of `?fields=`, relationship paths included. */
function showRecord(
  { opened }: Caller,
  { entry, row }: { entry: ObjectEntry; row: StoredRecord },
  request: DataRequest,
): Record<string, unknown> {
  const attributes = { type: row.type, url: recordUrl(row, request.version) };
  const wanted = request.query.get("fields");
  if (wanted === null) {
    return {
      attributes,
      ...Object.fromEntries(entry.schema.fields.map((field) => [field.name, readField(row, field)])),
    };
  }
  const shown: Record<string, unknown> = { attributes };
  for (const path of wanted
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean)) {
    const { steps, field } = resolveFieldPath(opened, entry, { path, alias: undefined });
    const target = followSteps(opened, row, steps);
    if (steps.length === 0) shown[field.name] = readField(row, field);
    else
      shown[steps[0]?.relationshipName ?? path] = target ? { [field.name]: readField(target, field) } : null;
  }
  if (!("Id" in shown)) shown["Id"] = row.id;
  return shown;
}

interface ExternalKey {
  readonly entry: ObjectEntry;
  readonly fieldName: string;
  readonly value: string;
}

function answerByExternalId(caller: Caller, key: ExternalKey, request: DataRequest): DataReply {
  allow(request, ["GET", "PATCH", "POST", "DELETE"]);
  const field = findExternalIdField(key.entry, key.fieldName);
  if (request.method === "PATCH" || request.method === "POST") {
    const { row, created } = upsertRecord(writerOf(caller), {
      entry: key.entry,
      field,
      value: key.value,
      given: requireObject(request.body),
      version: request.version,
    });
    if (created) return { status: 201, body: { id: row.id, success: true, errors: [], created } };
    // Since v46.0 an update answers with a body as well (REST API guide, "Upsert a Record Using an External ID").
    if (request.version < 46) return { status: 204 };
    return { status: 200, body: { id: row.id, success: true, errors: [], created } };
  }
  const row = findOne(caller, { ...key, field }, request);
  if (request.method === "DELETE") {
    deleteRecord(writerOf(caller), { entry: key.entry, id: row.id });
    return { status: 204 };
  }
  return { status: 200, body: showRecord(caller, { entry: key.entry, row }, request) };
}

function findOne(
  caller: Caller,
  key: ExternalKey & { field: FieldSchema },
  request: DataRequest,
): StoredRecord {
  const wanted = key.field.type === "id" ? (parseRecordId(key.value) ?? "") : key.value;
  const rows = caller.opened
    .rows(key.entry.schema.name)
    .filter(
      (row) =>
        row.values["IsDeleted"] !== true &&
        textOf(row, key.field.name).toLowerCase() === wanted.toLowerCase(),
    );
  const [only, ...others] = rows;
  if (!only) throw notFound();
  if (others.length > 0) throw new MultipleChoices(rows.map((row) => recordUrl(row, request.version)));
  return only;
}
