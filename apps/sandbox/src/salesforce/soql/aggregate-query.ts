import type {
  Condition,
  FieldFunctionExpression,
  FieldType,
  FunctionExp,
  OrderByClause,
  Query,
} from "@jetstreamapp/soql-parser-js";
import type { OpenOrg, StoredRecord } from "../org.ts";
import { field as buildField, type FieldSchema, type FieldValue } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { compileTest } from "./compile-where.ts";
import { readPath, resolveFieldPath, type FieldPath } from "./field-path.ts";
import { comparable, comparisonClassOf } from "./literals.ts";
import { malformedQuery } from "./soql-error.ts";
import { buildHavingTree, matchesTree } from "./where-tree.ts";

export interface AggregateRow {
  readonly attributes: { readonly type: "AggregateResult" };
  readonly [name: string]: FieldValue | { readonly type: "AggregateResult" };
}

export function isAggregateQuery(query: Query): boolean {
  return query.groupBy !== undefined || (query.fields ?? []).some(isAggregateField);
}

function isAggregateField(wanted: FieldType): wanted is FieldFunctionExpression {
  return wanted.type === "FieldFunctionExpression" && isAggregateName(wanted.functionName);
}

function isAggregateName(name: string | undefined): boolean {
  return /^(COUNT|COUNT_DISTINCT|MIN|MAX|SUM|AVG)$/i.test(name ?? "");
}

type Group = readonly StoredRecord[];
/** One output column, or one thing to sort or filter groups by. */
interface Column {
  readonly name: string;
  readonly field: FieldSchema;
  read(group: Group): FieldValue;
}

interface Scope {
  readonly opened: OpenOrg;
  readonly entry: ObjectEntry;
  readonly query: Query;
  readonly groupedBy: readonly FieldPath[];
}

export function runAggregateQuery(
  opened: OpenOrg,
  { entry, query, rows }: { entry: ObjectEntry; query: Query; rows: readonly StoredRecord[] },
): AggregateRow[] {
  const groupedBy = (query.groupBy ? [query.groupBy].flat() : []).map((clause) => {
    if (!("field" in clause)) throw malformedQuery("unexpected function in GROUP BY");
    return resolveFieldPath(opened, entry, { path: clause.field, alias: query.sObjectAlias });
  });
  const scope: Scope = { opened, entry, query, groupedBy };
  const columns = buildColumns(scope);
  const groups = filterGroups(scope, groupRows(scope, rows));
  const sorted = orderGroups(scope, columns, groups);
  const start = query.offset ?? 0;
  const page = sorted.slice(start, query.limit === undefined ? undefined : start + query.limit);
  return page.map((group) => ({
    ...Object.fromEntries(columns.map((column) => [column.name, column.read(group)])),
    attributes: { type: "AggregateResult" },
  }));
}

function groupRows({ opened, groupedBy }: Scope, rows: readonly StoredRecord[]): Group[] {
  // Without GROUP BY all rows are one group, even when there is none.
  if (groupedBy.length === 0) return [rows];
  const keyed = Map.groupBy(rows, (row) =>
    JSON.stringify(
      groupedBy.map((path) => comparable(comparisonClassOf(path.field), readPath(opened, row, path))),
    ),
  );
  return [...keyed.values()];
}

function buildColumns(scope: Scope): Column[] {
  let unnamed = 0;
  return (scope.query.fields ?? []).map((wanted) => {
    if (isAggregateField(wanted)) {
      const column = aggregateColumn(scope, wanted);
      if (wanted.alias) return { ...column, name: wanted.alias };
      unnamed += 1;
      return { ...column, name: `expr${unnamed - 1}` };
    }
    if (wanted.type !== "Field" && wanted.type !== "FieldRelationship") {
      throw malformedQuery("unexpected expression in an aggregate query");
    }
    const path = wanted.type === "Field" ? wanted.field : [...wanted.relationships, wanted.field].join(".");
    const column = groupedColumn(scope, path);
    return "alias" in wanted && wanted.alias ? { ...column, name: wanted.alias } : column;
  });
}

function groupedColumn({ opened, entry, query, groupedBy }: Scope, path: string): Column {
  const resolved = resolveFieldPath(opened, entry, { path, alias: query.sObjectAlias });
  const isGrouped = groupedBy.some(
    (grouped) =>
      grouped.field === resolved.field &&
      grouped.steps.length === resolved.steps.length &&
      grouped.steps.every((step, index) => step === resolved.steps[index]),
  );
  if (!isGrouped) throw malformedQuery(`Field must be grouped or aggregated: ${resolved.field.name}`);
  return {
    name: resolved.field.name,
    field: resolved.field,
    read: ([first]) => (first ? readPath(opened, first, resolved) : null),
  };
}

function aggregateColumn(scope: Scope, wanted: FunctionExp): Column {
  const { opened, entry, query } = scope;
  const name = (wanted.functionName ?? "").toUpperCase();
  const [parameter] = wanted.parameters ?? [];
  const number = buildField("expr", "double");
  if (parameter === undefined && name === "COUNT")
    return { name, field: number, read: (group) => group.length };
  if (typeof parameter !== "string") throw malformedQuery(`unexpected parameter of ${name}`);
  const path = resolveFieldPath(opened, entry, { path: parameter, alias: query.sObjectAlias });
  if (!path.field.filterable)
    throw malformedQuery(`field ${path.field.name} does not support aggregate operator ${name}`);
  const kind = comparisonClassOf(path.field);
  if ((name === "SUM" || name === "AVG") && kind !== "number") {
    throw malformedQuery(`field ${path.field.name} does not support aggregate operator ${name}`);
  }
  const keepsType = name === "MIN" || name === "MAX";
  return {
    name,
    field: keepsType ? path.field : number,
    read: (group) =>
      aggregate(
        name,
        group.map((row) => readPath(opened, row, path)).filter((value) => value !== null),
        (value) => comparable(kind, value),
      ),
  };
}

function aggregate(
  name: string,
  values: readonly FieldValue[],
  key: (value: FieldValue) => string | number | boolean | null,
): FieldValue {
  const sum = () => values.reduce<number>((total, value) => total + Number(value), 0);
  const extreme = (sign: number): FieldValue =>
    values.reduce<FieldValue>((best, value) => {
      const [bestKey, valueKey] = [key(best), key(value)];
      if (bestKey === null || valueKey === null) return best ?? value;
      return (valueKey < bestKey ? -1 : 1) * sign > 0 ? value : best;
    }, null);
  switch (name) {
    case "COUNT":
      return values.length;
    case "COUNT_DISTINCT":
      return new Set(values.map(key)).size;
    case "SUM":
      return values.length === 0 ? null : sum();
    case "AVG":
      return values.length === 0 ? null : sum() / values.length;
    case "MIN":
      return extreme(-1);
    default:
      return extreme(1);
  }
}

function columnOf(scope: Scope, clause: Condition | OrderByClause): Column {
  if ("fn" in clause && isAggregateName(clause.fn.functionName)) return aggregateColumn(scope, clause.fn);
  if ("field" in clause) return groupedColumn(scope, clause.field);
  throw malformedQuery("unexpected expression in an aggregate query");
}

function filterGroups(scope: Scope, groups: Group[]): Group[] {
  if (!scope.query.having) return groups;
  const tree = buildHavingTree(scope.query.having);
  return groups.filter((group) =>
    matchesTree(tree, (condition) => {
      const column = columnOf(scope, condition);
      return compileTest(column.field, condition, scope.opened.clock.now())(column.read(group));
    }),
  );
}

function orderGroups(scope: Scope, columns: readonly Column[], groups: Group[]): Group[] {
  const clauses = scope.query.orderBy ? [scope.query.orderBy].flat() : [];
  const keys = clauses.map((clause) => {
    const byAlias = "field" in clause ? columns.find((column) => column.name === clause.field) : undefined;
    const column = byAlias ?? columnOf(scope, clause);
    return { column, direction: clause.order === "DESC" ? -1 : 1, nulls: clause.nulls === "LAST" ? 1 : -1 };
  });
  return groups.toSorted((left, right) => {
    for (const { column, direction, nulls } of keys) {
      const kind = comparisonClassOf(column.field);
      const [leftKey, rightKey] = [comparable(kind, column.read(left)), comparable(kind, column.read(right))];
      if (leftKey === rightKey) continue;
      if (leftKey === null) return nulls;
      if (rightKey === null) return -nulls;
      return leftKey < rightKey ? -direction : direction;
    }
    return 0;
  });
}
