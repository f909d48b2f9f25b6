import { randomUUID } from "node:crypto";
import { directoryOf, type Application, type DirectoryUser, type Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { entraRecords, type ConsentRequest } from "../entra-records.ts";
import { ensureServicePrincipal } from "../record-consent.ts";
import { writeAudit } from "../write-audit.ts";
import { listConsentRequests } from "./consent-requests.ts";
import { mailRequester } from "./request-mails.ts";

export interface Review {
  readonly tenant: Tenant;
  readonly app: Application;
  readonly reviewer: DirectoryUser;
  readonly result: NonNullable<ConsentRequest["review"]>["result"];
  readonly justification: string;
}

const activities = {
  Approved: "Approve all requests in business flow",
  Denied: "Deny all requests in business flow",
  Blocked: "Deny all requests in business flow",
} as const;

/**
 * Ends every pending request for an application, and tells who asked. Denied: people may ask again. Blocked: the
 * application stays as a disabled service principal, and sign-ins end in AADSTS7000112 (review-admin-consent-requests).
 * Approval itself is the consent that comes before this.
 */
export function endRequests(context: SandboxContext, review: Review): void {
  const { tenant, app, reviewer, result, justification } = review;
  const { users, servicePrincipals } = directoryOf(context);
  const act = { tenant, app, user: reviewer, correlationId: randomUUID() };
  context.store.transaction(() => {
    if (result === "Blocked") {
      const principal = ensureServicePrincipal(context, act);
      servicePrincipals.put({ ...principal, accountEnabled: false });
    }
    for (const pending of listConsentRequests(context, tenant.id)) {
      if (pending.appId !== app.appId || pending.status !== "InProgress") continue;
      const reviewedDateTime = context.clock.now().toISOString();
      const request: ConsentRequest = {
        ...pending,
        status: "Completed",
        review: { result, reviewedByUserId: reviewer.id, reviewedDateTime, justification },
      };
      entraRecords(context).consentRequests.put(request);
      const requester = users.get(pending.userId);
      if (requester) mailRequester(context, { tenant, request, requester });
    }
    writeAudit(context, act, {
      activityDisplayName: activities[result],
      operationType: "Update",
      loggedByService: "Access Reviews",
      targetResources: [
        { id: app.appId, displayName: app.displayName, type: "Request", modifiedProperties: [] },
      ],
    });
  });
}
