import { defineObject, field, flag, longText, picklist, reference, text } from "./field-schema.ts";

/** Object Reference for the Salesforce Platform: the standard fields that mail and meeting logging touches. */
const address = (prefix: string) => [
  field(`${prefix}Street`, "textarea", { length: 255 }),
  text(`${prefix}City`, 40),
  text(`${prefix}State`, 80),
  text(`${prefix}PostalCode`, 20),
  text(`${prefix}Country`, 80),
];

const lastActivity = field("LastActivityDate", "date", { readOnly: true });

export const accountSchema = defineObject("Account", {
  keyPrefix: "001",
  owned: true,
  searchable: true,
  fields: [
    text("Name", 255, { required: true, nameField: true }),
    picklist("Type", ["Prospect", "Customer", "Partner", "Other"]),
    reference("ParentId", ["Account"], { childRelationshipName: "ChildAccounts" }),
    ...address("Billing"),
    field("Phone", "phone", { length: 40 }),
    field("Website", "url", { length: 255 }),
    picklist("Industry", ["Technology", "Manufacturing", "Retail", "Media", "Other"]),
    field("AnnualRevenue", "currency"),
    field("NumberOfEmployees", "int"),
    longText("Description", 32_000),
    lastActivity,
  ],
});

export const contactSchema = defineObject("Contact", {
  keyPrefix: "003",
  owned: true,
  searchable: true,
  fields: [
    reference("AccountId", ["Account"], { childRelationshipName: "Contacts", cascadeDelete: true }),
    text("LastName", 80, { required: true }),
    text("FirstName", 40),
    picklist("Salutation", ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof."]),
    text("Name", 121, { readOnly: true, nameField: true, nillable: false }),
    ...address("Mailing"),
    field("Phone", "phone", { length: 40 }),
    field("MobilePhone", "phone", { length: 40 }),
    field("Email", "email", { length: 80 }),
    text("Title", 128),
    text("Department", 80),
    reference("ReportsToId", ["Contact"]),
    picklist("LeadSource", ["Web", "Phone Inquiry", "Partner Referral", "Other"]),
    longText("Description", 32_000),
    flag("HasOptedOutOfEmail"),
    lastActivity,
  ],
});

export const leadSchema = defineObject("Lead", {
  keyPrefix: "00Q",
  owned: true,
  searchable: true,
  fields: [
    text("LastName", 80, { required: true }),
    text("FirstName", 40),
    picklist("Salutation", ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof."]),
    text("Name", 121, { readOnly: true, nameField: true, nillable: false }),
    text("Title", 128),
    text("Company", 255, { required: true }),
    ...address(""),
    field("Phone", "phone", { length: 40 }),
    field("MobilePhone", "phone", { length: 40 }),
    field("Email", "email", { length: 80 }),
    field("Website", "url", { length: 255 }),
    longText("Description", 32_000),
    picklist("LeadSource", ["Web", "Phone Inquiry", "Partner Referral", "Other"]),
    picklist(
      "Status",
      ["Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted"],
      { nillable: false, defaultValue: "Open - Not Contacted" },
    ),
    flag("IsConverted", { readOnly: true }),
    field("ConvertedDate", "date", { readOnly: true }),
    reference("ConvertedAccountId", ["Account"], { readOnly: true }),
    reference("ConvertedContactId", ["Contact"], { readOnly: true }),
    reference("ConvertedOpportunityId", ["Opportunity"], { readOnly: true }),
    flag("HasOptedOutOfEmail"),
    lastActivity,
  ],
});

export const opportunityStages: Readonly<
  Record<string, { probability: number; closed: boolean; won: boolean }>
> = {
  Prospecting: { probability: 10, closed: false, won: false },
  Qualification: { probability: 10, closed: false, won: false },
  "Needs Analysis": { probability: 20, closed: false, won: false },
  "Value Proposition": { probability: 50, closed: false, won: false },
  "Proposal/Price Quote": { probability: 75, closed: false, won: false },
  "Negotiation/Review": { probability: 90, closed: false, won: false },
  "Closed Won": { probability: 100, closed: true, won: true },
  "Closed Lost": { probability: 0, closed: true, won: false },
};

export const opportunitySchema = defineObject("Opportunity", {
  labelPlural: "Opportunities",
  keyPrefix: "006",
  owned: true,
  searchable: true,
  fields: [
    reference("AccountId", ["Account"], { childRelationshipName: "Opportunities", cascadeDelete: true }),
    text("Name", 120, { required: true, nameField: true }),
    longText("Description", 32_000),
    picklist("StageName", Object.keys(opportunityStages), { required: true }),
    field("Amount", "currency"),
    field("Probability", "percent"),
    field("CloseDate", "date", { required: true }),
    picklist("Type", ["Existing Customer - Upgrade", "New Customer"]),
    text("NextStep", 255),
    flag("IsClosed", { readOnly: true }),
    flag("IsWon", { readOnly: true }),
    lastActivity,
  ],
});

export const opportunityContactRoleSchema = defineObject("OpportunityContactRole", {
  keyPrefix: "00K",
  fields: [
    reference("OpportunityId", ["Opportunity"], {
      required: true,
      updateable: false,
      childRelationshipName: "OpportunityContactRoles",
      cascadeDelete: true,
    }),
    reference("ContactId", ["Contact"], {
      required: true,
      childRelationshipName: "OpportunityContactRoles",
      cascadeDelete: true,
    }),
    picklist("Role", [
      "Business User",
      "Decision Maker",
      "Economic Buyer",
      "Evaluator",
      "Influencer",
      "Other",
    ]),
    flag("IsPrimary"),
  ],
});

export const caseSchema = defineObject("Case", {
  keyPrefix: "500",
  owned: true,
  searchable: true,
  fields: [
    text("CaseNumber", 30, { readOnly: true, nameField: true, nillable: false }),
    reference("ContactId", ["Contact"], { childRelationshipName: "Cases" }),
    reference("AccountId", ["Account"], { childRelationshipName: "Cases" }),
    text("SuppliedName", 80),
    field("SuppliedEmail", "email", { length: 80 }),
    picklist("Type", ["Problem", "Question", "Feature Request"]),
    picklist("Status", ["New", "Working", "Escalated", "Closed"], { nillable: false, defaultValue: "New" }),
    picklist("Origin", ["Phone", "Email", "Web"]),
    picklist("Priority", ["High", "Medium", "Low"], { defaultValue: "Medium" }),
    text("Subject", 255),
    longText("Description", 32_000),
    flag("IsClosed", { readOnly: true }),
    field("ClosedDate", "datetime", { readOnly: true }),
  ],
});
