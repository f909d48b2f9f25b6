import { z } from "zod";
import { directoryOf, type PermissionGrantPolicy, type Tenant } from "../../core/directory.ts";
import { entraRecords } from "../../entra/entra-records.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { policyWriters } from "../directory-roles.ts";
import { clip, GraphError, resourceNotFound } from "../graph-error.ts";
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
import { allowOnly, parseSelect, selectProperties } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";
import { builtInGrantPolicies } from "./built-in-grant-policies.ts";
import { viewSide } from "./view-condition-set.ts";

const policyProperties: ReadonlySet<string> = new Set([
  "id",
  "displayName",
  "description",
  "deletedDateTime",
  "includes",
  "excludes",
]);

function isBuiltIn(id: string): boolean {
  return id.toLowerCase().startsWith("microsoft-");
}

/** Microsoft's policies and the tenant's own. */
export function listGrantPolicies(tenant: Tenant): PermissionGrantPolicy[] {
  return [...builtInGrantPolicies(tenant.id), ...tenant.customPolicies];
}

function viewPolicy(policy: PermissionGrantPolicy) {
  return {
    id: policy.id,
    displayName: policy.displayName ?? null,
    description: policy.description ?? null,
    includes: viewSide(policy, "includes"),
    excludes: viewSide(policy, "excludes"),
  };
}

function listPolicies(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: listGrantPolicies(request.caller.tenant),
    contextPath: "policies/permissionGrantPolicies",
    fields: {
      type: "permissionGrantPolicy",
      fields: new Map([
        ["id", ({ id }: PermissionGrantPolicy) => id],
        ["displayName", ({ displayName }: PermissionGrantPolicy) => displayName],
      ]),
    },
    known: policyProperties,
    view: (policy) => ({ defaults: viewPolicy(policy) }),
  });
}

export function findPolicy(request: GraphRequest): PermissionGrantPolicy {
  const id = paramOf(request, "policyId");
  const found = listGrantPolicies(request.caller.tenant).find(
    (policy) => policy.id.toLowerCase() === id.toLowerCase(),
  );
  if (!found) throw resourceNotFound(id);
  return found;
}

export function findWritablePolicy(request: GraphRequest): PermissionGrantPolicy {
  const policy = findPolicy(request);
  if (!isBuiltIn(policy.id)) return policy;
  throw new GraphError(
    403,
    "Authorization_RequestDenied",
    `The permission grant policy '${clip(policy.id)}' is built in and cannot be changed.`,
  );
}

function getPolicy(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "permissionGrantPolicy", known: policyProperties });
  return ok({
    "@odata.context": contextOf(request, "policies/permissionGrantPolicies/$entity"),
    ...selectProperties(viewPolicy(findPolicy(request)), select),
  });
}

const text = z.string().max(1_024);
const newPolicySchema = z.strictObject({
  // "Only letters, numbers, hyphens and underscores are allowed" (resources/permissiongrantpolicy).
  id: z
    .string()
    .max(64)
    .regex(/^[\w-]+$/),
  displayName: z.string().min(1).max(256),
  description: text.nullish(),
});

/** POST /policies/permissionGrantPolicies: an empty policy, to which condition sets are added one by one. */
function createPolicy(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const input = parseRequestBody(newPolicySchema, request.body, "permissionGrantPolicy");
  const { tenant } = request.caller;
  if (isBuiltIn(input.id)) {
    throw new GraphError(
      400,
      "Request_BadRequest",
      "The prefix 'microsoft-' is reserved for built-in permission grant policies.",
    );
  }
  if (tenant.customPolicies.some(({ id }) => id.toLowerCase() === input.id.toLowerCase())) {
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      "Another object with the same value for property id already exists.",
    );
  }
  const policy: PermissionGrantPolicy = {
    id: input.id,
    displayName: input.displayName,
    description: input.description ?? undefined,
    includes: [],
    excludes: [],
  };
  savePolicies(request, { policies: [...tenant.customPolicies, policy], activity: "Add", policy });
  return created({
    "@odata.context": contextOf(request, "policies/permissionGrantPolicies/$entity"),
    ...viewPolicy(policy),
  });
}

const policyChangeSchema = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  description: text.nullish(),
});

function updatePolicy(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const policy = findWritablePolicy(request);
  const change = parseRequestBody(policyChangeSchema, request.body, "permissionGrantPolicy");
  replacePolicy(request, {
    ...policy,
    displayName: change.displayName ?? policy.displayName,
    description: change.description === undefined ? policy.description : (change.description ?? undefined),
  });
  return noContent;
}

function deletePolicy(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const policy = findWritablePolicy(request);
  const { tenant } = request.caller;
  const isAssigned = tenant.permissionGrantPoliciesAssigned.some(
    (entry) => entry.slice(entry.indexOf(".") + 1).toLowerCase() === policy.id.toLowerCase(),
  );
  if (isAssigned && !entraRecords(request.context).settings().assignedGrantPolicyMayBeDeleted) {
    throw new GraphError(
      400,
      "Request_BadRequest",
      `The permission grant policy '${clip(policy.id)}' is assigned and cannot be deleted.`,
    );
  }
  savePolicies(request, {
    policies: tenant.customPolicies.filter(({ id }) => id !== policy.id),
    activity: "Delete",
    policy,
  });
  return noContent;
}

export function replacePolicy(request: GraphRequest, policy: PermissionGrantPolicy): void {
  const policies = request.caller.tenant.customPolicies.map((candidate) =>
    candidate.id === policy.id ? policy : candidate,
  );
  savePolicies(request, { policies, activity: "Update", policy });
}

function savePolicies(
  request: GraphRequest,
  change: {
    policies: readonly PermissionGrantPolicy[];
    activity: "Add" | "Update" | "Delete";
    policy: PermissionGrantPolicy;
  },
): void {
  const { tenant } = request.caller;
  directoryOf(request.context).tenants.put({ ...tenant, customPolicies: change.policies });
  auditDirectoryWrite(request, {
    activity: `${change.activity} permission grant policy`,
    operation: change.activity,
    category: "PermissionGrantPolicy",
    target: { id: change.policy.id, displayName: change.policy.displayName ?? "", type: "Policy" },
  });
}

export const grantPoliciesPath = "/policies/permissionGrantPolicies";
export const readGrantPolicies = ["Policy.Read.PermissionGrant", "Policy.ReadWrite.PermissionGrant"];
export const writeGrantPolicies = ["Policy.ReadWrite.PermissionGrant"];

export const permissionGrantPolicyRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: grantPoliciesPath, scopes: readGrantPolicies, handle: listPolicies },
  {
    method: "POST",
    path: grantPoliciesPath,
    scopes: writeGrantPolicies,
    roles: policyWriters,
    handle: createPolicy,
  },
  { method: "GET", path: `${grantPoliciesPath}/{policyId}`, scopes: readGrantPolicies, handle: getPolicy },
  {
    method: "PATCH",
    path: `${grantPoliciesPath}/{policyId}`,
    scopes: writeGrantPolicies,
    roles: policyWriters,
    handle: updatePolicy,
  },
  {
    method: "DELETE",
    path: `${grantPoliciesPath}/{policyId}`,
    scopes: writeGrantPolicies,
    roles: policyWriters,
    handle: deletePolicy,
  },
];
