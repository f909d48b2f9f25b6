import { createHash } from "node:crypto";
import { z } from "zod";
import { directoryOf, type ServicePrincipal } from "../core/directory.ts";
import { appRolesOf } from "../entra/api-app-roles.ts";
import { listServicePrincipals } from "../entra/list-service-principals.ts";
import { findResource } from "../entra/permission-catalog.ts";
import { auditProperty } from "../entra/write-audit.ts";
import { auditDirectoryWrite } from "./audit-directory-write.ts";
import { assignmentWriters } from "./directory-roles.ts";
import { insufficientPrivileges, invalidRequest, resourceNotFound } from "./graph-error.ts";
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
import { findUser } from "./mailbox-access.ts";
import { allowOnly } from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";
import { findServicePrincipal } from "./service-principals.ts";

/** Default access: what an assignment means where the application has no roles (approleassignment). */
const defaultAccess = "00000000-0000-0000-0000-000000000000";

/** Who is assigned: a user, or a group whose direct members are. */
interface Principal {
  readonly id: string;
  readonly displayName: string;
  readonly type: "User" | "Group" | "ServicePrincipal";
}

interface Assignment {
  readonly id: string;
  readonly principal: Principal;
  readonly resource: ServicePrincipal;
  /** Unset: default access. */
  readonly appRoleId?: string;
}

function findPrincipal({ context, caller }: GraphRequest, id: string): Principal | undefined {
  const { users, groups } = directoryOf(context);
  const { tenant } = caller;
  const user = users.get(id);
  if (user && (user.tenantId === tenant.id || user.guestInTenantIds.includes(tenant.id))) {
    return { id, displayName: user.displayName, type: "User" };
  }
  const group = groups.get(id);
  return group?.tenantId === tenant.id ? { id, displayName: group.displayName, type: "Group" } : undefined;
}

function assignmentsOf(request: GraphRequest, resource: ServicePrincipal): Assignment[] {
  return [...resource.assignedUserIds, ...(resource.assignedGroupIds ?? [])].flatMap((principalId) => {
    const principal = findPrincipal(request, principalId);
    return principal ? [{ id: assignmentId(resource, principalId), principal, resource }] : [];
  });
}

function assignmentId(resource: ServicePrincipal, principalId: string): string {
  return createHash("sha256").update(`${resource.id}/${principalId}`).digest("base64url");
}

function viewAssignment({ id, principal, resource, appRoleId = defaultAccess }: Assignment) {
  return {
    id,
    deletedDateTime: null,
    appRoleId,
    createdDateTime: null,
    principalDisplayName: principal.displayName,
    principalId: principal.id,
    principalType: principal.type,
    resourceDisplayName: resource.displayName,
    resourceId: resource.id,
  };
}

function listAssignedTo(request: GraphRequest): GraphResponse {
  return listAssignmentsPage(request, assignmentsOf(request, findServicePrincipal(request)));
}

/** What an administrator let the application do without a user: the application permissions that it was granted. */
function listOfServicePrincipal(request: GraphRequest): GraphResponse {
  const client = findServicePrincipal(request);
  const apis = listServicePrincipals(request.context, client.tenantId);
  const items = (client.grantedAppRoles ?? []).flatMap(({ resourceAppId, value }): Assignment[] => {
    const resource = apis.find(({ appId }) => appId === resourceAppId);
    const role = appRolesOf(resourceAppId).find((candidate) => candidate.value === value);
    if (!resource || !role) return [];
    const principal: Principal = { id: client.id, displayName: client.displayName, type: "ServicePrincipal" };
    return [
      { id: assignmentId(resource, `${client.id}/${role.id}`), principal, resource, appRoleId: role.id },
    ];
  });
  return listAssignmentsPage(request, items);
}

/** Of a user: direct assignments and those of the groups that the person is a direct member of (user-list-approleassignments). */
function listOfUser(request: GraphRequest): GraphResponse {
  const key = paramOf(request, "userId");
  const user = findUser(request.context, key);
  if (!user || !findPrincipal(request, user.id)) throw resourceNotFound(key);
  const groups = directoryOf(request.context).groups.filter(({ memberUserIds }) =>
    memberUserIds.includes(user.id),
  );
  return listOfPrincipals(request, [user.id, ...groups.map(({ id }) => id)]);
}

function listOfGroup(request: GraphRequest): GraphResponse {
  const id = paramOf(request, "groupId");
  if (findPrincipal(request, id)?.type !== "Group") throw resourceNotFound(id);
  return listOfPrincipals(request, [id]);
}

function listOfPrincipals(request: GraphRequest, ids: readonly string[]): GraphResponse {
  const assignments = listServicePrincipals(request.context, request.caller.tenant.id)
    .flatMap((resource) => assignmentsOf(request, resource))
    .filter(({ principal }) => ids.includes(principal.id));
  return listAssignmentsPage(request, assignments);
}

function listAssignmentsPage(request: GraphRequest, items: readonly Assignment[]): GraphResponse {
  return listPage(request, {
    items,
    contextPath: "appRoleAssignments",
    fields: {
      type: "appRoleAssignment",
      fields: new Map([
        ["principalId", ({ principal }: Assignment) => principal.id],
        ["principalDisplayName", ({ principal }: Assignment) => principal.displayName],
        ["resourceId", ({ resource }: Assignment) => resource.id],
      ]),
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
  const principal = findPrincipal(request, input.principalId);
  if (!principal) throw resourceNotFound(input.principalId);
  if (findResource(resource.appId)) throw insufficientPrivileges();
  if (input.resourceId !== resource.id)
    throw invalidRequest("resourceId does not name this service principal.");
  if (input.appRoleId !== defaultAccess) {
    throw invalidRequest("Permission being assigned was not found on application.");
  }
  if (assignmentsOf(request, resource).some((assignment) => assignment.principal.id === principal.id)) {
    throw invalidRequest("Permission being assigned already exists on the object.");
  }
  const assignment = { id: assignmentId(resource, principal.id), principal, resource };
  directoryOf(request.context).servicePrincipals.put(
    principal.type === "User"
      ? { ...resource, assignedUserIds: [...resource.assignedUserIds, principal.id] }
      : { ...resource, assignedGroupIds: [...(resource.assignedGroupIds ?? []), principal.id] },
  );
  audit(request, { assignment, verb: "Add" });
  return created({
    "@odata.context": contextOf(request, "appRoleAssignments/$entity"),
    ...viewAssignment(assignment),
  });
}

function deleteAssignment(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const resource = findServicePrincipal(request);
  const id = paramOf(request, "assignmentId");
  const assignment = assignmentsOf(request, resource).find((candidate) => candidate.id === id);
  if (!assignment) throw resourceNotFound(id);
  const without = (ids: readonly string[] | undefined) =>
    (ids ?? []).filter((principalId) => principalId !== assignment.principal.id);
  directoryOf(request.context).servicePrincipals.put({
    ...resource,
    assignedUserIds: without(resource.assignedUserIds),
    assignedGroupIds: without(resource.assignedGroupIds),
  });
  audit(request, { assignment, verb: "Remove" });
  return noContent;
}

/** The application is the first target, whoever is assigned the second. */
function audit(
  request: GraphRequest,
  { assignment, verb }: { assignment: Assignment; verb: "Add" | "Remove" },
): void {
  const { principal, resource } = assignment;
  const activities = {
    User: { Add: "Add app role assignment grant to user", Remove: "Remove app role assignment from user" },
    Group: { Add: "Add app role assignment to group", Remove: "Remove app role assignment from group" },
    ServicePrincipal: {
      Add: "Add app role assignment to service principal",
      Remove: "Remove app role assignment from service principal",
    },
  };
  const values = [
    ["AppRole.Id", defaultAccess],
    ["AppRole.Value", ""],
    ["AppRole.DisplayName", "Default Access"],
    [`${principal.type}.ObjectID`, principal.id],
    [`${principal.type}.DisplayName`, principal.displayName],
    ["TargetId.ServicePrincipalNames", resource.appId],
  ] as const;
  auditDirectoryWrite(request, {
    activity: activities[principal.type][verb],
    operation: verb === "Add" ? "Assign" : "Unassign",
    target: {
      id: resource.id,
      displayName: resource.displayName,
      modifiedProperties: values.map(([name, value]) =>
        verb === "Add" ? auditProperty(name, value) : auditProperty(name, undefined, value),
      ),
    },
    others: [
      { id: principal.id, displayName: principal.displayName, type: principal.type, modifiedProperties: [] },
    ],
  });
}

const principalPath = "/servicePrincipals/{servicePrincipalId}";
const assignedTo = `${principalPath}/appRoleAssignedTo`;
const readOfPrincipals = ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"];
const write = ["AppRoleAssignment.ReadWrite.All"];
const readOfPeople = ["Directory.Read.All", ...write];
const changes = { scopes: write, roles: assignmentWriters } as const;

export const appRoleAssignmentRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: assignedTo, scopes: readOfPrincipals, handle: listAssignedTo },
  { method: "POST", path: assignedTo, ...changes, handle: createAssignment },
  { method: "DELETE", path: `${assignedTo}/{assignmentId}`, ...changes, handle: deleteAssignment },
  {
    method: "GET",
    path: `${principalPath}/appRoleAssignments`,
    scopes: readOfPrincipals,
    handle: listOfServicePrincipal,
  },
  { method: "GET", path: "/users/{userId}/appRoleAssignments", scopes: readOfPeople, handle: listOfUser },
  { method: "GET", path: "/groups/{groupId}/appRoleAssignments", scopes: readOfPeople, handle: listOfGroup },
];
