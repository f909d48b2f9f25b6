import { badRequest } from "./graph-error.ts";
import { contextOf, ok, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { parseFilter, type FilterFields } from "./odata-filter.ts";
import {
  allowOnly,
  pageLink,
  parseBooleanOption,
  parsePaging,
  parseSelect,
  selectProperties,
} from "./odata-query.ts";

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
}

/** A page of a directory collection: 100 at a time unless told, 999 at most, next pages by an opaque `$skiptoken`. */
export function listPage<T>(request: GraphRequest, listing: DirectoryListing<T>): GraphResponse {
  const { query } = request;
  allowOnly(query, ["$select", "$top", "$filter", "$count", "$skiptoken"]);
  const { top } = parsePaging(query, { usual: 100, most: 999 });
  const select = parseSelect(query, { type: listing.fields.type, known: listing.known });
  const filter = query.has("$filter") ? parseFilter(query.get("$filter") ?? "", listing.fields) : undefined;
  const matching = listing.items.filter((item) => filter?.matches(item) ?? true);
  const start = readSkipToken(query.get("$skiptoken"));
  const end = start + top;
  return ok({
    "@odata.context": contextOf(request, listing.contextPath),
    ...(parseBooleanOption(query, "$count") ? { "@odata.count": matching.length } : {}),
    value: matching.slice(start, end).map((item) => {
      const { defaults, onRequest } = listing.view(item);
      return select ? selectProperties({ ...defaults, ...onRequest }, select) : { ...defaults };
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

function readSkipToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = /^page\/(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  if (start === undefined) throw badRequest("The $skiptoken is not one that this collection gave out.");
  return Number(start);
}
