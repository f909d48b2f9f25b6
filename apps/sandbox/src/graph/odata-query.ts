import { badRequest, clip, unknownProperty } from "./graph-error.ts";

/** Reads the options of a query string; an option given twice is refused, as OData demands (Part 2 §5.1). */
export function parseQueryString(search: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const option = name.startsWith("$") ? name.toLowerCase() : name;
    if (query.has(option)) throw badRequest(`Query option '${clip(name)}' was specified more than once.`);
    query.set(option, value);
  }
  return query;
}

/** Refuses an option that the route would otherwise silently ignore. */
export function allowOnly(query: ReadonlyMap<string, string>, allowed: readonly string[]): void {
  for (const name of query.keys()) {
    if (!allowed.includes(name)) {
      throw badRequest(`The query option '${clip(name)}' is not supported on this resource by the sandbox.`);
    }
  }
}

export interface Paging {
  readonly top: number;
  readonly skip: number;
}

/** `$top` and `$skip`; messages give 10 at a time unless told, 1000 at most (user-list-messages, Optional query parameters). */
export function parsePaging(
  query: ReadonlyMap<string, string>,
  { usual, most }: { usual: number; most: number },
): Paging {
  return {
    top: parseCount(query, "$top", { usual, least: 1, most }),
    skip: parseCount(query, "$skip", { usual: 0, least: 0, most: 1_000_000_000 }),
  };
}

function parseCount(
  query: ReadonlyMap<string, string>,
  name: string,
  { usual, least, most }: { usual: number; least: number; most: number },
): number {
  const text = query.get(name);
  if (text === undefined) return usual;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw badRequest(
      `Invalid value '${clip(text)}' for ${name} query option found. It must be an integer from ${least} to ${most}.`,
    );
  }
  return value;
}

export function parseBooleanOption(query: ReadonlyMap<string, string>, name: string): boolean {
  const text = query.get(name);
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw badRequest(
    `Invalid value '${clip(text)}' for ${name} query option found. Allowed values are 'true' and 'false'.`,
  );
}

/** The properties of `$select`, undefined for all; an unknown one is refused. */
export function parseSelect(
  query: ReadonlyMap<string, string>,
  { type, known }: { type: string; known: ReadonlySet<string> },
): ReadonlySet<string> | undefined {
  const text = query.get("$select");
  if (text === undefined || text.trim() === "*") return undefined;
  const names = text.split(",").map((name) => name.trim());
  for (const name of names) {
    if (!known.has(name)) throw unknownProperty(name, type);
  }
  return new Set(names);
}

/** Keeps what was selected; ids and annotations always come along, as in Graph's own answers. */
export function selectProperties(
  entity: Readonly<Record<string, unknown>>,
  select: ReadonlySet<string> | undefined,
): Record<string, unknown> {
  if (!select) return { ...entity };
  return Object.fromEntries(
    Object.entries(entity).filter(([name]) => name === "id" || name.startsWith("@odata") || select.has(name)),
  );
}

export interface OrderTerm {
  readonly property: string;
  readonly descending: boolean;
}

export function parseOrderBy(
  query: ReadonlyMap<string, string>,
  { type, known }: { type: string; known: ReadonlySet<string> },
): readonly OrderTerm[] {
  const text = query.get("$orderby");
  if (text === undefined) return [];
  return text.split(",").map((term) => {
    const match = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/.exec(term);
    if (!match?.[1]) throw badRequest(`Invalid expression '${clip(term)}' in the $orderby query option.`);
    if (!known.has(match[1])) throw unknownProperty(match[1], type);
    return { property: match[1], descending: match[2] === "desc" };
  });
}

/** The address of the next page: the same query with other paging. */
export function pageLink(
  address: string,
  query: ReadonlyMap<string, string>,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const options = new Map<string, string | undefined>([...query, ...Object.entries(changes)]);
  const pairs = [...options].flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length > 0 ? `${address}?${pairs.join("&")}` : address;
}
