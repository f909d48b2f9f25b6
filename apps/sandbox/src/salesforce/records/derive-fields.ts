import type { OpenOrg } from "../org.ts";
import { opportunityStages } from "../schema/crm-objects.ts";
import type { FieldValue } from "../schema/field-schema.ts";

export type RecordValues = Record<string, FieldValue>;

/** Fields that Salesforce computes from the others when a row is saved. */
export function deriveFields(opened: OpenOrg, objectName: string, values: RecordValues): RecordValues {
  switch (objectName) {
    case "Contact":
    case "Lead":
    case "User":
      return { ...values, Name: [values["FirstName"], values["LastName"]].filter(Boolean).join(" ") };
    case "Opportunity":
      return deriveOpportunity(values);
    case "Case":
      return deriveCase(opened, values);
    case "Task":
      return deriveTask(opened, values);
    case "Event":
      return deriveEvent(opened, values);
    default:
      return values;
  }
}

function deriveOpportunity(values: RecordValues): RecordValues {
  const stageName = String(values["StageName"]);
  const stage = Object.hasOwn(opportunityStages, stageName) ? opportunityStages[stageName] : undefined;
  if (!stage) return values;
  return {
    ...values,
    IsClosed: stage.closed,
    IsWon: stage.won,
    Probability: values["Probability"] ?? stage.probability,
  };
}

function deriveCase(opened: OpenOrg, values: RecordValues): RecordValues {
  const closed = values["Status"] === "Closed";
  return {
    ...values,
    CaseNumber:
      values["CaseNumber"] ??
      String(1000 + opened.store.nextNumber(`salesforce-case-${opened.org.id}`)).padStart(8, "0"),
    IsClosed: closed,
    ClosedDate: closed ? (values["ClosedDate"] ?? opened.timestamp()) : null,
  };
}

function deriveTask(opened: OpenOrg, values: RecordValues): RecordValues {
  const closed = values["Status"] === "Completed";
  return {
    ...values,
    AccountId: accountOfActivity(opened, values),
    IsClosed: closed,
    CompletedDateTime: closed ? (values["CompletedDateTime"] ?? opened.timestamp()) : null,
  };
}

function deriveEvent(opened: OpenOrg, values: RecordValues): RecordValues {
  const start = values["StartDateTime"] ?? values["ActivityDateTime"] ?? null;
  const minutes = values["DurationInMinutes"];
  const startMs = typeof start === "string" ? Date.parse(start) : Number.NaN;
  const endMs =
    typeof minutes === "number"
      ? startMs + minutes * 60_000
      : Date.parse(String(values["EndDateTime"] ?? ""));
  if (Number.isNaN(startMs) || Number.isNaN(endMs)) {
    return { ...values, AccountId: accountOfActivity(opened, values) };
  }
  return {
    ...values,
    AccountId: accountOfActivity(opened, values),
    StartDateTime: start,
    ActivityDateTime: start,
    ActivityDate: new Date(startMs).toISOString().slice(0, 10),
    EndDateTime: new Date(endMs).toISOString().replace("Z", "+0000"),
    DurationInMinutes: Math.round((endMs - startMs) / 60_000),
  };
}

/** An activity belongs to the account it is about, or else to the account of the one it is with. */
function accountOfActivity(opened: OpenOrg, values: RecordValues): FieldValue {
  for (const fieldName of ["WhatId", "WhoId"]) {
    const id = values[fieldName];
    if (typeof id !== "string") continue;
    if (id.startsWith("001")) return id;
    const account = opened.findById(id)?.values["AccountId"];
    if (typeof account === "string") return account;
  }
  return null;
}
