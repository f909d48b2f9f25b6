import { OAuthError } from "./oauth-error.ts";
import { Secret } from "./secret.ts";

/** What the browser brought back. A refusal is an expected outcome: the caller finds out why. */
export type AuthorizationResponse =
  | { readonly outcome: "code"; readonly code: Secret }
  | {
      readonly outcome: "refused";
      readonly error: string;
      /** Entra: `cancel` for both "return without granting" and Back; it cannot tell them apart. */
      readonly errorSubcode?: string | undefined;
      readonly description?: string | undefined;
      readonly errorUri?: string | undefined;
    };

const VALUE_LENGTH_MAX = 8192;

/**
 * Reads the callback's parameters (RFC 6749 §4.1.2). `error` wins over everything beside it: Entra sends
 * `admin_consent=True` with a refusal.
 * @throws {OAuthError} `state_mismatch`, or `invalid_response` for repeated, oversized or missing parameters.
 */
export function readAuthorizationResponse(
  parameters: URLSearchParams,
  expectedState: string,
): AuthorizationResponse {
  const state = readOnce(parameters, "state");
  if (state === undefined || state !== expectedState) throw fail("state_mismatch");
  const error = readOnce(parameters, "error");
  if (error !== undefined) {
    return {
      outcome: "refused",
      error,
      errorSubcode: readOnce(parameters, "error_subcode"),
      description: readOnce(parameters, "error_description"),
      errorUri: readOnce(parameters, "error_uri"),
    };
  }
  const code = readOnce(parameters, "code");
  if (code === undefined) throw fail("invalid_response");
  return { outcome: "code", code: new Secret(code) };
}

/** RFC 6749 §3.1: parameters must not be repeated; an empty one counts as left out. */
function readOnce(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  const [value] = values;
  if (values.length > 1) throw fail("invalid_response");
  if (value === undefined || value === "") return undefined;
  if (value.length > VALUE_LENGTH_MAX) throw fail("invalid_response");
  return value;
}

function fail(error: string): OAuthError {
  return new OAuthError({ step: "read_authorization_response", error });
}
