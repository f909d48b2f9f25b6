import { entraRecords, type DirectoryAudit, type SignInLogRow } from "../entra/entra-records.ts";
import { logReaders } from "./directory-roles.ts";
import type { GraphRequest, GraphResponse, GraphRoute } from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import type { FilterFields, FilterValue } from "./odata-filter.ts";

const auditProperties = [
  "id",
  "activityDisplayName",
  "activityDateTime",
  "category",
  "loggedByService",
  "operationType",
  "result",
  "resultReason",
  "correlationId",
  "initiatedBy",
  "targetResources",
  "additionalDetails",
];

const auditFields: FilterFields<DirectoryAudit> = {
  type: "directoryAudit",
  fields: new Map<string, (row: DirectoryAudit) => FilterValue | undefined>([
    ["activityDisplayName", (row) => row.activityDisplayName],
    ["activityDateTime", (row) => new Date(row.activityDateTime)],
    ["category", (row) => row.category],
    ["correlationId", (row) => row.correlationId],
    ["loggedByService", (row) => row.loggedByService],
    ["result", (row) => row.result],
    ["initiatedBy/user/id", (row) => row.initiatedBy.user.id],
    ["initiatedBy/user/userPrincipalName", (row) => row.initiatedBy.user.userPrincipalName],
  ]),
};

/** GET /auditLogs/directoryAudits, newest first. */
function listDirectoryAudits(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: newestFirst(request, entraRecords(request.context).audits.all()),
    contextPath: "auditLogs/directoryAudits",
    fields: auditFields,
    known: new Set(auditProperties),
    view: ({ tenantId: _tenant, ...row }) => ({ defaults: row }),
  });
}

const signInProperties = [
  "id",
  "createdDateTime",
  "userId",
  "userPrincipalName",
  "userDisplayName",
  "appId",
  "appDisplayName",
  "resourceDisplayName",
  "isInteractive",
  "correlationId",
  "conditionalAccessStatus",
  "appliedConditionalAccessPolicies",
  "status",
];

const signInFields: FilterFields<SignInLogRow> = {
  type: "signIn",
  fields: new Map<string, (row: SignInLogRow) => FilterValue | undefined>([
    ["id", (row) => row.id],
    ["appId", (row) => row.appId],
    ["appDisplayName", (row) => row.appDisplayName],
    ["createdDateTime", (row) => new Date(row.createdDateTime)],
    ["correlationId", (row) => row.correlationId],
    ["userId", (row) => row.userId],
    ["userPrincipalName", (row) => row.userPrincipalName],
    ["status/errorCode", (row) => row.status.errorCode],
  ]),
};

/** GET /auditLogs/signIns, newest first; v1.0 shows the interactive ones (signin-list). */
function listSignIns(request: GraphRequest): GraphResponse {
  const interactive = entraRecords(request.context).signIns.filter((row) => row.isInteractive);
  return listPage(request, {
    items: newestFirst(request, interactive),
    contextPath: "auditLogs/signIns",
    fields: signInFields,
    known: new Set(signInProperties),
    view: ({ tenantId: _tenant, ...row }) => ({
      defaults: {
        ...row,
        appliedConditionalAccessPolicies: [],
        status: { ...row.status, additionalDetails: null },
      },
    }),
  });
}

function newestFirst<T extends { readonly tenantId: string }>(
  { caller }: GraphRequest,
  rows: readonly T[],
): T[] {
  return rows.filter((row) => row.tenantId === caller.tenant.id).toReversed();
}

export const auditLogRoutes: readonly Omit<GraphRoute, "area">[] = [
  {
    method: "GET",
    path: "/auditLogs/directoryAudits",
    scopes: ["AuditLog.Read.All"],
    roles: logReaders,
    handle: listDirectoryAudits,
  },
  {
    method: "GET",
    path: "/auditLogs/signIns",
    scopes: ["AuditLog.Read.All"],
    roles: logReaders,
    handle: listSignIns,
  },
];
