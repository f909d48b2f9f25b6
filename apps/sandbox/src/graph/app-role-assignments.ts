import { createHash } from "node:crypto";
import { z } from "zod";
import { directoryOf, type DirectoryUser, type ServicePrincipal } from "../core/directory.ts";
import { findResource } from "../entra/permission-catalog.ts";
import { auditDirectoryWrite } from "./audit-directory-write.ts";
import { assignmentWriters } from "./directory-roles.ts";
import { GraphError, insufficientPrivileges, resourceNotFound } from "./graph-error.ts";
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

/** Default access: what an assignment means where the application has no roles (approleassignment). */
const defaultAccess = "00000000-0000-0000-0000-000000000000";

interface Assignment {
  readonly id: string;
  readonly user: DirectoryUser;
  readonly resource: ServicePrincipal;
}

function assignmentsOf({ context }: GraphRequest, resource: ServicePrincipal): Assignment[] {
  const { users } = directoryOf(context);
  return resource.assignedUserIds.flatMap((userId) => {
    const user = users.get(userId);
    return user ? [{ id: assignmentId(resource, userId), user, resource }] : [];
  });
}

function assignmentId(resource: ServicePrincipal, userId: string): string {
  return createHash("sha256").update(`${resource.id}/${userId}`).digest("base64url");
}

function viewAssignment({ id, user, resource }: Assignment) {
  return {
    id,
    deletedDateTime: null,
    appRoleId: defaultAccess,
    createdDateTime: null,
    principalDisplayName: user.displayName,
    principalId: user.id,
    principalType: "User",
    resourceDisplayName: resource.displayName,
    resourceId: resource.id,
  };
}

function listAssignments(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: assignmentsOf(request, findServicePrincipal(request)),
    contextPath: "appRoleAssignments",
    fields: {
      type: "appRoleAssignment",
      fields: new Map([["principalId", ({ user }: Assignment) => user.id]]),
    },
    known: new Set(["id", "appRoleId", "principalDisplayName", "principalId", "principalType", "resourceId"]),
    view: (item) => ({ defaults: viewAssignment(item) }),
  });
}

const assignmentSchema = z.strictObject({
  principalId: z.string().min(1).max(100),
  resourceId: z.string().min(1).max(100),
  appRoleId: z.string().max(100),
});

/** POST …/appRoleAssignedTo (serviceprincipal-post-approleassignedto). */
function createAssignment(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const resource = findServicePrincipal(request);
  const input = parseRequestBody(assignmentSchema, request.body, "appRoleAssignment");
  const user = directoryOf(request.context).users.get(input.principalId);
  const tenantId = request.caller.tenant.id;
  if (!user || (user.tenantId !== tenantId && !user.guestInTenantIds.includes(tenantId))) {
    throw resourceNotFound(input.principalId);
  }
  if (findResource(resource.appId)) throw insufficientPrivileges();
  if (input.resourceId !== resource.id) throw invalid("resourceId does not name this service principal.");
  if (input.appRoleId !== defaultAccess) {
    throw invalid("Permission being assigned was not found on application.");
  }
  if (resource.assignedUserIds.includes(user.id)) {
    throw invalid("Permission being assigned already exists on the object.");
  }
  saveAssigned(request, resource, {
    assignedUserIds: [...resource.assignedUserIds, user.id],
    activity: "Add app role assignment grant to user",
  });
  return created({
    "@odata.context": contextOf(request, "appRoleAssignments/$entity"),
    ...viewAssignment({ id: assignmentId(resource, user.id), user, resource }),
  });
}

function deleteAssignment(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const resource = findServicePrincipal(request);
  const id = paramOf(request, "assignmentId");
  const found = assignmentsOf(request, resource).find((candidate) => candidate.id === id);
  if (!found) throw resourceNotFound(id);
  saveAssigned(request, resource, {
    assignedUserIds: resource.assignedUserIds.filter((userId) => userId !== found.user.id),
    activity: "Remove app role assignment from user",
  });
  return noContent;
}

function saveAssigned(
  request: GraphRequest,
  resource: ServicePrincipal,
  { assignedUserIds, activity }: { assignedUserIds: readonly string[]; activity: string },
): void {
  directoryOf(request.context).servicePrincipals.put({ ...resource, assignedUserIds });
  auditDirectoryWrite(request, { activity, operation: "Assign", target: resource });
}

function invalid(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

const assignedTo = "/servicePrincipals/{servicePrincipalId}/appRoleAssignedTo";
const readAssignments = ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"];
const writeAssignments = ["AppRoleAssignment.ReadWrite.All"];

export const appRoleAssignmentRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: assignedTo, scopes: readAssignments, handle: listAssignments },
  {
    method: "POST",
    path: assignedTo,
    scopes: writeAssignments,
    roles: assignmentWriters,
    handle: createAssignment,
  },
  {
    method: "DELETE",
    path: `${assignedTo}/{assignmentId}`,
    scopes: writeAssignments,
    roles: assignmentWriters,
    handle: deleteAssignment,
  },
];
