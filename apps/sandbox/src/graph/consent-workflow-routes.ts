import { directoryOf } from "../core/directory.ts";
import { stableUuid } from "../core/stable-uuid.ts";
import { isReviewer, listConsentRequests } from "../entra/consent-requests/consent-requests.ts";
import type { ConsentRequest } from "../entra/entra-records.ts";
import { workflowReaders } from "./directory-roles.ts";
import { badRequest, clip, resourceNotFound } from "./graph-error.ts";
import {
  contextOf,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import { allowOnly, parseSelect, selectProperties } from "./odata-query.ts";

/** One per application: what its users asked for together. */
interface AppRequest {
  readonly id: string;
  readonly appId: string;
  readonly appDisplayName: string;
  readonly requests: readonly ConsentRequest[];
}

/** Every request as it stands now: what nobody decided in time has run out. */
function appRequestsOf({ context, caller }: GraphRequest): AppRequest[] {
  const own = listConsentRequests(context, caller.tenant.id);
  return [...Map.groupBy(own, (row) => row.appId)].map(([appId, requests]) => ({
    id: stableUuid(`${caller.tenant.id}/appConsentRequest/${appId}`),
    appId,
    appDisplayName: requests[0]?.appDisplayName ?? "",
    requests,
  }));
}

function viewAppRequest({ id, appId, appDisplayName, requests }: AppRequest) {
  const pending = requests.filter(({ status }) => status === "InProgress");
  const names = [...new Set(pending.flatMap(({ pendingScopes }) => pendingScopes))];
  return { id, appId, appDisplayName, pendingScopes: names.map((displayName) => ({ displayName })) };
}

function listAppRequests(request: GraphRequest): GraphResponse {
  return listAppRequestsPage(request, appRequestsOf(request));
}

/** Those that wait for the caller, who must be one of the tenant's reviewers (appconsentrequest-filterbycurrentuser). */
function listAppRequestsToReview(request: GraphRequest): GraphResponse {
  demandReviewerOption(request);
  const waiting = appRequestsOf(request).filter(({ requests }) =>
    requests.some((row) => waitsForMe(request, row)),
  );
  return listAppRequestsPage(request, waiting);
}

function listAppRequestsPage(request: GraphRequest, items: readonly AppRequest[]): GraphResponse {
  const statuses = (item: AppRequest) => item.requests.map(({ status }) => status);
  return listPage(request, {
    items,
    contextPath: "identityGovernance/appConsent/appConsentRequests",
    fields: {
      type: "appConsentRequest",
      fields: new Map([
        ["id", ({ id }: AppRequest) => id],
        ["appId", ({ appId }: AppRequest) => appId],
        ["appDisplayName", ({ appDisplayName }: AppRequest) => appDisplayName],
      ]),
      collections: new Map([["userConsentRequests", new Map([["status", statuses]])]]),
    },
    known: new Set(["id", "appId", "appDisplayName", "pendingScopes"]),
    sortable: ["appId", "appDisplayName"],
    expandable: new Map([
      [
        "userConsentRequests",
        ({ requests }: AppRequest) => requests.map((row) => viewUserRequest(request, row)),
      ],
    ]),
    view: (item) => ({ defaults: viewAppRequest(item) }),
  });
}

function demandReviewerOption(request: GraphRequest): void {
  const on = paramOf(request, "on");
  if (on !== "on=reviewer")
    throw badRequest(`Invalid value '${clip(on)}' for parameter 'on'. Allowed: 'reviewer'.`);
}

/** Reviewers who were named after a request was filed do not see it (admin-consent-workflow-faq). */
function waitsForMe(request: GraphRequest, row: ConsentRequest): boolean {
  return row.status === "InProgress" && isAssignedToMe(request, row);
}

function isAssignedToMe({ caller: { user } }: GraphRequest, row: ConsentRequest): boolean {
  return user !== undefined && isReviewer(row, user);
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

const userRequestProperties: ReadonlySet<string> = new Set([
  "id",
  "approvalId",
  "reason",
  "status",
  "createdBy",
  "createdDateTime",
  "completedDateTime",
  "customData",
  "approval",
]);

function viewUserRequest(request: GraphRequest, row: ConsentRequest) {
  return {
    id: row.id,
    approvalId: row.id,
    reason: row.reason,
    status: row.status,
    createdDateTime: row.createdDateTime,
    completedDateTime: row.review?.reviewedDateTime ?? null,
    customData: null,
    createdBy: { user: viewPerson(request, row.userId) },
    approval: { id: row.id, stages: [viewStage(request, row)] },
  };
}

function viewPerson({ context }: GraphRequest, id: string) {
  const user = directoryOf(context).users.get(id);
  return {
    id,
    displayName: user?.displayName ?? null,
    userPrincipalName: user?.userPrincipalName ?? null,
    mail: user?.mail ?? null,
  };
}

/** The workflow has one stage. A blocked application was denied, and is switched off besides. */
function viewStage(request: GraphRequest, row: ConsentRequest) {
  const { id, status, review } = row;
  return {
    id: stableUuid(`${id}/stage`),
    displayName: null,
    assignedToMe: isAssignedToMe(request, row),
    justification: review?.justification ?? null,
    reviewResult: review === undefined ? "NotReviewed" : review.result === "Approved" ? "Approve" : "Deny",
    status,
    reviewedBy: review ? viewPerson(request, review.reviewedByUserId) : null,
    reviewedDateTime: review?.reviewedDateTime ?? null,
  };
}

function listUserRequests(request: GraphRequest): GraphResponse {
  return listUserRequestsPage(request, findAppRequest(request).requests);
}

function listUserRequestsToReview(request: GraphRequest): GraphResponse {
  demandReviewerOption(request);
  const waiting = findAppRequest(request).requests.filter((row) => waitsForMe(request, row));
  return listUserRequestsPage(request, waiting);
}

function listUserRequestsPage(request: GraphRequest, items: readonly ConsentRequest[]): GraphResponse {
  return listPage(request, {
    items,
    contextPath: "userConsentRequests",
    fields: {
      type: "userConsentRequest",
      fields: new Map([
        ["status", ({ status }: ConsentRequest) => status],
        ["createdDateTime", ({ createdDateTime }: ConsentRequest) => createdDateTime],
      ]),
    },
    known: userRequestProperties,
    sortable: ["createdDateTime"],
    view: (row) => ({ defaults: viewUserRequest(request, row) }),
  });
}

function findUserRequest(request: GraphRequest): ConsentRequest {
  const id = paramOf(request, "userRequestId");
  const found = findAppRequest(request).requests.find((row) => row.id === id);
  if (!found) throw resourceNotFound(id);
  return found;
}

function getUserRequest(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "userConsentRequest", known: userRequestProperties });
  const row = viewUserRequest(request, findUserRequest(request));
  return ok({
    "@odata.context": contextOf(request, "userConsentRequests/$entity"),
    ...selectProperties(row, select),
  });
}

function getApproval(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { approval } = viewUserRequest(request, findUserRequest(request));
  return ok({ "@odata.context": contextOf(request, "approval/$entity"), ...approval });
}

function listStages(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { stages } = viewUserRequest(request, findUserRequest(request)).approval;
  return ok({ "@odata.context": contextOf(request, "approval/stages"), value: stages });
}

const requests = "/identityGovernance/appConsent/appConsentRequests";
const userRequests = `${requests}/{requestId}/userConsentRequests`;
const userRequest = `${userRequests}/{userRequestId}`;
const toReview = "filterByCurrentUser/{on}";
const scopes = ["ConsentRequest.Read.All", "ConsentRequest.ReadWrite.All"];
const reads = { method: "GET", scopes, roles: workflowReaders } as const;
/** Approving and denying is not possible through Graph; reviewers see what waits for them without any role. */
const reviews = { method: "GET", scopes } as const;

export const consentWorkflowRoutes: readonly Omit<GraphRoute, "area">[] = [
  { ...reads, path: requests, handle: listAppRequests },
  { ...reviews, path: `${requests}/${toReview}`, handle: listAppRequestsToReview },
  { ...reads, path: `${requests}/{requestId}`, handle: getAppRequest },
  { ...reads, path: userRequests, handle: listUserRequests },
  { ...reviews, path: `${userRequests}/${toReview}`, handle: listUserRequestsToReview },
  { ...reads, path: userRequest, handle: getUserRequest },
  { ...reads, path: `${userRequest}/approval`, handle: getApproval },
  { ...reads, path: `${userRequest}/approval/stages`, handle: listStages },
];
