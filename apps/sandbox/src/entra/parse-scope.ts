import type { Application } from "../core/directory.ts";
import { EntraError } from "./entra-error.ts";
import {
  apiResources,
  findResource,
  findScope,
  microsoftGraph,
  signInScopes,
  type ApiResource,
} from "./permission-catalog.ts";

/** One delegated permission: the API and the scope's name as that API publishes it. */
export interface ScopeRef {
  readonly resourceAppId: string;
  readonly value: string;
}

export interface ParsedScope {
  /** Named scopes, without duplicates, in the order asked. */
  readonly named: readonly ScopeRef[];
  /** APIs asked for as `{resource}/.default`. */
  readonly defaultOf: readonly string[];
  /** Resources whose scopes were written with the prefix: the answer then uses it, too. */
  readonly prefixed: ReadonlySet<string>;
}

/** Reads a `scope` parameter (v2.0 scopes-oidc, "The .default scope"). Throws 70011, 650053, 500011. */
export function parseScope(
  scope: string,
  app: Pick<Application, "appId" | "displayName" | "requiredResourceAccess">,
): ParsedScope {
  const named: ScopeRef[] = [];
  const defaultOf: string[] = [];
  const prefixed = new Set<string>();
  for (const item of scope.split(" ").filter(Boolean)) {
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(item)) throw new EntraError(70011, { scope });
    const { resource, name, hasPrefix } = splitScope(item);
    if (hasPrefix) prefixed.add(resource.appId);
    if (name === ".default") {
      if (!defaultOf.includes(resource.appId)) defaultOf.push(resource.appId);
      continue;
    }
    const published = findScope(resource, name);
    if (!published) {
      throw new EntraError(650053, {
        appName: app.displayName,
        scope: item,
        resource: resource.appId,
      });
    }
    const ref = { resourceAppId: resource.appId, value: published.value };
    if (!named.some((other) => sameScope(other, ref))) named.push(ref);
  }
  if (named.length === 0 && defaultOf.length === 0) throw new EntraError(70011, { scope });
  // "The .default scope can't be combined with resource-specific scopes", except those of sign-in.
  const isMixed = named.some((ref) => !signInScopes.includes(ref.value)) || defaultOf.length > 1;
  if (defaultOf.length > 0 && isMixed) throw new EntraError(70011, { scope });
  return { named, defaultOf, prefixed };
}

function splitScope(item: string): { resource: ApiResource; name: string; hasPrefix: boolean } {
  const slash = item.lastIndexOf("/");
  if (slash < 0) return { resource: microsoftGraph, name: item, hasPrefix: false };
  // Resource ids that end in a slash are written with two before the name.
  const prefix = item.slice(0, slash).replace(/\/$/, "").toLowerCase();
  const resource = apiResources.find((candidate) => candidate.identifierUris.includes(prefix));
  if (!resource) throw new EntraError(500011, { resource: prefix });
  return { resource, name: item.slice(slash + 1), hasPrefix: true };
}

export function sameScope(a: ScopeRef, b: ScopeRef): boolean {
  return a.resourceAppId === b.resourceAppId && a.value.toLowerCase() === b.value.toLowerCase();
}

/** The resources asked for; scopes of sign-in alone mean Graph, and beside another resource they do not count. */
export function resourcesOf({ named, defaultOf }: ParsedScope): string[] {
  const asked = [
    ...defaultOf,
    ...named.filter((ref) => !signInScopes.includes(ref.value)).map((ref) => ref.resourceAppId),
  ];
  return asked.length === 0 ? [microsoftGraph.appId] : [...new Set(asked)];
}

/** The permissions that a request would have when all were granted: `.default` is the static list (all APIs). */
export function expandScope(
  { named, defaultOf }: ParsedScope,
  app: Pick<Application, "requiredResourceAccess">,
): ScopeRef[] {
  const refs = [...named];
  if (defaultOf.length > 0) {
    for (const ref of staticPermissions(app)) {
      if (!refs.some((other) => sameScope(other, ref))) refs.push(ref);
    }
  }
  return refs;
}

/** `requiredResourceAccess` as a flat list. */
export function staticPermissions(app: Pick<Application, "requiredResourceAccess">): ScopeRef[] {
  return app.requiredResourceAccess.flatMap(({ resourceAppId, scopes }) =>
    scopes.map((value) => ({ resourceAppId, value })),
  );
}

/** The application permissions of the static list; only `.default` asks for them. */
export function staticAppRoles(app: Pick<Application, "requiredResourceAccess">): ScopeRef[] {
  return app.requiredResourceAccess.flatMap(({ resourceAppId, roles = [] }) =>
    roles.map((value) => ({ resourceAppId, value })),
  );
}

/** The static list as a `scope` parameter. */
export function staticScope(app: Pick<Application, "requiredResourceAccess">): string {
  const [role] = staticAppRoles(app);
  if (role) return qualifyScope({ ...role, value: ".default" });
  return staticPermissions(app).map(qualifyScope).join(" ");
}

/** A permission as `https://graph.microsoft.com/Mail.Read`; scopes of sign-in stay bare. */
export function qualifyScope({ resourceAppId, value }: ScopeRef): string {
  const resource = findResource(resourceAppId);
  return resource === undefined || signInScopes.includes(value) ? value : `${resource.audience}/${value}`;
}
