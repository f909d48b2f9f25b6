import { badRequest, clip } from "./graph-error.ts";

/** The relationships that `$expand` names, out of those that the resource knows; none has options of its own. */
export function parseExpand<V>(
  query: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, V>,
): ReadonlyMap<string, V> {
  const text = query.get("$expand");
  const expanded = new Map<string, V>();
  for (const name of text === undefined ? [] : text.split(",").map((part) => part.trim())) {
    const found = known.get(name);
    if (found === undefined) throw badRequest(`Parsing OData Select and Expand failed: '${clip(name)}'.`);
    expanded.set(name, found);
  }
  return expanded;
}
