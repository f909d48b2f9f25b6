import { CALLBACK, callback, tokenError, type ErrorText } from "./error-text.ts";

const CODES = "Microsoft, Authentication and authorization error codes";

/** Tokens, sessions, assignment, tenants, registration. */
export const signInErrorTexts: readonly ErrorText[] = [
  {
    text: tokenError(
      65001,
      "The user or administrator has not consented to use the application with ID '0a0a' named 'CRM Sync'. Send an interactive authorization request for this user and resource.",
      { suberror: "consent_required" },
    ),
    source: CODES,
    cause: "AADSTS65001",
  },
  {
    text: `${CALLBACK}#error=interaction_required&error_description=AADSTS65001%3a+The+user+or+administrator+has+not+consented.&state=s`,
    source: "a silent request (prompt=none)",
    cause: "AADSTS65001",
  },
  {
    text: "DF_AUTH: invalid_grant: The user or administrator has not consented to use the application",
    source: "NangoHQ/nango#1040",
    cause: "AADSTS65001",
  },
  {
    text: '{"error":"invalid_grant","suberror":"consent_required"}',
    source: "MSAL, InteractionRequiredAuthError",
    cause: "AADSTS65001",
  },
  {
    text: '{"error":"invalid_grant"}',
    source: "RFC 6749",
    asks: ["admin_approval_required", "session_expired", "mfa_required"],
  },
  {
    text: "interaction_required",
    source: "MSAL.js, acquireTokenSilent",
    asks: ["mfa_required", "conditional_access", "admin_approval_required"],
  },
  {
    text: callback({ error: "consent_required", state: "s" }),
    source: "OpenID Connect Core 3.1.2.6",
    asks: ["admin_approval_required", "user_declined"],
  },
  {
    text: callback({
      error: "login_required",
      error_description: "AADSTS50058: A silent sign-in request was sent but no user is signed in.",
    }),
    source: CODES,
    cause: "AADSTS50058",
  },
  {
    text: "AADSTS50105: Your administrator has configured the application CRM Sync to block users unless they are specifically granted access.",
    source: CODES,
    cause: "AADSTS50105",
  },
  {
    text: "The signed in user is not assigned to a role for the application",
    source: CODES,
    cause: "AADSTS50105",
  },
  {
    text: "AADSTS50020: User account 'pat@fabrikam.example' from identity provider 'https://sts.windows.net/22222222-2222-4222-8222-222222222222/' does not exist in tenant 'Northwind'",
    source: CODES,
    cause: "AADSTS50020",
  },
  {
    text: "Selected user account does not exist in tenant 'Northwind' and cannot access the application",
    source: CODES,
    cause: "AADSTS50020",
  },
  {
    text: "AADSTS700016: Application with identifier '0a0a' was not found in the directory 'Northwind'.",
    source: CODES,
    cause: "AADSTS700016",
  },
  { text: "AADSTS7000112: Application '0a0a'(CRM Sync) is disabled.", source: CODES, cause: "AADSTS7000112" },
  {
    text: "AADSTS50194: Application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'.",
    source: CODES,
    cause: "AADSTS50194",
  },
  { text: "AADSTS90002: Tenant 'northwnd.example' not found.", source: CODES, cause: "AADSTS90002" },
  {
    text: tokenError(
      7000215,
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
      { error: "invalid_client" },
    ),
    source: "chriscohnen/islandr#81",
    cause: "AADSTS7000215",
  },
  {
    text: "invalid_client 7000215 client_secret=3f2504e0-4f89-41d3-9a0c-0305e82c3301 AADSTS7000215",
    source: "a secret id that was pasted",
    cause: "AADSTS7000215",
  },
  {
    text: tokenError(7000222, "The provided client secret keys for app '0a0a' are expired.", {
      error: "invalid_client",
    }),
    source: CODES,
    cause: "AADSTS7000222",
  },
  {
    text: tokenError(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      { error: "invalid_client" },
    ),
    source: CODES,
    cause: "AADSTS7000218",
  },
  {
    text: '{"error":"invalid_client"}',
    source: "RFC 6749",
    asks: ["registration_fault", "app_must_be_installed"],
  },
  { text: '{"error":"unauthorized_client"}', source: "RFC 6749", asks: ["wrong_tenant", "app_disabled"] },
  {
    text: "AADSTS50011: The redirect URI 'https://crm.example/cb/' specified in the request does not match the redirect URIs configured for the application '0a0a'.",
    source: CODES,
    cause: "AADSTS50011",
  },
  {
    text: tokenError(53003, "Access has been blocked by Conditional Access policies.", {
      suberror: "message_only",
    }),
    source: CODES,
    cause: "AADSTS53003",
  },
  {
    text: "You cannot access this right now. Your sign-in was successful but does not meet the criteria to access this resource.",
    source: CODES,
    cause: "AADSTS53003",
  },
  {
    text: tokenError(
      50076,
      "Due to a configuration change made by your administrator, you must use multi-factor authentication to access '00000003'.",
      { suberror: "basic_action" },
    ),
    source: CODES,
    cause: "AADSTS50076",
  },
  {
    text: tokenError(
      50173,
      "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
      { suberror: "bad_token" },
    ),
    source: CODES,
    cause: "AADSTS50173",
  },
  {
    text: tokenError(700082, "The refresh token has expired due to inactivity."),
    source: CODES,
    cause: "AADSTS700082",
  },
  {
    text: tokenError(54005, "OAuth2 Authorization code was already redeemed."),
    source: "mattrax/Mattrax#179",
    cause: "AADSTS54005",
  },
  {
    text: "AADSTS650053: The application 'CRM Sync' asked for scope 'groups' that doesn't exist on the resource '00000003-0000-0000-c000-000000000000'.",
    source: CODES,
    cause: "AADSTS650053",
  },
  {
    text: tokenError(
      650052,
      "The app is trying to access a service that your organization lacks a service principal for.",
      { error: "invalid_client" },
    ),
    source: CODES,
    cause: "AADSTS650052",
  },
  {
    text: "AADSTS70011: The provided value for the input parameter 'scope' is not valid.",
    source: CODES,
    cause: "AADSTS70011",
  },
  { text: "AADSTS90023: Unsupported 'prompt' value.", source: CODES, cause: "AADSTS90023" },
  {
    text: "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    source: CODES,
    cause: "AADSTS9002327",
  },
  {
    text: "AADSTS90099: The application has not been authorized in the tenant.",
    source: CODES,
    cause: "AADSTS90099",
  },
  {
    text: "AADSTS500212: The user's administrator has set an outbound access policy that does not allow access to the resource tenant.",
    source: CODES,
    cause: "AADSTS500212",
  },
  {
    text: "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?client_id=0a0a&prompt=consent&state=s&scope=Mail.Read",
    source: "a sign-in's beginning instead of its end",
    nothing: "unknown",
  },
  {
    text: `${CALLBACK}?code=0.AXoA-secret&state=s&session_state=x`,
    source: "Microsoft, Authorization code flow",
    nothing: "no_error",
  },
];
