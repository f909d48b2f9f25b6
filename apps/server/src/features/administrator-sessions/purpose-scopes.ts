import type { AdministratorPurpose } from "@outrigger/api-contract";

/** Tells who signs in, and which directory roles they hold. */
const identityScopes = ["openid", "profile", "User.Read"];

/**
 * What each purpose asks of Microsoft, beyond who somebody is: the least delegated permissions that Graph's reference
 * names for the calls it makes. A purpose that only reads asks for nothing that writes; only watching outlives the hour.
 */
const scopesOfPurpose: Readonly<Record<AdministratorPurpose, readonly string[]>> = {
  read_tenant: [
    "Application.Read.All",
    "DelegatedPermissionGrant.Read.All",
    "Policy.Read.All",
    "Directory.Read.All",
    "ConsentRequest.Read.All",
    "AuditLog.Read.All",
  ],
  watch_tenant: [
    "offline_access",
    "Application.Read.All",
    "DelegatedPermissionGrant.Read.All",
    "Policy.Read.All",
    "Directory.Read.All",
  ],
  grant_tenant_wide: ["DelegatedPermissionGrant.ReadWrite.All", "Application.Read.All"],
  // People are found by name, too, not only among those who wait.
  grant_pilot_users: ["DelegatedPermissionGrant.ReadWrite.All", "Application.Read.All", "User.ReadBasic.All"],
  custom_consent_policy: [
    "Policy.ReadWrite.PermissionGrant",
    "Policy.ReadWrite.Authorization",
    "Policy.Read.All",
    // Graph's permissions go into the policy by their ids, which stand in its service principal.
    "Application.Read.All",
  ],
  assign_users: ["AppRoleAssignment.ReadWrite.All", "Application.Read.All", "User.ReadBasic.All"],
  enable_app: ["Application.ReadWrite.All"],
  enable_consent_workflow: ["Policy.ReadWrite.ConsentRequest", "Policy.Read.All", "User.ReadBasic.All"],
  check_registration: ["Application.Read.All"],
};

const administratorScopes = new Set(Object.values(scopesOfPurpose).flat());

/** Whether a granted scope is of an administrator's sign-in, and says nothing about what users were granted. */
export function isAdministratorScope(scope: string): boolean {
  return administratorScopes.has(scope);
}

/** Everything that the administrator is asked for; never part of what users are asked. */
export function scopesFor(purpose: AdministratorPurpose): string[] {
  return [...identityScopes, ...scopesOfPurpose[purpose]];
}
