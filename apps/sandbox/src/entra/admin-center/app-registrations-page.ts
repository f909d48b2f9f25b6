import { directoryOf, type Application, type Tenant } from "../../core/directory.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import { findServicePrincipal, grantsOf } from "../consent-case.ts";
import { staticPermissions } from "../parse-scope.ts";
import { apiResources, findResource, findScope } from "../permission-catalog.ts";
import { portalFrame } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import type { PortalVisit } from "./portal-session.ts";
import { portalTable, yesNo } from "./portal-table.ts";

export const registrationsPath = "/entra/app-registrations";

export interface RegistrationsView {
  readonly visit: PortalVisit;
  readonly tenant: Tenant;
  readonly notice?: SafeHtml | undefined;
}

/** The applications that were registered in this tenant. */
export function registrationsPage({ visit, tenant }: RegistrationsView): string {
  const own = directoryOf(visit.context)
    .applications.filter((app) => app.homeTenantId === tenant.id)
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
  return portalFrame({
    visit,
    title: "App registrations",
    path: registrationsPath,
    body: html`<p class="crumbs">Applications</p>
      <h1>App registrations</h1>
      ${portalTable({
        label: "Registrations",
        headers: ["Display name", "Application (client) ID", "Created on"],
        rows: own.map((app) => [
          html`<a href="${registrationsPath}/${app.appId}/api-permissions">${app.displayName}</a>`,
          app.appId,
          app.createdDateTime.slice(0, 10),
        ]),
        empty: "No application is registered in this organization. Graph and scenarios register the first.",
      })}`,
  });
}

export interface RegistrationView extends RegistrationsView {
  readonly app: Application;
}

const pages = [
  ["api-permissions", "API permissions"],
  ["authentication", "Authentication"],
  ["certificates-and-secrets", "Certificates & secrets"],
] as const;

function registrationFrame(
  { visit, app, notice }: RegistrationView,
  current: (typeof pages)[number][0],
  body: SafeHtml,
): string {
  const title = `${app.displayName} | ${pages.find(([path]) => path === current)?.[1] ?? ""}`;
  const links = pages.map(([path, text]) =>
    path === current
      ? html`<strong aria-current="page">${text}</strong>`
      : html`<a href="${registrationsPath}/${app.appId}/${path}">${text}</a>`,
  );
  return portalFrame({
    visit,
    title,
    path: registrationsPath,
    body: html`<p class="crumbs">
        <a href="${registrationsPath}">App registrations</a> › ${app.displayName}
      </p>
      <h1>${title}</h1>
      <nav class="toolbar" aria-label="Registration">${links}</nav>
      ${notice} ${body}`,
  });
}

/** The static list: what the grant of the admin center covers, and which of it is granted. */
export function apiPermissionsPage(view: RegistrationView): string {
  const { visit, tenant, app } = view;
  const path = `${registrationsPath}/${app.appId}/api-permissions`;
  const principal = findServicePrincipal(visit.context, { tenantId: tenant.id, appId: app.appId });
  const granted = (principal ? grantsOf(visit.context, principal) : [])
    .filter((grant) => grant.consentType === "AllPrincipals")
    .flatMap((grant) => grant.scope.split(" ").map((value) => `${grant.resourceAppId}/${value}`));
  return registrationFrame(
    view,
    "api-permissions",
    html`<div class="toolbar">
        <form method="post" action="${path}/grant-admin-consent">
          ${formToken(visit)}
          <button class="primary">Grant admin consent for ${tenant.displayName}</button>
        </form>
        <form method="post" action="${path}">
          ${formToken(visit)}
          <label for="permission">Add a permission</label>
          <select id="permission" name="permission" required>
            ${apiResources.map(
              ({ appId, displayName, scopes }) =>
                html`<optgroup label="${displayName}">
                  ${scopes.map(({ value }) => html`<option value="${appId}/${value}">${value}</option>`)}
                </optgroup>`,
            )}
          </select>
          <button>Add permission</button>
        </form>
      </div>
      ${portalTable({
        label: "Configured permissions",
        headers: [
          "API / Permissions name",
          "Type",
          "Description",
          "Admin consent required",
          "Status",
          "Actions",
        ],
        rows: staticPermissions(app).map(({ resourceAppId, value }) => {
          const resource = findResource(resourceAppId);
          const scope = resource && findScope(resource, value);
          const key = `${resourceAppId}/${value}`;
          return [
            `${resource?.displayName ?? resourceAppId} / ${value}`,
            "Delegated",
            scope?.adminConsentDisplayName.trim(),
            scope?.type === "Admin" ? "Yes" : "No",
            granted.includes(key) ? `Granted for ${tenant.displayName}` : "Not granted",
            html`<form method="post" action="${path}/remove">
              ${formToken(visit)}
              <input type="hidden" name="permission" value="${key}" />
              <button aria-label="Remove ${value}">Remove permission</button>
            </form>`,
          ];
        }),
        empty: "No permission is configured. Add the first above.",
      })}`,
  );
}

/** Redirect URIs, and whether public clients may use the registration. */
export function authenticationPage(view: RegistrationView): string {
  const { visit, app } = view;
  const path = `${registrationsPath}/${app.appId}/authentication`;
  return registrationFrame(
    view,
    "authentication",
    html`<h2>Web redirect URIs</h2>
      <form class="toolbar" method="post" action="${path}/redirect-uris">
        ${formToken(visit)}
        <label for="uri">Redirect URI</label>
        <input id="uri" type="url" name="uri" maxlength="256" required />
        <button class="primary">Add URI</button>
      </form>
      ${portalTable({
        label: "Redirect URIs",
        headers: ["URI", "Actions"],
        rows: app.redirectUris.map((uri) => [
          uri,
          html`<form method="post" action="${path}/redirect-uris/remove">
            ${formToken(visit)}
            <input type="hidden" name="uri" value="${uri}" />
            <button aria-label="Remove ${uri}">Remove</button>
          </form>`,
        ]),
        empty: "No redirect URI is registered: nobody can sign in through a browser. Add the first above.",
      })}
      <form method="post" action="${path}">
        ${formToken(visit)}
        ${yesNo({
          name: "isFallbackPublicClient",
          legend: "Allow public client flows",
          hint: "The device code flow works without a secret only if this is Yes.",
          isYes: app.isFallbackPublicClient,
        })}
        <button>Save</button>
      </form>`,
  );
}

/** A value stands here once, right after it was made; its id, beside it, is no secret and works for nothing. */
export function secretsPage(
  view: RegistrationView & {
    readonly fresh?: { readonly keyId: string; readonly value: string } | undefined;
  },
): string {
  const { visit, app, fresh } = view;
  const path = `${registrationsPath}/${app.appId}/certificates-and-secrets`;
  return registrationFrame(
    view,
    "certificates-and-secrets",
    html`<p class="quiet">
        Client secret values cannot be viewed, except for immediately after creation. Save the value before
        you leave the page.
      </p>
      <form class="toolbar" method="post" action="${path}">
        ${formToken(visit)}
        <label for="description">Description</label>
        <input id="description" type="text" name="description" maxlength="120" />
        <label for="days">Expires in (days)</label>
        <input id="days" type="number" name="days" min="1" max="730" value="180" required />
        <button class="primary">New client secret</button>
      </form>
      ${portalTable({
        label: "Client secrets",
        headers: ["Description", "Expires", "Value", "Secret ID", "Actions"],
        rows: app.secrets.map((secret) => [
          secret.displayName ?? "",
          secret.endDateTime.slice(0, 10),
          secret.keyId === fresh?.keyId
            ? html`<code>${fresh.value}</code>`
            : `${secret.value.slice(0, 3)}${"*".repeat(16)}`,
          html`<code>${secret.keyId}</code>`,
          html`<form method="post" action="${path}/remove">
            ${formToken(visit)}
            <input type="hidden" name="keyId" value="${secret.keyId}" />
            <button aria-label="Delete ${secret.displayName ?? secret.keyId}">Delete</button>
          </form>`,
        ]),
        empty: "No client secrets have been created for this application.",
      })}`,
  );
}
