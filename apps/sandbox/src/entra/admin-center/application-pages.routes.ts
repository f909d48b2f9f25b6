import { directoryOf } from "../../core/directory.ts";
import { applicationWriters, assignmentWriters } from "../../graph/directory-roles.ts";
import { assignUser, revokePermission, switchPrincipal, unassignUser } from "../change-service-principal.ts";
import { grantsOf } from "../consent-case.ts";
import { applicationPropertiesPage, usersAndGroupsPage } from "./application-properties-page.ts";
import { beginPortalGrant } from "./grant-admin-consent.ts";
import { grantNotice, permissionsPage, readTab } from "./permissions-page.ts";
import { applicationsPath, banner } from "./portal-frame.ts";
import {
  holdsRole,
  noticeOf,
  withPrincipal,
  type Answer,
  type Notices,
  type PortalRequest,
  type PortalRoutes,
} from "./portal-routes.ts";

const notices: Notices = {
  saved: { text: "The properties were saved.", kind: "done" },
  assigned: { text: "The user was assigned to the application.", kind: "done" },
  removed: { text: "The assignment was removed.", kind: "done" },
  revoked: { text: "The permission was revoked.", kind: "done" },
  unknown_user: { text: "There is no such user in this organization. Nothing was changed.", kind: "problem" },
  choose: { text: "Choose Yes or No. Nothing was saved.", kind: "problem" },
  no_role: {
    text: "You do not have permission to change this application. It takes a Cloud Application Administrator, an Application Administrator, a Privileged Role Administrator or a Global Administrator. Nothing was changed.",
    kind: "problem",
  },
};

/** Properties, users and groups, and permissions of one application. */
export function registerApplicationPages({ get, post }: PortalRoutes): void {
  const one = `${applicationsPath}/:id`;
  get(`${one}/properties`, (request) =>
    withPrincipal(request, (principal) => ({
      page: applicationPropertiesPage({ ...request, principal, notice: noticeOf(request, notices) }),
    })),
  );
  post(`${one}/properties`, saveProperties);
  get(`${one}/users-and-groups`, (request) =>
    withPrincipal(request, (principal) => ({
      page: usersAndGroupsPage({ ...request, principal, notice: noticeOf(request, notices) }),
    })),
  );
  post(`${one}/users-and-groups`, addAssignment);
  post(`${one}/users-and-groups/remove`, removeAssignment);
  get(`${one}/permissions`, showPermissions);
  post(`${one}/permissions/grant-admin-consent`, (request) =>
    withPrincipal(request, (principal) => ({ goTo: beginPortalGrant(request, principal) })),
  );
  post(`${one}/permissions/revoke`, revoke);
}

function saveProperties(request: PortalRequest): Answer {
  return withPrincipal(request, (principal) => {
    const page = `${applicationsPath}/${principal.id}/properties`;
    if (!holdsRole(request, applicationWriters)) return { goTo: `${page}?notice=no_role` };
    const { accountEnabled, assignmentRequired } = request.form;
    if (!isYesOrNo(accountEnabled) || !isYesOrNo(assignmentRequired))
      return { goTo: `${page}?notice=choose` };
    switchPrincipal(
      request.visit.context,
      { ...request, principal },
      { accountEnabled: accountEnabled === "yes", appRoleAssignmentRequired: assignmentRequired === "yes" },
    );
    return { goTo: `${page}?notice=saved` };
  });
}

function isYesOrNo(value: string | undefined): boolean {
  return value === "yes" || value === "no";
}

function addAssignment(request: PortalRequest): Answer {
  const { visit, tenant, form } = request;
  return withPrincipal(request, (principal) => {
    const page = `${applicationsPath}/${principal.id}/users-and-groups`;
    if (!holdsRole(request, assignmentWriters)) return { goTo: `${page}?notice=no_role` };
    const person = directoryOf(visit.context).findUserByName((form["user"] ?? "").trim());
    const isHere = person?.tenantId === tenant.id || person?.guestInTenantIds.includes(tenant.id);
    if (!person || !isHere) return { goTo: `${page}?notice=unknown_user` };
    assignUser(visit.context, { ...request, principal }, person);
    return { goTo: `${page}?notice=assigned` };
  });
}

function removeAssignment(request: PortalRequest): Answer {
  return withPrincipal(request, (principal) => {
    const page = `${applicationsPath}/${principal.id}/users-and-groups`;
    if (!holdsRole(request, assignmentWriters)) return { goTo: `${page}?notice=no_role` };
    unassignUser(request.visit.context, { ...request, principal }, request.form["user"] ?? "");
    return { goTo: `${page}?notice=removed` };
  });
}

function showPermissions(request: PortalRequest): Answer {
  const { tenant, query } = request;
  return withPrincipal(request, (principal) => {
    const denied =
      "You do not have permission to grant admin consent. It takes a Cloud Application Administrator, an Application Administrator, a Privileged Role Administrator or a Global Administrator.";
    const granted = { granted: query["admin_consent"] === "True", failed: query["error"] !== undefined };
    const notice = query["denied"]
      ? banner(denied, "problem")
      : (noticeOf(request, notices) ?? grantNotice(granted, tenant));
    return { page: permissionsPage({ ...request, principal, tab: readTab(query["tab"]), notice }) };
  });
}

/** "Revoke permission", of what an administrator granted for everybody. */
function revoke(request: PortalRequest): Answer {
  const { visit, form } = request;
  return withPrincipal(request, (principal) => {
    const page = `${applicationsPath}/${principal.id}/permissions`;
    if (!holdsRole(request, applicationWriters)) return { goTo: `${page}?notice=no_role` };
    const [api = "", value = ""] = (form["permission"] ?? "").split("/");
    const grants = grantsOf(visit.context, principal).filter(
      (grant) => grant.consentType === "AllPrincipals" && grant.resourceAppId === api,
    );
    revokePermission(visit.context, { ...request, principal }, { grants, value });
    return { goTo: `${page}?notice=revoked` };
  });
}
