import type { Feature } from "@outrigger/api-contract";
import {
  featureLowestTier,
  featureScopes,
  isFeatureInTier,
  permissionFeatures,
  type PermissionFeature,
  type PermissionTier,
} from "@outrigger/microsoft";
import { findUncovered } from "../mailbox-connections/silent-scopes.ts";

/** What this version does. The others are asked for where a tier has them, so that an administrator is asked once. */
const builtFeatures: ReadonlySet<PermissionFeature> = new Set(["sidebar", "automatic_saving"]);

/** Whether each feature works with what was chosen and granted, and why not: the one place that decides it. */
export function describeFeatures(tier: PermissionTier, granted: readonly string[]): Feature[] {
  return permissionFeatures.map((feature) => ({
    feature,
    lowestTier: featureLowestTier(feature),
    scopes: [...featureScopes(feature)],
    availability: findAvailability(feature, tier, granted),
  }));
}

function findAvailability(
  feature: PermissionFeature,
  tier: PermissionTier,
  granted: readonly string[],
): Feature["availability"] {
  if (!builtFeatures.has(feature)) return "not_built";
  if (!isFeatureInTier(feature, tier)) return "not_in_tier";
  return findUncovered(featureScopes(feature), granted).length === 0 ? "available" : "not_granted";
}
