import type { Condition, ConditionWithValueQuery, Query, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { OpenOrg, StoredRecord } from "../org.ts";
import { refuse } from "../salesforce-error.ts";
import type { FieldSchema, FieldValue } from "../schema/field-schema.ts";
import type { ObjectEntry } from "../schema/object-catalogue.ts";
import { readPath, resolveFieldPath } from "./field-path.ts";
import {
  buildLikePattern,
  comparable,
  comparisonClassOf,
  readOperand,
  unquote,
  type Operand,
  type RawLiteral,
} from "./literals.ts";
import { malformedQuery } from "./soql-error.ts";
import { buildWhereTree, matchesTree, type WhereTree } from "./where-tree.ts";

export type RowFilter = (row: StoredRecord) => boolean;

export interface WhereScope {
  readonly opened: OpenOrg;
  readonly entry: ObjectEntry;
  readonly alias: string | undefined;
  /** Runs a semi-join's inner query: the values of its one field. */
  selectValues(query: Query): ReadonlySet<FieldValue>;
}

/** Checks names and types once and gives back a function that is run on every row. */
export function compileWhere(scope: WhereScope, clause: WhereClause | undefined): RowFilter {
  if (!clause) return () => true;
  const tree = compileTree(scope, buildWhereTree(clause));
  return (row) => matchesTree(tree, (filter) => filter(row));
}

function compileTree(scope: WhereScope, tree: WhereTree<ConditionWithValueQuery>): WhereTree<RowFilter> {
  switch (tree.kind) {
    case "condition":
      return { kind: "condition", condition: compileCondition(scope, tree.condition) };
    case "not":
      return { kind: "not", operand: compileTree(scope, tree.operand) };
    case "and":
    case "or":
      return { kind: tree.kind, operands: tree.operands.map((operand) => compileTree(scope, operand)) };
  }
}

function compileCondition(scope: WhereScope, condition: ConditionWithValueQuery): RowFilter {
  if (!("operator" in condition)) throw malformedQuery("unexpected token in condition");
  const { field, read } = compileLeft(scope, condition);
  if (!field.filterable) {
    throw refuse("INVALID_FIELD", `field '${field.name}' can not be filtered in a query call`);
  }
  if ("valueQuery" in condition) {
    const values = scope.selectValues(condition.valueQuery);
    const kind = comparisonClassOf(field);
    const wanted = new Set([...values].map((value) => comparable(kind, value)));
    const isIn = condition.operator === "IN";
    return (row) => wanted.has(comparable(kind, read(row))) === isIn;
  }
  const test = compileTest(field, condition, scope.opened.clock.now());
  return (row) => test(read(row));
}

function compileLeft(
  { opened, entry, alias }: WhereScope,
  condition: ConditionWithValueQuery,
): { field: FieldSchema; read: (row: StoredRecord) => FieldValue } {
  if ("field" in condition) {
    const path = resolveFieldPath(opened, entry, { path: condition.field, alias });
    return { field: path.field, read: (row) => readPath(opened, row, path) };
  }
  if ("fn" in condition && condition.fn.functionName?.toUpperCase() === "DAY_ONLY") {
    const [parameter] = condition.fn.parameters ?? [];
    if (typeof parameter !== "string") throw malformedQuery("unexpected parameter of DAY_ONLY");
    const path = resolveFieldPath(opened, entry, { path: parameter, alias });
    return {
      field: { ...path.field, type: "date" },
      read: (row) => String(readPath(opened, row, path) ?? "").slice(0, 10) || null,
    };
  }
  throw malformedQuery("unexpected function in WHERE");
}

type ValueTest = (value: FieldValue) => boolean;

/** The comparison of one condition; also used on the groups of HAVING. */
export function compileTest(field: FieldSchema, condition: Condition, now: Date): ValueTest {
  if (!("operator" in condition) || !("value" in condition))
    throw malformedQuery("unexpected token in condition");
  const literals = literalsOf(condition.value, condition.literalType);
  const [first] = literals;
  const operator = condition.operator.toUpperCase().replaceAll(/\s+/g, " ");
  if (operator === "IN" || operator === "NOT IN")
    return compileIn(field, { literals, isIn: operator === "IN", now });
  if (!first) throw malformedQuery("expecting a value, found none");
  if (operator === "LIKE") return compileLike(field, first);
  if (operator === "INCLUDES" || operator === "EXCLUDES") return compileIncludes(literals, operator);
  return compileComparison(field, { operator, operand: readOperand(field, first, now) });
}

function literalsOf(value: string | string[], type: string | string[] | undefined): RawLiteral[] {
  return [value].flat().map((text, index) => ({
    text,
    type: (Array.isArray(type) ? type[index] : type) ?? "STRING",
  }));
}

function compileIn(
  field: FieldSchema,
  { literals, isIn, now }: { literals: readonly RawLiteral[]; isIn: boolean; now: Date },
): ValueTest {
  const kind = comparisonClassOf(field);
  const operands = literals.map((literal) => readOperand(field, literal, now));
  const wanted = new Set(operands.map((operand) => (operand.kind === "value" ? operand.value : null)));
  return (value) => wanted.has(comparable(kind, value)) === isIn;
}

function compileLike(field: FieldSchema, literal: RawLiteral): ValueTest {
  if (literal.type !== "STRING" || comparisonClassOf(field) !== "text") {
    throw refuse("INVALID_QUERY_FILTER_OPERATOR", `operator LIKE is not valid on field ${field.name}`);
  }
  const pattern = buildLikePattern(literal.text);
  return (value) => typeof value === "string" && pattern.test(value);
}

/** `INCLUDES ('a;b','c')`: both a and b, or c. */
function compileIncludes(literals: readonly RawLiteral[], operator: string): ValueTest {
  const choices = literals.map((literal) => unquote(literal.text).toLowerCase().split(";"));
  return (value) => {
    const kept = new Set(
      String(value ?? "")
        .toLowerCase()
        .split(";"),
    );
    const includes = choices.some((choice) => choice.every((item) => kept.has(item)));
    return includes === (operator === "INCLUDES");
  };
}

function compileComparison(
  field: FieldSchema,
  { operator, operand }: { operator: string; operand: Operand },
): ValueTest {
  const kind = comparisonClassOf(field);
  if (operand.kind === "span") return compileSpan(field, { operator, ...operand.span });
  const wanted = operand.kind === "null" ? null : operand.value;
  if (operator === "=") return (value) => comparable(kind, value) === wanted;
  if (operator === "!=" || operator === "<>") return (value) => comparable(kind, value) !== wanted;
  if (kind === "boolean" || kind === "id") {
    throw refuse("INVALID_QUERY_FILTER_OPERATOR", `operator ${operator} is not valid on field ${field.name}`);
  }
  return (value) => {
    const kept = comparable(kind, value);
    return kept !== null && wanted !== null && isOrdered(operator, kept, wanted);
  };
}

function isOrdered(
  operator: string,
  left: string | number | boolean,
  right: string | number | boolean,
): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    default:
      throw malformedQuery(`unexpected token: ${operator}`);
  }
}

function compileSpan(
  field: FieldSchema,
  { operator, start, end }: { operator: string; start: number; end: number },
): ValueTest {
  const kind = comparisonClassOf(field);
  return (value) => {
    const time = comparable(kind, value);
    if (typeof time !== "number") return operator === "!=";
    switch (operator) {
      case "=":
        return time >= start && time < end;
      case "!=":
        return time < start || time >= end;
      case "<":
        return time < start;
      case "<=":
        return time < end;
      case ">":
        return time >= end;
      case ">=":
        return time >= start;
      default:
        throw malformedQuery(`unexpected token: ${operator}`);
    }
  };
}
