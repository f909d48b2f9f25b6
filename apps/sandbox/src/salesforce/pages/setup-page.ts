import { html, type SafeHtml } from "../../core/html.ts";
import { oauthStoreOf, policyOf, type AppPolicy, type SalesforceApp } from "../oauth/oauth-store.ts";
import { isTrue, textOf } from "../org.ts";
import { renderPage } from "./layout.ts";
import type { Viewer } from "./list-pages.ts";

/** Setup, Connected Apps OAuth Usage: which apps this org's people use, and what the administrator decided. */
export function renderAppUsagePage(viewer: Viewer): string {
  const { opened } = viewer;
  const { apps, families } = oauthStoreOf(opened.store);
  const shown = apps.all().flatMap((app) => {
    const policy = policyOf(opened.store, opened.org.id, app.id);
    const approvals = families.filter(
      (family) => family.orgId === opened.org.id && family.clientId === app.id,
    );
    return policy.present || approvals.length > 0
      ? [{ app, policy, userIds: approvals.map(({ userId }) => userId) }]
      : [];
  });
  return renderPage(
    "Connected Apps OAuth Usage",
    html`<div class="card">
      <p>Setup</p>
      <h1>Connected Apps OAuth Usage</h1>
      <div class="scroll">
        <table>
          <caption>
            Apps that people of ${opened.org.name} use
          </caption>
          <thead>
            <tr>
              <th scope="col">Connected App</th>
              <th scope="col">Status</th>
              <th scope="col">Users</th>
              <th scope="col">Permitted Users</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((line) => renderApp(viewer, line))}
          </tbody>
        </table>
      </div>
    </div>`,
    viewer,
  );
}

interface AppLine {
  readonly app: SalesforceApp;
  readonly policy: AppPolicy;
  readonly userIds: readonly string[];
}

function renderApp({ opened, user }: Viewer, { app, policy, userIds }: AppLine): SafeHtml {
  const counts = new Map<string, number>();
  for (const userId of userIds) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  const people = [...counts].map(([userId, count]) => {
    const row = opened.rows("User").get(userId);
    return html`<li>${row ? textOf(row, "Name") : userId}: ${count === 1 ? "1 approval" : `${count} approvals`}</li>`;
  });
  const profile = opened.rows("Profile").get(textOf(user, "ProfileId"));
  const mayChange = profile !== undefined && isTrue(profile, "PermissionsCustomizeApplication");
  return html`<tr>
    <th scope="row">${app.name}</th>
    <td>${policy.blocked ? "Blocked" : policy.installed ? "Installed" : "Not installed"}</td>
    <td>${people.length === 0 ? "None" : html`<ul>${people}</ul>`}</td>
    <td>
      ${
        policy.permittedUsers === "admin_approved_users"
          ? "Admin approved users are pre-authorized"
          : "All users may self-authorize"
      }
    </td>
    <td>
      ${
        mayChange
          ? html`<div class="actions">
            ${policy.installed ? button(app, "uninstall", "Uninstall") : button(app, "install", "Install")}
            ${policy.blocked ? button(app, "unblock", "Unblock") : button(app, "block", "Block")}
            ${
              policy.permittedUsers === "admin_approved_users"
                ? button(app, "permit_all", "Let all users self-authorize")
                : button(app, "permit_approved", "Admin approved users only")
            }
            ${policy.permittedUsers === "admin_approved_users" && approveButtons(opened, app, policy)}
          </div>`
          : "Only an administrator can change this."
      }
    </td>
  </tr>`;
}

function approveButtons(opened: Viewer["opened"], app: SalesforceApp, policy: AppPolicy): SafeHtml[] {
  return opened
    .rows("User")
    .filter((user) => isTrue(user, "IsActive") && !policy.approvedUserIds.includes(user.id))
    .map((user) => button(app, "approve_user", `Approve ${textOf(user, "Name")}`, user.id));
}

function button(app: SalesforceApp, action: string, label: string, userId?: string): SafeHtml {
  return html`<form method="post" action="/salesforce/setup/connected-apps-oauth-usage">
    <input type="hidden" name="clientId" value="${app.id}" />
    ${userId !== undefined && html`<input type="hidden" name="userId" value="${userId}" />`}
    <button type="submit" name="action" value="${action}" aria-label="${label}: ${app.name}">${label}</button>
  </form>`;
}
