import { directoryOf, type Application, type DirectoryUser, type Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { EntraError } from "./entra-error.ts";

export const aliases = ["common", "organizations", "consumers"] as const;
export type TenantAlias = (typeof aliases)[number];

/** The first path segment: an alias (the tenant follows from the account) or one tenant. */
export type TenantSelection =
  | { readonly kind: "alias"; readonly alias: TenantAlias }
  | { readonly kind: "tenant"; readonly tenant: Tenant };

/** The tenant of personal accounts, which the sandbox has none of. */
export const consumersTenantId = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Throws 90002 for what is neither an alias, nor a tenant's id, nor a verified domain. */
export function resolveTenant(context: Pick<SandboxContext, "store">, segment: string): TenantSelection {
  const name = segment.toLowerCase();
  const alias = aliases.find((candidate) => candidate === name);
  if (alias) return { kind: "alias", alias };
  if (name === consumersTenantId) return { kind: "alias", alias: "consumers" };
  const tenant = directoryOf(context).findTenant(name);
  if (!tenant) throw new EntraError(90002, { tenant: segment });
  return { kind: "tenant", tenant };
}

export function tenantLabel(selection: TenantSelection): string {
  return selection.kind === "tenant" ? selection.tenant.displayName : selection.alias;
}

/** The registration behind a client id, where this endpoint may use it. Throws 700016 and 50194. */
export function findApplication(
  context: Pick<SandboxContext, "store">,
  clientId: string,
  selection: TenantSelection,
): Application {
  const app = directoryOf(context).applications.find(
    (candidate) => candidate.appId === clientId.toLowerCase(),
  );
  const unknown = () => new EntraError(700016, { appId: clientId, tenant: tenantLabel(selection) });
  if (!app) throw unknown();
  if (selection.kind === "alias") {
    if (app.signInAudience === "AzureADMyOrg") {
      throw new EntraError(50194, { appId: app.appId, appName: app.displayName });
    }
    if (selection.alias === "consumers") throw unknown();
    return app;
  }
  if (app.signInAudience === "AzureADMyOrg" && app.homeTenantId !== selection.tenant.id) throw unknown();
  return app;
}

/**
 * The tenant that an account signs in to through this endpoint. Throws 700016. Whether a stranger gets in is for `decide`
 * to say: gates on the request and on the application come before it.
 */
export function tenantForUser(
  context: Pick<SandboxContext, "store">,
  { selection, user, app }: { selection: TenantSelection; user: DirectoryUser; app: Application },
): Tenant {
  // A guest must name the resource tenant: an alias leads to the home tenant.
  const tenant = selection.kind === "tenant" ? selection.tenant : getTenant(context, user.tenantId);
  if (app.signInAudience === "AzureADMyOrg" && app.homeTenantId !== tenant.id) {
    throw new EntraError(700016, { appId: app.appId, tenant: tenant.displayName });
  }
  return tenant;
}

export function getTenant(context: Pick<SandboxContext, "store">, id: string): Tenant {
  const tenant = directoryOf(context).tenants.get(id);
  if (!tenant) throw new Error(`The sandbox's state has no tenant ${id}.`);
  return tenant;
}
