/**
 * A text as it reaches people, in our own wording, with made-up ids. `source` names the page, specification or public
 * issue that tells of its form. `cause` is the one catalogue code that is right; `asks` are causes between which the
 * question must let the person choose, where the text leaves it open; `nothing` is neither.
 */
export type ErrorText = { text: string; source: string } & (
  | { cause: string }
  | { asks: readonly string[] }
  | { nothing: "unknown" | "no_error" }
);

export const IDS =
  "Trace ID: 3f0c1d2e-1111-4222-8333-0a0b0c0d0e00 Correlation ID: 9a8b7c6d-2222-4333-8444-1a1b1c1d1e01 Timestamp: 2026-11-20 08:15:42Z";

export const CALLBACK = "https://crm.example/connect/microsoft/callback";

/** A token endpoint's answer, with the parts of its description on lines of their own. */
export function tokenError(number: number, text: string, rest: Record<string, unknown> = {}): string {
  return JSON.stringify({
    error: "invalid_grant",
    error_description: `AADSTS${number}: ${text}\r\n${IDS.replaceAll(/ (?=Correlation|Timestamp)/g, "\r\n")}`,
    error_codes: [number],
    timestamp: "2026-11-20 08:15:42Z",
    trace_id: "3f0c1d2e-1111-4222-8333-0a0b0c0d0e00",
    correlation_id: "9a8b7c6d-2222-4333-8444-1a1b1c1d1e01",
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    ...rest,
  });
}

export function callback(parameters: Record<string, string>, mark: "?" | "#" = "?"): string {
  return `${CALLBACK}${mark}${query(parameters)}`;
}

/** Form-encoded, as Entra and Salesforce write it. */
export function query(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%20", "+")}`)
    .join("&");
}
