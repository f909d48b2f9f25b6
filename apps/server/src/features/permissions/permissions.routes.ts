import {
  askForAddedPermissions,
  choosePermissionTier,
  getPermissionTier,
  listPermissions,
} from "@outrigger/api-contract";
import type { Approval, OrganizationId, PermissionConfirmation } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { describePermissions } from "../approvals/describe-permissions.ts";
import { askForAddedPermissions as askForAdded } from "./ask-for-added-permissions.ts";
import { chooseTier } from "./choose-tier.ts";
import { describeTierChoice } from "./describe-tier-choice.ts";
import { findAskedScopes } from "./find-asked-scopes.ts";
import { nameTenants } from "./name-tenants.ts";

/** `/api/permissions`: what the organization's tenants have granted, as far as tokens prove it, and how much it chose to ask for. */
export function registerPermissions(app: FastifyInstance, context: FeatureContext): void {
  registerEndpoint(app, listPermissions, async ({ caller }) => ({
    tenants: await listTenants(context, caller.organizationId),
  }));

  registerEndpoint(app, getPermissionTier, ({ caller }) =>
    describeTierChoice(caller.organizationId, context),
  );

  registerEndpoint(app, choosePermissionTier, async ({ caller, body }) => {
    await chooseTier(caller, body.tier, context);
    return describeTierChoice(caller.organizationId, context);
  });

  registerEndpoint(app, askForAddedPermissions, ({ caller, body }) =>
    askForAdded(caller, body.tenantId, context),
  );
}

async function listTenants(context: FeatureContext, organizationId: OrganizationId) {
  const { database } = context;
  const asked = await findAskedScopes(organizationId, context);
  const approvals = await database.approvals.list(organizationId);
  const confirmations = await database.permissionConfirmations.list(organizationId);
  const names = await nameTenants(organizationId, context);
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
