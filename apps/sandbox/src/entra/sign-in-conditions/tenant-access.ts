import type { DirectoryUser, Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { EntraError } from "../entra-error.ts";
import { entraRecords } from "../entra-records.ts";
import { findResource } from "../permission-catalog.ts";

/** What a tenant lets out and in, and what it lacks; all of it unset in a new tenant. */
export interface TenantAccess {
  /** The tenant's id. */
  readonly id: string;
  /** Whether its people may be guests elsewhere, and others guests here (cross-tenant access settings). */
  readonly outboundGuests?: "allowed" | "blocked" | undefined;
  readonly inboundGuests?: "allowed" | "blocked" | undefined;
  /** App ids of APIs without a service principal here, as no subscription brought it. */
  readonly missingApis?: readonly string[] | undefined;
  /** Exchange Web Services in Exchange Online; null: never set, which counts as off since October 2026. */
  readonly ewsEnabled?: boolean | null | undefined;
  readonly ewsAllowedAppIds?: readonly string[] | undefined;
}

export function tenantAccessOf({ store }: Pick<SandboxContext, "store">) {
  const collection = store.collection<TenantAccess>("tenantAccess");
  return {
    get: (tenantId: string): TenantAccess => collection.get(tenantId) ?? { id: tenantId },
    put: (access: TenantAccess): void => collection.put(access),
  };
}

/**
 * Tenant restrictions: a proxy between the person and Entra names the tenants that may be signed in to. Throws 500021.
 * `header` is what the proxy wrote into the request; a setting stands in for a proxy where there is none.
 */
export function checkTenantRestrictions(
  context: Pick<SandboxContext, "store">,
  tenant: Tenant,
  header: string | undefined,
): void {
  const fromHeader = header?.split(",").map((entry) => entry.trim().toLowerCase());
  const allowed = fromHeader ?? entraRecords(context).settings().restrictAccessToTenants;
  if (allowed.length === 0) return;
  const names = [tenant.id, ...tenant.domains];
  if (!allowed.some((entry) => names.includes(entry))) {
    throw new EntraError(500021, { tenant: tenant.displayName });
  }
}

/** Guests pass two gates: what their own tenant lets out, and what this one lets in. Undefined where both are open. */
export function findClosedGate(
  context: Pick<SandboxContext, "store">,
  { tenant, user }: { tenant: Tenant; user: DirectoryUser },
): 500212 | 500213 | undefined {
  if (user.tenantId === tenant.id) return undefined;
  const access = tenantAccessOf(context);
  if (access.get(user.tenantId).outboundGuests === "blocked") return 500212;
  return access.get(tenant.id).inboundGuests === "blocked" ? 500213 : undefined;
}

/** AADSTS650052: the API that is asked for was never brought into the tenant. */
export function findMissingApi(
  context: Pick<SandboxContext, "store">,
  tenant: Tenant,
  resourceAppIds: readonly string[],
): EntraError | undefined {
  const { missingApis = [] } = tenantAccessOf(context).get(tenant.id);
  const missing = resourceAppIds.find((appId) => missingApis.includes(appId));
  if (missing === undefined) return undefined;
  const resourceName = findResource(missing)?.displayName ?? missing;
  return new EntraError(650052, { resource: missing, resourceName, tenant: tenant.id });
}
