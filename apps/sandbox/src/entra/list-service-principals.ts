import { directoryOf, type ServicePrincipal } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { stableUuid } from "../core/stable-uuid.ts";
import { apiResources } from "./permission-catalog.ts";

/** Service principals of a tenant: the applications added to it and, in every tenant, Microsoft's APIs. */
export function listServicePrincipals(
  context: Pick<SandboxContext, "store">,
  tenantId: string,
): ServicePrincipal[] {
  const stored = directoryOf(context).servicePrincipals.filter(
    (candidate) => candidate.tenantId === tenantId,
  );
  const apis = apiResources
    .filter((api) => !stored.some((candidate) => candidate.appId === api.appId))
    .map((api): ServicePrincipal => ({
      id: stableUuid(`${tenantId}/api/${api.appId}`),
      tenantId,
      appId: api.appId,
      displayName: api.displayName,
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      assignedUserIds: [],
      createdDateTime: "2024-01-01T00:00:00Z",
    }));
  return [...stored, ...apis];
}

/** Object id of an API's service principal in a tenant. */
export function apiPrincipalId(
  context: Pick<SandboxContext, "store">,
  { tenantId, appId }: { tenantId: string; appId: string },
): string {
  return listServicePrincipals(context, tenantId).find((principal) => principal.appId === appId)?.id ?? appId;
}
