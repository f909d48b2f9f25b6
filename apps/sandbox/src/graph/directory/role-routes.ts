import { builtInRoles, rolesIn } from "../../core/directory-roles.ts";
import { directoryOf, type DirectoryUser, type Tenant } from "../../core/directory.ts";
import { stableUuid } from "../../core/stable-uuid.ts";
import { viewDirectoryRole, viewUser } from "../directory-views.ts";
import { resourceNotFound } from "../graph-error.ts";
import {
  contextOf,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import { allowOnly, parseSelect, selectProperties } from "../odata-query.ts";

interface RoleAssignment {
  readonly id: string;
  readonly role: string;
  readonly user: DirectoryUser;
}

/** A built-in role has its template's id in every tenant; roles of the sandbox's own making have one, too. */
function roleId(role: string): string {
  return builtInRoles.get(role) ?? stableUuid(`role/${role}`);
}

function rolesOf(request: GraphRequest): string[] {
  return [...new Set([...builtInRoles.keys(), ...activatedRoles(request)])];
}

function viewRoleDefinition(role: string) {
  return {
    id: roleId(role),
    displayName: role,
    description: null,
    isBuiltIn: builtInRoles.has(role),
    isEnabled: true,
    resourceScopes: ["/"],
    templateId: roleId(role),
    version: "1",
  };
}

const definitionProperties: ReadonlySet<string> = new Set(Object.keys(viewRoleDefinition("")));

function listRoleDefinitions(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: rolesOf(request),
    contextPath: "roleManagement/directory/roleDefinitions",
    fields: {
      type: "unifiedRoleDefinition",
      fields: new Map([
        ["id", roleId],
        ["templateId", roleId],
        ["displayName", (role: string) => role],
      ]),
    },
    known: definitionProperties,
    view: (role) => ({ defaults: viewRoleDefinition(role) }),
  });
}

function getRoleDefinition(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "unifiedRoleDefinition", known: definitionProperties });
  const id = paramOf(request, "roleDefinitionId").toLowerCase();
  const role = rolesOf(request).find((candidate) => roleId(candidate) === id);
  if (role === undefined) throw resourceNotFound(id);
  return ok({
    "@odata.context": contextOf(request, "roleManagement/directory/roleDefinitions/$entity"),
    ...selectProperties(viewRoleDefinition(role), select),
  });
}

function assignmentsOf({ context, caller }: GraphRequest): RoleAssignment[] {
  return directoryOf(context)
    .users.all()
    .flatMap((user) =>
      rolesIn(user, caller.tenant.id).map((role) => ({
        id: stableUuid(`${caller.tenant.id}/${role}/${user.id}`),
        role,
        user,
      })),
    );
}

function viewRoleAssignment({ id, role, user }: RoleAssignment) {
  return { id, principalId: user.id, directoryScopeId: "/", roleDefinitionId: roleId(role) };
}

function listRoleAssignments(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: assignmentsOf(request),
    contextPath: "roleManagement/directory/roleAssignments",
    fields: {
      type: "unifiedRoleAssignment",
      fields: new Map([
        ["id", ({ id }: RoleAssignment) => id],
        ["principalId", ({ user }: RoleAssignment) => user.id],
        ["roleDefinitionId", ({ role }: RoleAssignment) => roleId(role)],
        ["directoryScopeId", () => "/"],
      ]),
    },
    known: new Set(["id", "principalId", "directoryScopeId", "roleDefinitionId"]),
    expandable: new Map([
      ["roleDefinition", ({ role }: RoleAssignment): unknown => viewRoleDefinition(role)],
      ["principal", ({ user }: RoleAssignment): unknown => viewMember(user)],
    ]),
    view: (assignment) => ({ defaults: viewRoleAssignment(assignment) }),
  });
}

function viewMember(user: DirectoryUser) {
  return { "@odata.type": "#microsoft.graph.user", ...viewUser(user, { basicOnly: true }) };
}

/** Roles are activated in a tenant when somebody first holds them; /directoryRoles lists those (directoryrole-list). */
function activatedRoles(request: GraphRequest): string[] {
  return [...new Set(assignmentsOf(request).map(({ role }) => role))];
}

function listDirectoryRoles(request: GraphRequest): GraphResponse {
  const { tenant } = request.caller;
  return listPage(request, {
    items: activatedRoles(request),
    contextPath: "directoryRoles",
    fields: {
      type: "directoryRole",
      fields: new Map([
        ["displayName", (role: string) => role],
        ["roleTemplateId", roleId],
      ]),
    },
    known: new Set(["id", "displayName", "description", "roleTemplateId"]),
    view: (role) => ({ defaults: viewRole(role, tenant) }),
  });
}

function viewRole(role: string, tenant: Tenant) {
  const { "@odata.type": _type, ...view } = viewDirectoryRole(role, tenant.id);
  return view;
}

/** By object id or `(roleTemplateId='…')`. */
function findActivatedRole(request: GraphRequest): string {
  const key = paramOf(request, "roleId").toLowerCase();
  const { tenant } = request.caller;
  const role = activatedRoles(request).find(
    (candidate) =>
      key === `roletemplateid=${roleId(candidate)}` || viewDirectoryRole(candidate, tenant.id)["id"] === key,
  );
  if (role === undefined) throw resourceNotFound(key);
  return role;
}

function getDirectoryRole(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  return ok({
    "@odata.context": contextOf(request, "directoryRoles/$entity"),
    ...viewRole(findActivatedRole(request), request.caller.tenant),
  });
}

function listRoleMembers(request: GraphRequest): GraphResponse {
  const role = findActivatedRole(request);
  return listPage(request, {
    items: assignmentsOf(request).filter((assignment) => assignment.role === role),
    contextPath: "directoryObjects",
    fields: { type: "user", fields: new Map([["id", ({ user }: RoleAssignment) => user.id]]) },
    known: new Set(["id", "displayName", "givenName", "surname", "mail", "userPrincipalName"]),
    view: ({ user }) => ({ defaults: viewMember(user) }),
  });
}

const scopes = ["RoleManagement.Read.Directory", "Directory.Read.All", "Directory.ReadWrite.All"];
const reads = { method: "GET", scopes } as const;
const management = "/roleManagement/directory";

export const roleRoutes: readonly Omit<GraphRoute, "area">[] = [
  { ...reads, path: `${management}/roleDefinitions`, handle: listRoleDefinitions },
  { ...reads, path: `${management}/roleDefinitions/{roleDefinitionId}`, handle: getRoleDefinition },
  { ...reads, path: `${management}/roleAssignments`, handle: listRoleAssignments },
  { ...reads, path: "/directoryRoles", handle: listDirectoryRoles },
  { ...reads, path: "/directoryRoles/{roleId}", handle: getDirectoryRole },
  { ...reads, path: "/directoryRoles/{roleId}/members", handle: listRoleMembers },
];
