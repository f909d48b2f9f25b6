import { clip, GraphError, unknownProperty } from "./graph-error.ts";

export type FilterValue = string | number | boolean | Date | null | readonly string[];
type PropertyReader<T> = (item: T) => FilterValue | undefined;

/** The properties that a collection can be filtered by, each with how to read it; written as paths (`from/emailAddress/address`). */
export interface FilterFields<T> {
  readonly type: string;
  readonly fields: ReadonlyMap<string, PropertyReader<T>>;
  /** Collections of which `any(…)` may be asked, each with what a comparison in it can name: `status` of `userConsentRequests`. */
  readonly collections?:
    | ReadonlyMap<string, ReadonlyMap<string, (item: T) => readonly FilterValue[]>>
    | undefined;
}

export interface Filter<T> {
  matches(item: T): boolean;
  /** In the order in which they were named. */
  readonly properties: readonly string[];
  /** Every comparison with its operator; undefined when the filter is more than comparisons joined by `and`. */
  readonly comparisons: readonly Comparison[] | undefined;
}

export interface Comparison {
  readonly property: string;
  readonly operator: string;
  readonly value: FilterValue;
}

interface Node<T> {
  readonly matches: (item: T) => boolean;
  readonly comparisons: readonly Comparison[] | undefined;
}

const nestingMax = 20;
const tokenPattern =
  /\s*(?:(\(|\)|,|:)|'((?:[^']|'')*)'|(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+\- ]\d{2}:\d{2}))|(\d{4}-\d{2}-\d{2})(?![\w-])|(-?\d{1,15})(?![\w.-])|([A-Za-z_][\w/.]*))/y;

type Token =
  | { kind: "punctuation"; text: string }
  | { kind: "literal"; value: FilterValue }
  | { kind: "word"; text: string };

/** Parses `$filter` (OData v4.01 Part 2 §5.1.1): comparisons, `and`, `or`, `not`, brackets, `startswith`, `contains`, `endswith`. */
export function parseFilter<T>(text: string, fields: FilterFields<T>): Filter<T> {
  return new FilterParser(text, fields).parse();
}

/** Recursive descent over the tokens: or → and → term → comparison or function. */
class FilterParser<T> {
  readonly #text: string;
  readonly #fields: FilterFields<T>;
  readonly #tokens: readonly Token[];
  readonly #properties: string[] = [];
  #position = 0;

  constructor(text: string, fields: FilterFields<T>) {
    this.#text = text;
    this.#fields = fields;
    this.#tokens = tokenize(text);
  }

  parse(): Filter<T> {
    const root = this.#parseOr(0);
    if (this.#position !== this.#tokens.length) throw invalidFilter(this.#text);
    return { ...root, properties: this.#properties };
  }

  #parseOr(depth: number): Node<T> {
    let left = this.#parseAnd(depth);
    while (this.#takeWord("or")) {
      const [first, second] = [left, this.#parseAnd(depth)];
      left = { matches: (item) => first.matches(item) || second.matches(item), comparisons: undefined };
    }
    return left;
  }

  #parseAnd(depth: number): Node<T> {
    let left = this.#parseTerm(depth);
    while (this.#takeWord("and")) {
      const [first, second] = [left, this.#parseTerm(depth)];
      left = {
        matches: (item) => first.matches(item) && second.matches(item),
        comparisons: first.comparisons && second.comparisons && [...first.comparisons, ...second.comparisons],
      };
    }
    return left;
  }

  #parseTerm(depth: number): Node<T> {
    if (depth > nestingMax) throw invalidFilter(this.#text);
    const next = this.#tokens[this.#position];
    if (next?.kind === "punctuation" && next.text === "(") {
      this.#position += 1;
      const inner = this.#parseOr(depth + 1);
      this.#takePunctuation(")");
      return inner;
    }
    if (this.#takeWord("not")) {
      const inner = this.#parseTerm(depth + 1);
      return { matches: (item) => !inner.matches(item), comparisons: undefined };
    }
    if (next?.kind === "word" && next.text.endsWith("/any")) return this.#parseAny(next.text.slice(0, -4));
    const test = next?.kind === "word" ? textTests.get(next.text) : undefined;
    return test ? this.#parseFunction(test) : this.#parseComparison();
  }

  #parseFunction(test: (value: string, needle: string) => boolean): Node<T> {
    this.#position += 1;
    this.#takePunctuation("(");
    const { read } = this.#takeProperty();
    this.#takePunctuation(",");
    const wanted = this.#takeLiteral();
    this.#takePunctuation(")");
    if (typeof wanted !== "string") throw invalidFilter(this.#text);
    const needle = wanted.toLowerCase();
    return {
      matches: (item) => {
        const value = read(item);
        return typeof value === "string" && test(value.toLowerCase(), needle);
      },
      comparisons: undefined,
    };
  }

  /** `collection/any(x:x/property eq 'value')`: one comparison, which is all that the resources here take. */
  #parseAny(collection: string): Node<T> {
    const readers = this.#fields.collections?.get(collection);
    if (!readers) throw invalidFilter(this.#text);
    this.#position += 1;
    this.#takePunctuation("(");
    const variable = this.#take();
    this.#takePunctuation(":");
    const property = this.#take();
    if (variable.kind !== "word" || property.kind !== "word") throw invalidFilter(this.#text);
    const read = readers.get(property.text.slice(variable.text.length + 1));
    if (!read || !property.text.startsWith(`${variable.text}/`)) throw invalidFilter(this.#text);
    const accept = this.#takeOperator().accept;
    const wanted = this.#takeLiteral();
    this.#takePunctuation(")");
    return {
      matches: (item) => read(item).some((value) => compareValues(value, wanted, accept)),
      comparisons: undefined,
    };
  }

  #takeOperator(): { operator: string; accept: (order: number) => boolean } {
    const token = this.#take();
    const operator = token.kind === "word" ? token.text : "";
    const accept = operators.get(operator);
    if (!accept) throw invalidFilter(this.#text);
    return { operator, accept };
  }

  #parseComparison(): Node<T> {
    const { name, read } = this.#takeProperty();
    const { operator, accept } = this.#takeOperator();
    const wanted = this.#takeLiteral();
    return {
      matches: (item) => compareValues(read(item), wanted, accept),
      comparisons: [{ property: name, operator, value: wanted }],
    };
  }

  #take(): Token {
    const token = this.#tokens[this.#position];
    if (!token) throw invalidFilter(this.#text);
    this.#position += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind !== "word" || token.text !== word) return false;
    this.#position += 1;
    return true;
  }

  #takePunctuation(expected: string): void {
    const token = this.#take();
    if (token.kind !== "punctuation" || token.text !== expected) throw invalidFilter(this.#text);
  }

  #takeProperty(): { name: string; read: PropertyReader<T> } {
    const token = this.#take();
    if (token.kind !== "word") throw invalidFilter(this.#text);
    const read = this.#fields.fields.get(token.text);
    if (!read) throw unknownProperty(token.text, this.#fields.type);
    this.#properties.push(token.text);
    return { name: token.text, read };
  }

  #takeLiteral(): FilterValue {
    const token = this.#take();
    if (token.kind === "literal") return token.value;
    if (token.kind === "word" && keywordLiterals.has(token.text)) {
      return keywordLiterals.get(token.text) ?? null;
    }
    throw invalidFilter(this.#text);
  }
}

const textTests: ReadonlyMap<string, (value: string, needle: string) => boolean> = new Map([
  ["startswith", (value: string, needle: string) => value.startsWith(needle)],
  ["contains", (value: string, needle: string) => value.includes(needle)],
  ["endswith", (value: string, needle: string) => value.endsWith(needle)],
]);

const keywordLiterals: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

const operators: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ["eq", (order) => order === 0],
  ["ne", (order) => order !== 0],
  ["gt", (order) => order > 0],
  ["ge", (order) => order >= 0],
  ["lt", (order) => order < 0],
  ["le", (order) => order <= 0],
]);

/** Text is compared without regard to case, as Graph's stores do. Values of different kinds are unequal and unordered. */
function compareValues(
  value: FilterValue | undefined,
  wanted: FilterValue,
  accept: (order: number) => boolean,
): boolean {
  const left = comparable(value ?? null);
  const right = comparable(wanted);
  if (typeof left !== typeof right || left === null || right === null) {
    return left === null && right === null ? accept(0) : accept(Number.NaN);
  }
  if (left === right) return accept(0);
  return accept(left < right ? -1 : 1);
}

/** What values are ordered by: times as numbers, text without regard to case. */
export function comparable(value: FilterValue): string | number | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "string") return value.toLowerCase();
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return value;
  return null;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = text.trimEnd().length;
  let position = 0;
  while (position < end) {
    tokenPattern.lastIndex = position;
    const match = tokenPattern.exec(text);
    if (!match) throw invalidFilter(text);
    position = tokenPattern.lastIndex;
    tokens.push(tokenOf(match, text));
  }
  if (tokens.length === 0) throw invalidFilter(text);
  return tokens;
}

function tokenOf(match: RegExpExecArray, text: string): Token {
  const [, punctuation, quoted, dateTime, date, number, word] = match;
  if (punctuation !== undefined) return { kind: "punctuation", text: punctuation };
  if (quoted !== undefined) return { kind: "literal", value: quoted.replaceAll("''", "'") };
  if (dateTime !== undefined || date !== undefined) {
    // An offset's plus sign that was not encoded arrives as a space.
    const value = new Date((dateTime ?? date ?? "").replace(" ", "+"));
    if (Number.isNaN(value.getTime())) throw invalidFilter(text);
    return { kind: "literal", value };
  }
  if (number !== undefined) return { kind: "literal", value: Number(number) };
  return { kind: "word", text: word ?? "" };
}

function invalidFilter(text: string): GraphError {
  return new GraphError(
    400,
    "BadRequest",
    `Invalid filter clause: the $filter '${clip(text)}' cannot be read.`,
  );
}
