import type { ApplicationReading, ConsentCase } from "./consent-case.ts";
import type { PermissionName } from "./decision.ts";
import type { GrantablePermission } from "./directory-roles.ts";
import type { ParsedScopes } from "./parse-scopes.ts";
import { OPENID_SCOPES, parseScopes } from "./parse-scopes.ts";
import { findKnownPermission, permissionKey } from "./permissions.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

/** A request after scopes, `.default` and existing grants are worked out ("Scopes and permissions"). */
export type ResolvedRequest = {
  parsed: ParsedScopes;
  /** Everything a prompt for this request covers. */
  requested: PermissionName[];
  /** Requested and not granted to this user, for all or for this one. */
  missing: PermissionName[];
  /** Missing and not in the registration's static list, so that the portal's grant would leave it missing. */
  unregistered: PermissionName[];
  /** App roles of the static list; only `.default` at /adminconsent asks for them. */
  appRoles: GrantablePermission[];
  /** Resources asked for by `.default` that have no grant and are not in the static list. */
  unlistedDefaults: string[];
  addedOnFirstConsent: PermissionName[];
  /** An administrator's endpoint or `prompt=consent`: the prompt comes whatever is granted. */
  alwaysPrompts: boolean;
};

/** The parts of a case that say what is asked and granted; nothing about what the tenant allows. */
export type AskedAndGranted = Pick<ConsentCase, "grants" | "request"> & {
  app: Pick<ApplicationReading, "requiredResourceAccess">;
  user: Pick<ConsentCase["user"], "id">;
};

export function resolveRequest({ app, user, grants, request }: AskedAndGranted): ResolvedRequest {
  const registered = registeredPermissions(app);
  const parsed = parseScopes(request.scope, registered);
  const alwaysPrompts = request.endpoint === "adminconsent" || request.prompt === "consent";

  const own = grants.filter(
    (grant) =>
      grant.consentType === "AllPrincipals" ||
      (grant.principalId !== null && grant.principalId.toLowerCase() === user.id.toLowerCase()),
  );
  const granted = new Set(
    own.flatMap((grant) =>
      grant.scope
        .split(/\s+/)
        .filter(Boolean)
        .map((value) => permissionKey(grant.resourceAppId, value)),
    ),
  );
  const grantedResources = new Set(
    own.filter((grant) => grant.scope.trim() !== "").map((grant) => grant.resourceAppId.toLowerCase()),
  );

  const staticList = registered.filter((entry) => entry.value !== "");
  const isStaticListAsked = parsed.defaultResources.some(
    (resource) => alwaysPrompts || !grantedResources.has(resource),
  );
  const requested = uniquePermissions([...parsed.permissions, ...(isStaticListAsked ? staticList : [])]);
  // With any grant on the resource, `.default` takes what is granted and asks nothing ("Scopes and permissions", the .default scope).
  const isDefaultGranted = parsed.defaultResources.length > 0 && !isStaticListAsked;
  const missing = requested.filter(
    (permission) => !granted.has(keyOf(permission)) && !(isDefaultGranted && isOpenIdScope(permission)),
  );
  const listed = new Set(staticList.map(keyOf));
  return {
    parsed,
    requested,
    missing,
    // Entra adds OpenID's scopes to every consent by itself (§1.4), so their absence from the list harms nobody.
    unregistered: missing.filter(
      (permission) => !listed.has(keyOf(permission)) && !isOpenIdScope(permission),
    ),
    appRoles: parsed.defaultResources.length > 0 ? registeredRoles(app) : [],
    unlistedDefaults: parsed.defaultResources.filter(
      (resource) =>
        // /adminconsent grants the static list, whatever somebody was granted before.
        (request.endpoint === "adminconsent" || !grantedResources.has(resource)) &&
        !app.requiredResourceAccess.some(
          (entry) =>
            entry.resourceAppId.toLowerCase() === resource &&
            entry.scopes.length + (entry.roles?.length ?? 0) > 0,
        ),
    ),
    addedOnFirstConsent: missing.length > 0 && grants.length === 0 ? firstConsentScopes(requested) : [],
    alwaysPrompts,
  };
}

/** The static list as permission names; a scope may be listed by its claim value or its id. */
export function registeredPermissions(
  app: Pick<ApplicationReading, "requiredResourceAccess">,
): PermissionName[] {
  return app.requiredResourceAccess.flatMap((entry) => {
    const resourceAppId = entry.resourceAppId.toLowerCase();
    return entry.scopes.map((value) => ({
      resourceAppId,
      value: findKnownPermission(resourceAppId, value)?.value ?? value,
    }));
  });
}

export function isOpenIdScope(permission: PermissionName): boolean {
  return permission.resourceAppId === MICROSOFT_GRAPH_APP_ID && OPENID_SCOPES.includes(permission.value);
}

export function keyOf(permission: PermissionName): string {
  return permissionKey(permission.resourceAppId, permission.value);
}

function registeredRoles(app: AskedAndGranted["app"]): GrantablePermission[] {
  return app.requiredResourceAccess.flatMap((entry) =>
    (entry.roles ?? []).map((value) => ({
      resourceAppId: entry.resourceAppId.toLowerCase(),
      value,
      type: "Role" as const,
    })),
  );
}

function firstConsentScopes(requested: readonly PermissionName[]): PermissionName[] {
  const asked = new Set(requested.map(keyOf));
  return ["openid", "offline_access", "User.Read"]
    .map((value) => ({ resourceAppId: MICROSOFT_GRAPH_APP_ID, value }))
    .filter((permission) => !asked.has(keyOf(permission)));
}

function uniquePermissions(permissions: readonly PermissionName[]): PermissionName[] {
  const byKey = new Map(permissions.map((permission) => [keyOf(permission), permission]));
  return [...byKey.values()];
}
