import { listPermissions } from "@outrigger/api-contract";
import type { Approval, OrganizationId, PermissionConfirmation } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { describePermissions } from "../approvals/describe-permissions.ts";
import { findAskedScopes } from "./find-asked-scopes.ts";

/** What the organization's Microsoft tenants have granted, as far as tokens prove it. */
export function registerPermissions(app: FastifyInstance, context: FeatureContext): void {
  registerEndpoint(app, listPermissions, async ({ caller }) => ({
    tenants: await listTenants(context, caller.organizationId),
  }));
}

async function listTenants(context: FeatureContext, organizationId: OrganizationId) {
  const { database } = context;
  const asked = await findAskedScopes(organizationId, context);
  const approvals = await database.approvals.list(organizationId);
  const confirmations = await database.permissionConfirmations.list(organizationId);
  const names = new Map<string, string | null>();
  for (const { tenantId, tenantDisplayName } of approvals) {
    if (tenantId !== null) names.set(tenantId, tenantDisplayName);
  }
  for (const { tenantId, displayName } of await database.mailboxConnections.listTenants(organizationId)) {
    names.set(tenantId, displayName ?? names.get(tenantId) ?? null);
  }
  return [...names].map(([tenantId, displayName]) => ({
    tenantId,
    displayName,
    permissions: describeTenantPermissions(asked.all, {
      confirmations: confirmations.filter((confirmation) => confirmation.tenantId === tenantId),
      approvals: approvals.filter((approval) => approval.tenantId === tenantId),
    }),
  }));
}

function describeTenantPermissions(
  scopes: readonly string[],
  known: {
    readonly confirmations: readonly PermissionConfirmation[];
    readonly approvals: readonly Approval[];
  },
) {
  const confirmationsOf = (claimValue: string): PermissionConfirmation[] =>
    known.confirmations.filter((confirmation) => confirmation.claimValue === claimValue);
  const isReported = known.approvals.some(({ state }) => state === "granted" || state === "verifying");
  const permissions = describePermissions(scopes, (claimValue) =>
    confirmationsOf(claimValue).length > 0 ? "confirmed" : isReported ? "reported" : "not_granted",
  );
  return permissions.map((permission) => {
    const confirmed = confirmationsOf(permission.claimValue);
    const latest = confirmed.map(({ confirmedAt }) => confirmedAt.getTime()).toSorted((a, b) => b - a)[0];
    return {
      ...permission,
      confirmedAt: latest === undefined ? null : new Date(latest).toISOString(),
      confirmedForNames: confirmed.map(({ displayName }) => displayName),
    };
  });
}
