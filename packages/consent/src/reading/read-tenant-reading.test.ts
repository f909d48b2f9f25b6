import { expect, test } from "vitest";
import { POLICIES } from "../testing/build-consent-case.ts";
import { examineTenant } from "./examine-tenant.ts";
import { readTenantReading } from "./read-tenant-reading.ts";

const SIGN_IN = "openid profile email offline_access User.Read";
const SCOPES = { signIn: SIGN_IN, mailbox: `${SIGN_IN} Mail.ReadWrite` };
const APP = "0a0a0a0a-0000-4000-8000-00000000000a";
const TENANT = "11111111-1111-4111-8111-111111111111";
const policy = (list: readonly string[]) => ({
  defaultUserRolePermissions: { permissionGrantPoliciesAssigned: list },
});

const FILE = {
  format: "outrigger-tenant-reading-1",
  appId: APP,
  organization: { value: [{ id: TENANT, displayName: "Contoso" }] },
  authorizationPolicy: policy(POLICIES.recommended),
  permissionGrantPolicies: { value: [] },
  adminConsentRequestPolicy: { isEnabled: false },
  delegatedPermissionClassifications: { value: [] },
  groupSettings: { value: [] },
  servicePrincipal: {
    displayName: "Outrigger",
    appOwnerOrganizationId: TENANT,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
  },
  application: { displayName: "Outrigger", signInAudience: "AzureADMyOrg" },
  graphServicePrincipal: { id: "graph" },
  oauth2PermissionGrants: { value: [] as unknown[] },
};
const examine = (change: object) => examineTenant(readTenantReading({ ...FILE, ...change }), SCOPES);
const sets = (includes: object[]) => ({
  permissionGrantPolicies: { value: [{ id: "ours", includes, excludes: [] }] },
  authorizationPolicy: policy(["ManagePermissionGrantsForSelf.ours"]),
});
const grant = { consentType: "AllPrincipals", principalId: null, resourceId: "graph", scope: SCOPES.mailbox };

test.each([
  ["managed", {}, "blocked", "policy_excludes_permission"],
  ["off", { authorizationPolicy: policy(POLICIES.off) }, "blocked", "user_consent_disabled"],
  ["low", { authorizationPolicy: policy(POLICIES.low) }, "blocked", "permission_not_classified"],
  ["legacy", { authorizationPolicy: policy(POLICIES.legacy) }, "clear", undefined],
  ["custom, for this app", sets([{ clientApplicationIds: [APP] }]), "clear", undefined],
  [
    "custom, for another app",
    sets([{ clientApplicationIds: ["other"] }]),
    "blocked",
    "policy_excludes_permission",
  ],
  ["granted", { oauth2PermissionGrants: { value: [grant] } }, "clear", undefined],
  [
    "disabled app",
    { servicePrincipal: { accountEnabled: false, appRoleAssignmentRequired: false } },
    "blocked",
    "app_disabled",
  ],
])("names the gate of a tenant whose policy is %s", (_name, change, verdict, code) => {
  const finding = examine(change);
  expect(finding).toMatchObject({ verdict });
  expect(finding.blocker?.code).toBe(code);
});

test("says which part an outcome hangs on, and keeps rows that it cannot change", () => {
  const finding = examine({ authorizationPolicy: { error: { code: "Authorization_RequestDenied" } } });
  expect(finding.verdict).toBe("unknown");
  const row = (person: string, scopes: string) =>
    finding.prospects.find((prospect) => prospect.person === person && prospect.scopes === scopes);
  expect(row("user", "mailbox")?.dependsOn).toEqual(["authorizationPolicy"]);
  expect(row("global_administrator", "mailbox")?.possible).toEqual(["consent_prompt"]);
});

test("offers one link for Cloud Application Administrators as the least fix of the managed policy", () => {
  const [remedy] = examine({}).fix;
  expect(remedy?.code).toBe("admin_consent_link");
  expect(remedy?.actors[0]).toBe("Cloud Application Administrator");
});

test("supposes Microsoft's defaults for a file of nothing but a name, and lists every part as unknown", () => {
  const { format, appId, organization } = FILE;
  const snapshot = readTenantReading({ format, appId, organization });
  expect(snapshot.unknown.map(({ part }) => part)).toEqual([
    "authorizationPolicy",
    "adminConsentRequestPolicy",
    "delegatedPermissionClassifications",
    "groupSettings",
    "servicePrincipal",
    "application",
    "oauth2PermissionGrants",
  ]);
  expect(examineTenant(snapshot, SCOPES).verdict).toBe("unknown");
});

test.each([
  [[], "must be an object"],
  [{ ...FILE, format: "other" }, "format must be"],
  [{ ...FILE, appId: "'; rm" }, "appId must be a GUID"],
  [{ ...FILE, organization: null }, "organization is missing"],
  [{ ...FILE, authorizationPolicy: "x" }, "authorizationPolicy must be an object"],
  [{ ...FILE, authorizationPolicy: {} }, "authorizationPolicy.defaultUserRolePermissions is missing"],
  [{ ...FILE, adminConsentRequestPolicy: { isEnabled: "no" } }, "adminConsentRequestPolicy.isEnabled must"],
  [{ ...FILE, oauth2PermissionGrants: { value: [{}] } }, "oauth2PermissionGrants.value[0].resourceId"],
])("refuses what is not a reading and names the field %#", (value, message) => {
  expect(() => readTenantReading(value)).toThrow(message);
});
