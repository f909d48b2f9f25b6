import type { StoredRecord } from "../org.ts";
import { parseRecordId } from "../record-id.ts";
import { findByField } from "../records/check-record.ts";
import type { Writer } from "../records/writer.ts";
import { createRecord, getLiveRecord, updateRecord } from "../records/write-record.ts";
import { MultipleChoices, notFound, refuse } from "../salesforce-error.ts";
import type { FieldSchema } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { versionName, type JsonObject } from "./data-request.ts";

export function findExternalIdField(entry: ObjectEntry, fieldName: string): FieldSchema {
  const field = entry.findField(fieldName);
  if (!field || (!field.externalId && field.type !== "id")) {
    throw notFound(
      `Provided external ID field does not exist or is not accessible: ${fieldName.slice(0, 80)}`,
    );
  }
  return field;
}

export interface UpsertRequest {
  readonly entry: ObjectEntry;
  readonly field: FieldSchema;
  readonly value: string;
  readonly given: JsonObject;
  readonly version: number;
}

/** Updates the one row that carries the external id, or inserts it; several rows answer 300 with their addresses. */
export function upsertRecord(
  writer: Writer,
  request: UpsertRequest,
): { row: StoredRecord; created: boolean } {
  const { entry, field, value, given } = request;
  const { opened } = writer;
  if (Object.keys(given).some((name) => name.toLowerCase() === "id")) {
    throw refuse("INVALID_FIELD", "The Id field should not be specified in the sobject data.", ["Id"]);
  }
  if (value === "") throw refuse("MISSING_ARGUMENT", `${field.name} not specified`, [field.name]);
  const others = Object.fromEntries(
    Object.entries(given).filter(([name]) => name.toLowerCase() !== field.name.toLowerCase()),
  );
  if (field.type === "id") {
    const id = parseRecordId(value);
    if (!id) throw refuse("MALFORMED_ID", `bad id ${value.slice(0, 40)}`, ["Id"]);
    updateRecord(writer, { entry, id }, others);
    return { row: getLiveRecord(opened, entry, id), created: false };
  }
  const found = findByField(opened, { entry, field, value });
  const [only] = found;
  if (found.length > 1) {
    throw new MultipleChoices(
      found.map((row) => `/services/data/${versionName(request.version)}/sobjects/${row.type}/${row.id}`),
    );
  }
  if (!only) return { row: createRecord(writer, entry, { ...others, [field.name]: value }), created: true };
  updateRecord(writer, { entry, id: only.id }, others);
  return { row: only, created: false };
}
