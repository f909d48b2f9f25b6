import type { ErrorQuestion } from "./error-entry.ts";
import type { ErrorReading } from "./read-error-text.ts";

/** What a bare OAuth error may stand for: catalogue codes, and the question where it may be several. */
export type OAuthFinding = { codes: readonly string[]; question: ErrorQuestion | null; because: string };

const WHO_ANSWERED: ErrorQuestion = {
  text: "Who answered, and what was on the page before?",
  choices: [
    { label: "Microsoft: Need admin approval", cause: "admin_approval_required" },
    { label: "Microsoft: Approval required", cause: "approval_request_pending" },
    { label: "Microsoft: Permissions requested, and I chose Cancel", cause: "user_declined" },
    { label: "Salesforce, and I chose Deny", cause: "salesforce_denied" },
  ],
};

const INTERACTION: ErrorQuestion = {
  text: "What does Microsoft show when you sign in again by hand?",
  choices: [
    { label: "A second factor", cause: "mfa_required" },
    { label: "A page that refuses the device or place", cause: "conditional_access" },
    { label: "Need admin approval or Permissions requested", cause: "admin_approval_required" },
  ],
};

const WAS_A_PAGE_SHOWN: ErrorQuestion = {
  text: "Was a page shown before this came back?",
  choices: [
    {
      label: "No: it was a silent request (prompt=none, or a refresh token)",
      cause: "admin_approval_required",
    },
    { label: "Permissions requested, and Cancel was chosen", cause: "user_declined" },
    { label: "Need admin approval or Approval required", cause: "admin_approval_required" },
  ],
};

const DESCRIPTION: ErrorQuestion = {
  text: "Which words follow in the error's description?",
  choices: [
    { label: "has not consented to use the application", cause: "admin_approval_required" },
    { label: "expired or revoked", cause: "session_expired" },
    { label: "multi-factor authentication", cause: "mfa_required" },
  ],
};

/** Errors whose cause only the number in the description tells. */
function whichNumber(choices: ErrorQuestion["choices"]): ErrorQuestion {
  return { text: "Which AADSTS number, or which words, follow in the error's description?", choices };
}

const CLIENT = whichNumber([
  { label: "AADSTS7000215, or wrong secret", cause: "registration_fault" },
  { label: "AADSTS7000222, or expired secret", cause: "registration_fault" },
  { label: "AADSTS650052 or AADSTS650053", cause: "registration_fault" },
  { label: "app must be installed into org", cause: "app_must_be_installed" },
]);
const UNAUTHORIZED = whichNumber([
  { label: "AADSTS700016: not found in the directory", cause: "wrong_tenant" },
  { label: "AADSTS7000112: disabled", cause: "app_disabled" },
]);
const SCOPE = whichNumber([
  { label: "AADSTS70011 or AADSTS650053", cause: "registration_fault" },
  { label: "the requested scope is not allowed", cause: "scope_not_allowed" },
]);
const REQUEST = whichNumber([
  { label: "AADSTS900144, AADSTS90014 or AADSTS90023", cause: "registration_fault" },
  { label: "AADSTS90002: tenant not found", cause: "wrong_tenant" },
]);
const RESOURCE = whichNumber([
  { label: "AADSTS500011: the API is not in the organization", cause: "registration_fault" },
  { label: "AADSTS650057: the API is not in the registration", cause: "registration_fault" },
]);

const OAUTH_ERRORS: Readonly<Record<string, Omit<OAuthFinding, "because">>> = {
  login_required: { codes: ["50058"], question: null },
  consent_required: { codes: ["65001", "65004"], question: WAS_A_PAGE_SHOWN },
  interaction_required: { codes: ["50076", "53003", "65001"], question: INTERACTION },
  access_denied: { codes: ["90094", "65004", "salesforce_denied"], question: WHO_ANSWERED },
  permission_denied: { codes: ["admin_consent_declined"], question: null },
  invalid_grant: { codes: ["50173", "65001", "refresh_token_expired"], question: DESCRIPTION },
  invalid_client: { codes: ["7000215", "7000222", "650053", "app_must_be_installed"], question: CLIENT },
  unauthorized_client: { codes: ["700016", "7000112"], question: UNAUTHORIZED },
  invalid_scope: { codes: ["70011", "650053", "scope_not_allowed"], question: SCOPE },
  invalid_request: { codes: ["900144", "90023", "90002"], question: REQUEST },
  invalid_resource: { codes: ["500011", "650057"], question: RESOURCE },
  server_error: { codes: ["server_error"], question: null },
  temporarily_unavailable: { codes: ["temporarily_unavailable"], question: null },
  user_cancelled: { codes: ["user_cancelled"], question: null },
  insufficient_claims: { codes: ["insufficient_claims"], question: null },
  invalid_token: { codes: ["InvalidAuthenticationToken"], question: null },
};

/** MSAL's InteractionRequired suberrors: what each says by itself. */
const SUBERRORS: Readonly<Record<string, readonly string[]>> = {
  consent_required: ["65001"],
  basic_action: ["50076"],
  message_only: ["53003"],
  additional_action: ["53003"],
  user_password_expired: ["50055"],
  bad_token: ["50173", "70043"],
};

/** By the suberror, else by the error's name, which may also stand in a sentence if it is the only one there. */
export function explainOAuthError({ form, parameters, words }: ErrorReading): OAuthFinding | undefined {
  const suberror = own(SUBERRORS, (parameters["suberror"] ?? "").toLowerCase());
  if (suberror) return { codes: suberror, question: null, because: `suberror=${parameters["suberror"]}` };
  const error = (
    parameters["error"] ??
    (form === "text" ? findOnlyName(words) : undefined) ??
    ""
  ).toLowerCase();
  const known = own(OAUTH_ERRORS, error);
  return known && { ...known, because: `error=${error} may mean it` };
}

function findOnlyName(words: string): string | undefined {
  // "Access denied", as some pages write it.
  if (/^[a-z]+[ -][a-z]+\.?$/.test(words)) return words.replace(".", "").replace(/[ -]/, "_");
  const names = new Set(words.match(/\b[a-z]+_[a-z_]+\b/g) ?? []);
  const [only, ...others] = [...names].filter((name) => Object.hasOwn(OAUTH_ERRORS, name));
  return others.length === 0 ? only : undefined;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
