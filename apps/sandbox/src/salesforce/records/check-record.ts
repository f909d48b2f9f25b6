import type { OpenOrg } from "../org.ts";
import { refuse, type ApiProblem, SalesforceError } from "../salesforce-error.ts";
import type { FieldSchema, FieldValue } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { checkFieldValue, malformedId } from "./check-field-value.ts";
import type { RecordValues } from "./derive-fields.ts";

export interface CheckOptions {
  readonly mode: "create" | "update";
  /** Seeds and scenarios may write what the API keeps read-only. */
  readonly asSystem: boolean;
}

/** Names, access and types of the given fields; relationships and required fields are checked on the merged row. */
export function checkGivenFields(
  entry: ObjectEntry,
  given: Readonly<Record<string, unknown>>,
  options: CheckOptions,
): RecordValues {
  const values: RecordValues = {};
  const notWritable: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (name.toLowerCase() === "attributes") continue;
    const field = entry.findField(name);
    if (!field) {
      throw refuse(
        "INVALID_FIELD",
        `No such column '${name.slice(0, 80)}' on sobject of type ${entry.schema.name}`,
      );
    }
    const writable = options.mode === "create" ? field.createable : field.updateable;
    if (!writable && !options.asSystem) notWritable.push(field.name);
    else values[field.name] = checkFieldValue(field, value);
  }
  if (notWritable.length > 0) {
    throw refuse(
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      `Unable to create/update fields: ${notWritable.join(", ")}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      notWritable,
    );
  }
  return values;
}

export function checkRequiredFields(entry: ObjectEntry, values: RecordValues): void {
  const missing = entry.schema.fields.filter(
    (field) =>
      field.createable &&
      !field.nillable &&
      (values[field.name] === null || values[field.name] === undefined),
  );
  if (missing.length === 0) return;
  const names = missing.map((field) => field.name);
  throw refuse("REQUIRED_FIELD_MISSING", `Required fields are missing: [${names.join(", ")}]`, names);
}

export function checkReferences(opened: OpenOrg, entry: ObjectEntry, changed: RecordValues): void {
  for (const [name, value] of Object.entries(changed)) {
    const field = entry.findField(name);
    if (!field) continue;
    if (field.type === "reference" && typeof value === "string") checkReference(opened, field, value);
    if (field.type === "junctionidlist" && Array.isArray(value)) {
      for (const id of value) checkReference(opened, field, String(id));
    }
  }
}

function checkReference(opened: OpenOrg, field: FieldSchema, id: string): void {
  const target = opened.catalogue.findByKeyPrefix(id);
  if (!target || !field.referenceTo.includes(target.schema.name)) throw malformedId(field, id);
  const row = opened.findById(id);
  if (!row) throw refuse("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
  if (row.values["IsDeleted"] === true) throw refuse("ENTITY_IS_DELETED", "entity is deleted", []);
}

/** Unique fields refuse a second row and name the first; text is compared without regard to case. */
export function checkUniqueness(
  opened: OpenOrg,
  entry: ObjectEntry,
  { values, ownId }: { values: RecordValues; ownId: string | undefined },
): void {
  const problems: ApiProblem[] = [];
  for (const field of entry.schema.fields.filter((candidate) => candidate.unique)) {
    const value = values[field.name];
    if (value === null || value === undefined) continue;
    const other = findByField(opened, { entry, field, value }).find((row) => row.id !== ownId);
    if (!other) continue;
    problems.push({
      errorCode: "DUPLICATE_VALUE",
      message: `duplicate value found: ${field.name} duplicates value on record with id: ${other.id}`,
      fields: [],
    });
  }
  if (problems.length > 0) throw new SalesforceError(400, problems);
}

export function findByField(
  opened: OpenOrg,
  { entry, field, value }: { entry: ObjectEntry; field: FieldSchema; value: FieldValue },
) {
  const wanted = typeof value === "string" ? value.toLowerCase() : value;
  return opened.rows(entry.schema.name).filter((row) => {
    const kept = row.values[field.name];
    return (
      (typeof kept === "string" ? kept.toLowerCase() : kept) === wanted && row.values["IsDeleted"] !== true
    );
  });
}
