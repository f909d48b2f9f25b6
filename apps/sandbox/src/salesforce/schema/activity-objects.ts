import { defineObject, field, flag, longText, picklist, reference, text } from "./field-schema.ts";

const whatTargets = ["Account", "Opportunity", "Case"];
const whoTargets = ["Contact", "Lead"];

export const taskSchema = defineObject("Task", {
  keyPrefix: "00T",
  owned: true,
  fields: [
    reference("WhoId", whoTargets, { childRelationshipName: "Tasks" }),
    reference("WhatId", whatTargets, { childRelationshipName: "Tasks" }),
    field("Subject", "combobox", {
      length: 255,
      picklist: ["Call", "Email", "Send Letter", "Other"],
      nameField: true,
    }),
    field("ActivityDate", "date"),
    picklist("Status", ["Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"], {
      nillable: false,
      defaultValue: "Not Started",
    }),
    picklist("Priority", ["High", "Normal", "Low"], { nillable: false, defaultValue: "Normal" }),
    longText("Description", 32_000),
    picklist("Type", ["Call", "Email", "Meeting", "Other"]),
    picklist("TaskSubtype", ["Task", "Email", "ListEmail", "Call", "Cadence"], {
      updateable: false,
      restrictedPicklist: true,
      defaultValue: "Task",
    }),
    reference("AccountId", ["Account"], { readOnly: true }),
    flag("IsClosed", { readOnly: true }),
    flag("IsArchived", { readOnly: true }),
    field("CompletedDateTime", "datetime", { readOnly: true }),
    field("ReminderDateTime", "datetime"),
    flag("IsReminderSet"),
  ],
});

export const eventSchema = defineObject("Event", {
  keyPrefix: "00U",
  owned: true,
  fields: [
    reference("WhoId", whoTargets, { childRelationshipName: "Events" }),
    reference("WhatId", whatTargets, { childRelationshipName: "Events" }),
    field("Subject", "combobox", {
      length: 255,
      picklist: ["Call", "Email", "Meeting", "Other"],
      nameField: true,
    }),
    text("Location", 255),
    flag("IsAllDayEvent"),
    field("ActivityDateTime", "datetime"),
    field("ActivityDate", "date"),
    field("DurationInMinutes", "int"),
    field("StartDateTime", "datetime"),
    field("EndDateTime", "datetime"),
    longText("Description", 32_000),
    reference("AccountId", ["Account"], { readOnly: true }),
    flag("IsPrivate"),
    picklist("ShowAs", ["Busy", "OutOfOffice", "Free"], { defaultValue: "Busy" }),
    flag("IsChild", { readOnly: true }),
    flag("IsArchived", { readOnly: true }),
  ],
});

/** The product's own key: every org may have it or not (`m365KeyField`). */
export const m365KeyField = text("M365_Key__c", 64, {
  label: "M365 Key",
  externalId: true,
  unique: true,
});

const junction = (name: string) =>
  field(name, "junctionidlist", { referenceTo: ["Contact", "Lead", "User"] });
const addressList = (name: string) => field(name, "string", { length: 4_000, filterable: false });

export const emailMessageSchema = defineObject("EmailMessage", {
  labelPlural: "Email Messages",
  keyPrefix: "02s",
  fields: [
    reference("ParentId", ["Case"], { childRelationshipName: "EmailMessages", cascadeDelete: true }),
    reference("ActivityId", ["Task"], { childRelationshipName: "EmailMessages" }),
    longText("TextBody", 131_072),
    longText("HtmlBody", 131_072),
    longText("Headers", 131_072),
    text("Subject", 3_000, { nameField: true }),
    text("FromName", 1_000),
    field("FromAddress", "email", { length: 1_000 }),
    addressList("ToAddress"),
    addressList("CcAddress"),
    addressList("BccAddress"),
    junction("ToIds"),
    junction("CcIds"),
    junction("BccIds"),
    flag("Incoming"),
    flag("HasAttachment", { readOnly: true }),
    picklist("Status", ["0", "1", "2", "3", "4", "5"], {
      nillable: false,
      restrictedPicklist: true,
      defaultValue: "0",
    }),
    field("MessageDate", "datetime"),
    reference("ReplyToEmailMessageId", ["EmailMessage"]),
    flag("IsExternallyVisible"),
    text("MessageIdentifier", 255),
    text("ThreadIdentifier", 255),
    flag("IsClientManaged"),
    reference("RelatedToId", whatTargets, { childRelationshipName: "Emails" }),
    flag("IsTracked"),
    flag("IsBounced", { readOnly: true }),
  ],
});

export const emailMessageRelationSchema = defineObject("EmailMessageRelation", {
  keyPrefix: "0Xe",
  access: "insert_only",
  fields: [
    reference("EmailMessageId", ["EmailMessage"], {
      required: true,
      updateable: false,
      childRelationshipName: "EmailMessageRelations",
      cascadeDelete: true,
    }),
    reference("RelationId", ["Contact", "Lead", "User"], {
      updateable: false,
      childRelationshipName: "EmailMessageRelations",
      cascadeDelete: true,
    }),
    picklist("RelationType", ["ToAddress", "CcAddress", "BccAddress", "FromAddress", "OtherAddress"], {
      required: true,
      restrictedPicklist: true,
      updateable: false,
    }),
    text("RelationAddress", 321, { updateable: false }),
    picklist("RelationObjectType", ["Contact", "Lead", "User"], { readOnly: true }),
  ],
});
