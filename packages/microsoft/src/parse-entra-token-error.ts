import type { OAuthError } from "@outrigger/oauth";
import { ConnectorError, type FailureReason } from "@outrigger/sync-core";

/** The app itself is refused in this tenant: not there, disabled, or its user is not assigned. Only an administrator can change that. */
const ADMINISTRATOR_CODES: ReadonlySet<number> = new Set([
  50105, 50020, 500011, 500021, 500022, 500212, 500213, 650052, 650054, 650056, 650057, 700016, 70001,
  7000112, 1000031, 53000, 53001, 53003, 530032, 530034, 530035, 90094, 90095, 900941, 900981,
  // Our own secret or certificate: the operator's administrator has to renew it.
  7000215, 7000222, 7000218, 700025,
]);

const CONSENT_CODES: ReadonlySet<number> = new Set([65001, 65004, 90093]);

/**
 * Reduces a failed token call to a reason. Microsoft asks not to build on AADSTS numbers, so `error` and `suberror` decide first;
 * the numbers separate only what these two leave open (both a missing assignment and a revoked session are `invalid_grant`).
 */
export function parseEntraTokenError(error: OAuthError, operation: string): ConnectorError {
  const [code] = error.errorCodes;
  return new ConnectorError({
    reason: findReason(error),
    vendor: "microsoft",
    operation,
    status: error.status,
    vendorCode: code === undefined ? error.error : `AADSTS${code}`,
    requestId: error.traceId,
    retryAfterSeconds: error.retryAfterSeconds,
    cause: error,
  });
}

function findReason(error: OAuthError): FailureReason {
  if (error.status === 429) return "rate_limited";
  if (error.suberror === "consent_required" || error.error === "consent_required") {
    return "consent_required";
  }
  const has = (codes: ReadonlySet<number>): boolean => error.errorCodes.some((code) => codes.has(code));
  if (has(CONSENT_CODES)) return "consent_required";
  if (has(ADMINISTRATOR_CODES)) return "admin_action_required";
  switch (error.error) {
    case "invalid_grant":
    case "interaction_required":
    case "login_required":
      // `message_only`: the user alone cannot get past it (MSAL's meaning of the suberror).
      return error.suberror === "message_only" ? "admin_action_required" : "reauthorization_required";
    case "invalid_client":
    case "unauthorized_client":
    case "access_denied":
    case "invalid_resource":
      return "admin_action_required";
    case "network_error":
    case "temporarily_unavailable":
    case "server_error":
      return "temporarily_unavailable";
    default:
      return (error.status ?? 0) >= 500 ? "temporarily_unavailable" : "unexpected_response";
  }
}
