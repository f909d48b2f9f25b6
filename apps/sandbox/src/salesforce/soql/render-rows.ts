import type { FieldType, Query, Subquery } from "@jetstreamapp/soql-parser-js";
import type { OpenOrg, StoredRecord } from "../org.ts";
import type { FieldSchema, FieldValue } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { readField, resolveFieldPath } from "./field-path.ts";
import { malformedQuery, noSuchRelationship } from "./soql-error.ts";

export interface RenderedRow {
  readonly attributes: { readonly type: string; readonly url: string };
  readonly [fieldName: string]: RenderedValue;
}

interface ChildRows {
  readonly totalSize: number;
  readonly done: true;
  readonly records: readonly RenderedRow[];
}

type RenderedValue = FieldValue | RenderedRow | ChildRows | { readonly type: string; readonly url: string };

export interface RenderScope {
  readonly opened: OpenOrg;
  readonly version: string;
  findChildren(
    subquery: Subquery,
    child: { entry: ObjectEntry; field: FieldSchema },
  ): (parentId: string) => StoredRecord[];
}

/** The select list as a tree: own fields, the rows that references lead to, and child lists. */
interface Selection {
  readonly fields: Map<string, FieldSchema>;
  readonly parents: Map<string, { readonly step: FieldSchema; readonly selection: Selection }>;
  readonly children: Map<string, (parentId: string) => ChildRows | null>;
}

interface Selectable {
  readonly entry: ObjectEntry;
  readonly query: Pick<Query, "fields" | "sObjectAlias" | "limit">;
}

export function renderRows(
  scope: RenderScope,
  { entry, query, rows }: Selectable & { rows: readonly StoredRecord[] },
): RenderedRow[] {
  const selection = select(scope, { entry, query });
  return rows.map((row) => renderRow(scope, row, selection));
}

function emptySelection(): Selection {
  return { fields: new Map(), parents: new Map(), children: new Map() };
}

function select(scope: RenderScope, { entry, query }: Selectable): Selection {
  const selection = emptySelection();
  for (const wanted of query.fields ?? []) addToSelection(scope, { entry, query }, { selection, wanted });
  return selection;
}

function addToSelection(
  scope: RenderScope,
  { entry, query }: Selectable,
  { selection, wanted }: { selection: Selection; wanted: FieldType },
): void {
  switch (wanted.type) {
    case "Field":
      return addPath(scope, { entry, query }, { selection, path: wanted.field, shownAs: undefined });
    case "FieldRelationship":
      return addPath(
        scope,
        { entry, query },
        { selection, path: [...wanted.relationships, wanted.field].join("."), shownAs: undefined },
      );
    case "FieldSubquery":
      return addChildren(scope, entry, { selection, subquery: wanted.subquery });
    case "FieldFunctionExpression":
      return addFunction(scope, { entry, query }, { selection, wanted });
    case "FieldTypeof":
      throw malformedQuery("unexpected token: TYPEOF");
  }
}

function addPath(
  { opened }: RenderScope,
  { entry, query }: Selectable,
  { selection, path, shownAs }: { selection: Selection; path: string; shownAs: string | undefined },
): void {
  const resolved = resolveFieldPath(opened, entry, { path, alias: query.sObjectAlias });
  let current = selection;
  for (const step of resolved.steps) {
    const name = step.relationshipName ?? step.name;
    const parent = current.parents.get(name) ?? { step, selection: emptySelection() };
    current.parents.set(name, parent);
    current = parent.selection;
  }
  current.fields.set(shownAs ?? resolved.field.name, resolved.field);
}

function addChildren(
  scope: RenderScope,
  entry: ObjectEntry,
  { selection, subquery }: { selection: Selection; subquery: Subquery },
): void {
  const wantedName = subquery.relationshipName.toLowerCase();
  const child = entry.children.find((candidate) => candidate.relationshipName?.toLowerCase() === wantedName);
  const childEntry = child && scope.opened.catalogue.find(child.childObject.name);
  if (!child || !childEntry) throw noSuchRelationship(subquery.relationshipName, "FROM part of query call");
  const findByParent = scope.findChildren(subquery, { entry: childEntry, field: child.field });
  const childSelection = select(scope, { entry: childEntry, query: subquery });
  selection.children.set(child.relationshipName ?? subquery.relationshipName, (parentId) => {
    const records = findByParent(parentId).map((row) => renderRow(scope, row, childSelection));
    return records.length === 0 ? null : { totalSize: records.length, done: true, records };
  });
}

function addFunction(
  scope: RenderScope,
  { entry, query }: Selectable,
  {
    selection,
    wanted,
  }: { selection: Selection; wanted: Extract<FieldType, { type: "FieldFunctionExpression" }> },
): void {
  const name = wanted.functionName.toUpperCase();
  const [parameter] = wanted.parameters;
  if (typeof parameter !== "string") throw malformedQuery(`unexpected function: ${wanted.functionName}`);
  if (name === "TOLABEL" || name === "FORMAT") {
    return addPath(scope, { entry, query }, { selection, path: parameter, shownAs: wanted.alias });
  }
  if (name !== "FIELDS") throw malformedQuery(`unexpected function: ${wanted.functionName}`);
  const group = parameter.toUpperCase();
  if (group !== "STANDARD" && (query.limit === undefined || query.limit > 200)) {
    throw malformedQuery("The SOQL FIELDS function must have a LIMIT of at most 200");
  }
  for (const field of entry.schema.fields) {
    if (group === "ALL" || (group === "CUSTOM") === field.custom) selection.fields.set(field.name, field);
  }
}

function renderRow(scope: RenderScope, row: StoredRecord, selection: Selection): RenderedRow {
  const rendered: Record<string, RenderedValue> & { attributes: RenderedRow["attributes"] } = {
    attributes: {
      type: row.type,
      url: `/services/data/${scope.version}/sobjects/${row.type}/${row.id}`,
    },
  };
  for (const [name, field] of selection.fields) rendered[name] = readField(row, field);
  for (const [name, { step, selection: parentSelection }] of selection.parents) {
    const id = row.values[step.name];
    const parent = typeof id === "string" ? scope.opened.findById(id) : undefined;
    rendered[name] = parent ? renderRow(scope, parent, parentSelection) : null;
  }
  for (const [name, listChildren] of selection.children) rendered[name] = listChildren(row.id);
  return rendered;
}
