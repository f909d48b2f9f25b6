import { randomUUID } from "node:crypto";
import { z } from "zod";
import { policyWriters } from "../directory-roles.ts";
import { resourceNotFound } from "../graph-error.ts";
import {
  contextOf,
  created,
  noContent,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import { allowOnly } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";
import {
  findPolicy,
  findWritablePolicy,
  grantPoliciesPath,
  readGrantPolicies,
  replacePolicy,
  writeGrantPolicies,
} from "./permission-grant-policies.ts";
import {
  viewConditionSet,
  viewSide,
  withIds,
  type ConditionSetView,
  type PolicySide,
} from "./view-condition-set.ts";

const idList = z.array(z.string().min(1).max(100)).min(1).max(1_000);
const conditionSetBody = z.strictObject({
  // `delegatedUserConsentable` may only stand in built-in policies.
  permissionType: z.enum(["delegated", "application"]),
  permissionClassification: z.enum(["low", "medium", "high", "all"]).default("all"),
  permissions: idList.default(["all"]),
  resourceApplication: z.string().min(1).max(100).default("any"),
  clientApplicationIds: idList.default(["all"]),
  clientApplicationTenantIds: idList.default(["all"]),
  clientApplicationPublisherIds: idList.default(["all"]),
  clientApplicationsFromVerifiedPublisherOnly: z.boolean().default(false),
  "@odata.type": z.literal("#microsoft.graph.permissionGrantConditionSet").optional(),
});

/** List, get, create and delete of one side of a policy. */
function handlersOf(side: PolicySide) {
  const list = (request: GraphRequest): GraphResponse => {
    const policy = findPolicy(request);
    return listPage(request, {
      items: viewSide(policy, side),
      contextPath: `policies/permissionGrantPolicies('${policy.id}')/${side}`,
      fields: {
        type: "permissionGrantConditionSet",
        fields: new Map([["id", ({ id }: ConditionSetView) => id]]),
      },
      known: new Set(["id", ...Object.keys(viewConditionSet({}, ""))]),
      view: (set) => ({ defaults: set }),
    });
  };
  const get = (request: GraphRequest): GraphResponse => {
    allowOnly(request.query, []);
    const policy = findPolicy(request);
    const id = paramOf(request, "conditionSetId");
    const set = viewSide(policy, side).find((candidate) => candidate.id === id);
    if (!set) throw resourceNotFound(id);
    return ok({
      "@odata.context": contextOf(
        request,
        `policies/permissionGrantPolicies('${policy.id}')/${side}/$entity`,
      ),
      ...set,
    });
  };
  const create = (request: GraphRequest): GraphResponse => {
    allowOnly(request.query, []);
    const policy = withIds(findWritablePolicy(request));
    const { "@odata.type": _type, ...conditions } = parseRequestBody(
      conditionSetBody,
      request.body,
      "permissionGrantConditionSet",
    );
    const set = { id: randomUUID(), ...conditions };
    replacePolicy(request, { ...policy, [side]: [...policy[side], set] });
    return created({
      "@odata.context": contextOf(
        request,
        `policies/permissionGrantPolicies('${policy.id}')/${side}/$entity`,
      ),
      ...viewConditionSet(set, ""),
    });
  };
  const remove = (request: GraphRequest): GraphResponse => {
    allowOnly(request.query, []);
    const policy = withIds(findWritablePolicy(request));
    const id = paramOf(request, "conditionSetId");
    const index = viewSide(policy, side).findIndex((candidate) => candidate.id === id);
    if (index < 0) throw resourceNotFound(id);
    replacePolicy(request, { ...policy, [side]: policy[side].toSpliced(index, 1) });
    return noContent;
  };
  return { list, get, create, remove };
}

function routesOfSide(side: PolicySide): Omit<GraphRoute, "area">[] {
  const { list, get, create, remove } = handlersOf(side);
  const sets = `${grantPoliciesPath}/{policyId}/${side}`;
  return [
    { method: "GET", path: sets, scopes: [...readGrantPolicies, "Directory.Read.All"], handle: list },
    { method: "POST", path: sets, scopes: writeGrantPolicies, roles: policyWriters, handle: create },
    { method: "GET", path: `${sets}/{conditionSetId}`, scopes: readGrantPolicies, handle: get },
    {
      method: "DELETE",
      path: `${sets}/{conditionSetId}`,
      scopes: writeGrantPolicies,
      roles: policyWriters,
      handle: remove,
    },
  ];
}

/** The condition sets of a policy: who and what it includes, and what it excludes from that. */
export const conditionSetRoutes: readonly Omit<GraphRoute, "area">[] = [
  ...routesOfSide("includes"),
  ...routesOfSide("excludes"),
];
