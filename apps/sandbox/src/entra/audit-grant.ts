import type { DirectoryUser, PermissionGrant, ServicePrincipal, Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { apiPrincipalId } from "./list-service-principals.ts";
import { findResource } from "./permission-catalog.ts";
import { auditProperty, auditTarget, writeAudit } from "./write-audit.ts";

export interface GrantChange {
  readonly act: { readonly tenant: Tenant; readonly user: DirectoryUser; readonly correlationId: string };
  readonly client: ServicePrincipal;
  readonly before: PermissionGrant | undefined;
  /** Undefined: the grant was removed. */
  readonly after: PermissionGrant | undefined;
}

/**
 * "Add delegated permission grant" and its counterpart: the first target is the API, the client stands in
 * `ServicePrincipal.ObjectID` and as second target, and the scope is cumulative, beginning with a space.
 */
export function auditGrant(context: SandboxContext, { act, client, before, after }: GrantChange): void {
  const grant = after ?? before;
  if (!grant) return;
  const { resourceAppId } = grant;
  const resourceId = apiPrincipalId(context, { tenantId: act.tenant.id, appId: resourceAppId });
  writeAudit(context, act, {
    activityDisplayName: `${after ? "Add" : "Remove"} delegated permission grant`,
    operationType: after ? "Assign" : "Unassign",
    additionalDetails: [{ key: "AppId", value: resourceAppId }],
    targetResources: [
      auditTarget(
        { id: resourceId, displayName: findResource(resourceAppId)?.displayName ?? resourceAppId },
        [
          auditProperty("DelegatedPermissionGrant.Scope", scopeText(after), scopeText(before)),
          auditProperty("DelegatedPermissionGrant.ConsentType", grant.consentType, before?.consentType),
          auditProperty("DelegatedPermissionGrant.PrincipalId", principalText(grant), principalText(before)),
          auditProperty("DelegatedPermissionGrant.ResourceId", resourceId),
          auditProperty("ServicePrincipal.ObjectID", client.id),
          auditProperty("ServicePrincipal.DisplayName", client.displayName),
          auditProperty("ServicePrincipal.AppId", client.appId),
        ],
      ),
      auditTarget({ id: client.id, displayName: client.displayName }, []),
    ],
  });
}

function scopeText(grant: PermissionGrant | undefined): string | undefined {
  return grant && ` ${grant.scope}`;
}

function principalText(grant: PermissionGrant | undefined): string | undefined {
  return grant && (grant.principalId ?? "");
}
