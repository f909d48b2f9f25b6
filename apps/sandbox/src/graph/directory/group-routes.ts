import { directoryOf, type DirectoryGroup, type DirectoryUser } from "../../core/directory.ts";
import { directMembers, transitiveMembers } from "../../core/group-members.ts";
import { viewGroup, viewUser } from "../directory-views.ts";
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
import type { FilterFields, FilterValue } from "../odata-filter.ts";
import { allowOnly, parseSelect, selectProperties } from "../odata-query.ts";

const groupProperties: ReadonlySet<string> = new Set([
  "id",
  "deletedDateTime",
  "createdDateTime",
  "description",
  "displayName",
  "groupTypes",
  "mail",
  "mailEnabled",
  "mailNickname",
  "securityEnabled",
  "visibility",
]);

const fields: FilterFields<DirectoryGroup> = {
  type: "group",
  fields: new Map<string, (group: DirectoryGroup) => FilterValue | undefined>([
    ["id", (group) => group.id],
    ["displayName", (group) => group.displayName],
    ["securityEnabled", () => true],
    ["mailEnabled", () => false],
  ]),
};

function listGroups(request: GraphRequest): GraphResponse {
  const { tenant } = request.caller;
  return listPage(request, {
    items: directoryOf(request.context).groups.filter(({ tenantId }) => tenantId === tenant.id),
    contextPath: "groups",
    fields,
    known: groupProperties,
    sortable: ["displayName"],
    searchable: ["displayName"],
    view: (group) => ({ defaults: viewGroup(group) }),
  });
}

function findGroup(request: GraphRequest): DirectoryGroup {
  const id = paramOf(request, "groupId");
  const group = directoryOf(request.context).groups.get(id.toLowerCase());
  if (group?.tenantId !== request.caller.tenant.id) throw resourceNotFound(id);
  return group;
}

function getGroup(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "group", known: groupProperties });
  return ok({
    "@odata.context": contextOf(request, "groups/$entity"),
    ...selectProperties(viewGroup(findGroup(request)), select),
  });
}

interface Member {
  readonly id: string;
  readonly view: Readonly<Record<string, unknown>>;
}

function usersOf(request: GraphRequest, ids: readonly string[]): Member[] {
  const { users } = directoryOf(request.context);
  return ids.flatMap((id) => users.get(id) ?? []).map(viewUserMember);
}

function viewUserMember(user: DirectoryUser): Member {
  const view = { "@odata.type": "#microsoft.graph.user", ...viewUser(user, { basicOnly: true }) };
  return { id: user.id, view };
}

function groupsOf(request: GraphRequest, ids: readonly string[]): Member[] {
  const { groups } = directoryOf(request.context);
  return ids
    .flatMap((id) => groups.get(id) ?? [])
    .map((group) => ({
      id: group.id,
      view: { "@odata.type": "#microsoft.graph.group", ...viewGroup(group) },
    }));
}

function listMembers(request: GraphRequest): GraphResponse {
  const group = findGroup(request);
  const members = usersOf(request, directMembers(request.context, group.id));
  return listMembersPage(request, [...members, ...groupsOf(request, group.memberGroupIds)]);
}

/** Cast to users: nested groups fall out, and so do their members. */
function listUserMembers(request: GraphRequest): GraphResponse {
  const { id } = findGroup(request);
  return listMembersPage(request, usersOf(request, directMembers(request.context, id)));
}

function listTransitiveUsers(request: GraphRequest): GraphResponse {
  const { id } = findGroup(request);
  return listMembersPage(request, usersOf(request, transitiveMembers(request.context, id)));
}

function listMembersPage(request: GraphRequest, items: readonly Member[]): GraphResponse {
  return listPage(request, {
    items,
    contextPath: "directoryObjects",
    fields: { type: "directoryObject", fields: new Map([["id", ({ id }: Member) => id]]) },
    known: new Set([...groupProperties, "givenName", "surname", "userPrincipalName"]),
    view: ({ view }) => ({ defaults: view }),
  });
}

const scopes = ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"];
const reads = { method: "GET", scopes } as const;
const group = "/groups/{groupId}";

export const groupRoutes: readonly Omit<GraphRoute, "area">[] = [
  { ...reads, path: "/groups", handle: listGroups },
  { ...reads, path: group, handle: getGroup },
  { ...reads, path: `${group}/members`, handle: listMembers },
  { ...reads, path: `${group}/members/microsoft.graph.user`, handle: listUserMembers },
  { ...reads, path: `${group}/transitiveMembers/microsoft.graph.user`, handle: listTransitiveUsers },
];
