import type { PermissionGrantPolicy } from "../../core/directory.ts";
import { stableUuid } from "../../core/stable-uuid.ts";

export type PolicySide = "includes" | "excludes";
export type ConditionSetView = ReturnType<typeof viewConditionSet>;

/** A condition set with everything that was left out: the most inclusive value each (permissiongrantconditionset). */
export function viewConditionSet(set: Record<string, unknown>, fallbackId: string) {
  return {
    id: typeof set["id"] === "string" ? set["id"] : stableUuid(fallbackId),
    permissionClassification: set["permissionClassification"] ?? "all",
    permissionType: set["permissionType"] ?? "delegated",
    resourceApplication: set["resourceApplication"] ?? "any",
    permissions: set["permissions"] ?? ["all"],
    clientApplicationIds: set["clientApplicationIds"] ?? ["all"],
    clientApplicationTenantIds: set["clientApplicationTenantIds"] ?? ["all"],
    clientApplicationPublisherIds: set["clientApplicationPublisherIds"] ?? ["all"],
    clientApplicationsFromVerifiedPublisherOnly: set["clientApplicationsFromVerifiedPublisherOnly"] ?? false,
  };
}

export function viewSide(policy: PermissionGrantPolicy, side: PolicySide) {
  return policy[side].map((set, index) => viewConditionSet(set, `${policy.id}/${side}/${index}`));
}

/** The condition sets of scenarios come without ids: what stays gets the id it was shown with, before its place changes. */
export function withIds(policy: PermissionGrantPolicy): PermissionGrantPolicy {
  const identified = (side: PolicySide) =>
    policy[side].map((set, index) => ({
      ...set,
      id: viewConditionSet(set, `${policy.id}/${side}/${index}`).id,
    }));
  return { ...policy, includes: identified("includes"), excludes: identified("excludes") };
}
