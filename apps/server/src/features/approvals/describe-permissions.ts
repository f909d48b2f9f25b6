import type { AskedPermission } from "@outrigger/api-contract";
import { findPermission, findResource, parseScopes, type DelegatedPermission } from "@outrigger/consent";
import { findLesserChoice, getPermissionPurpose } from "./permission-purposes.ts";

type Status = AskedPermission["status"];

/**
 * The permissions behind scopes, as an administrator reads them, in the order asked.
 * `statusOf` gets the claim value. Throws for a scope that the catalogue does not know: it must never be asked silently.
 */
export function describePermissions(
  scopes: readonly string[],
  statusOf: (claimValue: string) => Status,
): AskedPermission[] {
  return scopes.map((scope) => {
    const permission = readKnownScope(scope);
    const { group, usedFor, withoutIt } = getPermissionPurpose(permission.value);
    return {
      apiName: findResource(permission.resourceAppId)?.displayName ?? permission.resourceAppId,
      claimValue: permission.value,
      permission: permission.adminConsentDisplayName.trim(),
      type: "Delegated",
      group,
      usedFor,
      withoutIt,
      microsoftText: permission.adminConsentDescription.trim(),
      lesserChoice: findLesserChoice(permission.value),
      status: statusOf(permission.value),
    };
  });
}

function readKnownScope(scope: string): DelegatedPermission {
  const [name] = parseScopes(scope).permissions;
  const permission = name && findPermission(name.resourceAppId, name.value);
  if (!permission) throw new Error(`The permission catalogue does not describe the scope ${scope}`);
  return permission;
}
