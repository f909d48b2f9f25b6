import { notFound, refuse } from "../salesforce-error.ts";
import { newestVersion, oldestVersion } from "./data-request.ts";

export interface DataUrl {
  readonly version: number;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/** Takes apart `/services/data/v66.0/...`, as a path of the instance or as a composite writes it (`v66.0/...`). */
export function readDataUrl(url: string): DataUrl {
  const [path = "", ...queryParts] = url.split("?");
  const parts = /^(?:\/?(?:salesforce\/)?services\/data)?\/?v(\d{1,3})\.0(\/.*)?$/.exec(path);
  const version = Number(parts?.[1]);
  if (!parts || version < oldestVersion || version > newestVersion) throw notFound();
  return {
    version,
    segments: (parts[2] ?? "").split("/").filter(Boolean).map(decodePart),
    query: new URLSearchParams(queryParts.join("?")),
  };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refuse("URL_NOT_RESET", "The path holds an escape that is not UTF-8");
  }
}
