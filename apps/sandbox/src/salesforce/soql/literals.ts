import { parseRecordId } from "../record-id.ts";
import { refuse } from "../salesforce-error.ts";
import type { FieldSchema, FieldValue } from "../schema/field-schema.ts";
import { parseDate, parseTimestamp } from "../timestamps.ts";
import { spanOfDateLiteral, type TimeSpan } from "./date-literals.ts";
import { malformedQuery } from "./soql-error.ts";

/** How values of a field are compared. */
export type ComparisonClass = "text" | "id" | "number" | "boolean" | "date" | "datetime";

/** What stands right of an operator, brought to the form in which the field's values are compared. */
export type Operand =
  | { readonly kind: "null" }
  | { readonly kind: "value"; readonly value: string | number | boolean }
  | { readonly kind: "span"; readonly span: TimeSpan };

export interface RawLiteral {
  readonly text: string;
  readonly type: string;
}

export function comparisonClassOf(field: FieldSchema): ComparisonClass {
  switch (field.type) {
    case "id":
    case "reference":
      return "id";
    case "int":
    case "double":
    case "currency":
    case "percent":
      return "number";
    case "boolean":
    case "date":
    case "datetime":
      return field.type;
    case "string":
    case "textarea":
    case "email":
    case "phone":
    case "url":
    case "picklist":
    case "combobox":
    case "base64":
    case "junctionidlist":
      return "text";
  }
}

/** A stored value in the form in which it is compared: text without case, times as numbers. */
export function comparable(kind: ComparisonClass, value: FieldValue): string | number | boolean | null {
  if (value === null || value === "" || typeof value === "object") return null;
  if (kind === "text") return String(value).toLowerCase();
  if (kind === "date") return Date.parse(`${String(value)}T00:00:00Z`);
  if (kind === "datetime") return parseTimestamp(value)?.getTime() ?? null;
  return value;
}

export function readOperand(field: FieldSchema, literal: RawLiteral, now: Date): Operand {
  const kind = comparisonClassOf(field);
  const { text, type } = literal;
  if (type === "NULL") return { kind: "null" };
  if (type === "STRING" && kind === "text") return valueOf(unquote(text).toLowerCase());
  if (type === "STRING" && kind === "id") return readId(unquote(text));
  if ((type === "INTEGER" || type === "DECIMAL") && kind === "number") return valueOf(Number(text));
  if (type === "BOOLEAN" && kind === "boolean") return valueOf(text.toUpperCase() === "TRUE");
  if ((type === "DATE_LITERAL" || type === "DATE_N_LITERAL") && (kind === "date" || kind === "datetime")) {
    return { kind: "span", span: spanOfDateLiteral(text, now) };
  }
  if (type === "DATETIME" && kind === "datetime") {
    const time = parseTimestamp(text);
    if (!time) throw malformedQuery(`Invalid date: ${text}`);
    return valueOf(time.getTime());
  }
  if (type === "DATE" && kind === "date") {
    const day = parseDate(text);
    if (!day) throw malformedQuery(`Invalid date: ${text}`);
    return valueOf(Date.parse(`${day}T00:00:00Z`));
  }
  throw wrongType(field, kind);
}

function valueOf(value: string | number | boolean): Operand {
  if (typeof value === "string" && value === "") return { kind: "null" };
  return { kind: "value", value };
}

function readId(text: string): Operand {
  if (text === "") return { kind: "null" };
  const id = parseRecordId(text);
  if (!id) throw refuse("INVALID_QUERY_FILTER_OPERATOR", `invalid ID field: ${text.slice(0, 40)}`);
  return { kind: "value", value: id };
}

function wrongType(field: FieldSchema, kind: ComparisonClass): Error {
  const quoted = kind === "text" || kind === "id";
  const name =
    kind === "text" || kind === "id"
      ? "string"
      : kind === "datetime"
        ? "dateTime"
        : kind === "number"
          ? field.type
          : kind;
  return refuse(
    "INVALID_FIELD",
    `value of filter criterion for field '${field.name}' must be of type ${name} and should ${quoted ? "" : "not "}be enclosed in quotes`,
  );
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Takes the quotes and backslashes off a raw literal (SOQL reference, "Quoted String Escape Sequences"). */
export function unquote(raw: string): string {
  return raw
    .slice(1, -1)
    .replaceAll(/\\u([0-9a-fA-F]{4})|\\([\s\S])/g, (_whole, code: string | undefined, character: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[character.toLowerCase()] ?? character),
    );
}

/** LIKE: `%` is any run, `_` any one character, either escaped with a backslash; case does not matter. */
export function buildLikePattern(raw: string): RegExp {
  let pattern = "";
  const body = raw.slice(1, -1);
  for (let index = 0; index < body.length; index += 1) {
    let character = body.charAt(index);
    if (character === "%") pattern += "[\\s\\S]*";
    else if (character === "_") pattern += "[\\s\\S]";
    else {
      if (character === "\\") {
        index += 1;
        const escaped = body.charAt(index);
        character = escapes[escaped.toLowerCase()] ?? escaped;
      }
      pattern += character.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
    }
  }
  return new RegExp(`^${pattern}$`, "iu");
}
