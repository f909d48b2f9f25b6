import { randomUUID } from "node:crypto";
import {
  directoryOf,
  type Application,
  type DirectoryUser,
  type PermissionGrant,
  type ServicePrincipal,
  type Tenant,
} from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { findServicePrincipal, grantsOf } from "./consent-case.ts";
import { auditGrant } from "./audit-grant.ts";
import { newOpaqueValue } from "./entra-records.ts";
import { changeGrantScope } from "./grant-history.ts";
import { apiPrincipalId } from "./list-service-principals.ts";
import { sameScope, type ScopeRef } from "./parse-scope.ts";
import { findResource } from "./permission-catalog.ts";
import { auditProperty, auditTarget, writeAudit } from "./write-audit.ts";

export interface ConsentAct {
  readonly tenant: Tenant;
  readonly app: Application;
  /** Who accepted; with `Principal` also for whom. */
  readonly user: DirectoryUser;
  readonly consentType: PermissionGrant["consentType"];
  readonly scopes: readonly ScopeRef[];
  /** True: a grant of the same kind is replaced, not extended. */
  readonly replaces: boolean;
  readonly isAdminConsent: boolean;
  /** Application permissions that are granted along. */
  readonly appRoles?: readonly ScopeRef[] | undefined;
  readonly correlationId: string;
}

/** Writes what an accepted prompt leaves behind: service principal, grants, audit log; all or nothing. */
export function recordConsent(context: SandboxContext, act: ConsentAct): ServicePrincipal {
  return context.store.transaction(() => {
    const client = ensureServicePrincipal(context, act);
    const written = [...new Set(act.scopes.map((ref) => ref.resourceAppId))].map((resourceAppId) =>
      writeGrant(context, { act, client, resourceAppId }),
    );
    for (const { before, after } of written) auditGrant(context, { act, client, before, after });
    grantAppRoles(context, act, client);
    auditConsent(context, { act, client, grants: written.map(({ after }) => after) });
    return client;
  });
}

function grantAppRoles(context: SandboxContext, act: ConsentAct, client: ServicePrincipal): void {
  const before = client.grantedAppRoles ?? [];
  const added = (act.appRoles ?? []).filter((role) => !before.some((other) => sameScope(other, role)));
  if (added.length === 0) return;
  directoryOf(context).servicePrincipals.put({ ...client, grantedAppRoles: [...before, ...added] });
  for (const { resourceAppId, value } of added) {
    const api = findResource(resourceAppId)?.displayName ?? resourceAppId;
    writeAudit(context, act, {
      activityDisplayName: "Add app role assignment to service principal",
      operationType: "Assign",
      targetResources: [
        auditTarget(
          {
            id: apiPrincipalId(context, { tenantId: act.tenant.id, appId: resourceAppId }),
            displayName: api,
          },
          [auditProperty("AppRole.Value", value), auditProperty("ServicePrincipal.ObjectID", client.id)],
        ),
      ],
    });
  }
}

/** The first consent in a tenant creates the application's service principal there. */
export function ensureServicePrincipal(
  context: SandboxContext,
  act: Pick<ConsentAct, "tenant" | "app" | "user" | "correlationId">,
): ServicePrincipal {
  const { tenant, app } = act;
  const found = findServicePrincipal(context, { tenantId: tenant.id, appId: app.appId });
  if (found) return found;
  const created: ServicePrincipal = {
    id: randomUUID(),
    tenantId: tenant.id,
    appId: app.appId,
    displayName: app.displayName,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    assignedUserIds: [],
    createdDateTime: context.clock.now().toISOString(),
  };
  directoryOf(context).servicePrincipals.put(created);
  writeAudit(context, act, {
    activityDisplayName: "Add service principal",
    operationType: "Add",
    targetResources: [auditTarget(created, [])],
  });
  return created;
}

function writeGrant(
  context: SandboxContext,
  { act, client, resourceAppId }: { act: ConsentAct; client: ServicePrincipal; resourceAppId: string },
): { before: PermissionGrant | undefined; after: PermissionGrant } {
  const principalId = act.consentType === "Principal" ? act.user.id : null;
  // One row per client, API, kind and principal.
  const before = grantsOf(context, client).find(
    (grant) =>
      grant.resourceAppId === resourceAppId &&
      grant.consentType === act.consentType &&
      grant.principalId === principalId,
  );
  const kept = before && !act.replaces ? before.scope.split(" ").filter(Boolean) : [];
  const added = act.scopes.filter((ref) => ref.resourceAppId === resourceAppId).map((ref) => ref.value);
  const scope = [...new Set([...kept, ...added])].join(" ");
  const after: PermissionGrant = before
    ? { ...changeGrantScope(context, before, scope), grantedByUserId: act.user.id }
    : {
        id: newOpaqueValue(),
        tenantId: act.tenant.id,
        clientId: client.id,
        consentType: act.consentType,
        principalId,
        resourceAppId,
        scope,
        grantedByUserId: act.user.id,
        createdDateTime: context.clock.now().toISOString(),
      };
  directoryOf(context).grants.put(after);
  return { before, after };
}

function auditConsent(
  context: SandboxContext,
  { act, client, grants }: { act: ConsentAct; client: ServicePrincipal; grants: readonly PermissionGrant[] },
): void {
  const listed = grants.map(
    (grant) =>
      `[Id: ${grant.id}, ClientId: ${grant.clientId}, PrincipalId: ${grant.principalId ?? ""}, ResourceId: ${apiPrincipalId(context, { tenantId: act.tenant.id, appId: grant.resourceAppId })}, ConsentType: ${grant.consentType}, Scope: ${grant.scope}, CreatedDateTime: ${grant.createdDateTime}]`,
  );
  writeAudit(context, act, {
    activityDisplayName: "Consent to application",
    operationType: "Assign",
    targetResources: [
      auditTarget(client, [
        auditProperty("ConsentContext.IsAdminConsent", act.isAdminConsent ? "True" : "False"),
        auditProperty("ConsentContext.IsAppOnly", "False"),
        auditProperty("ConsentContext.OnBehalfOfAll", act.consentType === "AllPrincipals" ? "True" : "False"),
        auditProperty("ConsentContext.Tags", "WindowsAzureActiveDirectoryIntegratedApp"),
        auditProperty("ConsentAction.Permissions", `[] => [${listed.join(", ")}]; `),
        auditProperty("TargetId.ServicePrincipalNames", client.appId),
      ]),
    ],
  });
}

/** A consent that the tenant refused leaves a failed "Consent to application". */
export function recordRefusedConsent(
  context: SandboxContext,
  act: Pick<ConsentAct, "tenant" | "app" | "user" | "correlationId"> & { reason: string },
): void {
  const client = findServicePrincipal(context, { tenantId: act.tenant.id, appId: act.app.appId });
  writeAudit(context, act, {
    activityDisplayName: "Consent to application",
    operationType: "Assign",
    result: "failure",
    resultReason: act.reason,
    targetResources: [auditTarget({ id: client?.id ?? act.app.appId, displayName: act.app.displayName }, [])],
  });
}
