import { badRequest, clip, GraphError } from "./graph-error.ts";
import type { GraphRequest } from "./graph-request.ts";
import type { FilterFields } from "./odata-filter.ts";

/**
 * Reads `$search="displayName:ada" OR "mail:ada"` (search-query-parameter, directory objects): each clause names a
 * property, whose words begin with those given. Undefined without the option.
 */
export function parseSearch<T>(
  request: Pick<GraphRequest, "query" | "headers">,
  searchable: readonly string[],
  { fields }: FilterFields<T>,
): ((item: T) => boolean) | undefined {
  const text = request.query.get("$search");
  if (text === undefined) return undefined;
  if (request.headers["consistencylevel"]?.toLowerCase() !== "eventual") {
    throw new GraphError(
      400,
      "Request_UnsupportedQuery",
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const clauses = text.split(/\s+OR\s+/).map((clause) => {
    const [, property = "", wanted = ""] = /^"(\w+):([^"]{1,200})"$/.exec(clause.trim()) ?? [];
    const read = searchable.includes(property) ? fields.get(property) : undefined;
    if (!read) throw badRequest(`Invalid search clause '${clip(clause)}'.`);
    return (item: T) => {
      const value = read(item);
      return typeof value === "string" && wordsOf(wanted).every((word) => beginsAWord(value, word));
    };
  });
  return (item) => clauses.some((matches) => matches(item));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

function beginsAWord(value: string, word: string): boolean {
  return wordsOf(value).some((candidate) => candidate.startsWith(word));
}
