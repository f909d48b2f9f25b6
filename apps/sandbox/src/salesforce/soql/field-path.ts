import type { OpenOrg, StoredRecord } from "../org.ts";
import { field, type FieldSchema, type FieldValue } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { noSuchColumn, noSuchRelationship } from "./soql-error.ts";

/** A field as a query names it: the references that lead to it, and the field itself. */
export interface FieldPath {
  readonly steps: readonly FieldSchema[];
  readonly field: FieldSchema;
}

/** Of the Name object: the object that the reference leads to, and not a field of that object with this name. */
const nameObjectType = field("Type", "picklist");

/** A reference to several objects shows only what the Name object has (SOQL reference, polymorphic relationships). */
const nameObjectFields: readonly FieldSchema[] = [
  field("Id", "id"),
  field("Name", "string"),
  field("FirstName", "string"),
  field("LastName", "string"),
  field("Email", "email"),
  field("Phone", "phone"),
  field("Title", "string"),
  field("Username", "string"),
  nameObjectType,
  field("ProfileId", "reference", { referenceTo: ["Profile"], relationshipName: "Profile" }),
  field("IsActive", "boolean"),
];

/** Resolves `Account.Owner.Name`; `alias` is the name that FROM gave the object, which may lead the path. */
export function resolveFieldPath(
  opened: OpenOrg,
  entry: ObjectEntry,
  { path, alias }: { path: string; alias: string | undefined },
): FieldPath {
  const parts = path.split(".");
  const first = parts[0]?.toLowerCase();
  if (parts.length > 1 && (first === alias?.toLowerCase() || first === entry.schema.name.toLowerCase())) {
    if (!entry.findRelationship(parts[0] ?? "")) parts.shift();
  }
  const fieldName = parts.pop() ?? "";
  if (parts.length > 5) throw noSuchRelationship(parts.join("."), "field path");
  const steps: FieldSchema[] = [];
  let current: ObjectEntry | undefined = entry;
  for (const part of parts) {
    const step: FieldSchema | undefined = current
      ? current.findRelationship(part)
      : nameObjectFields.find(
          (candidate) => candidate.relationshipName?.toLowerCase() === part.toLowerCase(),
        );
    if (!step) throw noSuchRelationship(part, "field path");
    steps.push(step);
    current = step.referenceTo.length === 1 ? opened.catalogue.find(step.referenceTo[0] ?? "") : undefined;
  }
  const found = current
    ? current.findField(fieldName)
    : nameObjectFields.find((candidate) => candidate.name.toLowerCase() === fieldName.toLowerCase());
  if (!found) throw noSuchColumn(fieldName, current?.schema.name ?? "Name");
  return { steps, field: found };
}

/** The row that the steps lead to, or undefined where a reference on the way is empty. */
export function followSteps(
  opened: OpenOrg,
  row: StoredRecord,
  steps: readonly FieldSchema[],
): StoredRecord | undefined {
  let current: StoredRecord | undefined = row;
  for (const step of steps) {
    const id: FieldValue | undefined = current.values[step.name];
    current = typeof id === "string" ? opened.findById(id) : undefined;
    if (!current) return undefined;
  }
  return current;
}

export function readField(row: StoredRecord, wanted: FieldSchema): FieldValue {
  if (wanted === nameObjectType) return row.type;
  if (wanted.name === "Name" && !("Name" in row.values)) {
    return row.values["CaseNumber"] ?? row.values["Subject"] ?? row.values["Title"] ?? null;
  }
  return row.values[wanted.name] ?? null;
}

export function readPath(opened: OpenOrg, row: StoredRecord, path: FieldPath): FieldValue {
  const target = followSteps(opened, row, path.steps);
  return target ? readField(target, path.field) : null;
}
