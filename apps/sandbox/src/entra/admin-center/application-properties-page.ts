import { directoryOf, type Tenant } from "../../core/directory.ts";
import { html } from "../../core/html.ts";
import { listAssignedUserIds } from "../consent-case.ts";
import { applicationFrame, principalIdentity, type ApplicationView } from "./application-frame.ts";
import { applicationsPath } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import { portalTable, yesNo } from "./portal-table.ts";

/** Whether anybody may sign in to the application, and whether only who is assigned. */
export function applicationPropertiesPage(view: ApplicationView): string {
  const { visit, principal } = view;
  return applicationFrame(
    view,
    "properties",
    html`<form method="post" action="${applicationsPath}/${principal.id}/properties">
      ${formToken(visit)}
      ${yesNo({
        name: "accountEnabled",
        legend: "Enabled for users to sign-in?",
        hint: "If this is No, nobody can sign in to the application, whoever is assigned to it.",
        isYes: principal.accountEnabled,
      })}
      <dl>
        ${principalIdentity(principal)}
      </dl>
      ${yesNo({
        name: "assignmentRequired",
        legend: "Assignment required?",
        hint: "If this is Yes, people must be assigned to the application before they can use it, and nobody can consent for themselves.",
        isYes: principal.appRoleAssignmentRequired,
      })}
      <button class="primary">Save</button>
    </form>`,
  );
}

/** Who is assigned: people by themselves, and the groups whose direct members are. */
export function usersAndGroupsPage(view: ApplicationView & { readonly tenant: Tenant }): string {
  const { visit, principal, tenant } = view;
  const { users, groups } = directoryOf(visit.context);
  const path = `${applicationsPath}/${principal.id}/users-and-groups`;
  const rows = listAssignedUserIds(visit.context, principal).map((id) => {
    const user = users.get(id);
    const isDirect = principal.assignedUserIds.includes(id);
    return [
      user?.displayName ?? id,
      user?.userPrincipalName,
      isDirect ? "Direct" : "Through a group",
      isDirect
        ? html`<form method="post" action="${path}/remove">
            ${formToken(visit)}
            <input type="hidden" name="user" value="${id}" />
            <button aria-label="Remove ${user?.displayName ?? id}">Remove</button>
          </form>`
        : undefined,
    ];
  });
  const assignedGroups = (principal.assignedGroupIds ?? []).map((id) => groups.get(id)?.displayName ?? id);
  return applicationFrame(
    view,
    "users",
    html`<p class="quiet">
        ${
          principal.appRoleAssignmentRequired
            ? "Assignment is required: only these people can use the application."
            : "Assignment is not required: everybody can use the application, assigned or not."
        }
        ${assignedGroups.length > 0 ? `Assigned groups: ${assignedGroups.join(", ")}.` : ""}
      </p>
      <form class="toolbar" method="post" action="${path}">
        ${formToken(visit)}
        <label for="user">User principal name</label>
        <input id="user" type="text" name="user" maxlength="320" list="people" autocomplete="off" required />
        <datalist id="people">
          ${users
            .filter((user) => user.tenantId === tenant.id)
            .slice(0, 100)
            .map((user) => html`<option value="${user.userPrincipalName}">${user.displayName}</option>`)}
        </datalist>
        <button class="primary">Assign</button>
      </form>
      ${portalTable({
        label: "Assigned users",
        headers: ["Display name", "User principal name", "Assignment", "Actions"],
        rows,
        empty: "Nobody is assigned. Enter a name above to assign the first.",
      })}`,
  );
}
