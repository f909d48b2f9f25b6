import { createHash } from "node:crypto";
import { html, SafeHtml } from "../../core/html.ts";
import { pageHeaders } from "../pages/page-frame.ts";
import type { PortalVisit } from "./portal-session.ts";

const style = new SafeHtml(`
:root { color-scheme: light; --blue: #0067b8; --line: #d6d6d6; --quiet: #595959; }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.4 "Segoe UI", system-ui, sans-serif; color: #1b1b1b; background: #faf9f8; }
a { color: var(--blue); }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 8px 16px; background: #1b1a19; color: #fff; }
header a { color: #fff; font-weight: 600; text-decoration: none; }
header form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0; }
.columns { display: flex; align-items: stretch; min-height: 90vh; }
nav.side { flex: none; width: 230px; padding: 16px; background: #fff; border-right: 1px solid var(--line); }
nav.side h2 { margin: 12px 0 4px; font-size: 13px; color: var(--quiet); }
nav.side ul { list-style: none; margin: 0; padding: 0; }
nav.side a { display: block; padding: 6px 8px; text-decoration: none; color: inherit; }
nav.side a[aria-current] { background: #edebe9; font-weight: 600; }
main { flex: 1; min-width: 0; padding: 16px 24px 40px; }
h1 { font-size: 22px; margin: 0 0 4px; }
main h2 { font-size: 16px; margin: 20px 0 8px; }
.crumbs, .quiet { color: var(--quiet); }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; align-items: center; }
button, .button { font: inherit; min-height: 32px; padding: 4px 12px; border: 1px solid #8a8886; background: #fff; color: #1b1b1b; cursor: pointer; text-decoration: none; display: inline-block; }
button.primary { background: var(--blue); border-color: var(--blue); color: #fff; }
.panel { margin: 0 0 16px; padding: 12px 16px; background: #fff; border: 1px solid var(--line); max-width: 640px; }
.panel label { display: block; margin-bottom: 4px; font-weight: 600; }
textarea { font: inherit; width: 100%; min-height: 64px; padding: 5px 8px; border: 1px solid #767676; }
select, input[type=number] { font: inherit; min-height: 32px; padding: 4px 8px; border: 1px solid #767676; background: #fff; max-width: 100%; }
td form, .toolbar form { margin: 0; }
.toolbar form { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; min-width: 0; max-width: 100%; }
select { width: 280px; min-width: 0; }
code { font-family: Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
label.option { display: block; }
input[type=search], input[type=text], input[type=url] { font: inherit; padding: 5px 8px; border: 1px solid #767676; min-width: 0; width: 280px; max-width: 100%; }
.scroll { overflow-x: auto; background: #fff; border: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody th { background: #f3f2f1; }
[role=tablist] { display: flex; gap: 16px; border-bottom: 1px solid var(--line); margin: 16px 0; }
[role=tab] { padding: 8px 4px; text-decoration: none; color: inherit; }
[role=tab][aria-selected=true] { border-bottom: 3px solid var(--blue); font-weight: 600; }
.banner { padding: 8px 12px; margin: 12px 0; border-left: 4px solid #0f7b0f; background: #f1faf1; }
.banner.problem { border-color: #c50f1f; background: #fdf3f4; }
fieldset { border: 1px solid var(--line); background: #fff; padding: 8px 16px 16px; margin: 0 0 16px; }
legend { font-weight: 600; padding: 0 6px; }
.option { margin: 10px 0; }
.option small { display: block; padding-left: 24px; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
dd { margin: 0; overflow-wrap: anywhere; }
button.account { display: block; width: 100%; max-width: 420px; text-align: left; margin: 4px 0; padding: 8px 12px; }
button.account small { display: block; color: var(--quiet); }
:focus-visible { outline: 2px solid #000; outline-offset: 2px; }
header :focus-visible { outline-color: #fff; }
@media (max-width: 700px) { .columns { flex-direction: column; } nav.side { width: auto; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 16px; }
  nav.side { padding: 8px 16px; } nav.side ul { display: flex; flex-wrap: wrap; } nav.side h2 { margin: 4px 0 0; } }
`);

// Written outside `html`: the policy allows exactly this text, so no formatter may add a blank to it.
const styleTag = new SafeHtml(`<style>${style.text}</style>`);

/** The sign-in pages' headers with this page's own style. */
export const portalHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style.text).digest("base64")}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
};

export interface PortalPage {
  readonly visit: PortalVisit;
  readonly title: string;
  readonly path: string;
  readonly body: SafeHtml;
}

export const applicationsPath = "/entra/enterprise-applications";
export const auditLogsPath = "/entra/monitoring/audit-logs";
export const signInLogsPath = "/entra/monitoring/sign-in-logs";

const sections = [
  {
    heading: "Enterprise applications",
    href: applicationsPath,
    links: [
      { href: applicationsPath, text: "All applications" },
      { href: `${applicationsPath}/admin-consent-requests`, text: "Admin consent requests" },
    ],
  },
  {
    heading: "Consent and permissions",
    href: undefined,
    links: [
      { href: "/entra/consent-and-permissions/user-consent-settings", text: "User consent settings" },
      { href: "/entra/consent-and-permissions/admin-consent-settings", text: "Admin consent settings" },
      {
        href: "/entra/consent-and-permissions/permission-classifications",
        text: "Permission classifications",
      },
    ],
  },
  {
    heading: "Applications",
    href: undefined,
    links: [{ href: "/entra/app-registrations", text: "App registrations" }],
  },
  {
    heading: "Monitoring & health",
    href: undefined,
    links: [
      { href: auditLogsPath, text: "Audit logs" },
      { href: signInLogsPath, text: "Sign-in logs" },
    ],
  },
];

/** The admin center around one page: navigation, who is signed in, the page. */
export function portalFrame({ visit, title, path, body }: PortalPage): string {
  // The longest path that fits: "All applications" is not where one is among the requests.
  const current = sections
    .flatMap(({ links }) => links.map(({ href }) => href))
    .filter((href) => path.startsWith(href))
    .sort((a, b) => b.length - a.length)[0];
  const navigation = sections.map(
    ({ heading, href, links }) =>
      html`<h2>${href ? html`<a href="${href}">${heading}</a>` : heading}</h2>
        <ul>
          ${links.map(({ href, text }) => {
            const isCurrent = href === current;
            return html`<li>
              <a href="${href}" ${isCurrent ? new SafeHtml('aria-current="page"') : ""}>${text}</a>
            </li>`;
          })}
        </ul>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - Microsoft Entra admin center</title>
        ${styleTag}
      </head>
      <body>
        <header>
          <a href="/entra">Microsoft Entra admin center</a>
          ${whoForm(visit)}
        </header>
        <div class="columns">
          ${visit.person && html`<nav class="side" aria-label="Admin center">${navigation}</nav>`}
          <main>${body}</main>
        </div>
      </body>
    </html>`.text;
}

function whoForm({ person, formToken }: PortalVisit): SafeHtml | undefined {
  if (!person) return undefined;
  return html`<form method="post" action="/entra/sign-out">
    <input type="hidden" name="formToken" value="${formToken}" />
    <span>${person.user.userPrincipalName} · ${person.tenant.displayName}</span>
    <button>Sign out</button>
  </form>`;
}

/** A line on top of the page: what was done, or why it was not. */
export function banner(text: string, kind: "done" | "problem"): SafeHtml {
  return kind === "done"
    ? html`<p class="banner" role="status">${text}</p>`
    : html`<p class="banner problem" role="alert">${text}</p>`;
}
