/** What a stored field can hold; junction lists hold ids. */
export type FieldValue = string | number | boolean | null | readonly string[];

export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "email"
  | "phone"
  | "url"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "percent"
  | "date"
  | "datetime"
  | "picklist"
  | "combobox"
  | "reference"
  | "base64"
  | "junctionidlist";

/** One column of an object; what describe shows is built from it. */
export interface FieldSchema {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters for text, 0 where length means nothing. */
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultValue?: FieldValue | undefined;
  readonly picklist?: readonly string[] | undefined;
  readonly restrictedPicklist: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** Name of the list on the parent, as in Account.Contacts. */
  readonly childRelationshipName?: string | undefined;
  /** Deleting the parent deletes this record too; otherwise the reference is emptied. */
  readonly cascadeDelete: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly custom: boolean;
  readonly nameField: boolean;
  readonly filterable: boolean;
}

type FieldOptions = Partial<Omit<FieldSchema, "name" | "type" | "length">> & {
  readonly required?: boolean;
  readonly readOnly?: boolean;
};

export function field(
  name: string,
  type: FieldType,
  options: FieldOptions & { length?: number } = {},
): FieldSchema {
  const { required = false, readOnly = false, ...rest } = options;
  return {
    name,
    label: labelOf(name),
    type,
    length: 0,
    nillable: !required && type !== "boolean",
    createable: !readOnly,
    updateable: !readOnly,
    restrictedPicklist: false,
    referenceTo: [],
    relationshipName: null,
    cascadeDelete: false,
    externalId: false,
    unique: false,
    custom: name.endsWith("__c"),
    nameField: false,
    filterable: type !== "textarea" && type !== "base64" && type !== "junctionidlist",
    ...(type === "boolean" && { defaultValue: false }),
    ...rest,
  };
}

export function text(name: string, length: number, options: FieldOptions = {}): FieldSchema {
  return field(name, "string", { length, ...options });
}

export function longText(name: string, length: number, options: FieldOptions = {}): FieldSchema {
  return field(name, "textarea", { length, ...options });
}

export function picklist(name: string, values: readonly string[], options: FieldOptions = {}): FieldSchema {
  return field(name, "picklist", { length: 255, picklist: values, ...options });
}

export function flag(name: string, options: FieldOptions = {}): FieldSchema {
  return field(name, "boolean", options);
}

/** `AccountId` to Account: the relationship is the name without its `Id`. */
export function reference(
  name: string,
  referenceTo: readonly string[],
  options: FieldOptions = {},
): FieldSchema {
  return field(name, "reference", {
    length: 18,
    referenceTo,
    relationshipName: name.endsWith("Id") ? name.slice(0, -2) : null,
    ...options,
  });
}

function labelOf(name: string): string {
  return name
    .replace(/__c$/, "")
    .replaceAll("_", " ")
    .replace(/(?<=.)Id$/, " ID")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .trim();
}

export interface ObjectSchema {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly fields: readonly FieldSchema[];
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  /** Read-only rows that the org itself writes. */
  readonly searchable: boolean;
}

interface ObjectOptions {
  readonly label?: string;
  readonly labelPlural?: string;
  readonly keyPrefix: string;
  readonly fields: readonly FieldSchema[];
  readonly access?: "full" | "insert_only" | "read_only";
  readonly owned?: boolean;
  readonly searchable?: boolean;
}

const id = field("Id", "id", { length: 18, required: true, readOnly: true });

const auditFields: readonly FieldSchema[] = [
  flag("IsDeleted", { readOnly: true }),
  field("CreatedDate", "datetime", { required: true, readOnly: true }),
  reference("CreatedById", ["User"], { required: true, readOnly: true }),
  field("LastModifiedDate", "datetime", { required: true, readOnly: true }),
  reference("LastModifiedById", ["User"], { required: true, readOnly: true }),
  field("SystemModstamp", "datetime", { required: true, readOnly: true }),
];

export function defineObject(name: string, options: ObjectOptions): ObjectSchema {
  const access = options.access ?? "full";
  const owner = options.owned ? [reference("OwnerId", ["User"], { nillable: false })] : [];
  return {
    name,
    label: options.label ?? labelOf(name),
    labelPlural: options.labelPlural ?? `${labelOf(name)}s`,
    keyPrefix: options.keyPrefix,
    fields: [id, ...options.fields, ...owner, ...auditFields],
    createable: access !== "read_only",
    updateable: access === "full",
    deletable: access !== "read_only",
    searchable: options.searchable ?? false,
  };
}
