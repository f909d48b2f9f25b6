import { parseQuery, type ConditionWithValueQuery } from "@jetstreamapp/soql-parser-js";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildWhereTree, matchesTree } from "./where-tree.ts";

/** A condition as a person would think of it; the model evaluates it directly. */
type Model =
  | { kind: "leaf"; name: string }
  | { kind: "not"; operand: Model }
  | { kind: "and" | "or"; operands: Model[] };

const names = ["A", "B", "C", "D"];

const { model } = fc.letrec<{ model: Model }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.record({ kind: fc.constant("leaf" as const), name: fc.constantFrom(...names) }),
    fc.record({ kind: fc.constant("not" as const), operand: tie("model") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      operands: fc.array(tie("model"), { minLength: 2, maxLength: 4 }),
    }),
  ),
}));

/** Writes the model as SOQL; groups inside groups get parentheses, `extra` puts some more where they change nothing. */
function write(node: Model, extra: boolean): string {
  if (node.kind === "leaf") return extra ? `(${node.name} = 1)` : `${node.name} = 1`;
  if (node.kind === "not") return `NOT ${nested(node.operand, extra)}`;
  return node.operands.map((operand) => nested(operand, extra)).join(` ${node.kind.toUpperCase()} `);
}

function nested(node: Model, extra: boolean): string {
  return node.kind === "leaf" ? write(node, extra) : `(${write(node, extra)})`;
}

function evaluate(node: Model, row: ReadonlySet<string>): boolean {
  if (node.kind === "leaf") return row.has(node.name);
  if (node.kind === "not") return !evaluate(node.operand, row);
  if (node.kind === "and") return node.operands.every((operand) => evaluate(operand, row));
  return node.operands.some((operand) => evaluate(operand, row));
}

function treeOf(condition: string) {
  const { where } = parseQuery(`SELECT Id FROM Account WHERE ${condition}`);
  if (!where) throw new Error("no WHERE");
  return buildWhereTree(where);
}

const holds = (row: ReadonlySet<string>) => (condition: ConditionWithValueQuery) =>
  "field" in condition && row.has(condition.field);

test("AND, OR, NOT and parentheses select the same rows as a plain filter", () => {
  fc.assert(
    fc.property(model, fc.subarray(names), fc.boolean(), (condition, present, extra) => {
      const row = new Set(present);
      const soql = write(condition, extra);
      // The parser drops one of three NOTs in a row; the test below holds that this is refused.
      fc.pre(!/NOT \(+NOT \(*NOT/.test(soql));
      expect(matchesTree(treeOf(soql), holds(row))).toBe(evaluate(condition, row));
    }),
    { numRuns: 500 },
  );
});

test("NOT takes one condition, not the rest of the line", () => {
  const tree = treeOf("NOT A = 1 AND B = 1");
  expect(matchesTree(tree, holds(new Set(["B"])))).toBe(true);
  expect(matchesTree(tree, holds(new Set([])))).toBe(false);
});

test("refuses nested NOTs of which the parser has lost one, rather than answer wrongly", () => {
  expect(matchesTree(treeOf("NOT (NOT A = 1)"), holds(new Set(["A"])))).toBe(true);
  expect(() => treeOf("NOT (NOT (NOT A = 1))")).toThrow("unexpected token");
});

test.each(["A = 1 AND B = 1 OR C = 1", "A = 1 OR NOT B = 1 AND C = 1", "(A = 1 AND B = 1 OR C = 1)"])(
  "refuses AND with OR at one level, as Salesforce does: %s",
  (condition) => {
    expect(() => treeOf(condition)).toThrow(/unexpected token: (OR|AND)/);
  },
);
