import { IDS, callback, query, type ErrorText } from "./error-text.ts";

const CODES = "Microsoft, Authentication and authorization error codes";
const WALL = "Microsoft, Application consent experience";
const LINK = "Microsoft, Admin consent on the Microsoft identity platform";
const cancelled = { error: "access_denied", error_subcode: "cancel", state: "s-1" };
const pages = [
  "admin_approval_required",
  "approval_request_pending",
  "user_declined",
  "user_cancelled_sign_in",
];
const declined = {
  error: "access_denied",
  error_description: `AADSTS65004: User declined to consent to access the app. ${IDS}`,
  error_uri: "https://login.microsoftonline.com/error?code=65004",
};

/** The wall itself: pages, callbacks, and what apps write about them. */
export const wallErrorTexts: readonly ErrorText[] = [
  { text: "AADSTS90094", source: "abraunegg/onedrive#769", cause: "AADSTS90094" },
  { text: "90094", source: CODES, cause: "AADSTS90094" },
  { text: "aadsts90094", source: CODES, cause: "AADSTS90094" },
  {
    text: "Sign-in error code: 90094 Failure reason: other",
    source: "a row of the sign-in log",
    cause: "AADSTS90094",
  },
  {
    text: '{"status":{"errorCode":90094,"failureReason":"The admin of the tenant must consent.","additionalDetails":null},"appDisplayName":"CRM Sync"}',
    source: "Graph, signIn resource",
    cause: "AADSTS90094",
  },
  {
    text: callback({
      error: "access_denied",
      error_description: `AADSTS90094: An administrator of Northwind has set a policy that prevents you from granting CRM Sync the permissions it is requesting. ${IDS}`,
      state: "s",
    }),
    source: "MSAL Android tests",
    cause: "AADSTS90094",
  },
  {
    text: callback({
      error: "access_denied",
      error_description: "AADSTS90093: This operation can only be performed by an administrator.",
      state: "s",
    }),
    source: CODES,
    cause: "AADSTS90093",
  },
  {
    text: "AADSTS90095: Admin consent is required.",
    source: "MicrosoftDocs/azure-docs#80997",
    cause: "AADSTS90095",
  },
  {
    text: "AADSTS900941: An administrator of Northwind needs to approve, the app is considered risky.",
    source: "phw198/OutlookGoogleCalendarSync#2095",
    cause: "AADSTS900941",
  },
  {
    text: "AADSTS900981: this app may be risky, you can continue as an administrator",
    source: "Microsoft, Risk-based step-up consent",
    cause: "AADSTS900981",
  },
  {
    text: "Need admin approval\nCRM Sync\nunverified\nCRM Sync needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.\nHave an admin account? Sign in with that account\nReturn to the application without granting consent",
    source: WALL,
    cause: "AADSTS90094",
  },
  { text: "need admin approval", source: "Foundry376/Mailspring#2129", cause: "AADSTS90094" },
  {
    text: "Approval required\nThis app requires your admin's approval to:\nRead and write access to your mail\nEnter justification for requesting this app\nRequest approval",
    source: "Microsoft, Configure the admin consent workflow",
    cause: "AADSTS90095",
  },
  { text: "Approval required", source: WALL, cause: "AADSTS90095" },
  {
    text: "It says admin approval required, this app can be dangerous",
    source: "calcom/cal.diy#4878",
    asks: ["admin_approval_required", "approval_request_pending"],
  },
  {
    text: "Need admin approval. This app may be risky. Only continue if you trust it.",
    source: "microsoft/Office365APIEditor#18",
    cause: "AADSTS900941",
  },
  {
    text: "reason: Microsoft.Online.Security.UserConsentBlockedForRiskyAppsException",
    source: "Microsoft, Risk-based step-up consent (audit log)",
    cause: "AADSTS900941",
  },
  {
    text: "Administratorgenehmigung erforderlich\nCRM Sync benötigt die Berechtigung für den Zugriff auf Ressourcen in Ihrer Organisation.",
    source: "the same page in German",
    asks: ["admin_approval_required", "approval_request_pending"],
  },
  {
    text: "Se necesita la aprobación del administrador",
    source: "the same page in Spanish",
    asks: ["admin_approval_required", "approval_request_pending"],
  },
  {
    text: "Die Anmeldung ist fehlgeschlagen. AADSTS90094: Ein Administrator muss zustimmen.",
    source: "the code in another language's sentence",
    cause: "AADSTS90094",
  },
  { text: callback(cancelled), source: "n8n-io/n8n#22524", asks: pages },
  { text: callback(cancelled, "#"), source: "MicrosoftDocs/azure-docs#59872", asks: pages },
  {
    text: "error=access_denied&error_subcode=cancel&state=abc",
    source: "MicrosoftDocs/azure-docs#41053, as a form body",
    asks: pages,
  },
  {
    text: "OAuth callback error: access_denied",
    source: "n8n-io/n8n#22524",
    asks: ["admin_approval_required", "user_declined", "salesforce_denied"],
  },
  {
    text: callback({ ...declined, state: "s" }),
    source: "Microsoft, Unexpected error when consenting",
    asks: ["user_declined", "approval_request_pending"],
  },
  {
    text: callback({
      error: "consent_required",
      error_description: "AADSTS65004: The resource owner declined.",
      state: "s",
    }),
    source: "reports of 2020",
    asks: ["user_declined", "approval_request_pending"],
  },
  {
    text: `https://crm.example/approval/callback?${query({ ...declined, admin_consent: "True", state: "s" })}`,
    source: "MicrosoftDocs/azure-docs#114009",
    cause: "admin_consent_declined",
  },
  {
    text: "?error=permission_denied&error_description=The+admin+canceled+the+request",
    source: `${LINK} (older text)`,
    cause: "admin_consent_declined",
  },
  {
    text: callback({
      error: "access_denied",
      error_description:
        "AADSTS1003031: Misconfigured required resource access in client application registration.",
      admin_consent: "True",
    }),
    source: LINK,
    cause: "AADSTS1003031",
  },
  {
    text: "https://crm.example/approval/callback?admin_consent=True&tenant=11111111-1111-4111-8111-111111111111&scope=Mail.Read&state=s",
    source: LINK,
    nothing: "no_error",
  },
  {
    text: "AADSTS900144: The request must include a 'response_type' parameter",
    source: "an admin consent link with common",
    cause: "AADSTS900144",
  },
  {
    text: "invalid_request: the request must include a 'response_type' parameter",
    source: "an admin consent link with common",
    cause: "admin_consent_needs_tenant",
  },
  {
    text: "BrowserAuthError: user_cancelled: User cancelled the flow.",
    source: "MSAL.js in an add-in",
    asks: ["admin_approval_required", "user_cancelled_sign_in"],
  },
  {
    text: "Permissions requested\nCRM Sync would like to: Read your mail. Accept Cancel",
    source: WALL,
    cause: "permissions_requested",
  },
];
