import { defineObject, field, flag, longText, picklist, reference, text } from "./field-schema.ts";

export const contentDocumentSchema = defineObject("ContentDocument", {
  keyPrefix: "069",
  access: "read_only",
  owned: true,
  fields: [
    text("Title", 255, { required: true, nameField: true }),
    text("FileExtension", 40),
    text("FileType", 20),
    field("ContentSize", "int"),
    reference("LatestPublishedVersionId", ["ContentVersion"]),
  ],
});

export const contentVersionSchema = defineObject("ContentVersion", {
  keyPrefix: "068",
  owned: true,
  fields: [
    reference("ContentDocumentId", ["ContentDocument"], {
      readOnly: true,
      childRelationshipName: "ContentVersions",
      cascadeDelete: true,
    }),
    text("Title", 255, { required: true, nameField: true }),
    longText("Description", 1_000),
    text("PathOnClient", 500, { updateable: false }),
    field("VersionData", "base64", { updateable: false }),
    field("ContentSize", "int", { readOnly: true }),
    text("FileExtension", 40, { readOnly: true }),
    flag("IsLatest", { readOnly: true }),
    reference(
      "FirstPublishLocationId",
      ["Account", "Contact", "Lead", "Opportunity", "Case", "EmailMessage", "Task", "Event"],
      {
        updateable: false,
      },
    ),
  ],
});

export const contentDocumentLinkSchema = defineObject("ContentDocumentLink", {
  keyPrefix: "06A",
  fields: [
    reference(
      "LinkedEntityId",
      ["Account", "Contact", "Lead", "Opportunity", "Case", "EmailMessage", "Task", "Event", "User"],
      {
        required: true,
        updateable: false,
        childRelationshipName: "ContentDocumentLinks",
        cascadeDelete: true,
      },
    ),
    reference("ContentDocumentId", ["ContentDocument"], {
      required: true,
      updateable: false,
      childRelationshipName: "ContentDocumentLinks",
      cascadeDelete: true,
    }),
    picklist("ShareType", ["V", "C", "I"], { restrictedPicklist: true, defaultValue: "V" }),
    picklist("Visibility", ["AllUsers", "InternalUsers", "SharedUsers"], {
      restrictedPicklist: true,
      defaultValue: "AllUsers",
    }),
  ],
});
