import { directoryOf } from "../core/directory.ts";
import { listConsentRequests } from "../entra/consent-requests/consent-requests.ts";
import type { ConsentRequest } from "../entra/entra-records.ts";
import { resourceNotFound } from "./graph-error.ts";
import {
  contextOf,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import { allowOnly } from "./odata-query.ts";

/** One per application: what its users asked for together. Its id is that of the application. */
interface AppRequest {
  readonly id: string;
  readonly appDisplayName: string;
  readonly requests: readonly ConsentRequest[];
}

function appRequestsOf({ context, caller }: GraphRequest): AppRequest[] {
  const own = listConsentRequests(context, caller.tenant.id);
  return [...Map.groupBy(own, (row) => row.appId)].map(([id, requests]) => ({
    id,
    appDisplayName: requests[0]?.appDisplayName ?? "",
    requests,
  }));
}

function viewAppRequest({ id, appDisplayName, requests }: AppRequest) {
  const pending = requests.filter(({ status }) => status === "InProgress");
  const names = [...new Set(pending.flatMap(({ pendingScopes }) => pendingScopes))];
  return { id, appId: id, appDisplayName, pendingScopes: names.map((displayName) => ({ displayName })) };
}

function listAppRequests(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: appRequestsOf(request),
    contextPath: "identityGovernance/appConsent/appConsentRequests",
    fields: { type: "appConsentRequest", fields: new Map([["appId", ({ id }: AppRequest) => id]]) },
    known: new Set(["id", "appId", "appDisplayName", "pendingScopes"]),
    view: (item) => ({ defaults: viewAppRequest(item) }),
  });
}

function findAppRequest(request: GraphRequest): AppRequest {
  const id = paramOf(request, "requestId");
  const found = appRequestsOf(request).find((candidate) => candidate.id === id);
  if (!found) throw resourceNotFound(id);
  return found;
}

function getAppRequest(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  return ok({
    "@odata.context": contextOf(request, "identityGovernance/appConsent/appConsentRequests/$entity"),
    ...viewAppRequest(findAppRequest(request)),
  });
}

function listUserRequests(request: GraphRequest): GraphResponse {
  const { users } = directoryOf(request.context);
  return listPage(request, {
    items: findAppRequest(request).requests,
    contextPath: "userConsentRequests",
    fields: {
      type: "userConsentRequest",
      fields: new Map([["status", ({ status }: ConsentRequest) => status]]),
    },
    known: new Set(["id", "reason", "status", "createdBy", "createdDateTime"]),
    view: ({ id, reason, status, createdDateTime, userId }) => ({
      defaults: {
        id,
        reason,
        status,
        createdDateTime,
        createdBy: { user: { id: userId, displayName: users.get(userId)?.displayName ?? null } },
      },
    }),
  });
}

const requests = "/identityGovernance/appConsent/appConsentRequests";
const readRequests = ["ConsentRequest.Read.All", "ConsentRequest.ReadWrite.All"];

export const consentWorkflowRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: requests, scopes: readRequests, handle: listAppRequests },
  { method: "GET", path: `${requests}/{requestId}`, scopes: readRequests, handle: getAppRequest },
  {
    method: "GET",
    path: `${requests}/{requestId}/userConsentRequests`,
    scopes: readRequests,
    handle: listUserRequests,
  },
];
