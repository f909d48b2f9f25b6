import type { OpenOrg, StoredRecord } from "../org.ts";
import { notFound, refuse, SalesforceError } from "../salesforce-error.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { afterInsert, beforeInsert, beforeUpdate } from "./activity-rules.ts";
import { checkGivenFields, checkReferences, checkRequiredFields, checkUniqueness } from "./check-record.ts";
import { deriveFields, type RecordValues } from "./derive-fields.ts";
import type { Automation, Writer } from "./writer.ts";

type Given = Readonly<Record<string, unknown>>;

/** Everything is checked before the first write, so that a refused row leaves nothing behind. */
export function createRecord(writer: Writer, entry: ObjectEntry, given: Given): StoredRecord {
  const { opened, userId } = writer;
  const { schema } = entry;
  if (!schema.createable && !writer.asSystem) throw wrongOperation("inserted", schema.name);
  const changed = checkGivenFields(entry, given, { mode: "create", asSystem: writer.asSystem ?? false });
  const now = opened.timestamp();
  const audit: RecordValues = {
    CreatedDate: now,
    CreatedById: userId,
    LastModifiedDate: now,
    LastModifiedById: userId,
    SystemModstamp: now,
    IsDeleted: false,
  };
  const defaults: RecordValues = {};
  for (const field of schema.fields) {
    defaults[field.name] = field.defaultValue ?? (field.type === "junctionidlist" ? [] : null);
    if (field.name === "OwnerId") defaults["OwnerId"] = userId;
  }
  const merged = beforeInsert(writer, schema.name, { ...defaults, ...audit, ...changed });
  const values = deriveFields(opened, schema.name, merged);
  checkRequiredFields(entry, values);
  checkReferences(opened, entry, changed);
  checkUniqueness(opened, entry, { values, ownId: undefined });

  const id = typeof changed["Id"] === "string" ? changed["Id"] : opened.nextId(schema.keyPrefix);
  const row: StoredRecord = { id, type: schema.name, values: { ...values, Id: id } };
  opened.store.transaction(() => {
    opened.rows(schema.name).put(row);
    afterInsert(automate(writer), row);
  });
  return opened.rows(schema.name).get(id) ?? row;
}

export function updateRecord(
  writer: Writer,
  { entry, id }: { entry: ObjectEntry; id: string },
  given: Given,
): void {
  const { opened, userId } = writer;
  const { schema } = entry;
  const row = getLiveRecord(opened, entry, id);
  if (!schema.updateable && !writer.asSystem) throw wrongOperation("updated", schema.name);
  const changed = checkGivenFields(entry, given, { mode: "update", asSystem: writer.asSystem ?? false });
  beforeUpdate(row, changed);
  const now = opened.timestamp();
  const merged: RecordValues = {
    ...row.values,
    // The stage brings its own probability unless the caller gives one.
    ...("StageName" in changed && schema.name === "Opportunity" && { Probability: null }),
    ...changed,
    LastModifiedDate: now,
    LastModifiedById: userId,
    SystemModstamp: now,
  };
  const values = deriveFields(opened, schema.name, merged);
  checkRequiredFields(entry, values);
  checkReferences(opened, entry, changed);
  checkUniqueness(opened, entry, { values, ownId: row.id });
  opened.rows(schema.name).put({ ...row, values });
}

export function getLiveRecord(opened: OpenOrg, entry: ObjectEntry, id: string): StoredRecord {
  const row = opened.rows(entry.schema.name).get(id);
  if (!row) throw notFound("Provided external ID field does not exist or is not accessible: Id");
  if (row.values["IsDeleted"] === true) {
    throw new SalesforceError(404, {
      errorCode: "ENTITY_IS_DELETED",
      message: "entity is deleted",
      fields: [],
    });
  }
  return row;
}

export function deleteRecord(writer: Writer, { entry, id }: { entry: ObjectEntry; id: string }): void {
  const { opened } = writer;
  getLiveRecord(opened, entry, id);
  if (!entry.schema.deletable) throw wrongOperation("deleted", entry.schema.name);
  opened.store.transaction(() => moveToRecycleBin(opened, entry, id));
}

/** Deleted rows stay, marked, for queryAll; what belongs to them goes along, what merely points at them is unlinked. */
function moveToRecycleBin(opened: OpenOrg, entry: ObjectEntry, id: string): void {
  const rows = opened.rows(entry.schema.name);
  const row = rows.get(id);
  if (!row || row.values["IsDeleted"] === true) return;
  const now = opened.timestamp();
  rows.put({
    ...row,
    values: { ...row.values, IsDeleted: true, LastModifiedDate: now, SystemModstamp: now },
  });
  // A mail and the task that was made for it live and die together.
  const activityId = row.values["ActivityId"];
  const task = opened.catalogue.find("Task");
  if (task && entry.schema.name === "EmailMessage" && typeof activityId === "string") {
    moveToRecycleBin(opened, task, activityId);
  }
  for (const child of entry.children) {
    const childEntry = opened.catalogue.find(child.childObject.name);
    if (!childEntry) continue;
    const goesAlong = child.field.cascadeDelete || child.field.name === "ActivityId";
    const childRows = opened.rows(child.childObject.name);
    for (const related of childRows.filter((candidate) => candidate.values[child.field.name] === id)) {
      if (goesAlong) moveToRecycleBin(opened, childEntry, related.id);
      else if (child.field.nillable && related.values["IsDeleted"] !== true) {
        childRows.put({
          ...related,
          values: { ...related.values, [child.field.name]: null, SystemModstamp: now },
        });
      }
    }
  }
}

function automate({ opened, userId }: Writer): Automation {
  return {
    opened,
    userId,
    insert: (objectName, values) => {
      const entry = opened.catalogue.find(objectName);
      return entry && createRecord({ opened, userId, asSystem: true }, entry, values);
    },
  };
}

function wrongOperation(operation: string, objectName: string): SalesforceError {
  return refuse("INVALID_TYPE_FOR_OPERATION", `entity type cannot be ${operation}: ${objectName}`);
}
