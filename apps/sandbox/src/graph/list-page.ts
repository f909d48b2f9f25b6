import { badRequest } from "./graph-error.ts";
import { contextOf, ok, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { comparable, parseFilter, type FilterFields } from "./odata-filter.ts";
import {
  allowOnly,
  pageLink,
  parseBooleanOption,
  parseOrderBy,
  parsePaging,
  parseSelect,
  selectProperties,
  type OrderTerm,
} from "./odata-query.ts";
import { parseExpand } from "./parse-expand.ts";
import { parseSearch } from "./parse-search.ts";

export interface DirectoryListing<T> {
  readonly items: readonly T[];
  readonly contextPath: string;
  readonly fields: FilterFields<T>;
  readonly known: ReadonlySet<string>;
  /** `defaults` is shown unless `$select` asks otherwise; `onRequest` only when it names them. */
  readonly view: (item: T) => {
    readonly defaults: Readonly<Record<string, unknown>>;
    readonly onRequest?: Readonly<Record<string, unknown>> | undefined;
  };
  /** Properties among `fields` that `$orderby` may name. */
  readonly sortable?: readonly string[] | undefined;
  /** Relationships that `$expand` may name, each with how to show it. */
  readonly expandable?: ReadonlyMap<string, (item: T) => unknown> | undefined;
  /** Properties among `fields` that `$search` looks into. */
  readonly searchable?: readonly string[] | undefined;
}

/** A page of a directory collection: 100 at a time unless told, 999 at most, next pages by an opaque `$skiptoken`. */
export function listPage<T>(request: GraphRequest, listing: DirectoryListing<T>): GraphResponse {
  const { query } = request;
  allowOnly(query, optionsOf(listing));
  const { top } = parsePaging(query, { usual: 100, most: 999 });
  const select = parseSelect(query, { type: listing.fields.type, known: listing.known });
  const filter = query.has("$filter") ? parseFilter(query.get("$filter") ?? "", listing.fields) : undefined;
  const search = parseSearch(request, listing.searchable ?? [], listing.fields);
  const order = parseOrderBy(query, { type: listing.fields.type, known: new Set(listing.sortable) });
  const expanded = parseExpand(query, listing.expandable ?? new Map());
  const matching = listing.items.filter(
    (item) => (filter?.matches(item) ?? true) && (search?.(item) ?? true),
  );
  if (order.length > 0) matching.sort(compareBy(order, listing.fields));
  const start = readSkipToken(query.get("$skiptoken"));
  const end = start + top;
  return ok({
    "@odata.context": contextOf(request, listing.contextPath),
    ...(parseBooleanOption(query, "$count") ? { "@odata.count": matching.length } : {}),
    value: matching.slice(start, end).map((item) => {
      const { defaults, onRequest } = listing.view(item);
      const related = Object.fromEntries([...expanded].map(([name, show]) => [name, show(item)]));
      const shown = select ? selectProperties({ ...defaults, ...onRequest }, select) : { ...defaults };
      return { ...shown, ...related };
    }),
    ...(matching.length > end
      ? {
          "@odata.nextLink": pageLink(request.address, query, {
            $skiptoken: Buffer.from(`page/${end}`).toString("base64url"),
          }),
        }
      : {}),
  });
}

function optionsOf<T>({ sortable, expandable, searchable }: DirectoryListing<T>): string[] {
  return [
    "$select",
    "$top",
    "$filter",
    "$count",
    "$skiptoken",
    ...(sortable ? ["$orderby"] : []),
    ...(expandable ? ["$expand"] : []),
    ...(searchable ? ["$search"] : []),
  ];
}

/** Nothing comes before something, as in Graph's ascending order. */
function compareBy<T>(order: readonly OrderTerm[], { fields }: FilterFields<T>) {
  return (first: T, second: T): number => {
    for (const { property, descending } of order) {
      const read = fields.get(property);
      const [left, right] = [first, second].map((item) => comparable(read?.(item) ?? null));
      if (left === right) continue;
      const isBefore =
        left === null || left === undefined || (right !== null && right !== undefined && left < right);
      return isBefore === descending ? 1 : -1;
    }
    return 0;
  };
}

function readSkipToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = /^page\/(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  if (start === undefined) throw badRequest("The $skiptoken is not one that this collection gave out.");
  return Number(start);
}
