import type { ConsentCase, PermissionGrantConditionSet } from "@outrigger/consent";
import { z } from "zod";
import {
  directoryOf,
  type Application,
  type DirectoryUser,
  type PermissionGrant,
  type ServicePrincipal,
  type Tenant,
} from "../core/directory.ts";
import { rolesIn } from "../core/directory-roles.ts";
import { directMembers } from "../core/group-members.ts";
import type { SandboxContext } from "../core/part.ts";
import { listReviewerIds } from "./consent-reviewers.ts";
import { grantAsOf, replicatedUntil } from "./grant-history.ts";

/** Graph's permissionGrantConditionSet; fields that it does not know are refused when a scenario brings them. */
export const conditionSetSchema = z.looseObject({
  permissionType: z.enum(["delegated", "application", "delegatedUserConsentable"]).optional(),
  permissionClassification: z.enum(["low", "medium", "high", "all"]).optional(),
  permissions: z.array(z.string()).optional(),
  resourceApplication: z.string().optional(),
  clientApplicationIds: z.array(z.string()).optional(),
  clientApplicationTenantIds: z.array(z.string()).optional(),
  clientApplicationPublisherIds: z.array(z.string()).optional(),
  clientApplicationsFromVerifiedPublisherOnly: z.boolean().optional(),
});

export interface ConsentQuestion {
  readonly tenant: Tenant;
  readonly app: Application;
  readonly user: DirectoryUser;
  readonly endpoint: "authorize" | "adminconsent";
  readonly scope: string;
  readonly prompt?: string | undefined;
  /** Grants as they were then; left out: as far as they have replicated by now. */
  readonly grantsAsOf?: Date | undefined;
}

/** The store's documents as the input of `decide`. */
export function buildConsentCase(
  context: Pick<SandboxContext, "store" | "clock">,
  { tenant, app, user, endpoint, scope, prompt, grantsAsOf }: ConsentQuestion,
): ConsentCase {
  const servicePrincipal = findServicePrincipal(context, { tenantId: tenant.id, appId: app.appId });
  return {
    tenant: {
      id: tenant.id,
      displayName: tenant.displayName,
      permissionGrantPoliciesAssigned: [...tenant.permissionGrantPoliciesAssigned],
      customPolicies: tenant.customPolicies.map(({ id, includes, excludes }) => ({
        id,
        includes: includes.map(parseConditionSet),
        excludes: excludes.map(parseConditionSet),
      })),
      classifications: [...tenant.classifications],
      adminConsentWorkflow: {
        isEnabled: tenant.adminConsentWorkflow.isEnabled,
        reviewerIds: listReviewerIds(context, tenant),
      },
      blockUserConsentForRiskyApps: tenant.blockUserConsentForRiskyApps,
    },
    app: {
      appId: app.appId,
      displayName: app.displayName,
      homeTenantId: app.homeTenantId,
      signInAudience: app.signInAudience,
      createdDateTime: app.createdDateTime,
      verifiedPublisher: app.verifiedPublisher,
      requiredResourceAccess: app.requiredResourceAccess.map(({ resourceAppId, scopes, roles = [] }) => ({
        resourceAppId,
        scopes: [...scopes],
        roles: [...roles],
      })),
      servicePrincipal: servicePrincipal && {
        accountEnabled: servicePrincipal.accountEnabled,
        appRoleAssignmentRequired: servicePrincipal.appRoleAssignmentRequired,
        assignedUserIds: listAssignedUserIds(context, servicePrincipal),
      },
    },
    user: {
      id: user.id,
      homeTenantId: user.tenantId,
      directoryRoles: [...rolesIn(user, tenant.id)],
      isGuest: user.guestInTenantIds.includes(tenant.id),
    },
    grants: servicePrincipal ? grantsSeen(context, servicePrincipal, grantsAsOf).map(readGrant) : [],
    request: { endpoint, scope, prompt: prompt ?? null },
  };
}

/** Who is assigned to an application: directly, or as a direct member of an assigned group (nested groups do not count). */
export function listAssignedUserIds(
  context: Pick<SandboxContext, "store">,
  { assignedUserIds, assignedGroupIds = [] }: ServicePrincipal,
): string[] {
  return [...new Set([...assignedUserIds, ...assignedGroupIds.flatMap((id) => directMembers(context, id))])];
}

export function findServicePrincipal(
  context: Pick<SandboxContext, "store">,
  { tenantId, appId }: { tenantId: string; appId: string },
): ServicePrincipal | null {
  return (
    directoryOf(context).servicePrincipals.find(
      (candidate) => candidate.tenantId === tenantId && candidate.appId === appId,
    ) ?? null
  );
}

/** Every grant of a client in its tenant. */
export function grantsOf(
  context: Pick<SandboxContext, "store">,
  servicePrincipal: ServicePrincipal,
): PermissionGrant[] {
  return directoryOf(context).grants.filter(
    (grant) => grant.tenantId === servicePrincipal.tenantId && grant.clientId === servicePrincipal.id,
  );
}

/** The grants of a client as the token service reads them at a time. */
function grantsSeen(
  context: Pick<SandboxContext, "store" | "clock">,
  servicePrincipal: ServicePrincipal,
  asOf: Date = replicatedUntil(context),
): PermissionGrant[] {
  return grantsOf(context, servicePrincipal).flatMap((grant) => grantAsOf(grant, asOf) ?? []);
}

/** What this person has consented to, or somebody for everybody, at one API. */
export function grantedScopes(
  context: Pick<SandboxContext, "store" | "clock">,
  {
    tenantId,
    appId,
    userId,
    resourceAppId,
    grantsAsOf,
  }: {
    tenantId: string;
    appId: string;
    userId: string;
    resourceAppId: string;
    grantsAsOf?: Date | undefined;
  },
): string[] {
  const servicePrincipal = findServicePrincipal(context, { tenantId, appId });
  if (!servicePrincipal) return [];
  const values = grantsSeen(context, servicePrincipal, grantsAsOf)
    .filter((grant) => grant.resourceAppId === resourceAppId)
    .filter((grant) => grant.consentType === "AllPrincipals" || grant.principalId === userId)
    .flatMap((grant) => grant.scope.split(" ").filter(Boolean));
  return [...new Set(values)];
}

function readGrant({ consentType, principalId, resourceAppId, scope }: PermissionGrant) {
  return { consentType, principalId, resourceAppId, scope };
}

function parseConditionSet(raw: Record<string, unknown>): PermissionGrantConditionSet {
  return conditionSetSchema.parse(raw);
}
