import type { OAuthTransport } from "./oauth-client.ts";
import type { OAuthStep } from "./oauth-error.ts";
import { OAuthError } from "./oauth-error.ts";
import { readLimitedText } from "./read-limited-text.ts";

const TIMEOUT_SECONDS = 15;
/** Entra's largest token replies stay under 20 kB. */
const RESPONSE_BYTES_MAX = 256 * 1024;

/** A `fetch` that gives up in time, follows no redirect and holds the whole, limited body in memory. */
export function createLimitedFetch(transport: OAuthTransport): typeof globalThis.fetch {
  return async (input, init) => {
    const timeout = AbortSignal.timeout((transport.timeoutSeconds ?? TIMEOUT_SECONDS) * 1000);
    // A followed redirect would carry the client secret to a place nobody checked.
    const response = await transport.fetch(input, { ...init, redirect: "manual", signal: timeout });
    const text = await readLimitedText(response, RESPONSE_BYTES_MAX);
    const { status, headers } = response;
    const isBodiless = status === 204 || status === 205 || status === 304;
    return new Response(isBodiless ? null : text, { status, headers });
  };
}

/** Runs one call and turns everything but an answer into `network_error`. */
export async function sendOAuthRequest(step: OAuthStep, send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    throw new OAuthError({ step, error: "network_error", cause });
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as a JSON object, or undefined: maintenance pages come as HTML. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error that an answer describes (RFC 6749 §5.2, with Entra's members), or `invalid_response` when it describes none. */
export function toOAuthError(step: OAuthStep, response: Response, text: string): OAuthError {
  const body = parseJsonObject(text);
  const error = readText(body, "error");
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new OAuthError({
    step,
    error:
      error ??
      (response.status >= 500 || response.status === 429 ? "temporarily_unavailable" : "invalid_response"),
    status: response.status,
    errorDescription: readText(body, "error_description"),
    suberror: readText(body, "suberror"),
    errorCodes: readCodes(body),
    errorUri: readText(body, "error_uri"),
    claims: readText(body, "claims"),
    traceId: readText(body, "trace_id"),
    correlationId: readText(body, "correlation_id"),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

export function readText(body: JsonObject | undefined, name: string): string | undefined {
  const value = body?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function readCodes(body: JsonObject | undefined): number[] {
  const codes = body?.["error_codes"];
  return Array.isArray(codes) ? codes.filter((code) => typeof code === "number") : [];
}
