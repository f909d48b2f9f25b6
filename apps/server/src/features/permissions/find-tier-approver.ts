import type { Tier } from "@outrigger/api-contract";
import { decide, type ConsentCase } from "@outrigger/consent";

/** Any tenant will do: only the policy counts. */
const TENANT_ID = "00000000-0000-4000-8000-000000000001";

/**
 * Who has to say yes to these scopes where Microsoft manages the consent policy: as Entra decides it for an ordinary user
 * and a registration that is not risky.
 */
export function findTierApprover(scopes: readonly string[], now: Date): Tier["approvedBy"] {
  if (scopes.length === 0) return "nobody";
  return decide(buildCase(scopes), { now }).outcome === "consent_prompt" ? "user" : "administrator";
}

function buildCase(scopes: readonly string[]): ConsentCase {
  return {
    tenant: {
      id: TENANT_ID,
      displayName: "Any",
      permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"],
      customPolicies: [],
      classifications: [],
      adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
      blockUserConsentForRiskyApps: true,
    },
    app: {
      appId: "00000000-0000-4000-8000-000000000002",
      displayName: "Any",
      homeTenantId: TENANT_ID,
      signInAudience: "AzureADMyOrg",
      createdDateTime: "2026-01-01T00:00:00Z",
      verifiedPublisher: null,
      requiredResourceAccess: [],
      servicePrincipal: { accountEnabled: true, appRoleAssignmentRequired: false, assignedUserIds: [] },
    },
    user: {
      id: "00000000-0000-4000-8000-000000000003",
      homeTenantId: TENANT_ID,
      directoryRoles: [],
      isGuest: false,
    },
    grants: [],
    request: { endpoint: "authorize", scope: scopes.join(" "), prompt: null },
  };
}
