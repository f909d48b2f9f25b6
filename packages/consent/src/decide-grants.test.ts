import { describe } from "vitest";
import {
  MAILBOX_SCOPES,
  POLICIES,
  SIGN_IN_SCOPES,
  TENANT_ID,
  VENDOR_TENANT_ID,
  grantFor,
  grantForAll,
} from "./testing/build-consent-case.ts";
import { testDecisions } from "./testing/expect-decision.ts";

const legacy = { permissionGrantPoliciesAssigned: [...POLICIES.legacy] };
const workflow = { adminConsentWorkflow: { isEnabled: true, reviewerIds: ["megan"] } };
const as = (...directoryRoles: string[]) => ({ user: { directoryRoles } });
const allDefault = "https://graph.microsoft.com/.default";

describe("grants, .default and prompt (Scopes and permissions)", () => {
  testDecisions([
    [
      "a part granted to all and the rest to the person",
      {
        grants: [
          grantForAll(SIGN_IN_SCOPES),
          grantFor("ADELE", "Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite"),
        ],
      },
      { is: "code" },
    ],
    [
      "the administrator's own grant helps nobody else",
      { grants: [grantFor("megan")] },
      {
        is: "need_admin_approval 90094",
        blockers: ["policy_excludes_permission"],
        remedies: ["admin_consent_link"],
      },
    ],
    [
      "one new scope blocks again",
      { grants: [grantForAll(MAILBOX_SCOPES.replace(" Calendars.ReadWrite", ""))] },
      { is: "need_admin_approval 90094", blockers: ["policy_excludes_permission"] },
    ],
    [
      "one new scope that people may grant",
      { grants: [grantForAll()], request: { scope: "Mail.ReadWrite Mail.Send" } },
      { is: "consent_prompt" },
    ],
    [
      ".default with nothing granted asks for the whole static list",
      { request: { scope: allDefault } },
      { is: "need_admin_approval 90094", blockers: ["policy_excludes_permission", "ews_retired"] },
    ],
    [
      ".default with any grant asks for nothing",
      { request: { scope: allDefault }, grants: [grantForAll("User.Read")] },
      { is: "code" },
    ],
    [
      ".default with another person's grant only",
      { request: { scope: allDefault }, grants: [grantFor("megan")] },
      { is: "need_admin_approval 90094", blockers: ["policy_excludes_permission", "ews_retired"] },
    ],
    [
      ".default beside a named scope",
      { request: { scope: `${allDefault} Mail.Read` } },
      {
        is: "error 70011",
        blockers: [
          "request_malformed",
          "policy_excludes_permission",
          "permission_not_in_registration",
          "ews_retired",
        ],
        remedies: ["fix_registration"],
      },
    ],
    [
      "prompt=consent after the grant",
      { grants: [grantForAll()], request: { prompt: "consent" } },
      {
        is: "need_admin_approval 90094",
        blockers: ["prompt_forces_consent"],
        remedies: ["drop_prompt_consent"],
        without: ["admin_consent_link"],
      },
    ],
    [
      "prompt=consent after the grant, workflow on",
      { tenant: workflow, grants: [grantForAll()], request: { prompt: "consent" } },
      {
        is: "approval_request 90095",
        blockers: ["prompt_forces_consent"],
        remedies: ["drop_prompt_consent"],
      },
    ],
    [
      "prompt=consent where people may consent",
      { tenant: legacy, grants: [grantForAll()], request: { prompt: "consent" } },
      { is: "consent_prompt" },
    ],
    [
      "prompt=consent with nothing granted: both gates",
      { request: { prompt: "consent" } },
      {
        is: "need_admin_approval 90094",
        blockers: ["policy_excludes_permission", "prompt_forces_consent"],
        remedies: ["admin_consent_link", "drop_prompt_consent"],
      },
    ],
    ["prompt=none, all granted", { grants: [grantForAll()], request: { prompt: "none" } }, { is: "code" }],
    [
      "prompt=none where people may consent: somebody must be asked first",
      { tenant: legacy, request: { prompt: "none" } },
      { is: "error 65001", remedies: ["sign_in_interactively"] },
    ],
    [
      "prompt=admin_consent is v1's",
      { request: { prompt: "admin_consent" } },
      {
        is: "error 90023",
        blockers: ["request_malformed", "policy_excludes_permission"],
        remedies: ["fix_registration"],
      },
    ],
    [
      "a scope that Graph does not have",
      { tenant: legacy, request: { scope: "openid Mail.Everything" } },
      { is: "error 650053", blockers: ["request_malformed"], remedies: ["fix_registration"] },
    ],
    [
      "an API that nobody knows",
      { tenant: legacy, request: { scope: "https://api.example/read" } },
      { is: "error 500011", blockers: ["resource_not_in_tenant"], remedies: ["provision_resource"] },
    ],
    [
      "an empty scope",
      { tenant: legacy, request: { scope: " " } },
      { is: "error 900144", blockers: ["request_malformed"] },
    ],
  ]);
});

describe("the app and the person (Application sign-in problems)", () => {
  const unassigned = { appRoleAssignmentRequired: true };
  testDecisions([
    [
      "unassigned, everything granted",
      { servicePrincipal: unassigned, grants: [grantForAll()] },
      {
        is: "error 50105",
        blockers: ["user_not_assigned"],
        remedies: ["assign_user", "turn_off_assignment"],
      },
    ],
    [
      "unassigned and not granted",
      { tenant: legacy, servicePrincipal: unassigned },
      {
        is: "error 50105",
        blockers: ["user_not_assigned", "assignment_required"],
        remedies: ["assign_user", "admin_consent_link"],
      },
    ],
    [
      "assigned and not granted: people cannot consent",
      { tenant: legacy, servicePrincipal: { ...unassigned, assignedUserIds: ["adele"] } },
      {
        is: "need_admin_approval 90094",
        blockers: ["assignment_required"],
        remedies: ["admin_consent_link", "turn_off_assignment"],
      },
    ],
    [
      "an unassigned Global Administrator",
      { servicePrincipal: unassigned, ...as("Global Administrator") },
      { is: "error 50105", blockers: ["user_not_assigned"] },
    ],
    [
      "switched off, and the gates behind it",
      { servicePrincipal: { accountEnabled: false } },
      {
        is: "error 7000112",
        blockers: ["app_disabled", "policy_excludes_permission"],
        remedies: ["enable_app", "admin_consent_link"],
      },
    ],
    [
      "not in the tenant yet: consent would create it",
      { tenant: legacy, servicePrincipal: null },
      { is: "consent_prompt" },
    ],
    [
      "not in the tenant yet, silently",
      { tenant: legacy, servicePrincipal: null, request: { prompt: "none" } },
      { is: "error 65001", blockers: ["app_not_in_tenant"], remedies: ["sign_in_interactively"] },
    ],
    [
      "another organization's single-tenant app",
      { tenant: legacy, app: { signInAudience: "AzureADMyOrg" } },
      {
        is: "error 700016",
        blockers: ["app_not_in_tenant"],
        remedies: ["fix_registration", "register_in_own_tenant"],
      },
    ],
    [
      "the own single-tenant app, unverified",
      {
        tenant: legacy,
        app: { signInAudience: "AzureADMyOrg", homeTenantId: TENANT_ID, verifiedPublisher: null },
      },
      { is: "consent_prompt" },
    ],
    [
      "an app for personal accounts only",
      { tenant: legacy, app: { signInAudience: "PersonalMicrosoftAccount" } },
      { is: "error 700016", blockers: ["app_not_in_tenant"] },
    ],
    [
      "a guest is asked like a member",
      { tenant: legacy, user: { homeTenantId: VENDOR_TENANT_ID, isGuest: true } },
      { is: "consent_prompt" },
    ],
    [
      "a guest under the managed policy",
      { user: { homeTenantId: VENDOR_TENANT_ID, isGuest: true } },
      { is: "need_admin_approval 90094", blockers: ["policy_excludes_permission"] },
    ],
    [
      "a stranger",
      { tenant: legacy, user: { homeTenantId: VENDOR_TENANT_ID } },
      { is: "error 50020", blockers: ["wrong_tenant"], remedies: ["sign_in_to_right_tenant"] },
    ],
    [
      "a personal account",
      { tenant: legacy, user: { homeTenantId: "9188040d-6c67-4c5b-b112-36a304b66dad" } },
      { is: "error 50020", blockers: ["wrong_tenant"] },
    ],
    [
      "asked and not registered: the admin center would leave it out",
      { request: { scope: "openid Contacts.ReadWrite" } },
      {
        is: "need_admin_approval 90094",
        blockers: ["policy_excludes_permission", "permission_not_in_registration"],
        remedies: ["admin_consent_link", "fix_registration"],
        without: ["grant_in_portal"],
      },
    ],
    [
      "asked, not registered, and in nobody's way",
      { tenant: legacy, request: { scope: "openid Contacts.ReadWrite" } },
      { is: "consent_prompt" },
    ],
  ]);
});
