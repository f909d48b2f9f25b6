import { directoryOf, type DirectoryUser } from "../core/directory.ts";
import {
  organizationProperties,
  userProperties,
  viewOrganization,
  viewUser,
  viewUserOnRequest,
} from "./directory-views.ts";
import { badRequest, insufficientPrivileges, resourceNotFound } from "./graph-error.ts";
import { contextOf, ok, paramOf, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import { findUser } from "./mailbox-access.ts";
import type { FilterFields, FilterValue } from "./odata-filter.ts";
import { allowOnly, parseSelect, selectProperties } from "./odata-query.ts";

/** Show a user whole, beyond the basic profile. */
const fullProfileScopes = [
  "User.Read.All",
  "User.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
];

const userFields: FilterFields<DirectoryUser> = {
  type: "user",
  fields: new Map<string, (user: DirectoryUser) => FilterValue | undefined>([
    ["id", (user) => user.id],
    ["userPrincipalName", (user) => user.userPrincipalName],
    ["mail", (user) => user.mail],
    ["displayName", (user) => user.displayName],
    ["givenName", (user) => user.givenName],
    ["surname", (user) => user.surname],
    ["accountEnabled", (user) => user.accountEnabled],
  ]),
};

export function delegatedUser({ caller }: GraphRequest): DirectoryUser {
  if (caller.user) return caller.user;
  throw badRequest("/me request is only valid with delegated authentication flow.");
}

export function getMe(request: GraphRequest): GraphResponse {
  return presentUser(request, delegatedUser(request));
}

export function getUser(request: GraphRequest): GraphResponse {
  const { caller } = request;
  const permissions = caller.user ? caller.scopes : caller.roles;
  const mayReadOthers = [...fullProfileScopes, "User.ReadBasic.All"].some((scope) =>
    permissions.includes(scope),
  );
  return presentUser(request, findUserInTenant(request, { mayReadOthers }));
}

/** By id or sign-in name. Who may read only themselves is not told whether others exist. */
export function findUserInTenant(
  request: GraphRequest,
  { mayReadOthers }: { mayReadOthers: boolean },
): DirectoryUser {
  const idOrName = paramOf(request, "userId");
  const user = findUser(request.context, idOrName);
  const isSelf = user !== undefined && user.id === request.caller.user?.id;
  if (!isSelf && !mayReadOthers) throw insufficientPrivileges();
  if (!user || !belongsTo(user, request.caller.tenant.id)) throw resourceNotFound(idOrName);
  return user;
}

function presentUser(request: GraphRequest, user: DirectoryUser): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "user", known: userProperties });
  const basicOnly = seesBasicsOnly(request, user);
  const view = viewUser(user, { basicOnly });
  const onRequest = basicOnly ? {} : viewUserOnRequest(user, request.caller.tenant.id);
  return ok({
    "@odata.context": contextOf(request, "users/$entity"),
    ...(select ? selectProperties({ ...view, ...onRequest }, select) : view),
  });
}

export function listUsers(request: GraphRequest): GraphResponse {
  const tenantId = request.caller.tenant.id;
  return listPage(request, {
    items: directoryOf(request.context).users.filter((user) => belongsTo(user, tenantId)),
    contextPath: "users",
    fields: userFields,
    known: userProperties,
    sortable: ["displayName", "userPrincipalName"],
    searchable: ["displayName", "mail", "userPrincipalName", "givenName", "surname"],
    view: (user) => {
      const basicOnly = seesBasicsOnly(request, user);
      return {
        defaults: viewUser(user, { basicOnly }),
        onRequest: basicOnly ? undefined : viewUserOnRequest(user, tenantId),
      };
    },
  });
}

function seesBasicsOnly({ caller }: GraphRequest, user: DirectoryUser): boolean {
  const permissions = caller.user ? caller.scopes : caller.roles;
  const seesOwn = user.id === caller.user?.id && permissions.includes("User.Read");
  return !seesOwn && !fullProfileScopes.some((scope) => permissions.includes(scope));
}

function belongsTo(user: DirectoryUser, tenantId: string): boolean {
  return user.tenantId === tenantId || user.guestInTenantIds.includes(tenantId);
}

export function listOrganizations(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select", "$top"]);
  const select = parseSelect(request.query, { type: "organization", known: organizationProperties });
  return ok({
    "@odata.context": contextOf(request, "organization"),
    value: [selectProperties(viewOrganization(request.caller.tenant), select)],
  });
}

export function getOrganization(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const id = paramOf(request, "organizationId");
  if (id !== request.caller.tenant.id) throw resourceNotFound(id);
  const select = parseSelect(request.query, { type: "organization", known: organizationProperties });
  return ok({
    "@odata.context": contextOf(request, "organization/$entity"),
    ...selectProperties(viewOrganization(request.caller.tenant), select),
  });
}
