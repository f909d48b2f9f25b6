import type {
  Condition,
  ConditionWithValueQuery,
  HavingClause,
  WhereClause,
} from "@jetstreamapp/soql-parser-js";

/** A WHERE or HAVING clause with its precedence worked out. */
export type WhereTree<C> =
  | { readonly kind: "condition"; readonly condition: C }
  | { readonly kind: "not"; readonly operand: WhereTree<C> }
  | { readonly kind: "and" | "or"; readonly operands: readonly WhereTree<C>[] };

export class MixedOperatorsError extends Error {
  override name = "MixedOperatorsError";
}

type Token<C> =
  | { readonly kind: "open" | "close" | "not" }
  | { readonly kind: "and" | "or" }
  | { readonly kind: "condition"; readonly condition: C };

/**
 * The parser leaves AND and OR leaning right, with parentheses as counts on the conditions; this reads them back
 * as tokens and groups them: NOT binds one operand, and AND with OR at one level is refused, because
 * "client applications must specify parentheses when nesting operators" (SOQL reference, condition expressions).
 */
export function buildWhereTree(clause: WhereClause): WhereTree<ConditionWithValueQuery> {
  return parseTokens(tokensOf<ConditionWithValueQuery>(clause));
}

export function buildHavingTree(clause: HavingClause): WhereTree<Condition> {
  return parseTokens(tokensOf<Condition>(clause));
}

interface Chain<C> {
  readonly left: C | { readonly openParen: number } | null;
  readonly operator?: string;
  readonly right?: unknown;
}

function tokensOf<C extends object>(clause: unknown): Token<C>[] {
  const tokens: Token<C>[] = [];
  let link: unknown = clause;
  while (isChain<C>(link)) {
    const { left } = link;
    const parentheses = { open: countOf(left, "openParen"), close: countOf(left, "closeParen") };
    for (let count = 0; count < parentheses.open; count += 1) tokens.push({ kind: "open" });
    if (left !== null && isCondition<C>(left)) tokens.push({ kind: "condition", condition: left });
    for (let count = 0; count < parentheses.close; count += 1) tokens.push({ kind: "close" });
    if (link.operator === "AND") tokens.push({ kind: "and" });
    if (link.operator === "OR") tokens.push({ kind: "or" });
    if (link.operator === "NOT") tokens.push({ kind: "not" });
    link = link.right;
  }
  return tokens;
}

function isChain<C>(value: unknown): value is Chain<C> {
  return typeof value === "object" && value !== null && "left" in value;
}

/** Before NOT stands nothing but parentheses; everything else carries an operator of comparison. */
function isCondition<C>(left: C | { readonly openParen: number }): left is C {
  return typeof left === "object" && left !== null && "operator" in left;
}

function countOf(left: unknown, name: "openParen" | "closeParen"): number {
  if (typeof left !== "object" || left === null) return 0;
  const count: unknown = Reflect.get(left, name);
  return typeof count === "number" ? count : 0;
}

function parseTokens<C>(tokens: readonly Token<C>[]): WhereTree<C> {
  let position = 0;

  function parseGroup(): WhereTree<C> {
    const operands = [parseOperand()];
    let joinedBy: "and" | "or" | undefined;
    for (let next = tokens[position]; next && next.kind !== "close"; next = tokens[position]) {
      if (next.kind !== "and" && next.kind !== "or")
        throw new MixedOperatorsError(`unexpected token: ${next.kind}`);
      if (joinedBy && joinedBy !== next.kind) {
        throw new MixedOperatorsError(`unexpected token: ${next.kind.toUpperCase()}`);
      }
      joinedBy = next.kind;
      position += 1;
      operands.push(parseOperand());
    }
    const [only] = operands;
    return joinedBy || !only ? { kind: joinedBy ?? "and", operands } : only;
  }

  function parseOperand(): WhereTree<C> {
    const token = tokens[position];
    position += 1;
    if (token?.kind === "not") return { kind: "not", operand: parseOperand() };
    if (token?.kind === "condition") return token;
    if (token?.kind !== "open") throw new MixedOperatorsError("unexpected end of condition");
    const group = parseGroup();
    if (tokens[position]?.kind !== "close")
      throw new MixedOperatorsError("expecting a right parentheses, found end");
    position += 1;
    return group;
  }

  const tree = parseGroup();
  if (position !== tokens.length) throw new MixedOperatorsError("unexpected token: )");
  return tree;
}

export function matchesTree<C>(tree: WhereTree<C>, matches: (condition: C) => boolean): boolean {
  switch (tree.kind) {
    case "condition":
      return matches(tree.condition);
    case "not":
      return !matchesTree(tree.operand, matches);
    case "and":
      return tree.operands.every((operand) => matchesTree(operand, matches));
    case "or":
      return tree.operands.some((operand) => matchesTree(operand, matches));
  }
}
