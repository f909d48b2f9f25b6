import type { Tenant } from "../../core/directory.ts";

export type UserConsentChoice = "none" | "low" | "recommended" | "legacy";

const SELF = "managepermissiongrantsforself.";
const OWNED = "managepermissiongrantsforownedresource.";

const choicePolicies: Readonly<Record<UserConsentChoice, readonly string[]>> = {
  none: [],
  low: ["microsoft-user-default-low"],
  recommended: ["microsoft-user-default-recommended", "microsoft-user-default-allow-consent-apps"],
  legacy: ["microsoft-user-default-legacy"],
};
const builtIn = Object.values(choicePolicies).flat();

const ownedPolicies = [
  "microsoft-dynamically-managed-permissions-for-chat",
  "microsoft-dynamically-managed-permissions-for-team",
];

/** Which of the portal's options the tenant's assignments amount to; undefined: only policies of its own. */
export function readUserConsentChoice(tenant: Tenant): UserConsentChoice | undefined {
  const assigned = selfPolicies(tenant);
  if (assigned.length === 0) return "none";
  return (["legacy", "recommended", "low"] as const).find((choice) =>
    choicePolicies[choice].some((policy) => assigned.includes(policy)),
  );
}

/** Assignments after the choice: built-in policies change, the tenant's own stay unless user consent goes off. */
export function applyUserConsentChoice(tenant: Tenant, choice: UserConsentChoice): Tenant {
  const kept = tenant.permissionGrantPoliciesAssigned.filter((entry) => {
    const name = entry.toLowerCase();
    if (!name.startsWith(SELF)) return true;
    return choice !== "none" && !builtIn.includes(name.slice(SELF.length));
  });
  const added = choicePolicies[choice].map((policy) => `ManagePermissionGrantsForSelf.${policy}`);
  return { ...tenant, permissionGrantPoliciesAssigned: [...added, ...kept] };
}

/** The tenant's own policies that people are given now, by id. */
export function readCustomPolicies(tenant: Tenant): string[] {
  const assigned = selfPolicies(tenant);
  return tenant.customPolicies.map(({ id }) => id).filter((id) => assigned.includes(id.toLowerCase()));
}

/** A policy of the tenant's own in place of Microsoft's; undefined where the tenant has none of that id. */
export function applyCustomPolicy(tenant: Tenant, policyId: string): Tenant | undefined {
  if (!tenant.customPolicies.some(({ id }) => id === policyId)) return undefined;
  const others = tenant.permissionGrantPoliciesAssigned.filter(
    (entry) => !entry.toLowerCase().startsWith(SELF),
  );
  const added = `ManagePermissionGrantsForSelf.${policyId}`;
  return { ...tenant, permissionGrantPoliciesAssigned: [added, ...others] };
}

/** Group owners' consent concerns data of groups and teams only; it never lets anybody consent to mail. */
export function applyGroupOwnerConsent(
  tenant: Tenant,
  groupOwnerConsent: Tenant["groupOwnerConsent"],
): Tenant {
  const others = tenant.permissionGrantPoliciesAssigned.filter(
    (entry) => !entry.toLowerCase().startsWith(OWNED),
  );
  const owned =
    groupOwnerConsent === "disabled"
      ? []
      : ownedPolicies.map((policy) => `ManagePermissionGrantsForOwnedResource.${policy}`);
  return { ...tenant, groupOwnerConsent, permissionGrantPoliciesAssigned: [...others, ...owned] };
}

function selfPolicies(tenant: Tenant): string[] {
  return tenant.permissionGrantPoliciesAssigned
    .map((entry) => entry.toLowerCase())
    .filter((entry) => entry.startsWith(SELF))
    .map((entry) => entry.slice(SELF.length));
}
