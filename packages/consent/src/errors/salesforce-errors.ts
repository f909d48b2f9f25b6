import type { ErrorEntry, ErrorQuestion } from "./error-entry.ts";
import { USER } from "./error-entry.ts";

/** An entry and the texts, decoded and in lower case, by which it is recognised. */
export type RecognisedEntry = { entry: ErrorEntry; patterns: readonly RegExp[] };

const ADMINISTRATOR = ["Salesforce administrator"];

type Row = Omit<ErrorEntry, "vendor" | "question"> & {
  patterns: readonly RegExp[];
  question?: ErrorQuestion | undefined;
};

/** The Salesforce twins of "Need admin approval", in the order in which they must be tried: the particular before the general. */
const rows: readonly Row[] = [
  {
    code: "OAUTH_APP_BLOCKED",
    title: "Salesforce's administrator has blocked the app",
    meaning: "The app is blocked, or API Access Control is on and the app is not allowed.",
    whereShown: ["redirect"],
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Setup, Connected Apps OAuth Usage: Install, then Unblock the app.",
      "Give the app to the profile or permission set of its users.",
    ],
    whatNotToDo: ["Do not retry before the app is unblocked."],
    source: "help.salesforce.com: API Access Control; Connected Apps OAuth Usage",
    patterns: [/oauth_app_blocked/, /this app is blocked by admin/],
  },
  {
    code: "app_must_be_installed",
    title: "The app must be installed in the Salesforce organization first",
    meaning:
      "The app is not installed, and the person may not approve uninstalled apps. Salesforce shows OAUTH_APPROVAL_ERROR_GENERIC and nothing comes back to us.",
    whereShown: ["page"],
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Setup, Connected Apps OAuth Usage: Install the app, then give it to the profiles or permission sets of its users.",
      "Or use an External Client App that the organization owns: it needs no installation.",
    ],
    whatNotToDo: ["Do not make the person try again: the page is the same each time."],
    source: "help.salesforce.com: Connected app usage restrictions, September 2025",
    patterns: [/app must be installed into org/],
  },
  {
    code: "scope_not_allowed",
    title: "The app asks Salesforce for a scope it does not carry",
    meaning: "A scope in the request is not among the app's selected scopes.",
    whereShown: ["page"],
    whoMustAct: [...ADMINISTRATOR, "the app's owner"],
    steps: ["Add the scope to the External Client App's OAuth settings, or ask for less."],
    whatNotToDo: ["Do not select the scope full."],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    patterns: [/the requested scope is not allowed/],
  },
  {
    code: "OAUTH_EC_APP_NOT_FOUND",
    title: "The External Client App is not in this Salesforce organization",
    meaning: "The app's package is missing here, as in a fresh sandbox, or was removed.",
    whereShown: ["page", "token"],
    whoMustAct: ADMINISTRATOR,
    steps: ["Install the app in exactly this organization, then connect again."],
    whatNotToDo: ["Do not keep refreshing: it is permanent until the app is installed."],
    source: "help.salesforce.com: External Client Apps",
    patterns: [/oauth_ec_app_not_found/, /app_not_found/, /external client app is not installed in this org/],
  },
  {
    code: "OAUTH_APP_ACCESS_DENIED",
    title: "The person is not approved for the app in Salesforce",
    meaning:
      "Permitted Users is set to Admin approved users are pre-authorized, and the person has none of the app's profiles or permission sets.",
    whereShown: ["redirect", "page", "token"],
    whoMustAct: ADMINISTRATOR,
    steps: ["Add the person's profile or permission set to the app's policies."],
    whatNotToDo: ["Do not loosen the policy to all users only for one person."],
    source: "help.salesforce.com: Manage OAuth access policies",
    patterns: [
      /oauth_app_access_denied/,
      /user is not admin approved to access this app/,
      /invalid_app_access/,
      /user hasn.?t approved this consumer/,
    ],
  },
  {
    code: "redirect_uri_mismatch",
    title: "Salesforce does not know this callback address",
    meaning: "The callback must be identical to the app's, character by character.",
    whereShown: ["page"],
    whoMustAct: [...ADMINISTRATOR, "the app's owner"],
    steps: ["Copy the callback address exactly as the product shows it into the app's OAuth settings."],
    whatNotToDo: [],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    patterns: [/redirect_uri_mismatch/, /redirect_uri must match configuration/],
  },
  {
    code: "invalid_client_id",
    title: "Salesforce does not know the consumer key",
    meaning:
      "The key is wrong, belongs to another host (production or sandbox), or the app is younger than about ten minutes.",
    whereShown: ["page", "token"],
    whoMustAct: ["the app's owner"],
    steps: ["Wait ten minutes after creating the app; then compare the consumer key and the login host."],
    whatNotToDo: [],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    patterns: [/invalid_client_id/, /client identifier invalid/],
  },
  {
    code: "refresh_token_expired",
    title: "The Salesforce session is over",
    meaning:
      "The refresh token was revoked, replaced by rotation, pushed out by a sixth approval, or idle too long.",
    whereShown: ["token"],
    whoMustAct: [USER],
    steps: ["Sign in to Salesforce again, once."],
    whatNotToDo: ["Do not repeat the refresh: replaying an old token can revoke the whole family."],
    source: "help.salesforce.com: Refresh Token Rotation",
    patterns: [/expired access\/refresh token/],
  },
  {
    code: "audience_validation_failed",
    title: "Salesforce refused the audience of the token request",
    meaning: "The assertion or request was made for another login host.",
    whereShown: ["token"],
    whoMustAct: ["the app's owner"],
    steps: [
      "Use login.salesforce.com for production, test.salesforce.com for a sandbox, or the My Domain host that the app expects.",
    ],
    whatNotToDo: [],
    source: "help.salesforce.com: OAuth 2.0 JWT bearer flow",
    // .NET's token validation (IDX10214) says the same words about something else.
    patterns: [
      /(?<!idx\d{5}: )audience validation failed/,
      /^audience is invalid\b/,
      /\binvalid assertion\b/,
    ],
  },
  {
    code: "ip_restricted",
    title: "Salesforce does not accept this network address",
    meaning:
      "The app's IP relaxation is set to Enforce, and the server's address is outside the allowed ranges.",
    whereShown: ["token"],
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Add the server's fixed address to the trusted ranges, or relax IP restrictions in the app's policies.",
    ],
    whatNotToDo: ["Do not send the traffic through an anonymising proxy: Salesforce freezes users for it."],
    source: "help.salesforce.com: Connected app IP relaxation",
    patterns: [/\bip restricted\b/, /\bip_restricted\b/],
  },
  {
    code: "inactive_user",
    title: "The Salesforce user is switched off or frozen",
    meaning: "The user behind the connection is inactive.",
    whereShown: ["token"],
    whoMustAct: ADMINISTRATOR,
    steps: ["Activate or unfreeze the user, then connect again; or remove the connection."],
    whatNotToDo: [],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    patterns: [/inactive_user/, /^inactive user$/, /invalid_grant.{0,40}\binactive user\b/],
  },
  {
    code: "session_not_valid_for_api",
    title: "The Salesforce session may not use the REST API",
    meaning: "API Access Control keeps the app out, or the scope api is missing. Refreshing changes nothing.",
    whereShown: ["api"],
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Install and unblock the app under Connected Apps OAuth Usage; check that it carries the scope api.",
    ],
    whatNotToDo: ["Do not refresh the token."],
    source: "help.salesforce.com: API Access Control",
    patterns: [/this session is not valid for use with the rest api/],
  },
  {
    code: "INVALID_SESSION_ID",
    title: "The Salesforce access token has ended",
    meaning: "The session expired or was ended.",
    whereShown: ["api"],
    whoMustAct: ["nobody"],
    steps: ["Refresh once. If that fails, sign in to Salesforce again."],
    whatNotToDo: ["Do not refresh in a loop."],
    source: "developer.salesforce.com: REST API status codes",
    patterns: [/invalid_session_id/, /session expired or invalid/],
  },
  {
    code: "API_DISABLED_FOR_ORG",
    title: "The Salesforce edition or user has no API",
    meaning: "The organization's edition has no API, or the person lacks the permission API Enabled.",
    whereShown: ["api"],
    whoMustAct: ADMINISTRATOR,
    steps: ["Give the person's profile or permission set API Enabled, or use an edition with the API."],
    whatNotToDo: [],
    source: "developer.salesforce.com: REST API status codes",
    patterns: [/api_disabled_for_org/, /api is not enabled for this organi[sz]ation/],
  },
  {
    code: "Bad_OAuth_Token",
    title: "Salesforce's identity address does not accept the token",
    meaning:
      "The user info or identity call was refused: the edition has no API, the person lacks API Enabled, or the token has ended.",
    whereShown: ["api"],
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Check that the person's profile or permission set has API Enabled and that the edition has the API.",
      "Refresh the token once; if another call then works, it was only the token.",
    ],
    whatNotToDo: ["Do not refresh in a loop."],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    question: {
      text: "Does another REST call with the same token work?",
      choices: [
        { label: "No: API_DISABLED_FOR_ORG or an API permission is named", cause: "API_DISABLED_FOR_ORG" },
        { label: "No: the session has expired", cause: "INVALID_SESSION_ID" },
      ],
    },
    patterns: [/bad_oauth_token/],
  },
  {
    code: "OAUTH_APPROVAL_ERROR_GENERIC",
    title: "Salesforce refused, without saying why on the page",
    meaning:
      "The text is the same for an app that is not installed and for a scope that is not allowed; the page's address tells them apart.",
    whereShown: ["page"],
    whoMustAct: ADMINISTRATOR,
    steps: ["Copy the whole address of Salesforce's error page and explain that."],
    whatNotToDo: ["Do not guess."],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    question: {
      text: "What does the address of Salesforce's error page contain?",
      choices: [
        { label: "app+must+be+installed+into+org", cause: "app_must_be_installed" },
        { label: "the+requested+scope+is+not+allowed", cause: "scope_not_allowed" },
      ],
    },
    patterns: [/oauth_approval_error_generic/],
  },
  {
    code: "salesforce_denied",
    title: "The person pressed Deny at Salesforce",
    meaning: "The person did not allow the access.",
    whereShown: ["redirect"],
    whoMustAct: [USER],
    steps: ["Try again and choose Allow."],
    whatNotToDo: [],
    source: "help.salesforce.com: OAuth 2.0 error codes",
    patterns: [/end-user denied authorization/, /^access-denied$/],
  },
];

export const salesforceErrors: readonly RecognisedEntry[] = rows.map(({ patterns, ...row }) => ({
  patterns,
  entry: { ...row, vendor: "salesforce" },
}));
