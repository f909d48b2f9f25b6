import { badRequest, clip } from "./graph-error.ts";

/**
 * The segments of a Graph path. Both ways to write a key come out the same: `messages/abc` and `messages('abc')`;
 * an alternate key stays one segment, `appId=…` (OData v4.01 URL conventions §4.3). `delta()` and
 * `microsoft.graph.delta()` are `delta`.
 */
export function parseGraphPath(path: string): string[] {
  return path.split("/").filter(Boolean).flatMap(parseSegment);
}

function parseSegment(encoded: string): string[] {
  const segment = decodeSegment(encoded);
  const call = /^(?:microsoft\.graph\.)?(\w+)\(\)$/.exec(segment);
  if (call?.[1]) return [call[1]];
  const keyed = /^([\w.$]+)\((?:(\w+)=)?'((?:[^']|'')*)'\)$/.exec(segment);
  if (keyed) {
    const key = (keyed[3] ?? "").replaceAll("''", "'");
    return [keyed[1] ?? "", keyed[2] ? `${keyed[2]}=${key}` : key];
  }
  return [segment === "microsoft.graph.delta" ? "delta" : segment];
}

function decodeSegment(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw badRequest(
      "The request URI is not valid: a percent sign is not followed by two hexadecimal digits.",
    );
  }
}

/** The route whose pattern fits, a literal segment before a parameter (`/me/mailFolders/delta` before `{folderId}`). */
export function matchPath<T extends { readonly path: string; readonly method: string }>(
  routes: readonly T[],
  segments: readonly string[],
  method: string,
): { route: T; params: Record<string, string> } {
  let pathKnown = false;
  let found: { route: T; params: Record<string, string>; literals: number } | undefined;
  for (const route of routes) {
    const match = matchPattern(route.path, segments);
    if (!match) continue;
    pathKnown = true;
    if (route.method === method && (!found || match.literals > found.literals)) found = { route, ...match };
  }
  if (found) return found;
  if (pathKnown) throw badRequest(`The method ${method} is not supported on this resource.`);
  throw badRequest(`Resource not found for the segment '${clip(segments.at(-1) ?? "")}'.`);
}

function matchPattern(
  pattern: string,
  segments: readonly string[],
): { params: Record<string, string>; literals: number } | undefined {
  const expected = pattern.split("/").filter(Boolean);
  if (expected.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  let literals = 0;
  for (const [index, part] of expected.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) params[part.slice(1, -1)] = segment;
    // Graph's segment names are not case-sensitive; ids are.
    else if (part.toLowerCase() === segment.toLowerCase()) literals += 1;
    else return undefined;
  }
  return { params, literals };
}
