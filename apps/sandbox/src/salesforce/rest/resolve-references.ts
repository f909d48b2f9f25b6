import { isJsonObject } from "./data-request.ts";

export class UnresolvedReference extends Error {
  override name = "UnresolvedReference";
}

/** Puts the results of earlier subrequests where `@{referenceId.path}` stands, in texts however deep. */
export function resolveReferences(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/@\{([^{}]{1,200})\}/g, (_whole, path: string) => readReference(path, results));
  }
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, results));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, resolveReferences(item, results)]),
  );
}

function readReference(path: string, results: ReadonlyMap<string, unknown>): string {
  const [referenceId = "", ...steps] = path.split(/[.[\]]+/).filter(Boolean);
  let current = results.get(referenceId);
  for (const step of steps) {
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isJsonObject(current) && Object.hasOwn(current, step)) current = current[step];
    else current = undefined;
  }
  if (typeof current === "string" || typeof current === "number" || typeof current === "boolean") {
    return String(current);
  }
  throw new UnresolvedReference(`Invalid reference specified. No value for ${path} found in ${referenceId}`);
}
