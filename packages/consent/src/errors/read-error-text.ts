import { cleanErrorText, decodePercent } from "./clean-error-text.ts";
import { readAadstsNumbers } from "./read-aadsts-numbers.ts";

/** What could be read from a pasted error: a callback's parameters, an answer's fields, or only words. */
export type ErrorReading = {
  form: "callback" | "token_error" | "api_error" | "text";
  /** OAuth parameters or JSON fields by name, decoded. */
  parameters: Readonly<Record<string, string>>;
  /** AADSTS numbers, each once, in order. */
  aadstsNumbers: string[];
  /** The last number stands at the very end of a cut text, so that digits may be missing. */
  isNumberCut: boolean;
  /** Everything, decoded, in lower case and with single spaces, for matching words. */
  words: string;
  /** In lower case, what stands before a callback's parameters; empty for other forms. */
  address: string;
  correlationId: string | null;
  traceId: string | null;
  timestamp: string | null;
};

/**
 * Reads an AADSTS code, an error text, a callback address (query or fragment), a form body, a page, a header line, or an
 * answer's JSON, cut, quoted, escaped or encoded as it may be. Never throws: what cannot be decoded is taken as it stands.
 */
export function readErrorText(text: string): ErrorReading {
  const raw = cleanErrorText(text);
  const fromJson = readJson(raw);
  if (fromJson) {
    const isAnswer = fromJson["error"] !== undefined || fromJson["error_description"] !== undefined;
    return describe(isAnswer ? "token_error" : "api_error", fromJson, Object.values(fromJson).join("\n"));
  }
  const fromQuery = readQuery(raw) ?? readQuery(decodePercent(raw));
  if (fromQuery) {
    const reading = describe("callback", fromQuery, decodePercent(Object.values(fromQuery).join("\n")));
    return { ...reading, address: (decodePercent(raw).split(/[?#]/)[0] ?? "").toLowerCase() };
  }
  // Percent signs in prose are rare; in a pasted log line they are an encoded address.
  return describe("text", readLoosePairs(raw), decodePercent(raw));
}

const OAUTH_NAMES = new Set(
  "error error_description error_subcode error_uri error_codes suberror code state admin_consent tenant id_token access_token".split(
    " ",
  ),
);

/** The query and fragment of an address, or a bare `a=b&c=d`, decoded; undefined where no OAuth parameter is in it. */
function readQuery(text: string): Record<string, string> | undefined {
  const start = text.search(/[?#]/);
  const pairs = (start < 0 ? text : text.slice(start + 1))
    .split(/[&?#]/)
    .filter((pair) => /^[A-Za-z_]{1,40}=/.test(pair));
  const parameters: Record<string, string> = {};
  for (const pair of pairs) {
    const split = pair.indexOf("=");
    const name = pair.slice(0, split).toLowerCase();
    if (!OAUTH_NAMES.has(name)) continue;
    // Words that follow a pasted address are not part of its last parameter; only a description holds spaces.
    const value = pair.slice(split + 1);
    const ended = name === "error_description" ? value : (value.split(/[\s"'<>]/)[0] ?? "");
    // A broken product can append the same answer twice; the first is the vendor's.
    parameters[name] ??= decodePercent(ended.replaceAll("+", " "));
  }
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

/** `error: x`, `"error":"x`, `error="x"`, `'suberror': 'x'`: fields of an answer that a logger cut, quoted or unfolded. */
function readLoosePairs(text: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  const pattern =
    /(?:^|[^a-z_])(error|error_subcode|suberror|error_description|error_codes)\\?["']?\s*[:=]\s*\\?["']?\[?([^"'\\,;&\n\]}]{1,400})/gi;
  for (const [, name = "", value = ""] of text.matchAll(pattern)) {
    const key = name.toLowerCase();
    // "Error: something went wrong" is prose; an error's name is one word.
    if (key !== "error_description" && !/^[\w.-]+$/.test(value.trim())) continue;
    parameters[key] ??= value.trim();
  }
  return parameters;
}

function describe(
  form: ErrorReading["form"],
  parameters: Record<string, string>,
  words: string,
): ErrorReading {
  return {
    form,
    parameters,
    ...readAadstsNumbers(form, parameters, words),
    words: words
      .toLowerCase()
      .replaceAll(/[\u2018\u2019]/g, "'")
      .replaceAll(/\s+/g, " "),
    address: "",
    // Looked for by form, so that nothing but an id or a time of the input ever comes out again.
    correlationId: find(GUID, parameters["correlation_id"], labelled(words, /Correlation ID:?\s*(.{1,60})/i)),
    traceId: find(GUID, parameters["trace_id"], labelled(words, /Trace ID:?\s*(.{1,60})/i)),
    timestamp: find(TIME, parameters["timestamp"], labelled(words, /Timestamp:?\s*(.{1,60})/i)),
  };
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?/;

function find(form: RegExp, ...candidates: (string | undefined)[]): string | null {
  for (const candidate of candidates) {
    const found = candidate === undefined ? undefined : form.exec(candidate.trim())?.[0];
    if (found !== undefined) return found;
  }
  return null;
}

function labelled(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

function readJson(raw: string): Record<string, string> | undefined {
  const start = raw.search(/[[{]/);
  if (start < 0) return undefined;
  const object = raw.slice(start, Math.max(raw.lastIndexOf("}"), raw.lastIndexOf("]")) + 1);
  // Escaped once more by a logger: {\"error\":\"invalid_grant\"}.
  for (const candidate of [object, object.replaceAll('\\"', '"')]) {
    try {
      const parsed: unknown = JSON.parse(candidate);
      return flatten(parsed);
    } catch {
      // Cut or quoted by somebody's logger; its words may still tell.
    }
  }
  return undefined;
}

/** Token answers are flat; Salesforce's REST errors are a list of `{errorCode, message}`, Graph's are nested in `error`. */
function flatten(value: unknown, depth = 0): Record<string, string> | undefined {
  if (depth > 4 || typeof value !== "object" || value === null) return undefined;
  const flat: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === "string" || typeof entry === "number") flat[key] ??= String(entry);
    else if (Array.isArray(entry) && key === "error_codes") flat[key] = entry.join(" ");
    // What stands outside wins: Graph repeats a vaguer code in its innerError.
    else for (const [name, inner] of Object.entries(flatten(entry, depth + 1) ?? {})) flat[name] ??= inner;
  }
  return flat;
}
