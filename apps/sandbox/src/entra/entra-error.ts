import { randomUUID } from "node:crypto";
import { aadstsCatalogue as catalogue, type ErrorEntry } from "./aadsts-catalogue.ts";

export type AadstsCode = keyof typeof catalogue;

interface EntraErrorDetails {
  readonly correlationId?: string | undefined;
  /** Stands for the code's usual `error`, where the same code has another name on another way. */
  readonly error?: string | undefined;
  /** What the application is to send along when it asks anew. */
  readonly claims?: string | undefined;
}

/** Entra said no. `message` is the text without code, ids and time; `describe` gives the wire form. */
export class EntraError extends Error {
  readonly code: AadstsCode;
  readonly error: string;
  readonly suberror: string | undefined;
  readonly status: number;
  readonly claims: string | undefined;
  readonly traceId = randomUUID();
  readonly correlationId: string;

  constructor(
    code: AadstsCode,
    values: Readonly<Record<string, string>> = {},
    details: EntraErrorDetails = {},
  ) {
    const entry: ErrorEntry = catalogue[code];
    super(entry.text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole));
    this.code = code;
    this.error = details.error ?? entry.error;
    this.suberror = entry.suberror;
    this.status = entry.status ?? 400;
    this.claims = details.claims;
    this.correlationId = details.correlationId ?? randomUUID();
  }
}

/** Reads "AADSTS90094" back into the code; undefined for a code that the sandbox does not know. */
export function parseAadsts(aadsts: string | null | undefined): AadstsCode | undefined {
  const digits = /^AADSTS(\d+)$/.exec(aadsts ?? "")?.[1];
  return digits === undefined ? undefined : aadstsCodes.find((code) => String(code) === digits);
}
/** Microsoft's text of a code with its gaps left open, for the page that `error_uri` leads to. */
export function findErrorText(code: number): string | undefined {
  return isAadstsCode(code) ? catalogue[code].text : undefined;
}
const aadstsCodes = Object.keys(catalogue).flatMap((key): AadstsCode[] => {
  const code = Number(key);
  return isAadstsCode(code) ? [code] : [];
});
function isAadstsCode(code: number): code is AadstsCode {
  return code in catalogue;
}

/** "YYYY-MM-DD hh:mm:ssZ", as in every Entra error. */
export function formatEntraTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")}Z`;
}

/** The newest layout puts all parts on one line; older ones broke it with CR LF. */
export function describeEntraError(error: EntraError, at: Date): string {
  return `AADSTS${error.code}: ${error.message} Trace ID: ${error.traceId} Correlation ID: ${error.correlationId} Timestamp: ${formatEntraTime(at)}`;
}

/** The token endpoint's error body (v2.0 auth code flow, "Error response"). */
export function entraErrorBody(error: EntraError, { at, origin }: { at: Date; origin: string }) {
  return {
    error: error.error,
    error_description: describeEntraError(error, at),
    error_codes: [error.code],
    timestamp: formatEntraTime(at),
    trace_id: error.traceId,
    correlation_id: error.correlationId,
    error_uri: `${origin}/error?code=${error.code}`,
    ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
    ...(error.claims === undefined ? {} : { claims: error.claims }),
  };
}
