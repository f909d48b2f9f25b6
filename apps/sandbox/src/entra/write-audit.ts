import { randomUUID } from "node:crypto";
import type { Application, DirectoryUser, Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { entraRecords, type DirectoryAudit } from "./entra-records.ts";

type AuditParts = Pick<DirectoryAudit, "activityDisplayName" | "operationType" | "targetResources"> &
  Partial<
    Pick<DirectoryAudit, "category" | "result" | "resultReason" | "loggedByService" | "additionalDetails">
  >;

type AuditTarget = DirectoryAudit["targetResources"][number];

export function writeAudit(
  context: SandboxContext,
  act: {
    readonly tenant: Tenant;
    readonly user: DirectoryUser;
    readonly correlationId: string;
    readonly app?: Application | undefined;
  },
  parts: AuditParts,
): void {
  entraRecords(context).audits.put({
    id: `Directory_${randomUUID()}`,
    tenantId: act.tenant.id,
    activityDateTime: context.clock.now().toISOString(),
    category: "ApplicationManagement",
    loggedByService: "Core Directory",
    result: "success",
    resultReason: "",
    correlationId: act.correlationId,
    initiatedBy: { user: { id: act.user.id, userPrincipalName: act.user.userPrincipalName } },
    additionalDetails: act.app ? [{ key: "AppId", value: act.app.appId }] : [],
    ...parts,
  });
}

export function auditTarget(
  { id, displayName }: { readonly id: string; readonly displayName: string },
  modifiedProperties: AuditTarget["modifiedProperties"],
): AuditTarget {
  return { id, displayName, type: "ServicePrincipal", modifiedProperties };
}

/** The audit log keeps values as JSON within strings. */
export function auditProperty(
  displayName: string,
  newValue: unknown,
  oldValue?: unknown,
): AuditTarget["modifiedProperties"][number] {
  return { displayName, oldValue: encode(oldValue), newValue: encode(newValue) };
}

function encode(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
