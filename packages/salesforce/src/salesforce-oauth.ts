import { type AuthorizationServer, OAuthError, parseSecureUrl, type TokenSet } from "@outrigger/oauth";
import { ConnectorError, type CrmRecordId, type FailureReason } from "@outrigger/sync-core";
import { normalizeRecordId } from "./record-id.ts";

/** `refresh_token` keeps us connected, `api` is REST, `id openid` say who signed in. Never `full` or `web`. */
export const SALESFORCE_SCOPES: readonly string[] = ["api", "refresh_token", "id", "openid"];

/**
 * The OAuth endpoints of a login host or My Domain. There is no `jwksUri`: who signed in is read from `/userinfo` with the token in a
 * header, so ID tokens are not needed.
 * @throws {TypeError} when the URL is neither https nor loopback.
 */
export function salesforceEndpoints(loginUrl: string): AuthorizationServer {
  const root = parseSecureUrl(loginUrl).href.replace(/\/$/, "");
  return {
    issuer: root,
    authorizationEndpoint: `${root}/services/oauth2/authorize`,
    tokenEndpoint: `${root}/services/oauth2/token`,
    revocationEndpoint: `${root}/services/oauth2/revoke`,
  };
}

/** Where API calls go and who we are there, as the token reply says. */
export interface SalesforceSession {
  readonly instanceUrl: string;
  readonly organizationId: CrmRecordId;
  readonly userId: CrmRecordId;
}

/**
 * Reads `instance_url` and `id` of a token reply. The instance must be on the allow-list: our token goes there, and a made-up host is the
 * classic way to steal it. An entry beginning with a dot allows every host below it, any other one exactly that host (with its port).
 * @throws {OAuthError} `invalid_response`.
 */
export function readSalesforceSession(tokens: TokenSet, allowedHosts: readonly string[]): SalesforceSession {
  const instanceUrl = checkInstanceUrl(tokens.extra["instance_url"], allowedHosts);
  const match = /\/id\/([A-Za-z0-9]{15,18})\/([A-Za-z0-9]{15,18})$/.exec(tokens.extra["id"] ?? "");
  const [, organizationId, userId] = match ?? [];
  if (organizationId === undefined || userId === undefined) throw invalidReply("id");
  return {
    instanceUrl,
    organizationId: normalizeRecordId(organizationId),
    userId: normalizeRecordId(userId),
  };
}

/**
 * Checks an instance address before a token goes there; also for addresses that come from storage.
 * @throws {OAuthError} `invalid_response`.
 */
export function checkInstanceUrl(instanceUrl: string | undefined, allowedHosts: readonly string[]): string {
  const url = parseInstanceUrl(instanceUrl);
  const isAllowed = allowedHosts.some((entry) => {
    const allowed = entry.toLowerCase();
    return allowed.startsWith(".") ? url.hostname.endsWith(allowed) : url.host === allowed;
  });
  if (!isAllowed) throw invalidReply("instance_url");
  return url.href.replace(/\/$/, "");
}

function parseInstanceUrl(instanceUrl: string | undefined): URL {
  try {
    return parseSecureUrl(instanceUrl ?? "");
  } catch {
    throw invalidReply("instance_url");
  }
}

function invalidReply(member: string): OAuthError {
  return new OAuthError({
    step: "exchange_code",
    error: "invalid_response",
    errorDescription: `The reply's ${member} is missing or not allowed.`,
  });
}

/** Errors that only an administrator of the org can remove (Salesforce Help, "OAuth 2.0 Authorization Flow Errors"). */
const ADMINISTRATOR_ERRORS: ReadonlySet<string> = new Set([
  "oauth_app_blocked",
  "oauth_ec_app_not_found",
  "oauth_app_access_denied",
  "app_not_found",
  "invalid_app_access",
  "invalid_client_id",
  "invalid_client",
  "unauthorized_client",
  "invalid_scope",
  "inactive_org",
  "redirect_uri_mismatch",
]);

/** Reduces a failed token call to a reason; `invalid_grant` (rotated, revoked, expired) means that the user signs in again. */
export function parseSalesforceTokenError(error: OAuthError, operation: string): ConnectorError {
  return new ConnectorError({
    reason: findReason(error),
    vendor: "salesforce",
    operation,
    status: error.status,
    vendorCode: codeOfTokenError(error),
    retryAfterSeconds: error.retryAfterSeconds,
    cause: error,
  });
}

/** `invalid_grant` stands for several things; its description tells which, by the name that help uses. */
const CODE_BY_DESCRIPTION: readonly (readonly [RegExp, string])[] = [
  [/ip restricted/, "ip_restricted"],
  [/audience (?:validation failed|is invalid)/, "audience_validation_failed"],
  [/inactive user|user is inactive/, "inactive_user"],
  [/not admin approved|hasn.?t approved this consumer/, "OAUTH_APP_ACCESS_DENIED"],
  [/not installed in this org/, "OAUTH_EC_APP_NOT_FOUND"],
];

/** The description itself is not kept: it may name a user. */
function codeOfTokenError({ error, errorDescription }: OAuthError): string {
  const description = errorDescription?.toLowerCase() ?? "";
  return CODE_BY_DESCRIPTION.find(([pattern]) => pattern.test(description))?.[1] ?? error;
}

function findReason(error: OAuthError): FailureReason {
  const code = error.error.toLowerCase();
  if (ADMINISTRATOR_ERRORS.has(code)) return "admin_action_required";
  // A policy of the org refuses, or the user is switched off: signing in again changes nothing.
  if (codeOfTokenError(error) !== error.error || code === "inactive_user") return "admin_action_required";
  if (code === "invalid_grant" || code === "access_denied") return "reauthorization_required";
  if (error.status === 429) return "rate_limited";
  const isPassing = code === "network_error" || code === "temporarily_unavailable";
  return isPassing || (error.status ?? 0) >= 500 ? "temporarily_unavailable" : "unexpected_response";
}
