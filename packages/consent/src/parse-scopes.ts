import type { PermissionName } from "./decision.ts";
import { findKnownPermission, permissionKey } from "./permissions.ts";
import { findResource, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

/** OpenID Connect's scopes, which are permissions of Microsoft Graph and never stand for another API. */
export const OPENID_SCOPES: readonly string[] = ["openid", "profile", "email", "offline_access"];

/** A scope string taken apart. */
export type ParsedScopes = {
  /** Named permissions, each once, in the order asked, spelled as their API spells them. */
  permissions: PermissionName[];
  /** App ids of the resources asked for as `{resource}/.default`. */
  defaultResources: string[];
  /** Named scopes that do not exist on their (known) resource: AADSTS650053. */
  unknownScopes: { resourceAppId: string; value: string; scope: string }[];
  /** Resources that neither we nor the app's registration know: AADSTS500011. */
  unknownResources: { resource: string; scope: string }[];
};

/**
 * Takes a space-separated scope string apart per resource: `Mail.Read`, `https://graph.microsoft.com/Mail.Read`,
 * `https://outlook.office365.com/EWS.AccessAsUser.All`, `{resource}/.default`, `api://{guid}/name`.
 * `registered` names permissions of other APIs that the app's registration lists and that therefore exist.
 * Microsoft identity platform, "Scopes and permissions".
 */
export function parseScopes(scopeString: string, registered: readonly PermissionName[] = []): ParsedScopes {
  const parsed: ParsedScopes = {
    permissions: [],
    defaultResources: [],
    unknownScopes: [],
    unknownResources: [],
  };
  const seen = new Set<string>();
  for (const scope of scopeString.split(/\s+/).filter(Boolean)) {
    const { resource, value } = splitScope(scope);
    const resourceAppId = resolveResource(resource, registered);
    const key = permissionKey(resourceAppId ?? resource, value);
    if (seen.has(key)) continue;
    seen.add(key);
    if (resourceAppId === undefined) parsed.unknownResources.push({ resource, scope });
    else if (value === ".default") parsed.defaultResources.push(resourceAppId);
    else {
      const known = resolveValue(resourceAppId, value, registered);
      if (known === undefined) parsed.unknownScopes.push({ resourceAppId, value, scope });
      else parsed.permissions.push({ resourceAppId, value: known });
    }
  }
  return parsed;
}

/** How a permission is written in a scope string: its full URI, or bare for OpenID's scopes. */
export function formatScope(permission: PermissionName): string {
  const isGraph = permission.resourceAppId === MICROSOFT_GRAPH_APP_ID;
  if (isGraph && OPENID_SCOPES.includes(permission.value)) return permission.value;
  const uri =
    findResource(permission.resourceAppId)?.identifierUris[0] ?? `api://${permission.resourceAppId}`;
  return `${uri}/${permission.value}`;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function splitScope(scope: string): { resource: string; value: string } {
  const slash = scope.lastIndexOf("/");
  const written = scope.slice(slash <= 0 ? 0 : slash + 1);
  const value = written.toLowerCase() === ".default" ? ".default" : written;
  // `https://graph.microsoft.com//.default`: a resource id that itself ends in a slash needs the second one.
  return slash <= 0
    ? { resource: MICROSOFT_GRAPH_APP_ID, value }
    : { resource: scope.slice(0, slash).replace(/\/+$/, ""), value };
}

function resolveResource(resource: string, registered: readonly PermissionName[]): string | undefined {
  const known = findResource(resource);
  if (known) return known.appId;
  const id = resource.toLowerCase().replace(/^api:\/\//, "");
  const isRegistered = registered.some((entry) => entry.resourceAppId.toLowerCase() === id);
  return GUID.test(id) && isRegistered ? id : undefined;
}

function resolveValue(
  resourceAppId: string,
  value: string,
  registered: readonly PermissionName[],
): string | undefined {
  const known = findKnownPermission(resourceAppId, value);
  if (known) return known.value;
  const key = permissionKey(resourceAppId, value);
  const listed = registered.find((entry) => permissionKey(entry.resourceAppId, entry.value) === key);
  if (listed) return listed.value;
  // We hold a full list of names for Graph and Exchange only; elsewhere a name is taken on trust.
  const isCatalogued = findKnownPermission(resourceAppId, "EWS.AccessAsUser.All") !== undefined;
  return isCatalogued ? undefined : value;
}
