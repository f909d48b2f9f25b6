import { type StoredRecord, textOf } from "../org.ts";
import { refuse } from "../salesforce-error.ts";
import type { FieldValue } from "../schema/field-schema.ts";
import type { RecordValues } from "./derive-fields.ts";
import type { Automation, Writer } from "./writer.ts";

const draft = "5";
const lists = [
  { junction: "ToIds", address: "ToAddress" },
  { junction: "CcIds", address: "CcAddress" },
  { junction: "BccIds", address: "BccAddress" },
] as const;

/** Rules that look at more than one field, before anything is written. */
export function beforeInsert(writer: Writer, objectName: string, values: RecordValues): RecordValues {
  if (objectName === "EmailMessage") return checkEmailMessage(writer, values);
  if (objectName === "Task" || objectName === "Event") checkActivity(objectName, values);
  if (objectName === "EmailMessageRelation") return describeRelation(writer, values);
  if (objectName === "ContentVersion") return checkContentVersion(values);
  return values;
}

/** Object Reference, EmailMessage: for mail that is no case mail the task is Salesforce's to make. */
function checkEmailMessage(writer: Writer, values: RecordValues): RecordValues {
  if (values["ActivityId"] && !values["ParentId"]) {
    throw refuse("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", [
      "ActivityId",
    ]);
  }
  const filled: RecordValues = { ...values, MessageDate: values["MessageDate"] ?? writer.opened.timestamp() };
  for (const { junction, address } of lists) {
    const people = idsIn(values[junction]);
    const known = String(values[address] ?? "");
    const added = people
      .map((id) => addressOf(writer, id))
      .filter((mail) => mail !== "" && !known.toLowerCase().includes(mail.toLowerCase()));
    const joined = [known, ...added].filter(Boolean).join("; ");
    filled[address] = joined === "" ? null : joined.slice(0, 4_000);
  }
  return filled;
}

function checkActivity(objectName: string, values: RecordValues): void {
  if (String(values["WhoId"] ?? "").startsWith("00Q") && values["WhatId"]) {
    throw refuse("FIELD_INTEGRITY_EXCEPTION", "Related To ID: cannot be given together with a lead", [
      "WhatId",
    ]);
  }
  if (objectName !== "Event" || values["IsAllDayEvent"] === true) return;
  const start = values["StartDateTime"] ?? values["ActivityDateTime"];
  if (!start || (values["EndDateTime"] === null && values["DurationInMinutes"] === null)) {
    const names = ["DurationInMinutes", "ActivityDateTime"];
    throw refuse("REQUIRED_FIELD_MISSING", `Required fields are missing: [${names.join(", ")}]`, names);
  }
  const end = values["EndDateTime"];
  if (typeof end === "string" && Date.parse(end) < Date.parse(String(start))) {
    throw refuse("FIELD_INTEGRITY_EXCEPTION", "End Date Time: an event cannot end before it starts", [
      "EndDateTime",
    ]);
  }
}

function describeRelation(writer: Writer, values: RecordValues): RecordValues {
  const relationId = values["RelationId"];
  if (typeof relationId !== "string") return values;
  return {
    ...values,
    RelationObjectType: writer.opened.catalogue.findByKeyPrefix(relationId)?.schema.name ?? null,
    RelationAddress: values["RelationAddress"] ?? (addressOf(writer, relationId) || null),
  };
}

function checkContentVersion(values: RecordValues): RecordValues {
  const path = String(values["PathOnClient"] ?? "");
  if (path === "" || typeof values["VersionData"] !== "string") {
    const names = ["PathOnClient", "VersionData"].filter((name) => !values[name]);
    throw refuse("REQUIRED_FIELD_MISSING", `Required fields are missing: [${names.join(", ")}]`, names);
  }
  return {
    ...values,
    ContentSize: Buffer.from(values["VersionData"], "base64").length,
    FileExtension: /\.([^./\\]{1,40})$/.exec(path)?.[1] ?? null,
    IsLatest: true,
  };
}

/** What Salesforce writes by itself once the row stands. */
export function afterInsert(automation: Automation, row: StoredRecord): void {
  if (row.type === "EmailMessage") {
    makeRelations(automation, row);
    if (row.values["ParentId"] === null && row.values["Status"] !== draft) makeTask(automation, row);
  }
  if (row.type === "EmailMessageRelation") completeTask(automation, row);
  if (row.type === "ContentVersion") publishFile(automation, row);
  if (row.type === "ContentDocumentLink") markAttachment(automation, row);
}

function makeRelations(automation: Automation, mail: StoredRecord): void {
  for (const { junction, address } of lists) {
    for (const relationId of idsIn(mail.values[junction])) {
      automation.insert("EmailMessageRelation", {
        EmailMessageId: mail.id,
        RelationId: relationId,
        RelationType: address,
      });
    }
  }
}

function makeTask(automation: Automation, mail: StoredRecord): void {
  const { opened } = automation;
  const relatedToId = mail.values["RelatedToId"] ?? null;
  const people = lists
    .flatMap(({ junction }) => idsIn(mail.values[junction]))
    .filter((id) => !id.startsWith("005"));
  const whoId = people.find((id) => relatedToId === null || !id.startsWith("00Q")) ?? null;
  const task = automation.insert("Task", {
    Subject: cutText(textOf(mail, "Subject"), 255),
    Description: cutText(textOf(mail, "TextBody"), 32_000),
    ActivityDate: textOf(mail, "MessageDate").slice(0, 10),
    Status: "Completed",
    TaskSubtype: "Email",
    Type: "Email",
    WhatId: relatedToId,
    WhoId: whoId,
  });
  if (task) opened.rows("EmailMessage").put({ ...mail, values: { ...mail.values, ActivityId: task.id } });
}

/** The sender comes as a relation of its own, after the mail: it names the task when nobody else did. */
function completeTask(automation: Automation, relation: StoredRecord): void {
  const { opened } = automation;
  const relationId = relation.values["RelationId"];
  const mail = opened.findById(textOf(relation, "EmailMessageId"));
  const task = mail && opened.findById(textOf(mail, "ActivityId"));
  if (!task || typeof relationId !== "string" || relationId.startsWith("005")) return;
  if (task.values["WhoId"] !== null || (task.values["WhatId"] !== null && relationId.startsWith("00Q")))
    return;
  const accountId = task.values["AccountId"] ?? opened.findById(relationId)?.values["AccountId"] ?? null;
  opened.rows("Task").put({ ...task, values: { ...task.values, WhoId: relationId, AccountId: accountId } });
}

function publishFile(automation: Automation, version: StoredRecord): void {
  const { opened } = automation;
  const document = automation.insert("ContentDocument", {
    Title: version.values["Title"],
    FileExtension: version.values["FileExtension"],
    ContentSize: version.values["ContentSize"],
  });
  if (!document) return;
  opened.rows("ContentDocument").put({
    ...document,
    values: { ...document.values, LatestPublishedVersionId: version.id },
  });
  opened.rows("ContentVersion").put({
    ...version,
    values: { ...version.values, ContentDocumentId: document.id },
  });
  const place = version.values["FirstPublishLocationId"];
  for (const linkedEntityId of new Set([automation.userId, ...(typeof place === "string" ? [place] : [])])) {
    automation.insert("ContentDocumentLink", {
      ContentDocumentId: document.id,
      LinkedEntityId: linkedEntityId,
      ShareType: linkedEntityId === automation.userId ? "I" : "V",
    });
  }
}

function markAttachment(automation: Automation, link: StoredRecord): void {
  const mail = automation.opened.findById(textOf(link, "LinkedEntityId"));
  if (mail?.type !== "EmailMessage") return;
  automation.opened.rows("EmailMessage").put({ ...mail, values: { ...mail.values, HasAttachment: true } });
}

/** Object Reference, EmailMessage: once it is no draft, only its visibility and custom fields change. */
export function beforeUpdate(row: StoredRecord, changed: RecordValues): void {
  if (row.type === "Task" || row.type === "Event") checkActivity("Task", { ...row.values, ...changed });
  if (row.type !== "EmailMessage" || row.values["Status"] === draft) return;
  const fixed = Object.keys(changed).filter(
    (name) => name !== "IsExternallyVisible" && !name.endsWith("__c"),
  );
  if (fixed.length > 0) {
    throw refuse("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", fixed);
  }
}

function idsIn(value: FieldValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function addressOf({ opened }: Pick<Writer, "opened">, personId: string): string {
  const person = opened.findById(personId);
  return person ? textOf(person, "Email") : "";
}

/** Cuts between characters, never inside a surrogate pair. */
function cutText(text: string, lengthMax: number): string {
  const cut = text.slice(0, lengthMax);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
