import { directoryOf } from "../../core/directory.ts";
import { ScenarioError, type SandboxContext } from "../../core/part.ts";
import { EntraError } from "../entra-error.ts";
import { entraRecords } from "../entra-records.ts";
import { tenantOf, userOf } from "../merge-directory.ts";
import { expandScope, parseScope } from "../parse-scope.ts";
import { fileConsentRequest, findPendingRequest } from "./consent-requests.ts";
import { consentRequestsSchema } from "./consent-requests.schema.ts";
import { endRequests } from "./review-requests.ts";

/** Files requests as the form does, and ends them as the reviewer's page does: nothing is written past either. */
export function mergeConsentRequests(raw: Record<string, unknown>, context: SandboxContext): void {
  for (const fields of consentRequestsSchema.parse(raw).consentRequests ?? []) {
    const tenant = tenantOf(context, fields.tenant);
    const user = userOf(context, fields.user);
    const app = directoryOf(context).applications.find(({ appId }) => appId === fields.appId);
    if (!app) throw new ScenarioError(`There is no app ${fields.appId}.`);
    const permissions = refuseFaults(() => expandScope(parseScope(fields.scope, app), app));
    const correlationId = "00000000-0000-0000-0000-000000000000";
    fileConsentRequest(context, { tenant, app, user, permissions, reason: fields.reason, correlationId });
    const filed = findPendingRequest(context, { tenant, app, user });
    if (filed && fields.ageSeconds > 0) {
      const earlier = (time: string | undefined) =>
        new Date(Date.parse(time ?? filed.createdDateTime) - fields.ageSeconds * 1_000).toISOString();
      entraRecords(context).consentRequests.put({
        ...filed,
        createdDateTime: earlier(filed.createdDateTime),
        expiresDateTime: earlier(filed.expiresDateTime),
      });
    }
    if (fields.review) {
      const reviewer = userOf(context, fields.review.reviewer);
      const { result, justification } = fields.review;
      endRequests(context, { tenant, app, reviewer, result, justification });
    }
  }
}

function refuseFaults<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof EntraError ? new ScenarioError(error.message) : error;
  }
}
