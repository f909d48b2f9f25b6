import { rolesIn } from "../../core/directory-roles.ts";
import { directoryOf, type DirectoryUser } from "../../core/directory.ts";
import { viewDirectoryRole, viewGroup } from "../directory-views.ts";
import type { GraphRequest, GraphResponse, GraphRoute } from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import { delegatedUser, findUserInTenant } from "../read-directory.ts";

/** What somebody is a member of: directory roles, and groups directly. */
interface Membership {
  readonly displayName: string;
  readonly view: Readonly<Record<string, unknown>>;
}

/** Show the memberships of everybody; User.Read shows one's own. */
const othersScopes = ["GroupMember.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];

function roleMemberships(request: GraphRequest, user: DirectoryUser): Membership[] {
  const tenantId = request.caller.tenant.id;
  return rolesIn(user, tenantId).map((role) => ({
    displayName: role,
    view: viewDirectoryRole(role, tenantId),
  }));
}

function groupMemberships({ context, caller }: GraphRequest, user: DirectoryUser): Membership[] {
  return directoryOf(context)
    .groups.filter(
      ({ tenantId, memberUserIds }) => tenantId === caller.tenant.id && memberUserIds.includes(user.id),
    )
    .map((group) => ({
      displayName: group.displayName,
      view: { "@odata.type": "#microsoft.graph.group", ...viewGroup(group) },
    }));
}

/** The user of the address, or whoever calls. */
function personOf(request: GraphRequest): DirectoryUser {
  if (request.params["userId"] === undefined) return delegatedUser(request);
  const { caller } = request;
  const permissions = caller.user ? caller.scopes : caller.roles;
  const mayReadOthers = othersScopes.some((scope) => permissions.includes(scope));
  return findUserInTenant(request, { mayReadOthers });
}

function listMemberships(request: GraphRequest): GraphResponse {
  const user = personOf(request);
  return listMembershipsPage(request, [
    ...groupMemberships(request, user),
    ...roleMemberships(request, user),
  ]);
}

function listRoleMemberships(request: GraphRequest): GraphResponse {
  return listMembershipsPage(request, roleMemberships(request, personOf(request)));
}

function listMembershipsPage(request: GraphRequest, items: readonly Membership[]): GraphResponse {
  return listPage(request, {
    items,
    contextPath: "directoryObjects",
    fields: {
      type: "directoryObject",
      fields: new Map([["displayName", ({ displayName }: Membership) => displayName]]),
    },
    known: new Set(["id", "displayName", "description", "roleTemplateId", "securityEnabled", "mailEnabled"]),
    view: ({ view }) => ({ defaults: view }),
  });
}

const reads = { method: "GET", scopes: ["User.Read", ...othersScopes] } as const;

export const membershipRoutes: readonly Omit<GraphRoute, "area">[] = ["/me", "/users/{userId}"].flatMap(
  (person) => [
    { ...reads, path: `${person}/memberOf`, handle: listMemberships },
    { ...reads, path: `${person}/memberOf/microsoft.graph.directoryRole`, handle: listRoleMemberships },
  ],
);
