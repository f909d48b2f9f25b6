import {
  parseQuery,
  type FieldType,
  type OrderByClause,
  type Query,
  type Subquery,
} from "@jetstreamapp/soql-parser-js";
import type { OpenOrg, StoredRecord } from "../org.ts";
import { refuse, SalesforceError } from "../salesforce-error.ts";
import type { FieldSchema, FieldValue } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { isAggregateQuery, runAggregateQuery, type AggregateRow } from "./aggregate-query.ts";
import { compileWhere, type WhereScope } from "./compile-where.ts";
import { readPath, resolveFieldPath } from "./field-path.ts";
import { comparable, comparisonClassOf } from "./literals.ts";
import { renderRows, type RenderedRow } from "./render-rows.ts";
import { malformedQuery, noSuchObject } from "./soql-error.ts";
import { MixedOperatorsError } from "./where-tree.ts";

export interface QueryOptions {
  /** queryAll sees deleted and archived rows too. */
  readonly includeDeleted: boolean;
  /** As in `v66.0`, for the addresses inside the answer. */
  readonly version: string;
}

export interface QueryAnswer {
  readonly totalSize: number;
  /** Empty for COUNT(), whose answer is the size alone. */
  readonly records: readonly (RenderedRow | AggregateRow)[];
}

const soqlLengthMax = 100_000;
const offsetMax = 2_000;

/** Runs one SOQL query over an org's rows; every fault of the query is a SalesforceError with status 400. */
export function runQuery(opened: OpenOrg, soql: string, options: QueryOptions): QueryAnswer {
  if (soql.length > soqlLengthMax)
    throw refuse("QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100000 characters.");
  const query = parseSoql(soql);
  try {
    return answerQuery(opened, query, options);
  } catch (error) {
    if (error instanceof MixedOperatorsError) throw malformedQuery(error.message);
    throw error;
  }
}

function parseSoql(soql: string): Query {
  if (/\bALL\s+ROWS\s*$/i.test(soql)) throw malformedQuery("ALL ROWS not allowed in this context");
  try {
    return parseQuery(soql, { allowApexBindVariables: false });
  } catch (error) {
    if (error instanceof SalesforceError) throw error;
    // The parser's own words name the token that it met, and nothing of the rest of the query.
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
    throw malformedQuery(`unexpected token: ${reason}`);
  }
}

function answerQuery(opened: OpenOrg, query: Query, options: QueryOptions): QueryAnswer {
  const entry = opened.catalogue.find(query.sObject ?? "");
  if (!entry) throw noSuchObject(query.sObject ?? "");
  const fields = query.fields ?? [];
  if (isCountQuery(fields)) {
    return { totalSize: limitRows(findRows(opened, { entry, query, options }), query).length, records: [] };
  }
  if (isAggregateQuery(query)) {
    const records = runAggregateQuery(opened, {
      entry,
      query,
      rows: findRows(opened, { entry, query, options }),
    });
    return { totalSize: records.length, records };
  }
  const rows = limitRows(
    orderRows(opened, { entry, query, rows: findRows(opened, { entry, query, options }) }),
    query,
  );
  const findChildren = (subquery: Subquery, child: { entry: ObjectEntry; field: FieldSchema }) =>
    findChildRows(opened, { subquery, child, options });
  const records = renderRows({ opened, version: options.version, findChildren }, { entry, query, rows });
  return { totalSize: records.length, records };
}

function isCountQuery(fields: readonly FieldType[]): boolean {
  const [only] = fields;
  return (
    fields.length === 1 &&
    only?.type === "FieldFunctionExpression" &&
    only.functionName.toUpperCase() === "COUNT" &&
    only.parameters.length === 0
  );
}

type RowSource = Pick<Query, "where" | "sObjectAlias">;

function findRows(
  opened: OpenOrg,
  { entry, query, options }: { entry: ObjectEntry; query: RowSource; options: QueryOptions },
): StoredRecord[] {
  const scope: WhereScope = {
    opened,
    entry,
    alias: query.sObjectAlias,
    selectValues: (inner) => selectValues(opened, inner, options),
  };
  const matches = compileWhere(scope, query.where);
  return opened
    .rows(entry.schema.name)
    .filter((row) => (options.includeDeleted || row.values["IsDeleted"] !== true) && matches(row));
}

/** A semi-join selects one id or reference (SOQL reference, "Semi-Joins with IN and Anti-Joins with NOT IN"). */
function selectValues(opened: OpenOrg, query: Query, options: QueryOptions): ReadonlySet<FieldValue> {
  const entry = opened.catalogue.find(query.sObject ?? "");
  if (!entry) throw noSuchObject(query.sObject ?? "");
  const [only, ...others] = query.fields ?? [];
  if (!only || others.length > 0 || (only.type !== "Field" && only.type !== "FieldRelationship")) {
    throw malformedQuery("semi join sub-selects can only query one field");
  }
  const path = resolveFieldPath(opened, entry, {
    path: only.type === "Field" ? only.field : [...only.relationships, only.field].join("."),
    alias: query.sObjectAlias,
  });
  if (comparisonClassOf(path.field) !== "id") {
    throw malformedQuery(`semi join sub-selects can only query id fields, cannot use: '${path.field.name}'`);
  }
  const rows = limitRows(
    orderRows(opened, { entry, query, rows: findRows(opened, { entry, query, options }) }),
    query,
  );
  return new Set(rows.map((row) => readPath(opened, row, path)).filter((value) => value !== null));
}

interface OrderedQuery {
  readonly orderBy?: OrderByClause | OrderByClause[];
  readonly sObjectAlias?: string;
}

function orderRows(
  opened: OpenOrg,
  { entry, query, rows }: { entry: ObjectEntry; query: OrderedQuery; rows: StoredRecord[] },
): StoredRecord[] {
  const clauses = query.orderBy ? [query.orderBy].flat() : [];
  if (clauses.length === 0) return rows;
  const keys = clauses.map((clause) => {
    if (!("field" in clause)) throw malformedQuery("unexpected function in ORDER BY");
    const path = resolveFieldPath(opened, entry, { path: clause.field, alias: query.sObjectAlias });
    if (!path.field.filterable) {
      throw malformedQuery(`field '${path.field.name}' can not be sorted in a query call`);
    }
    const kind = comparisonClassOf(path.field);
    return {
      read: (row: StoredRecord) => comparable(kind, readPath(opened, row, path)),
      direction: clause.order === "DESC" ? -1 : 1,
      // Empty values come first whichever the direction, unless the query says NULLS LAST.
      nulls: clause.nulls === "LAST" ? 1 : -1,
    };
  });
  const decorated = rows.map((row) => ({ row, values: keys.map((key) => key.read(row)) }));
  decorated.sort((left, right) => {
    for (const [index, key] of keys.entries()) {
      const order = compareValues(left.values[index] ?? null, right.values[index] ?? null, key);
      if (order !== 0) return order;
    }
    return 0;
  });
  return decorated.map(({ row }) => row);
}

type SortValue = string | number | boolean | null;

export function compareValues(
  left: SortValue,
  right: SortValue,
  { direction, nulls }: { direction: number; nulls: number },
): number {
  if (left === right) return 0;
  if (left === null) return nulls;
  if (right === null) return -nulls;
  return left < right ? -direction : direction;
}

function limitRows<T>(rows: T[], { limit, offset }: { limit?: number; offset?: number }): T[] {
  const start = offset ?? 0;
  if (start > offsetMax) throw refuse("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
  return rows.slice(start, limit === undefined ? undefined : start + limit);
}

/** The rows of a child relationship, by parent id; LIMIT counts per parent. */
function findChildRows(
  opened: OpenOrg,
  {
    subquery,
    child,
    options,
  }: { subquery: Subquery; child: { entry: ObjectEntry; field: FieldSchema }; options: QueryOptions },
): (parentId: string) => StoredRecord[] {
  const found = findRows(opened, { entry: child.entry, query: subquery, options });
  const ordered = orderRows(opened, { entry: child.entry, query: subquery, rows: found });
  const byParent = Map.groupBy(ordered, (row) => row.values[child.field.name]);
  return (parentId) => limitRows(byParent.get(parentId) ?? [], subquery);
}
