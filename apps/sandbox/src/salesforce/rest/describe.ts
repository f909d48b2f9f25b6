import type { FieldSchema, ObjectSchema } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { versionName } from "./data-request.ts";

/** One line of the global describe. */
export function describeObjectShort(schema: ObjectSchema, version: number): Record<string, unknown> {
  const path = `/services/data/${versionName(version)}/sobjects/${schema.name}`;
  return {
    name: schema.name,
    label: schema.label,
    labelPlural: schema.labelPlural,
    keyPrefix: schema.keyPrefix,
    activateable: false,
    createable: schema.createable,
    custom: false,
    customSetting: false,
    deepCloneable: false,
    deletable: schema.deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    layoutable: true,
    mergeable: ["Account", "Contact", "Lead"].includes(schema.name),
    mruEnabled: true,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: schema.searchable,
    triggerable: schema.createable,
    undeletable: schema.deletable,
    updateable: schema.updateable,
    urls: { sobject: path, describe: `${path}/describe`, rowTemplate: `${path}/{ID}` },
  };
}

/** The whole describe of one object (REST API guide, "sObject Describe"). */
export function describeObject(entry: ObjectEntry, version: number): Record<string, unknown> {
  const { schema } = entry;
  return {
    ...describeObjectShort(schema, version),
    actionOverrides: [],
    childRelationships: entry.children.map((child) => ({
      cascadeDelete: child.field.cascadeDelete,
      childSObject: child.childObject.name,
      deprecatedAndHidden: false,
      field: child.field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.relationshipName,
      restrictedDelete: false,
    })),
    compactLayoutable: true,
    fields: schema.fields.map(describeField),
    hasSubtypes: false,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: "Master",
        master: true,
        name: "Master",
        recordTypeId: "012000000000000AAA",
        urls: {},
      },
    ],
    searchLayoutable: schema.searchable,
    supportedScopes: [
      { label: `All ${schema.labelPlural.toLowerCase()}`, name: "everything" },
      { label: `My ${schema.labelPlural.toLowerCase()}`, name: "mine" },
    ],
  };
}

function describeField(field: FieldSchema): Record<string, unknown> {
  const hasDefault = field.defaultValue !== undefined || field.name === "OwnerId";
  const isText = field.length > 0;
  return {
    aggregatable: field.filterable,
    autoNumber: field.name === "CaseNumber",
    byteLength: isText ? field.length * 3 : 0,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.type === "boolean" ? field.defaultValue : null,
    defaultedOnCreate: hasDefault || (!field.createable && !field.nillable),
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === "int" ? 9 : 0,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    groupable: field.filterable && field.type !== "datetime",
    htmlFormatted: false,
    idLookup: field.type === "id" || field.externalId || field.type === "email",
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: field.nillable,
    picklistValues: (field.picklist ?? []).map((value) => ({
      active: true,
      defaultValue: value === field.defaultValue,
      label: value,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.type === "double" || field.type === "currency" || field.type === "percent" ? 18 : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.type === "currency" || field.type === "double" ? 2 : 0,
    searchPrefilterable: false,
    soapType: soapTypeOf(field),
    sortable: field.filterable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

function soapTypeOf(field: FieldSchema): string {
  switch (field.type) {
    case "id":
    case "reference":
      return "tns:ID";
    case "boolean":
    case "int":
    case "double":
    case "date":
      return `xsd:${field.type}`;
    case "datetime":
      return "xsd:dateTime";
    case "currency":
    case "percent":
      return "xsd:double";
    case "base64":
      return "xsd:base64Binary";
    case "junctionidlist":
      return "urn:JunctionIdListNames";
    case "string":
    case "textarea":
    case "email":
    case "phone":
    case "url":
    case "picklist":
    case "combobox":
      return "xsd:string";
  }
}
