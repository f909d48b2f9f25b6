import type { ServicePrincipal } from "../../core/directory.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import { applicationsPath, portalFrame } from "./portal-frame.ts";
import type { PortalVisit } from "./portal-session.ts";

/** The pages of one application, in the order of the portal's menu. */
const pages = [
  ["overview", "Overview", ""],
  ["properties", "Properties", "/properties"],
  ["users", "Users and groups", "/users-and-groups"],
  ["permissions", "Permissions", "/permissions"],
  ["sign-ins", "Sign-in logs", "/sign-in-logs"],
  ["audits", "Audit logs", "/audit-logs"],
] as const;
export type ApplicationPage = (typeof pages)[number][0];

export interface ApplicationView {
  readonly visit: PortalVisit;
  readonly principal: ServicePrincipal;
  readonly notice?: SafeHtml | undefined;
}

/** One page of an application, with the way to its others. */
export function applicationFrame(
  { visit, principal, notice }: ApplicationView,
  current: ApplicationPage,
  body: SafeHtml,
): string {
  const title = `${principal.displayName} | ${pages.find(([name]) => name === current)?.[1] ?? ""}`;
  const links = pages.map(([name, text, path]) =>
    name === current
      ? html`<strong aria-current="page">${text}</strong>`
      : html`<a href="${applicationsPath}/${principal.id}${path}">${text}</a>`,
  );
  return portalFrame({
    visit,
    title,
    path: applicationsPath,
    body: html`<p class="crumbs">
        <a href="${applicationsPath}">Enterprise applications</a> › ${principal.displayName}
      </p>
      <h1>${title}</h1>
      <nav class="toolbar" aria-label="Application">${links}</nav>
      ${notice} ${body}`,
  });
}

/** By what an application is known, as terms of a list. */
export function principalIdentity({ displayName, appId, id }: ServicePrincipal): SafeHtml {
  return html`<dt>Name</dt>
    <dd>${displayName}</dd>
    <dt>Application ID</dt>
    <dd>${appId}</dd>
    <dt>Object ID</dt>
    <dd>${id}</dd>`;
}
