import {
  emailMessageRelationSchema,
  emailMessageSchema,
  eventSchema,
  m365KeyField,
  taskSchema,
} from "./activity-objects.ts";
import {
  accountSchema,
  caseSchema,
  contactSchema,
  leadSchema,
  opportunityContactRoleSchema,
  opportunitySchema,
} from "./crm-objects.ts";
import type { FieldSchema, ObjectSchema } from "./field-schema.ts";
import { contentDocumentLinkSchema, contentDocumentSchema, contentVersionSchema } from "./file-objects.ts";
import {
  connectedApplicationSchema,
  loginHistorySchema,
  oauthTokenSchema,
  organizationSchema,
  profileSchema,
  userSchema,
} from "./setup-objects.ts";

/** What differs between orgs: Enhanced Email may be off, and the product's key field may not be there yet. */
export interface OrgFeatures {
  readonly emailMessageEnabled: boolean;
  readonly m365KeyField: boolean;
}

export interface ChildRelationship {
  readonly childObject: ObjectSchema;
  readonly field: FieldSchema;
  readonly relationshipName: string | null;
}

export interface ObjectEntry {
  readonly schema: ObjectSchema;
  findField(name: string): FieldSchema | undefined;
  /** `Account` finds AccountId, the field that leads there. */
  findRelationship(name: string): FieldSchema | undefined;
  readonly nameField: FieldSchema | undefined;
  readonly children: readonly ChildRelationship[];
}

export interface ObjectCatalogue {
  find(objectName: string): ObjectEntry | undefined;
  findByKeyPrefix(id: string): ObjectEntry | undefined;
  all(): readonly ObjectEntry[];
}

const alwaysPresent: readonly ObjectSchema[] = [
  organizationSchema,
  userSchema,
  profileSchema,
  accountSchema,
  contactSchema,
  leadSchema,
  opportunitySchema,
  opportunityContactRoleSchema,
  caseSchema,
  connectedApplicationSchema,
  oauthTokenSchema,
  loginHistorySchema,
  contentDocumentSchema,
  contentVersionSchema,
  contentDocumentLinkSchema,
];

const catalogues = new Map<string, ObjectCatalogue>();

/** The objects of an org. Names are found whatever their case, as Salesforce does. */
export function catalogueOf(features: OrgFeatures): ObjectCatalogue {
  const key = `${features.emailMessageEnabled}/${features.m365KeyField}`;
  const known = catalogues.get(key);
  if (known) return known;
  const built = buildCatalogue(features);
  catalogues.set(key, built);
  return built;
}

function buildCatalogue(features: OrgFeatures): ObjectCatalogue {
  const keyed = (schema: ObjectSchema): ObjectSchema =>
    features.m365KeyField ? { ...schema, fields: [...schema.fields, m365KeyField] } : schema;
  const schemas = [
    ...alwaysPresent,
    keyed(taskSchema),
    keyed(eventSchema),
    ...(features.emailMessageEnabled ? [keyed(emailMessageSchema), emailMessageRelationSchema] : []),
  ];
  const entries = schemas.map((schema) => buildEntry(schema, schemas));
  const byName = new Map(entries.map((entry) => [entry.schema.name.toLowerCase(), entry]));
  const byPrefix = new Map(entries.map((entry) => [entry.schema.keyPrefix, entry]));
  return {
    find: (objectName) => byName.get(objectName.toLowerCase()),
    findByKeyPrefix: (id) => byPrefix.get(id.slice(0, 3)),
    all: () => entries,
  };
}

function buildEntry(schema: ObjectSchema, schemas: readonly ObjectSchema[]): ObjectEntry {
  const fields = new Map(schema.fields.map((field) => [field.name.toLowerCase(), field]));
  const relationships = new Map(
    schema.fields.flatMap((field) =>
      field.relationshipName ? [[field.relationshipName.toLowerCase(), field] as const] : [],
    ),
  );
  const children = schemas.flatMap((childObject) =>
    childObject.fields
      .filter((field) => field.type === "reference" && field.referenceTo.includes(schema.name))
      .map((field) => ({ childObject, field, relationshipName: field.childRelationshipName ?? null })),
  );
  return {
    schema,
    findField: (name) => fields.get(name.toLowerCase()),
    findRelationship: (name) => relationships.get(name.toLowerCase()),
    nameField: schema.fields.find((field) => field.nameField),
    children,
  };
}
