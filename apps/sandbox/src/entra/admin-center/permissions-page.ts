import {
  directoryOf,
  type PermissionGrant,
  type ServicePrincipal,
  type Tenant,
} from "../../core/directory.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import type { SandboxContext } from "../../core/part.ts";
import { grantsOf } from "../consent-case.ts";
import { findResource, findScope } from "../permission-catalog.ts";
import { applicationFrame } from "./application-frame.ts";
import { applicationsPath, banner } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import type { PortalVisit } from "./portal-session.ts";

export interface PermissionsView {
  readonly visit: PortalVisit;
  readonly tenant: Tenant;
  readonly principal: ServicePrincipal;
  readonly tab: "admin" | "user";
  readonly notice?: SafeHtml | undefined;
}

/** What is granted to one application, in the columns of Microsoft's page, and the button that grants the rest. */
export function permissionsPage({ visit, tenant, principal, tab, notice }: PermissionsView): string {
  const path = `${applicationsPath}/${principal.id}/permissions`;
  const groups = groupRows(visit.context, principal, tab);
  const tabs = (["admin", "user"] as const).map(
    (name) =>
      html`<a role="tab" aria-selected="${name === tab ? "true" : "false"}" href="${path}?tab=${name}">
        ${name === "admin" ? "Admin consent" : "User consent"}
      </a>`,
  );
  return applicationFrame(
    { visit, principal, notice },
    "permissions",
    html`<p>
        Applications can be granted permissions to your organization and its data by three methods: an admin
        consents to the application for all users, a user grants consent to the application, or an admin
        integrates an application and enables self-service access.
      </p>
      <div class="toolbar">
        <form method="post" action="${path}/grant-admin-consent">
          ${formToken(visit)}
          <button class="primary">Grant admin consent for ${tenant.displayName}</button>
        </form>
        <form method="get" action="${path}">
          <input type="hidden" name="tab" value="${tab}" />
          <button>Refresh</button>
        </form>
      </div>
      ${reviewAdvice}
      <div role="tablist" aria-label="Consent">${tabs}</div>
      <div role="tabpanel">
        ${grantTable(groups)}
        ${tab === "admin" && groups.size > 0 ? revokeForm(visit, path, [...groups.values()].flat()) : undefined}
      </div>`,
  );
}

export function readTab(tab: string | undefined): "admin" | "user" {
  return tab === "user" ? "user" : "admin";
}

/** What Microsoft's panel of this name advises. */
const reviewAdvice = html`<details>
  <summary>Review permissions</summary>
  <p>
    <strong>This application has more permissions than I want:</strong> revoke those that an administrator
    granted below; what users granted for themselves is taken back through Microsoft Graph or PowerShell.
  </p>
  <p>
    <strong>I want to control access to this application:</strong> set <em>Assignment required?</em> to Yes
    under Properties, and assign who may use it.
  </p>
  <p>
    <strong>This application is suspicious or malicious:</strong> set <em>Enabled for users to sign-in?</em>
    to No under Properties, and revoke what it was granted.
  </p>
</details>`;

/** Microsoft has it in each row's menu. */
function revokeForm(visit: PortalVisit, path: string, rows: readonly PermissionRow[]): SafeHtml {
  return html`<form class="toolbar" method="post" action="${path}/revoke">
    ${formToken(visit)}
    <label for="revoked">Permission to revoke</label>
    <select id="revoked" name="permission" required>
      ${rows.map(({ api, value }) => html`<option value="${api}/${value}">${value}</option>`)}
    </select>
    <button>Revoke permission</button>
  </form>`;
}

interface PermissionRow {
  /** App id of the API. */
  readonly api: string;
  readonly value: string;
  readonly permission: string;
  readonly grantedThrough: string;
  readonly grantedBy: string;
}

function grantTable(groups: ReadonlyMap<string, readonly PermissionRow[]>): SafeHtml {
  if (groups.size === 0) return html`<p role="status">No permissions found.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Permissions">
    <table>
      <thead>
        <tr>
          ${["API name", "Claim value", "Permission", "Type", "Granted through", "Granted by"].map(
            (column) => html`<th scope="col">${column}</th>`,
          )}
        </tr>
      </thead>
      ${[...groups].map(
        ([api, rows]) =>
          html`<tbody>
            <tr>
              <th scope="rowgroup" colspan="6">${api} (${rows.length})</th>
            </tr>
            ${rows.map(
              (row) =>
                html`<tr>
                  <td>${api}</td>
                  <td>${row.value}</td>
                  <td>${row.permission}</td>
                  <td>Delegated</td>
                  <td>${row.grantedThrough}</td>
                  <td>${row.grantedBy}</td>
                </tr>`,
            )}
          </tbody>`,
      )}
    </table>
  </div>`;
}

/** Grants of the tab's kind as rows under their API's name; several users' consents to one permission make one row. */
function groupRows(
  context: SandboxContext,
  principal: ServicePrincipal,
  tab: "admin" | "user",
): Map<string, PermissionRow[]> {
  const consentType = tab === "admin" ? "AllPrincipals" : "Principal";
  const grants = grantsOf(context, principal).filter((grant) => grant.consentType === consentType);
  const byApi = Map.groupBy(grants, (grant) => grant.resourceAppId);
  return new Map(
    [...byApi].map(([resourceAppId, ofApi]) => {
      const resource = findResource(resourceAppId);
      const values = [...new Set(ofApi.flatMap((grant) => grant.scope.split(" ").filter(Boolean)))];
      const rows = values.map((value) => ({
        api: resourceAppId,
        value,
        permission: (resource && findScope(resource, value)?.adminConsentDisplayName.trim()) ?? value,
        grantedThrough: tab === "admin" ? "Admin consent" : "User consent",
        grantedBy: describeGranters(context, { tab, grants: ofApi, value }),
      }));
      return [resource?.displayName ?? resourceAppId, rows];
    }),
  );
}

function describeGranters(
  context: SandboxContext,
  { tab, grants, value }: { tab: "admin" | "user"; grants: readonly PermissionGrant[]; value: string },
): string {
  const names = grants
    .filter((grant) => grant.scope.split(" ").includes(value))
    .map((grant) => directoryOf(context).users.get(grant.grantedByUserId)?.displayName ?? "unknown");
  if (tab === "admin") return `An administrator (${names.join(", ")})`;
  return names.length === 1 ? (names[0] ?? "") : `${names.length} total users (${names.join(", ")})`;
}

/** What the admin consent prompt came back with. */
export function grantNotice(
  query: { granted: boolean; failed: boolean },
  tenant: Tenant,
): SafeHtml | undefined {
  if (query.failed) {
    return banner("Grant consent failed: the permissions were not accepted. Nothing was changed.", "problem");
  }
  if (!query.granted) return undefined;
  return banner(`Grant consent successful: admin consent was granted for ${tenant.displayName}.`, "done");
}
