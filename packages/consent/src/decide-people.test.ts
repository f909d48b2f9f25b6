import { describe } from "vitest";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";
import { POLICIES, VENDOR_TENANT_ID, grantForAll } from "./testing/build-consent-case.ts";
import { testDecisions } from "./testing/expect-decision.ts";

const off = { permissionGrantPoliciesAssigned: [...POLICIES.off] };
const workflow = { adminConsentWorkflow: { isEnabled: true, reviewerIds: ["megan"] } };
const as = (...directoryRoles: string[]) => ({ user: { directoryRoles } });
const atLink = { request: { endpoint: "adminconsent" as const } };
const allDefault = "https://graph.microsoft.com/.default";
const GRANT = "microsoft.directory/servicePrincipals/managePermissionGrantsFor";
const ourPolicy = (set: object) => ({ ...off, customPolicies: [{ id: "p", includes: [set], excludes: [] }] });
const withRoles = (resourceAppId: string) => ({
  requiredResourceAccess: [{ resourceAppId, scopes: ["Mail.Read"], roles: ["Mail.ReadWrite"] }],
});

describe("who may grant (Grant tenant-wide admin consent)", () => {
  testDecisions([
    ["Global Administrator", as("Global Administrator"), { is: "consent_prompt", checkbox: true }],
    ["by template id", as("62E90394-69f5-4237-9190-012177145e10"), { is: "consent_prompt", checkbox: true }],
    [
      "Privileged Role Administrator",
      as("privileged role administrator"),
      { is: "consent_prompt", checkbox: true },
    ],
    [
      "Application Administrator: for the own account only",
      as("Application Administrator"),
      { is: "consent_prompt" },
    ],
    [
      "Exchange Administrator meets the wall like anybody",
      as("Exchange Administrator"),
      { is: "need_admin_approval 90094", blockers: ["policy_excludes_permission"] },
    ],
    [
      "User and Security Administrator, too",
      as("User Administrator", "Security Administrator"),
      { is: "need_admin_approval 90094", blockers: ["policy_excludes_permission"] },
    ],
    [
      "a Global Administrator's prompt=consent prompts although all is granted",
      { ...as("Global Administrator"), grants: [grantForAll()], request: { prompt: "consent" } },
      { is: "consent_prompt", checkbox: true },
    ],
    [
      "a Global Administrator of a risky app is asked, too",
      { ...as("Global Administrator"), app: { verifiedPublisher: null } },
      { is: "consent_prompt", checkbox: true },
    ],
    [
      "admin-only permissions by a Cloud Application Administrator",
      { ...as("Cloud Application Administrator"), request: { scope: "Directory.Read.All" } },
      { is: "consent_prompt" },
    ],
    [
      "a custom role for everybody, at an ordinary sign-in",
      { tenant: ourPolicy({}), ...as(`${GRANT}All.p`) },
      { is: "consent_prompt" },
    ],
    [
      "a custom role for oneself",
      { tenant: ourPolicy({}), ...as(`${GRANT}Self.P`) },
      { is: "consent_prompt" },
    ],
    [
      "a custom role whose policy leaves mail out",
      { tenant: ourPolicy({ permissions: ["openid"] }), ...as(`${GRANT}All.p`) },
      { is: "need_admin_approval 90094", blockers: ["user_consent_disabled"] },
    ],
    [
      "a custom role for application permissions",
      { tenant: off, ...as(`${GRANT}All.microsoft-all-application-permissions`) },
      { is: "need_admin_approval 90094", blockers: ["user_consent_disabled"] },
    ],
    [
      "a custom role with a policy for users opens no admin-only permission",
      { ...as(`${GRANT}Self.microsoft-user-default-legacy`), request: { scope: "Directory.Read.All" } },
      {
        is: "need_admin_approval 90094",
        blockers: ["permission_is_admin_only", "permission_not_in_registration"],
      },
    ],
    [
      "a custom role with the application administrators' policy",
      { tenant: off, ...as(`${GRANT}Self.microsoft-application-admin`) },
      { is: "consent_prompt" },
    ],
  ]);
});

describe("at /adminconsent (Admin consent on the Microsoft identity platform)", () => {
  testDecisions([
    [
      "Cloud Application Administrator",
      { ...atLink, ...as("Cloud Application Administrator") },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "asks again although everything is granted",
      { ...atLink, ...as("Global Administrator"), grants: [grantForAll()] },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "a user, everything granted: still the wall",
      { ...atLink, grants: [grantForAll()] },
      {
        is: "need_admin_approval 90094",
        blockers: ["role_may_not_consent"],
        remedies: ["admin_consent_link"],
      },
    ],
    [
      "no form there, though the workflow is on",
      { ...atLink, tenant: workflow },
      { is: "need_admin_approval 90094", blockers: ["role_may_not_consent"] },
    ],
    [
      "Exchange Administrator",
      { ...atLink, ...as("Exchange Administrator") },
      {
        is: "need_admin_approval 90094",
        blockers: ["role_may_not_consent"],
        remedies: ["admin_consent_link", "grant_in_portal", "graph_grant"],
      },
    ],
    [
      "a custom role for everybody",
      { ...atLink, tenant: ourPolicy({}), ...as(`${GRANT}All.p`) },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "a custom role for oneself",
      { ...atLink, tenant: ourPolicy({}), ...as(`${GRANT}Self.p`) },
      { is: "need_admin_approval 90094", blockers: ["role_may_not_consent"] },
    ],
    [
      "app roles of Graph by a Cloud Application Administrator",
      {
        request: { ...atLink.request, scope: allDefault },
        app: withRoles(MICROSOFT_GRAPH_APP_ID),
        ...as("Cloud Application Administrator"),
      },
      { is: "need_admin_approval 90094", blockers: ["role_may_not_consent"] },
    ],
    [
      "app roles of Graph by a Privileged Role Administrator",
      {
        request: { ...atLink.request, scope: allDefault },
        app: withRoles(MICROSOFT_GRAPH_APP_ID),
        ...as("Privileged Role Administrator"),
      },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "app roles of another API by an Application Administrator",
      {
        request: { ...atLink.request, scope: "https://outlook.office365.com/.default" },
        app: withRoles(EXCHANGE_ONLINE_APP_ID),
        ...as("Application Administrator"),
      },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "named scopes ask for no app role",
      {
        request: { ...atLink.request, scope: "Mail.Read" },
        app: withRoles(MICROSOFT_GRAPH_APP_ID),
        ...as("Cloud Application Administrator"),
      },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "assignment does not matter there",
      { ...atLink, ...as("Global Administrator"), servicePrincipal: { appRoleAssignmentRequired: true } },
      { is: "consent_prompt", tenantWide: true },
    ],
    [
      "an app that is switched off cannot be granted",
      { ...atLink, ...as("Global Administrator"), servicePrincipal: { accountEnabled: false } },
      { is: "error 7000112", blockers: ["app_disabled"], remedies: ["enable_app"] },
    ],
    [
      "an administrator of another tenant",
      { ...atLink, user: { directoryRoles: ["Global Administrator"], homeTenantId: VENDOR_TENANT_ID } },
      { is: "error 50020", blockers: ["wrong_tenant"], remedies: ["sign_in_to_right_tenant"] },
    ],
  ]);
});
