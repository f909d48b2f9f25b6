import { randomUUID } from "node:crypto";
import {
  directoryOf,
  type DirectoryUser,
  type PermissionGrant,
  type ServicePrincipal,
  type Tenant,
} from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import type { DirectoryAudit } from "./entra-records.ts";
import { changeGrantScope } from "./grant-history.ts";
import { findResource } from "./permission-catalog.ts";
import { auditProperty, writeAudit } from "./write-audit.ts";

/** Who changes what, for the audit log. */
export interface PrincipalChange {
  readonly tenant: Tenant;
  readonly user: DirectoryUser;
  readonly principal: ServicePrincipal;
}

/** Properties: "Enabled for users to sign-in?" and "Assignment required?". */
export function switchPrincipal(
  context: SandboxContext,
  change: PrincipalChange,
  switches: Pick<ServicePrincipal, "accountEnabled" | "appRoleAssignmentRequired">,
): void {
  const { principal } = change;
  context.store.transaction(() => {
    directoryOf(context).servicePrincipals.put({ ...principal, ...switches });
    audit(context, change, {
      activity: "Update service principal",
      operation: "Update",
      properties: [
        auditProperty("AccountEnabled", String(switches.accountEnabled), String(principal.accountEnabled)),
        auditProperty(
          "AppRoleAssignmentRequired",
          String(switches.appRoleAssignmentRequired),
          String(principal.appRoleAssignmentRequired),
        ),
      ],
    });
  });
}

export function assignUser(context: SandboxContext, change: PrincipalChange, person: DirectoryUser): void {
  const { principal } = change;
  if (principal.assignedUserIds.includes(person.id)) return;
  context.store.transaction(() => {
    const assignedUserIds = [...principal.assignedUserIds, person.id];
    directoryOf(context).servicePrincipals.put({ ...principal, assignedUserIds });
    audit(context, change, {
      activity: "Add app role assignment grant to user",
      operation: "Assign",
      properties: [auditProperty("User.UPN", person.userPrincipalName)],
    });
  });
}

export function unassignUser(context: SandboxContext, change: PrincipalChange, userId: string): void {
  const { principal } = change;
  if (!principal.assignedUserIds.includes(userId)) return;
  context.store.transaction(() => {
    const assignedUserIds = principal.assignedUserIds.filter((id) => id !== userId);
    directoryOf(context).servicePrincipals.put({ ...principal, assignedUserIds });
    audit(context, change, {
      activity: "Remove app role assignment from user",
      operation: "Unassign",
      properties: [auditProperty("User.ObjectID", userId)],
    });
  });
}

/** Takes one permission out of grants; a grant that holds nothing more is gone. */
export function revokePermission(
  context: SandboxContext,
  change: PrincipalChange,
  { grants, value }: { grants: readonly PermissionGrant[]; value: string },
): void {
  context.store.transaction(() => {
    for (const grant of grants) {
      const scopes = grant.scope.split(" ").filter(Boolean);
      if (!scopes.includes(value)) continue;
      const kept = scopes.filter((scope) => scope !== value).join(" ");
      const doors = directoryOf(context).grants;
      if (kept === "") doors.delete(grant.id);
      else doors.put(changeGrantScope(context, grant, kept));
      audit(context, change, {
        activity: "Remove delegated permission grant",
        operation: "Unassign",
        properties: [
          auditProperty("DelegatedPermissionGrant.Scope", kept, grant.scope),
          auditProperty("DelegatedPermissionGrant.ConsentType", grant.consentType),
          auditProperty("ServicePrincipal.ObjectID", change.principal.id),
        ],
        target: {
          id: grant.resourceAppId,
          displayName: findResource(grant.resourceAppId)?.displayName ?? grant.resourceAppId,
        },
      });
    }
  });
}

function audit(
  context: SandboxContext,
  { tenant, user, principal }: PrincipalChange,
  row: {
    activity: string;
    operation: string;
    properties: DirectoryAudit["targetResources"][number]["modifiedProperties"];
    target?: { id: string; displayName: string };
  },
): void {
  writeAudit(
    context,
    { tenant, user, correlationId: randomUUID() },
    {
      activityDisplayName: row.activity,
      operationType: row.operation,
      additionalDetails: [{ key: "AppId", value: principal.appId }],
      targetResources: [
        {
          id: row.target?.id ?? principal.id,
          displayName: row.target?.displayName ?? principal.displayName,
          type: "ServicePrincipal",
          modifiedProperties: row.properties,
        },
      ],
    },
  );
}
