import { z } from "zod";
import { defaultRequestDays, directoryOf, type AdminConsentWorkflow } from "../../core/directory.ts";
import { parseReviewerQuery } from "../../entra/consent-reviewers.ts";
import { auditProperty } from "../../entra/write-audit.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { workflowReaders, workflowWriters } from "../directory-roles.ts";
import { clip, invalidRequest } from "../graph-error.ts";
import {
  contextOf,
  noContent,
  ok,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { allowOnly, parseSelect, selectProperties } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";

const properties = [
  "isEnabled",
  "notifyReviewers",
  "remindersEnabled",
  "requestDurationInDays",
  "version",
  "reviewers",
];

export function viewWorkflow(workflow: AdminConsentWorkflow): Readonly<Record<string, unknown>> {
  const { isEnabled, reviewerIds, reviewerQueries = [] } = workflow;
  return {
    isEnabled,
    notifyReviewers: workflow.notifyReviewers ?? isEnabled,
    remindersEnabled: workflow.remindersEnabled ?? isEnabled,
    requestDurationInDays: workflow.requestDurationInDays ?? (isEnabled ? defaultRequestDays : 0),
    version: workflow.version ?? 0,
    reviewers: [...reviewerIds.map((id) => `/users/${id}`), ...reviewerQueries].map((query) => ({
      query,
      queryType: "MicrosoftGraph",
      queryRoot: null,
    })),
  };
}

function getWorkflow(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, {
    type: "adminConsentRequestPolicy",
    known: new Set(["id", ...properties]),
  });
  return ok({
    "@odata.context": contextOf(request, "policies/adminConsentRequestPolicy/$entity"),
    ...selectProperties(viewWorkflow(request.caller.tenant.adminConsentWorkflow), select),
  });
}

const workflowSchema = z.strictObject({
  isEnabled: z.boolean(),
  notifyReviewers: z.boolean(),
  remindersEnabled: z.boolean(),
  requestDurationInDays: z.int().min(0).max(60),
  version: z.int().optional(),
  reviewers: z
    .array(
      z.strictObject({
        "@odata.type": z.literal("#microsoft.graph.accessReviewReviewerScope").optional(),
        query: z.string().min(1).max(500),
        queryType: z.literal("MicrosoftGraph"),
        queryRoot: z.string().max(100).nullish(),
      }),
    )
    .max(100),
  "@odata.context": z.string().optional(),
});

/** PUT replaces the whole policy: every property is required (adminconsentrequestpolicy-update). */
function replaceWorkflow(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const input = parseRequestBody(workflowSchema, request.body, "adminConsentRequestPolicy");
  const queries = input.reviewers.map(({ query }) => query);
  for (const query of queries) refuseUnknownReviewer(request, query);
  if (input.isEnabled && queries.length === 0) {
    throw invalidRequest(
      "At least one reviewer is required when the admin consent request feature is enabled.",
    );
  }
  if (input.isEnabled && input.requestDurationInDays === 0) {
    throw invalidRequest("requestDurationInDays must be from 1 to 60.");
  }
  const { tenant } = request.caller;
  const before = tenant.adminConsentWorkflow;
  const adminConsentWorkflow: AdminConsentWorkflow = {
    isEnabled: input.isEnabled,
    notifyReviewers: input.notifyReviewers,
    remindersEnabled: input.remindersEnabled,
    requestDurationInDays: input.requestDurationInDays,
    reviewerIds: queries.flatMap((query) => {
      const reviewer = parseReviewerQuery(query);
      return reviewer?.kind === "user" ? [reviewer.id] : [];
    }),
    reviewerQueries: queries.filter((query) => parseReviewerQuery(query)?.kind !== "user"),
    version: (before.version ?? 0) + 1,
  };
  directoryOf(request.context).tenants.put({ ...tenant, adminConsentWorkflow });
  auditDirectoryWrite(request, {
    activity: "Update admin consent request policy",
    operation: "Update",
    category: "Policy",
    target: {
      id: "adminConsentRequestPolicy",
      type: "Policy",
      modifiedProperties: [
        auditProperty("AdminConsentRequestPolicy", viewWorkflow(adminConsentWorkflow), viewWorkflow(before)),
      ],
    },
  });
  return noContent;
}

function refuseUnknownReviewer({ context, caller }: GraphRequest, query: string): void {
  const reviewer = parseReviewerQuery(query);
  const { users, groups } = directoryOf(context);
  const home =
    reviewer?.kind === "user"
      ? users.get(reviewer.id)?.tenantId
      : reviewer?.kind === "group"
        ? groups.get(reviewer.id)?.tenantId
        : caller.tenant.id;
  if (reviewer && home === caller.tenant.id) return;
  throw invalidRequest(`The reviewer query '${clip(query)}' does not name users of this tenant.`);
}

const path = "/policies/adminConsentRequestPolicy";

export const adminConsentRequestPolicyRoutes: readonly Omit<GraphRoute, "area">[] = [
  {
    method: "GET",
    path,
    scopes: [
      "Policy.Read.All",
      "Policy.ReadWrite.ConsentRequest",
      "Directory.Read.All",
      "Directory.ReadWrite.All",
    ],
    roles: workflowReaders,
    handle: getWorkflow,
  },
  {
    method: "PUT",
    path,
    scopes: ["Policy.ReadWrite.ConsentRequest", "Directory.ReadWrite.All"],
    roles: workflowWriters,
    handle: replaceWorkflow,
  },
];
