import { z } from "zod";
import { directoryOf, type ServicePrincipal, type Tenant } from "../core/directory.ts";
import { findResource } from "../entra/permission-catalog.ts";
import { auditDirectoryWrite } from "./audit-directory-write.ts";
import { applicationWriters } from "./directory-roles.ts";
import { invalidRequest, resourceNotFound } from "./graph-error.ts";
import {
  contextOf,
  created,
  noContent,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import { allowOnly } from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";
import { findServicePrincipal } from "./service-principals.ts";

type Level = Tenant["classifications"][number]["classification"];

interface Classification {
  readonly id: string;
  readonly permissionId: string;
  readonly permissionName: string;
  readonly classification: Level;
}

/** A permission has one classification at most, so its own id serves as the classification's. */
function classificationsOf({ caller }: GraphRequest, resource: ServicePrincipal): Classification[] {
  return (findResource(resource.appId)?.scopes ?? []).flatMap(({ id, value }) => {
    const found = caller.tenant.classifications.find(
      (entry) => entry.resourceAppId === resource.appId && entry.value === value,
    );
    return found
      ? [{ id, permissionId: id, permissionName: value, classification: found.classification }]
      : [];
  });
}

function listClassifications(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: classificationsOf(request, findServicePrincipal(request)),
    contextPath: "delegatedPermissionClassifications",
    fields: {
      type: "delegatedPermissionClassification",
      fields: new Map([["classification", ({ classification }: Classification) => classification]]),
    },
    known: new Set(["id", "permissionId", "permissionName", "classification"]),
    view: (item) => ({ defaults: { ...item } }),
  });
}

const classificationSchema = z.strictObject({
  permissionId: z.string().min(1).max(100),
  permissionName: z.string().max(200).optional(),
  classification: z.enum(["low", "medium", "high"]),
});

/** POST; what only administrators may consent to cannot be classified (configure-permission-classifications). */
function createClassification(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const resource = findServicePrincipal(request);
  const input = parseRequestBody(classificationSchema, request.body, "delegatedPermissionClassification");
  const scope = findResource(resource.appId)?.scopes.find(
    ({ id }) => id === input.permissionId.toLowerCase(),
  );
  if (!scope) throw invalidRequest("permissionId does not name a delegated permission of this API.");
  if (scope.type === "Admin") {
    throw invalidRequest("A permission that requires admin consent cannot be classified.");
  }
  if (classificationsOf(request, resource).some(({ id }) => id === scope.id)) {
    throw invalidRequest("The permission is classified already.");
  }
  const { tenant } = request.caller;
  const added = { resourceAppId: resource.appId, value: scope.value, classification: input.classification };
  save(request, resource, [...tenant.classifications, added]);
  return created({
    "@odata.context": contextOf(request, "delegatedPermissionClassifications/$entity"),
    id: scope.id,
    permissionId: scope.id,
    permissionName: scope.value,
    classification: input.classification,
  });
}

function deleteClassification(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const resource = findServicePrincipal(request);
  const id = paramOf(request, "classificationId");
  const found = classificationsOf(request, resource).find((candidate) => candidate.id === id);
  if (!found) throw resourceNotFound(id);
  const kept = request.caller.tenant.classifications.filter(
    (entry) => entry.resourceAppId !== resource.appId || entry.value !== found.permissionName,
  );
  save(request, resource, kept);
  return noContent;
}

function save(
  request: GraphRequest,
  resource: ServicePrincipal,
  classifications: Tenant["classifications"],
): void {
  directoryOf(request.context).tenants.put({ ...request.caller.tenant, classifications });
  auditDirectoryWrite(request, {
    activity: "Update service principal",
    operation: "Update",
    target: resource,
  });
}

const path = "/servicePrincipals/{servicePrincipalId}/delegatedPermissionClassifications";
const read = ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"];
const write = ["Policy.ReadWrite.PermissionGrant"];

export const classificationRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path, scopes: read, handle: listClassifications },
  { method: "POST", path, scopes: write, roles: applicationWriters, handle: createClassification },
  {
    method: "DELETE",
    path: `${path}/{classificationId}`,
    scopes: write,
    roles: applicationWriters,
    handle: deleteClassification,
  },
];
