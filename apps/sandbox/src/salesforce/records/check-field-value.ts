import { parseRecordId } from "../record-id.ts";
import { refuse, type SalesforceError } from "../salesforce-error.ts";
import type { FieldSchema, FieldValue } from "../schema/field-schema.ts";
import { formatTimestamp, parseDate, parseTimestamp } from "../timestamps.ts";

/** Turns a JSON value into what the field keeps, or throws the API's refusal for that field. */
export function checkFieldValue(field: FieldSchema, value: unknown): FieldValue {
  if (value === null || value === undefined || value === "") return checkEmpty(field);
  switch (field.type) {
    case "boolean":
      return checkBoolean(field, value);
    case "int":
    case "double":
    case "currency":
    case "percent":
      return checkNumber(field, value);
    case "date":
      return checkDate(field, value);
    case "datetime":
      return checkDateTime(field, value);
    case "id":
    case "reference":
      return checkId(field, value);
    case "junctionidlist":
      return checkIdList(field, value);
    case "email":
      return checkEmail(field, checkText(field, value));
    case "picklist":
      return checkPicklist(field, checkText(field, value));
    case "string":
    case "textarea":
    case "phone":
    case "url":
    case "combobox":
    case "base64":
      return checkText(field, value);
  }
}

/** An empty text is kept as null, as in Salesforce. */
function checkEmpty(field: FieldSchema): FieldValue {
  if (field.type === "boolean") {
    throw refuse("INVALID_TYPE_ON_FIELD_IN_RECORD", `${field.label}: value not of required type: `, [
      field.name,
    ]);
  }
  return field.type === "junctionidlist" ? [] : null;
}

function wrongJsonType(wanted: string, value: unknown): SalesforceError {
  const token = Array.isArray(value)
    ? "START_ARRAY"
    : typeof value === "object"
      ? "START_OBJECT"
      : typeof value === "string"
        ? "VALUE_STRING"
        : typeof value === "boolean"
          ? "VALUE_TRUE"
          : "VALUE_NUMBER_INT";
  return refuse(
    "JSON_PARSER_ERROR",
    `Cannot deserialize instance of ${wanted} from ${token} value or request may be missing a required field at [line:1, column:1]`,
  );
}

function checkBoolean(field: FieldSchema, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw wrongJsonType(field.type, value);
}

function checkNumber(field: FieldSchema, value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw wrongJsonType(field.type, value);
  if (field.type === "int" && !Number.isInteger(number)) throw wrongJsonType("int", value);
  if (Math.abs(number) >= 1e18) {
    throw refuse(
      "NUMBER_OUTSIDE_VALID_RANGE",
      `${field.label}: value outside of valid range on numeric field`,
      [field.name],
    );
  }
  return number;
}

function checkDate(field: FieldSchema, value: unknown): string {
  const date = parseDate(value) ?? (parseTimestamp(value) && String(value).slice(0, 10));
  if (!date) throw wrongJsonType(field.type, value);
  return date;
}

function checkDateTime(field: FieldSchema, value: unknown): string {
  const day = parseDate(value);
  const time = parseTimestamp(day ? `${day}T00:00:00Z` : value);
  if (!time) throw wrongJsonType(field.type, value);
  return formatTimestamp(time);
}

function checkId(field: FieldSchema, value: unknown): string {
  if (typeof value !== "string") throw wrongJsonType("reference", value);
  const id = parseRecordId(value);
  if (!id) throw malformedId(field, value);
  return id;
}

export function malformedId(field: FieldSchema, value: string): SalesforceError {
  return refuse("MALFORMED_ID", `${field.label}: id value of incorrect type: ${value.slice(0, 40)}`, [
    field.name,
  ]);
}

function checkIdList(field: FieldSchema, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw wrongJsonType("JunctionIdListNames", value);
  const items: readonly unknown[] = value;
  return [...new Set(items.map((item) => checkId(field, item)))];
}

function checkText(field: FieldSchema, value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    throw wrongJsonType(field.type, value);
  }
  const text = String(value);
  if (field.length > 0 && text.length > field.length) {
    throw refuse(
      "STRING_TOO_LONG",
      `${field.label}: data value too large: ${text.slice(0, 60)}... (max length=${field.length})`,
      [field.name],
    );
  }
  return text;
}

function checkEmail(field: FieldSchema, text: string): string {
  if (!/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]{2,}$/u.test(text)) {
    throw refuse("INVALID_EMAIL_ADDRESS", `${field.label}: invalid email address: ${text.slice(0, 80)}`, [
      field.name,
    ]);
  }
  return text;
}

function checkPicklist(field: FieldSchema, text: string): string {
  const values = field.picklist ?? [];
  const known = values.find((value) => value.toLowerCase() === text.toLowerCase());
  if (known === undefined && field.restrictedPicklist) {
    throw refuse(
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      `${field.label}: bad value for restricted picklist field: ${text.slice(0, 80)}`,
      [field.name],
    );
  }
  return known ?? text;
}
