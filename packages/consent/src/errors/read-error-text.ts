/** What could be read from a pasted error: a callback's parameters, a token answer's fields, or only words. */
export type ErrorReading = {
  form: "callback" | "token_error" | "text";
  /** OAuth parameters by name, decoded. */
  parameters: Readonly<Record<string, string>>;
  /** AADSTS numbers, each once, in order. */
  aadstsNumbers: string[];
  /** Everything, decoded and in lower case, for matching words. */
  words: string;
  correlationId: string | null;
  traceId: string | null;
  timestamp: string | null;
};

/** Longer than any error that a vendor sends; the rest is not looked at. */
const TEXT_LENGTH_MAX = 20_000;

/**
 * Reads an AADSTS code, an error text, a callback address (query or fragment), a form body or a token answer's JSON.
 * Never throws: what cannot be decoded is taken as it stands.
 */
export function readErrorText(text: string): ErrorReading {
  const raw = text.slice(0, TEXT_LENGTH_MAX).trim();
  const fromJson = readJson(raw);
  if (fromJson) return describe("token_error", fromJson, Object.values(fromJson).join("\n"));
  const fromQuery = readQuery(raw);
  if (fromQuery) return describe("callback", fromQuery, Object.values(fromQuery).join("\n"));
  return describe("text", {}, raw);
}

const OAUTH_NAMES = new Set(
  "error error_description error_subcode error_uri error_codes suberror code state admin_consent tenant".split(
    " ",
  ),
);

/** The query and fragment of an address, or a bare `a=b&c=d`, decoded; undefined where no OAuth parameter is in it. */
export function readQuery(text: string): Record<string, string> | undefined {
  const start = text.search(/[?#]/);
  const pairs = (start < 0 ? text : text.slice(start + 1))
    .split(/[&?#]/)
    .filter((pair) => /^[A-Za-z_]{1,40}=/.test(pair));
  const parameters: Record<string, string> = {};
  for (const pair of pairs) {
    const split = pair.indexOf("=");
    const name = pair.slice(0, split);
    if (!OAUTH_NAMES.has(name)) continue;
    // Words that follow a pasted address are not part of its last parameter; only a description holds spaces.
    const value = pair.slice(split + 1);
    parameters[name] = decode(name === "error_description" ? value : (value.split(/\s/)[0] ?? ""));
  }
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

function describe(
  form: ErrorReading["form"],
  parameters: Record<string, string>,
  words: string,
): ErrorReading {
  const numbers = [
    ...[...words.matchAll(/AADSTS[\s:]?(\d{4,9})/gi)].map((match) => match[1] ?? ""),
    ...(parameters["error_codes"]?.split(/\D+/) ?? []),
    ...(/^[?&]?\s*(\d{5,8})$/.exec(words)?.slice(1) ?? []),
    ...(/[?&]code=(\d{4,9})\b/.exec(parameters["error_uri"] ?? "")?.slice(1) ?? []),
    // Microsoft's own https://login.microsoftonline.com/error?code=90094; an authorization code is never so short.
    ...(/^\d{4,9}$/.exec(parameters["code"] ?? "") ?? []),
  ];
  return {
    form,
    parameters,
    aadstsNumbers: [...new Set(numbers.filter(Boolean))],
    words: words.toLowerCase(),
    correlationId: parameters["correlation_id"] ?? labelled(words, /Correlation ID:\s*([0-9a-f-]{36})/i),
    traceId: parameters["trace_id"] ?? labelled(words, /Trace ID:\s*([0-9a-f-]{36})/i),
    timestamp:
      parameters["timestamp"] ??
      labelled(words, /Timestamp:\s*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?)/i),
  };
}

function labelled(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null;
}

function readJson(raw: string): Record<string, string> | undefined {
  const object = raw.slice(raw.search(/[[{]/), Math.max(raw.lastIndexOf("}"), raw.lastIndexOf("]")) + 1);
  if (!/^[[{]/.test(object)) return undefined;
  try {
    const parsed: unknown = JSON.parse(object);
    return flatten(parsed);
  } catch {
    // Cut or quoted by somebody's logger; its words may still tell.
    return undefined;
  }
}

/** Token answers are flat; Salesforce's REST errors are a list of `{errorCode, message}`, Graph's are nested in `error`. */
function flatten(value: unknown, depth = 0): Record<string, string> | undefined {
  if (depth > 3 || typeof value !== "object" || value === null) return undefined;
  const flat: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === "string" || typeof entry === "number") flat[key] = String(entry);
    else if (Array.isArray(entry) && key === "error_codes") flat[key] = entry.join(" ");
    else Object.assign(flat, flatten(entry, depth + 1));
  }
  return flat;
}

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
