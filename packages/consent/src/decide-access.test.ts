import { describe, expect, test } from "vitest";
import {
  POLICIES,
  TENANT_ID,
  VENDOR_TENANT_ID,
  buildCase,
  grantForAll,
} from "./testing/build-consent-case.ts";
import { judge, type Row } from "./testing/judge-row.ts";

const own = { homeTenantId: TENANT_ID };
const legacy = { permissionGrantPoliciesAssigned: [...POLICIES.legacy] };
const globalAdmin = { id: "megan", directoryRoles: ["Global Administrator"] };

describe("assignment, disabled app, tenants", () => {
  const assigned = { appRoleAssignmentRequired: true, assignedUserIds: ["ADELE"] };
  const unassigned = { appRoleAssignmentRequired: true };
  const rows: Row[] = [
    [
      "assignment rules user consent out even for the assigned",
      buildCase({ tenant: legacy, servicePrincipal: assigned }),
      ["need_admin_approval", "AADSTS90094", "assignment_required"],
    ],
    [
      "assigned and granted",
      buildCase({ servicePrincipal: assigned, grants: [grantForAll()] }),
      ["code", null],
    ],
    [
      "unassigned and not granted: both dead ends are reported",
      buildCase({ servicePrincipal: unassigned }),
      ["error", "AADSTS50105", "user_not_assigned", "assignment_required", "policy_excludes_permission"],
    ],
    [
      "the same, with assignment checked at token issue",
      buildCase({ servicePrincipal: unassigned }),
      [
        "need_admin_approval",
        "AADSTS90094",
        "user_not_assigned",
        "assignment_required",
        "policy_excludes_permission",
      ],
      { assignmentCheck: "after_consent" },
    ],
    [
      "an unassigned administrator may still grant for all",
      buildCase({ servicePrincipal: unassigned, user: globalAdmin, request: { endpoint: "adminconsent" } }),
      ["consent_prompt", null],
    ],
    [
      "a disabled app hides the missing grant; both are reported",
      buildCase({ servicePrincipal: { accountEnabled: false } }),
      ["error", "AADSTS7000112", "app_disabled", "policy_excludes_permission"],
    ],
    [
      "an account of another tenant",
      buildCase({ user: { homeTenantId: VENDOR_TENANT_ID }, grants: [grantForAll()] }),
      ["error", "AADSTS50020", "wrong_tenant"],
    ],
    [
      "a guest is at home here",
      buildCase({ user: { homeTenantId: VENDOR_TENANT_ID, isGuest: true }, grants: [grantForAll()] }),
      ["code", null],
    ],
    [
      "a single-tenant app of another tenant",
      buildCase({ app: { signInAudience: "AzureADMyOrg" }, grants: [grantForAll()] }),
      ["error", "AADSTS700016", "app_not_in_tenant"],
    ],
    [
      "a single-tenant app of this tenant",
      buildCase({ app: { signInAudience: "AzureADMyOrg", ...own }, grants: [grantForAll()] }),
      ["code", null],
    ],
    [
      "an app that was never here is created by the first consent",
      buildCase({ tenant: legacy, servicePrincipal: null }),
      ["consent_prompt", null],
    ],
  ];
  test.each(rows)("%s", (_name, input, expected, options) => {
    expect(judge(input, options)).toEqual(expected);
  });
});
