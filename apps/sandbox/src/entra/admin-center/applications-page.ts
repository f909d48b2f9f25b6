import { directoryOf, type ServicePrincipal } from "../../core/directory.ts";
import { html } from "../../core/html.ts";
import { applicationFrame, principalIdentity } from "./application-frame.ts";
import { applicationsPath, banner, portalFrame } from "./portal-frame.ts";
import type { PortalVisit } from "./portal-session.ts";

/** The applications that have a service principal in this tenant; those nobody ever signed in to are not there. */
export function applicationsPage(visit: PortalVisit, tenantId: string, search: string): string {
  const wanted = search.trim().toLowerCase();
  const found = directoryOf(visit.context)
    .servicePrincipals.filter((principal) => principal.tenantId === tenantId)
    .filter((principal) =>
      [principal.displayName, principal.appId, principal.id].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
    )
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
  return portalFrame({
    visit,
    title: "All applications",
    path: applicationsPath,
    body: html`<p class="crumbs">Enterprise applications</p>
      <h1>All applications</h1>
      <p class="quiet">
        The applications that your organization has signed in to or added. An application appears here after
        the first consent.
      </p>
      <form class="toolbar" method="get" action="${applicationsPath}" role="search">
        <label for="search">Search by application name or object ID</label>
        <input id="search" type="search" name="search" value="${search}" maxlength="200" />
        <button>Search</button>
      </form>
      <p role="status">${found.length} ${found.length === 1 ? "application" : "applications"} found</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Applications">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Object ID</th>
              <th scope="col">Application ID</th>
              <th scope="col">Created on</th>
            </tr>
          </thead>
          <tbody>
            ${found.map(
              (principal) =>
                html`<tr>
                  <td><a href="${applicationsPath}/${principal.id}">${principal.displayName}</a></td>
                  <td>${principal.id}</td>
                  <td>${principal.appId}</td>
                  <td>${principal.createdDateTime.slice(0, 10)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
  });
}

export function applicationNotFoundPage(visit: PortalVisit): string {
  return portalFrame({
    visit,
    title: "Application not found",
    path: applicationsPath,
    body: html`<h1>Application not found</h1>
      ${banner("This application is not in your organization.", "problem")}
      <p><a href="${applicationsPath}">All applications</a></p>`,
  });
}

/** The application's own page, from which its Permissions are one link away. */
export function applicationOverviewPage(visit: PortalVisit, principal: ServicePrincipal): string {
  return applicationFrame(
    { visit, principal },
    "overview",
    html`<h2>Properties</h2>
      <dl>
        ${principalIdentity(principal)}
        <dt>Enabled for users to sign-in?</dt>
        <dd>${principal.accountEnabled ? "Yes" : "No"}</dd>
        <dt>Assignment required?</dt>
        <dd>${principal.appRoleAssignmentRequired ? "Yes" : "No"}</dd>
      </dl>`,
  );
}
