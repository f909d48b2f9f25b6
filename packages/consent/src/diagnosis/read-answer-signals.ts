import type { ErrorReading } from "../errors/read-error-text.ts";
import { readErrorText } from "../errors/read-error-text.ts";
import { OPENID_SCOPES, parseScopes } from "../parse-scopes.ts";
import { causeOfAadsts } from "./cause-of-aadsts.ts";
import type { Evidence } from "./evidence.ts";
import type { Signal } from "./signals.ts";
import { signalsFor } from "./signals.ts";

type CallbackEvidence = Extract<Evidence, { kind: "callback" }>;

/** What an answer at our callback says. */
export function readCallbackSignals(evidence: CallbackEvidence): Signal[] {
  const { parameters, endpoint, stage } = evidence;
  const error = parameters["error"] ?? "";
  // A refused admin consent can carry admin_consent=True beside its error: the error wins.
  if (error === "") return [];
  const reading = readErrorText(toQuery(parameters));
  if (endpoint === "adminconsent") return readAdminCallback(reading, error, parameters);
  const named = readNumbers(reading);
  if (named.length > 0) return named;
  const isCancel = parameters["error_subcode"] === "cancel";
  if (error === "access_denied") {
    const observed = isCancel
      ? "Microsoft answered access_denied with error_subcode=cancel and no description"
      : "Microsoft answered access_denied without a code";
    return cancelSignals(observed, stage === "mailbox" && asksForMore(evidence.requestedScopes));
  }
  return readOAuthError(error, reading.parameters["suberror"] ?? "");
}

/** What the token endpoint's answer says. */
export function readTokenErrorSignals(body: unknown): Signal[] {
  const reading = readErrorText(typeof body === "string" ? body : toJson(body));
  const named = readNumbers(reading);
  if (named.length > 0) return named;
  return readOAuthError(reading.parameters["error"] ?? "", reading.parameters["suberror"] ?? "");
}

/**
 * Return to the application without granting consent, and Cancel on the sign-in page, are indistinguishable. The
 * sign-in passed before a mailbox stage, so there the wall is likelier.
 */
export function cancelSignals(restsOn: string, isMailboxStage: boolean): Signal[] {
  if (isMailboxStage) {
    return signalsFor(restsOn, {
      admin_approval_required: "strong",
      user_cancelled_sign_in: "weak",
      approval_request_pending: "weak",
      user_declined: "weak",
    });
  }
  return signalsFor(restsOn, {
    user_cancelled_sign_in: "medium",
    admin_approval_required: "medium",
    approval_request_pending: "weak",
  });
}

/** Whether the scopes go beyond what a sign-in asks. */
export function asksForMore(scopes: string): boolean {
  return parseScopes(scopes).permissions.some(
    ({ value }) => !OPENID_SCOPES.includes(value) && value !== "User.Read",
  );
}

function readAdminCallback(
  reading: ErrorReading,
  error: string,
  parameters: CallbackEvidence["parameters"],
): Signal[] {
  const numbers = reading.aadstsNumbers.filter((number) => number !== "65004");
  if (numbers.length > 0) return numbers.flatMap(signalsOfNumber);
  const isDeclined =
    reading.aadstsNumbers.includes("65004") || error === "permission_denied" || error === "consent_required";
  if (isDeclined) {
    return signalsFor("Microsoft answered the administrator's link with a refusal", {
      admin_consent_declined: "certain",
    });
  }
  if (error !== "access_denied") return readOAuthError(error, parameters["suberror"] ?? "");
  // A person without a consent role who opened the link meets the wall and returns the same way.
  return signalsFor("the administrator's link came back as access_denied without a code", {
    admin_consent_declined: "medium",
    admin_approval_required: "medium",
  });
}

function readNumbers({ aadstsNumbers, words }: ErrorReading): Signal[] {
  // AADSTS50020 names the account's identity provider; live.com is that of personal accounts.
  if (aadstsNumbers.includes("50020") && words.includes("live.com")) {
    return signalsFor("Microsoft named AADSTS50020 with the identity provider live.com", {
      personal_account: "certain",
    });
  }
  return aadstsNumbers.flatMap(signalsOfNumber);
}

function signalsOfNumber(number: string): Signal[] {
  const restsOn = `Microsoft named AADSTS${number}`;
  const cause = causeOfAadsts(number);
  if (cause) return [{ cause, strength: "certain", restsOn }];
  switch (number) {
    case "65001":
      return signalsFor(restsOn, { admin_approval_required: "strong", granted_but_incomplete: "weak" });
    case "65004":
      // It takes a prompt or a form to come back this way: the wall without a form sends no code.
      return signalsFor(restsOn, {
        user_declined: "medium",
        approval_request_pending: "medium",
        admin_approval_required: "excludes",
      });
    case "700016":
      return signalsFor(restsOn, { wrong_tenant: "medium", registration_fault: "medium" });
    case "70001":
      return signalsFor(restsOn, { app_disabled: "medium", registration_fault: "medium" });
    default:
      return [];
  }
}

function readOAuthError(error: string, suberror: string): Signal[] {
  const restsOn = `Microsoft answered ${suberror || error}`;
  switch (suberror || error) {
    case "consent_required":
      return signalsFor(restsOn, { admin_approval_required: "medium", user_declined: "weak" });
    case "basic_action":
      return signalsFor(restsOn, { mfa_required: "strong" });
    case "message_only":
    case "additional_action":
      return signalsFor(restsOn, { conditional_access: "strong" });
    case "interaction_required":
      return signalsFor(restsOn, { mfa_required: "medium", conditional_access: "medium" });
    case "login_required":
    case "bad_token":
      return signalsFor(restsOn, { session_expired: "strong" });
    case "invalid_grant":
      return signalsFor(restsOn, { session_expired: "medium", admin_approval_required: "weak" });
    case "server_error":
    case "temporarily_unavailable":
      return signalsFor(restsOn, { transient: "certain" });
    case "invalid_client":
    case "invalid_request":
    case "invalid_resource":
    case "invalid_scope":
    case "unauthorized_client":
    case "unsupported_response_type":
      return signalsFor(restsOn, { registration_fault: "strong" });
    default:
      return [];
  }
}

function toQuery(parameters: CallbackEvidence["parameters"]): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join("&");
}

function toJson(body: unknown): string {
  try {
    return JSON.stringify(body) ?? "";
  } catch {
    // A body that refers to itself did not come from a token endpoint.
    return "";
  }
}
