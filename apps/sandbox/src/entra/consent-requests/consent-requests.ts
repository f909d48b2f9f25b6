import { randomUUID } from "node:crypto";
import { directoryOf, type Application, type DirectoryUser, type Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { listReviewerIds } from "../consent-reviewers.ts";
import { entraRecords, type ConsentRequest } from "../entra-records.ts";
import { qualifyScope, type ScopeRef } from "../parse-scope.ts";
import { writeAudit } from "../write-audit.ts";
import { mailReviewers } from "./request-mails.ts";

/** What the portal proposes (configure-admin-consent-workflow); a tenant may choose another number of days. */
const DEFAULT_DAYS = 30;

/** The requests of a tenant, newest first; those whose time has passed are expired, whoever looks. */
export function listConsentRequests(
  context: Pick<SandboxContext, "store" | "clock">,
  tenantId: string,
): ConsentRequest[] {
  const now = context.clock.now().toISOString();
  return entraRecords(context)
    .consentRequests.filter((request) => request.tenantId === tenantId)
    .map((request): ConsentRequest =>
      request.status === "InProgress" && (request.expiresDateTime ?? now) < now
        ? { ...request, status: "Expired" }
        : request,
    )
    .sort((a, b) => b.createdDateTime.localeCompare(a.createdDateTime));
}

export function findPendingRequest(
  context: Pick<SandboxContext, "store" | "clock">,
  { tenant, app, user }: { tenant: Tenant; app: Application; user: DirectoryUser },
): ConsentRequest | undefined {
  return listConsentRequests(context, tenant.id).find(
    (request) => request.appId === app.appId && request.userId === user.id && request.status === "InProgress",
  );
}

export interface NewConsentRequest {
  readonly tenant: Tenant;
  readonly app: Application;
  readonly user: DirectoryUser;
  readonly permissions: readonly ScopeRef[];
  readonly reason: string;
  readonly correlationId: string;
}

/** Only the first request per application and person is kept (admin-consent-workflow-faq); reviewers get a mail. */
export function fileConsentRequest(context: SandboxContext, asked: NewConsentRequest): void {
  const { tenant, app, user } = asked;
  if (findPendingRequest(context, asked)) return;
  const now = context.clock.now();
  const days = tenant.adminConsentWorkflow.requestDurationInDays ?? DEFAULT_DAYS;
  const request: ConsentRequest = {
    id: randomUUID(),
    tenantId: tenant.id,
    appId: app.appId,
    appDisplayName: app.displayName,
    userId: user.id,
    pendingScopes: asked.permissions.map(({ value }) => value),
    qualifiedScope: asked.permissions.map(qualifyScope).join(" "),
    reason: asked.reason,
    status: "InProgress",
    createdDateTime: now.toISOString(),
    expiresDateTime: new Date(now.getTime() + days * 86_400_000).toISOString(),
    // Reviewers who are added later do not see it (admin-consent-workflow-faq).
    reviewerIds: listReviewerIds(context, tenant),
  };
  context.store.transaction(() => {
    entraRecords(context).consentRequests.put(request);
    writeAudit(context, asked, {
      activityDisplayName: "Create request",
      operationType: "Add",
      targetResources: [],
    });
    mailReviewers(context, { tenant, request, requester: user });
  });
}

/** One application's requests of a tenant, as a reviewer looks at them: together. */
export interface ApplicationRequests {
  readonly appId: string;
  readonly appDisplayName: string;
  readonly requests: readonly ConsentRequest[];
  readonly pending: readonly ConsentRequest[];
}

export function listApplicationRequests(
  context: Pick<SandboxContext, "store" | "clock">,
  tenantId: string,
): ApplicationRequests[] {
  return [...Map.groupBy(listConsentRequests(context, tenantId), (request) => request.appId)].map(
    ([appId, requests]) => ({
      appId,
      appDisplayName:
        directoryOf(context).applications.find((app) => app.appId === appId)?.displayName ??
        requests[0]?.appDisplayName ??
        appId,
      requests,
      pending: requests.filter(({ status }) => status === "InProgress"),
    }),
  );
}

export function isReviewer({ reviewerIds = [] }: ConsentRequest, user: Pick<DirectoryUser, "id">): boolean {
  return reviewerIds.includes(user.id);
}
