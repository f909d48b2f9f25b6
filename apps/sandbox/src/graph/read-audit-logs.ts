import { entraRecords, type DirectoryAudit, type SignInLogRow } from "../entra/entra-records.ts";
import { logReaders } from "./directory-roles.ts";
import { GraphError, resourceNotFound } from "./graph-error.ts";
import {
  contextOf,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import type { FilterFields, FilterValue } from "./odata-filter.ts";
import { allowOnly } from "./odata-query.ts";
import { countReportingCall } from "./throttle-reporting.ts";

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
    ["id", (row) => row.id],
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
  countReportingCall(request);
  return listPage(request, {
    items: newestFirst(request, entraRecords(request.context).audits.all()),
    contextPath: "auditLogs/directoryAudits",
    fields: auditFields,
    known: new Set(auditProperties),
    sortable: ["activityDateTime", "activityDisplayName"],
    view: (row) => ({ defaults: viewAudit(row) }),
  });
}

function viewAudit({ tenantId: _tenant, ...row }: DirectoryAudit) {
  return row;
}

function getDirectoryAudit(request: GraphRequest): GraphResponse {
  countReportingCall(request);
  allowOnly(request.query, []);
  const id = paramOf(request, "auditId");
  const row = entraRecords(request.context).audits.get(id);
  if (row?.tenantId !== request.caller.tenant.id) throw resourceNotFound(id);
  return ok({ "@odata.context": contextOf(request, "auditLogs/directoryAudits/$entity"), ...viewAudit(row) });
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
  countReportingCall(request);
  return listPage(request, {
    items: newestFirst(request, arrivedSignIns(request)),
    contextPath: "auditLogs/signIns",
    fields: signInFields,
    known: new Set(signInProperties),
    sortable: ["createdDateTime"],
    view: (row) => ({ defaults: viewSignIn(row) }),
  });
}

function getSignIn(request: GraphRequest): GraphResponse {
  countReportingCall(request);
  allowOnly(request.query, []);
  const id = paramOf(request, "signInId");
  const row = arrivedSignIns(request).find((candidate) => candidate.id === id);
  if (row?.tenantId !== request.caller.tenant.id) throw resourceNotFound(id);
  return ok({ "@odata.context": contextOf(request, "auditLogs/signIns/$entity"), ...viewSignIn(row) });
}

function viewSignIn({ tenantId: _tenant, ...row }: SignInLogRow) {
  return {
    ...row,
    appliedConditionalAccessPolicies: [],
    status: { ...row.status, additionalDetails: null },
  };
}

/** Interactive ones, as far as the log has got: rows lag, and without a P1 licence there is no log to read. */
function arrivedSignIns({ context, caller }: GraphRequest): SignInLogRow[] {
  if (caller.tenant.hasPremiumLicense === false || caller.tenant.kind === "b2c") {
    throw new GraphError(
      403,
      "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  const { signIns, settings } = entraRecords(context);
  const arrivedUntil = context.clock.now().getTime() - settings().signInLogLagSeconds * 1_000;
  return signIns.filter((row) => row.isInteractive && Date.parse(row.createdDateTime) <= arrivedUntil);
}

function newestFirst<T extends { readonly tenantId: string }>(
  { caller }: GraphRequest,
  rows: readonly T[],
): T[] {
  return rows.filter((row) => row.tenantId === caller.tenant.id).toReversed();
}

const readsLogs = { method: "GET", scopes: ["AuditLog.Read.All"], roles: logReaders } as const;

export const auditLogRoutes: readonly Omit<GraphRoute, "area">[] = [
  { ...readsLogs, path: "/auditLogs/directoryAudits", handle: listDirectoryAudits },
  { ...readsLogs, path: "/auditLogs/directoryAudits/{auditId}", handle: getDirectoryAudit },
  { ...readsLogs, path: "/auditLogs/signIns", handle: listSignIns },
  { ...readsLogs, path: "/auditLogs/signIns/{signInId}", handle: getSignIn },
];
