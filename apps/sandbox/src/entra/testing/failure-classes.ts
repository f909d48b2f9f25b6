import { demoMicrosoftApp, demoTenants } from "../../core/demo-ids.ts";
import { microsoftGraph } from "../permission-catalog.ts";

const { appId } = demoMicrosoftApp;
const tenant = "contoso.example";
const policyId = "53003000-0000-4000-8000-000000000001";
const everything =
  "openid profile email offline_access User.Read User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite";

/** What everybody granted looks like; classes that come later than consent begin with it. */
export const grantedToEverybody = { tenant, appId, consentType: "AllPrincipals", scope: everything };

export interface FailureClass {
  readonly name: string;
  /** Sections of `POST /_sandbox/scenario` that switch the class on. */
  readonly scenario: Readonly<Record<string, unknown>>;
  /**
   * Where it shows: at the pages, at a silent request, at /adminconsent, to a refresh token that was issued while all
   * was well, to the code of such a sign-in, or at Exchange Web Services.
   */
  /** How far the clock is moved then, in seconds. */
  readonly clock?: number;
  readonly where: "authorize" | "silent" | "admin_consent" | "refresh" | "redeem" | "web_services";
  /** What is asked, where it is not the product's ordinary request by Adele Vance of Contoso. */
  readonly ask?: {
    readonly account?: string;
    readonly tenant?: string;
    readonly scope?: string;
    readonly choices?: readonly string[];
    readonly parameters?: Readonly<Record<string, string>>;
  };
  readonly shows: {
    readonly page?: string;
    readonly aadsts?: string;
    /** Parameters that the application finds at its redirect URI. */
    readonly redirect?: Readonly<Record<string, string>>;
    /** Fields of the token endpoint's error; `claims` by the name of the claim in it. */
    readonly token?: Readonly<Record<string, string>>;
    readonly status?: number;
    readonly header?: string;
  };
}

const trouble = "Sorry, but we're having trouble signing you in";
const wall = "Need admin approval";
const form = "Approval required";
const ca = (control: string, more: object = {}) => ({
  conditionalAccess: [{ tenant, id: policyId, control, ...more }],
});
const app = (fields: object) => ({ apps: [{ appId, ...fields }] });
const principal = (fields: object) => ({ servicePrincipals: [{ tenant, appId, ...fields }] });
const policy = (fields: object) => ({ policies: [{ tenant, ...fields }] });
const self = "ManagePermissionGrantsForSelf.";
const secret = (fields: object) =>
  app({
    secrets: [{ keyId: "the-secret-id", value: "the-value", endDateTime: "2099-01-01T00:00:00Z", ...fields }],
  });
const request = (more: object) => ({
  tenant,
  appId,
  user: "adele@contoso.example",
  scope: "Mail.ReadWrite",
  ...more,
});
const everyPermission = "https://graph.microsoft.com/.default";
const withAppRoles = app({
  requiredResourceAccess: [
    { resourceAppId: microsoftGraph.appId, scopes: ["User.Read"], roles: ["Mail.Read"] },
  ],
});
const otherApp = {
  appId: "77777777-0000-4000-8000-000000000001",
  displayName: "Outrigger",
  homeTenantId: demoTenants.outriggerVendor,
};

/** Every failure class of the sandbox's Entra: `failure-classes.integration.test.ts` goes through all of them. */
export const failureClasses: readonly FailureClass[] = [
  {
    name: "User consent is off",
    scenario: policy({ permissionGrantPoliciesAssigned: [] }),
    where: "authorize",
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "The person leaves the wall by its link",
    scenario: {},
    where: "authorize",
    ask: { choices: ["return"] },
    shows: { page: wall, redirect: { error: "access_denied", error_subcode: "cancel" } },
  },
  {
    name: "Workflow on: the form",
    scenario: policy({ adminConsentWorkflow: { isEnabled: true } }),
    where: "authorize",
    shows: { page: form, aadsts: "AADSTS90095" },
  },
  {
    name: "Workflow on: request sent",
    scenario: policy({ adminConsentWorkflow: { isEnabled: true } }),
    where: "authorize",
    ask: { choices: ["request_approval", "return"] },
    shows: { page: "Request sent", aadsts: "AADSTS65004", redirect: { error: "access_denied" } },
  },
  {
    name: "Workflow on: a request is pending",
    scenario: {
      ...policy({ adminConsentWorkflow: { isEnabled: true } }),
      consentRequests: [request({})],
    },
    where: "authorize",
    shows: { page: form, aadsts: "AADSTS90095" },
  },
  {
    name: "Workflow on: the request was denied, and may be sent again",
    scenario: {
      ...policy({ adminConsentWorkflow: { isEnabled: true } }),
      consentRequests: [request({ review: { result: "Denied", reviewer: "megan@contoso.example" } })],
    },
    where: "authorize",
    ask: { choices: ["request_approval"] },
    shows: { page: "Request sent" },
  },
  {
    name: "Workflow on: the request has expired, and may be sent again",
    scenario: {
      ...policy({ adminConsentWorkflow: { isEnabled: true, requestDurationInDays: 1 } }),
      consentRequests: [request({ ageSeconds: 90_000 })],
    },
    where: "authorize",
    ask: { choices: ["request_approval"] },
    shows: { page: "Request sent" },
  },
  {
    name: "Workflow on: a reviewer blocked the application",
    scenario: {
      ...policy({ adminConsentWorkflow: { isEnabled: true } }),
      consentRequests: [request({ review: { result: "Blocked", reviewer: "megan@contoso.example" } })],
    },
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS7000112" },
  },
  {
    name: "The Microsoft-managed policy excludes the scope",
    scenario: policy({
      permissionGrantPoliciesAssigned: [
        `${self}microsoft-user-default-recommended`,
        `${self}microsoft-user-default-allow-consent-apps`,
      ],
    }),
    where: "authorize",
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "Low-risk policy, publisher not verified",
    scenario: {
      ...policy({
        permissionGrantPoliciesAssigned: [`${self}microsoft-user-default-low`],
        classifications: ["openid", "profile", "email", "offline_access", "User.Read"].map((value) => ({
          value,
          classification: "low",
        })),
        blockUserConsentForRiskyApps: false,
      }),
      ...app({ verifiedPublisher: null }),
    },
    where: "authorize",
    ask: { scope: "openid profile email offline_access User.Read" },
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "Risk step-up",
    scenario: {
      ...policy({ permissionGrantPoliciesAssigned: [`${self}microsoft-user-default-legacy`] }),
      ...app({ verifiedPublisher: null }),
    },
    where: "authorize",
    shows: { page: wall, aadsts: "AADSTS900941" },
  },
  {
    name: "Risk step-up, workflow on",
    scenario: {
      ...policy({
        permissionGrantPoliciesAssigned: [`${self}microsoft-user-default-legacy`],
        adminConsentWorkflow: { isEnabled: true },
      }),
      ...app({ verifiedPublisher: null }),
    },
    where: "authorize",
    shows: { page: form, aadsts: "AADSTS900981" },
  },
  {
    name: "Risk step-up: the warning to an administrator, who may go on",
    scenario: {
      ...policy({ adminConsentWorkflow: { isEnabled: true } }),
      ...app({ verifiedPublisher: null }),
    },
    where: "authorize",
    ask: { account: "megan@contoso.example" },
    shows: { page: "Permissions requested" },
  },
  {
    name: "An admin-only scope among others",
    scenario: policy({ permissionGrantPoliciesAssigned: [`${self}microsoft-user-default-legacy`] }),
    where: "authorize",
    ask: { scope: "User.Read Directory.Read.All" },
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "A scope is not in the registration: the tenant-wide grant of its list leaves it out",
    scenario: {
      ...app({ requiredResourceAccess: [{ resourceAppId: microsoftGraph.appId, scopes: ["User.Read"] }] }),
      grants: [{ ...grantedToEverybody, scope: "openid profile email offline_access User.Read" }],
    },
    where: "silent",
    shows: { aadsts: "AADSTS65001", redirect: { error: "consent_required" } },
  },
  {
    name: "Another client id of the same name was approved",
    scenario: { apps: [otherApp], grants: [{ ...grantedToEverybody, appId: otherApp.appId }] },
    where: "authorize",
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "The service principal is absent",
    scenario: principal({ removed: true }),
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "65001", suberror: "consent_required" } },
  },
  {
    name: "The service principal is disabled (a reviewer blocked the application)",
    scenario: principal({ accountEnabled: false }),
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS7000112" },
  },
  {
    name: "The service principal is disabled, silently",
    scenario: principal({ accountEnabled: false }),
    where: "refresh",
    shows: { token: { error: "unauthorized_client", code: "7000112" } },
  },
  {
    name: "Assignment is required",
    scenario: {
      grants: [grantedToEverybody],
      ...principal({ appRoleAssignmentRequired: true, assignedUsers: [] }),
    },
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS50105" },
  },
  {
    name: "Assignment is required, silently",
    scenario: {
      grants: [grantedToEverybody],
      ...principal({ appRoleAssignmentRequired: true, assignedUsers: [] }),
    },
    where: "silent",
    shows: { aadsts: "AADSTS50105", redirect: { error: "interaction_required" } },
  },
  {
    name: "Granted to an administrator alone",
    scenario: {
      grants: [{ ...grantedToEverybody, consentType: "Principal", user: "megan@contoso.example" }],
    },
    where: "authorize",
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "The grant was narrowed or revoked later",
    scenario: { grants: [{ ...grantedToEverybody, scope: "" }] },
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "65001", suberror: "consent_required" } },
  },
  {
    name: "The refresh token is older than the grant",
    scenario: {
      entraSettings: { oldRefreshTokensSeeNewGrants: false },
      grants: [{ ...grantedToEverybody, scope: `${everything} Contacts.ReadWrite` }],
    },
    where: "refresh",
    ask: { scope: "Contacts.ReadWrite" },
    shows: { token: { error: "invalid_grant", code: "65001", suberror: "consent_required" } },
  },
  {
    name: "prompt=consent although everything is granted",
    scenario: { grants: [grantedToEverybody] },
    where: "authorize",
    ask: { parameters: { prompt: "consent" } },
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "An administrator signs in within the user's flow: the code is the administrator's",
    scenario: {},
    where: "authorize",
    ask: {
      account: "megan@contoso.example",
      choices: ["accept"],
      parameters: { login_hint: "adele@contoso.example" },
    },
    shows: { page: "Permissions requested", redirect: { state: "state-1" } },
  },
  {
    name: "An account of another tenant, no guest here",
    scenario: {},
    where: "authorize",
    ask: { account: "diego@fabrikam.example", tenant },
    shows: { page: trouble, aadsts: "AADSTS50020" },
  },
  {
    name: "A guest, in the resource tenant",
    scenario: {
      users: [{ userPrincipalName: "diego@fabrikam.example", guestInTenantIds: [demoTenants.contoso] }],
    },
    where: "authorize",
    ask: { account: "diego@fabrikam.example", tenant },
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "A personal account",
    scenario: {},
    where: "authorize",
    ask: { account: "adele@outlook.com" },
    shows: { page: trouble, aadsts: "AADSTS50020" },
  },
  {
    name: "A personal account, refused on the page itself",
    scenario: { entraSettings: { personalAccounts: "stay_on_page" } },
    where: "authorize",
    ask: { account: "adele@outlook.com" },
    shows: { page: "Pick an account" },
  },
  {
    name: "A single-tenant application by /common or /organizations",
    scenario: app({ signInAudience: "AzureADMyOrg" }),
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS50194" },
  },
  {
    name: "The id of the secret in place of its value",
    scenario: secret({ value: "another-value", keyId: "sandbox-microsoft-secret" }),
    where: "redeem",
    shows: { token: { error: "invalid_client", code: "7000215" }, status: 401 },
  },
  {
    name: "The secret has expired",
    scenario: secret({ value: demoMicrosoftApp.clientSecret, endDateTime: "2026-01-01T00:00:00Z" }),
    where: "redeem",
    shows: { token: { error: "invalid_client", code: "7000222" }, status: 401 },
  },
  {
    name: "No secret is sent",
    scenario: {},
    where: "redeem",
    ask: { parameters: { client_secret: "" } },
    shows: { token: { error: "invalid_client", code: "7000218" }, status: 401 },
  },
  {
    name: "The redirect URI is another",
    scenario: app({ redirectUris: ["https://elsewhere.example/callback"] }),
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS50011" },
  },
  {
    name: "No redirect URI is registered",
    scenario: app({ redirectUris: [] }),
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS500113" },
  },
  {
    name: "Conditional Access blocks",
    scenario: ca("block"),
    where: "authorize",
    shows: { page: "You cannot access this right now", aadsts: "AADSTS53003" },
  },
  {
    name: "Conditional Access blocks, silently",
    scenario: ca("block"),
    where: "refresh",
    shows: {
      token: { error: "invalid_grant", code: "53003", suberror: "message_only", claims: "capolids" },
    },
  },
  {
    name: "Conditional Access wants a managed device",
    scenario: ca("compliant_device"),
    where: "authorize",
    shows: { page: "You can't get there from here", aadsts: "AADSTS53000" },
  },
  {
    name: "Conditional Access wants a managed device, silently",
    scenario: ca("compliant_device"),
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "53000", suberror: "message_only" } },
  },
  {
    name: "Conditional Access wants a domain joined device",
    scenario: ca("domain_joined_device"),
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "53001", suberror: "message_only" } },
  },
  {
    name: "Device authentication is required",
    scenario: ca("device_authentication"),
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "50097", suberror: "message_only" } },
  },
  {
    name: "A security policy blocks",
    scenario: ca("security_policy"),
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "530032", suberror: "message_only" } },
  },
  {
    name: "A second factor is required: the step, passed by its button",
    scenario: { ...ca("mfa"), grants: [grantedToEverybody] },
    where: "authorize",
    ask: { choices: ["approve"] },
    shows: { page: "Approve sign in request", redirect: { state: "state-1" } },
  },
  {
    name: "A second factor is required, and denied",
    scenario: ca("mfa"),
    where: "authorize",
    ask: { choices: ["deny"] },
    shows: { page: trouble, aadsts: "AADSTS500121" },
  },
  {
    name: "A second factor is required, silently",
    scenario: ca("mfa"),
    where: "refresh",
    shows: {
      token: { error: "invalid_grant", code: "50076", suberror: "basic_action", claims: "capolids" },
    },
  },
  {
    name: "A second factor is required, at a silent request",
    scenario: { ...ca("mfa"), grants: [grantedToEverybody] },
    where: "silent",
    shows: { aadsts: "AADSTS50076", redirect: { error: "interaction_required" } },
  },
  {
    name: "A second factor has to be registered",
    scenario: ca("mfa_registration"),
    where: "authorize",
    shows: { page: "More information required", aadsts: "AADSTS50079" },
  },
  {
    name: "A second factor has to be registered, silently",
    scenario: ca("mfa_registration"),
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "50079", suberror: "basic_action" } },
  },
  {
    name: "Sign-in frequency",
    scenario: ca("sign_in_frequency", { hours: 1 }),
    clock: 7_200,
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "70043", suberror: "bad_token" } },
  },
  {
    name: "Revoked by a password reset",
    scenario: { users: [{ userPrincipalName: "adele@contoso.example", revokeSessions: true }] },
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "50173", suberror: "bad_token" } },
  },
  {
    name: "The account is gone",
    scenario: { users: [{ userPrincipalName: "adele@contoso.example", removed: true }] },
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "50034", suberror: "bad_token" } },
  },
  {
    name: "The refresh token was not used for 90 days",
    scenario: {},
    clock: 91 * 86_400,
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "700082", suberror: "bad_token" } },
  },
  {
    name: "The account is disabled",
    scenario: { users: [{ userPrincipalName: "adele@contoso.example", accountEnabled: false }] },
    where: "refresh",
    shows: { token: { error: "invalid_grant", code: "50057" } },
  },
  {
    name: "The account is disabled, at the page",
    scenario: { users: [{ userPrincipalName: "adele@contoso.example", accountEnabled: false }] },
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS50057" },
  },
  {
    name: "Tenant restrictions of the network",
    scenario: { entraSettings: { restrictAccessToTenants: ["fabrikam.example"] } },
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS500021" },
  },
  {
    name: "The guest's own tenant lets nobody out",
    scenario: {
      users: [{ userPrincipalName: "diego@fabrikam.example", guestInTenantIds: [demoTenants.contoso] }],
      tenantAccess: [{ tenant: "fabrikam.example", outboundGuests: "blocked" }],
    },
    where: "authorize",
    ask: { account: "diego@fabrikam.example", tenant },
    shows: { page: trouble, aadsts: "AADSTS500212" },
  },
  {
    name: "The tenant lets no guests in",
    scenario: {
      users: [{ userPrincipalName: "diego@fabrikam.example", guestInTenantIds: [demoTenants.contoso] }],
      tenantAccess: [{ tenant, inboundGuests: "blocked" }],
    },
    where: "authorize",
    ask: { account: "diego@fabrikam.example", tenant },
    shows: { page: trouble, aadsts: "AADSTS500213" },
  },
  {
    name: "The grant has not replicated yet",
    scenario: { entraSettings: { consentReplicationSeconds: 60 }, grants: [grantedToEverybody] },
    where: "silent",
    shows: { aadsts: "AADSTS65001", redirect: { error: "consent_required" } },
  },
  {
    name: "An Exchange Administrator at /adminconsent",
    scenario: {},
    where: "admin_consent",
    ask: { account: "lidia@contoso.example" },
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "A Cloud Application Administrator, and application permissions of Graph in the list",
    scenario: withAppRoles,
    where: "admin_consent",
    ask: { account: "isaiah@contoso.example", scope: everyPermission },
    shows: { page: wall, aadsts: "AADSTS90094" },
  },
  {
    name: "A Global Administrator grants the same",
    scenario: withAppRoles,
    where: "admin_consent",
    ask: { account: "megan@contoso.example", scope: everyPermission, choices: ["accept"] },
    shows: {
      page: "Permissions requested – Accept for your organization",
      redirect: { admin_consent: "True" },
    },
  },
  {
    name: "A consent that cannot be recorded",
    scenario: { entraSettings: { failNextConsents: 1 } },
    where: "admin_consent",
    ask: { account: "megan@contoso.example", choices: ["accept"] },
    shows: { page: trouble, aadsts: "AADSTS90090" },
  },
  {
    name: "The tenant lacks the API",
    scenario: { tenantAccess: [{ tenant, missingApis: [microsoftGraph.appId] }] },
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS650052" },
  },
  {
    name: "The registration lists an API that does not exist",
    scenario: app({
      requiredResourceAccess: [
        { resourceAppId: "88888888-0000-4000-8000-000000000001", scopes: ["Things.Read"] },
      ],
    }),
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS65005" },
  },
  {
    name: ".default of an API that the registration does not list",
    scenario: app({
      requiredResourceAccess: [{ resourceAppId: microsoftGraph.appId, scopes: ["User.Read"] }],
    }),
    where: "authorize",
    ask: { scope: "https://outlook.office365.com/.default" },
    shows: { page: trouble, aadsts: "AADSTS650057" },
  },
  {
    name: "A token for several APIs at once",
    scenario: {},
    where: "refresh",
    ask: { scope: "Mail.ReadWrite https://outlook.office365.com/EWS.AccessAsUser.All" },
    shows: { token: { error: "invalid_request", code: "28000" } },
  },
  {
    name: "A token for several APIs at once, by its other code",
    scenario: { entraSettings: { severalResourcesCode: 700022 } },
    where: "refresh",
    ask: { scope: "Mail.ReadWrite https://outlook.office365.com/EWS.AccessAsUser.All" },
    shows: { token: { error: "invalid_request", code: "700022" } },
  },
  {
    name: "The application is switched off by its owner",
    scenario: app({ isDisabled: true }),
    where: "authorize",
    shows: { page: trouble, aadsts: "AADSTS7000112" },
  },
  {
    name: "The application is switched off by Microsoft",
    scenario: {
      ...app({ disabledByMicrosoftStatus: "DisabledDueToViolationOfServicesAgreement" }),
      entraSettings: { deactivatedAppCode: 70001 },
    },
    where: "refresh",
    shows: { token: { error: "unauthorized_client", code: "70001" } },
  },
  {
    name: "A scope that the API does not have",
    scenario: {},
    where: "authorize",
    ask: { scope: "openid Mail.Everything" },
    shows: { aadsts: "AADSTS650053", redirect: { error: "invalid_client" } },
  },
  {
    name: ".default among named scopes",
    scenario: {},
    where: "authorize",
    ask: { scope: "https://graph.microsoft.com/.default Mail.Read" },
    shows: { aadsts: "AADSTS70011", redirect: { error: "invalid_scope" } },
  },
  {
    name: "EWS was never allowed in the tenant",
    scenario: {},
    where: "web_services",
    shows: { status: 403, header: "EWS is disabled for this user or tenant" },
  },
  {
    name: "EWS is on, and the application is not on the list",
    scenario: { tenantAccess: [{ tenant, ewsEnabled: true }] },
    where: "web_services",
    shows: { status: 403, header: "EWS is blocked by policy for this user or tenant" },
  },
];
