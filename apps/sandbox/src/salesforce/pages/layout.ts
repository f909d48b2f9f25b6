import { html, type SafeHtml } from "../../core/html.ts";
import { textOf, type OpenOrg, type StoredRecord } from "../org.ts";

const style = html`<style>
  :root { font-family: system-ui, "Segoe UI", Arial, sans-serif; color: #181818; background: #f3f3f3; }
  body { margin: 0; line-height: 1.45; }
  a { color: #014486; }
  header { background: #032d60; color: #fff; padding: .6rem 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
  header a { color: #fff; }
  header p { margin: 0 0 0 auto; font-size: .9rem; }
  nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; }
  main { padding: 1rem; max-width: 70rem; margin: 0 auto; overflow-wrap: anywhere; }
  .card { background: #fff; border: 1px solid #c9c9c9; border-radius: .35rem; padding: 1rem; margin: 0 0 1rem; }
  .narrow { max-width: 26rem; margin: 2rem auto; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  caption { text-align: start; font-weight: 600; padding: .25rem 0; }
  th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #e5e5e5; overflow-wrap: anywhere; }
  thead th { white-space: nowrap; }
  dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: .75rem; margin: 0; }
  dl > div { min-width: 0; }
  h1, h2 { overflow-wrap: anywhere; line-height: 1.25; }
  dt { color: #444; font-size: .85rem; }
  dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  button { font: inherit; padding: .5rem 1rem; border: 1px solid #747474; border-radius: .25rem; background: #fff; cursor: pointer; }
  button.primary { background: #0176d3; border-color: #0176d3; color: #fff; }
  button:focus-visible, a:focus-visible { outline: 3px solid #0176d3; outline-offset: 2px; }
  header a:focus-visible { outline-color: #fff; }
  .people { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
  .people button { width: 100%; text-align: start; }
  .people small { display: block; color: #444; }
  .actions { display: flex; flex-wrap: wrap; gap: .5rem; }
  .actions form, td form { display: inline; }
</style>`;

/** A whole page of Salesforce; `signedIn` adds the bar with the tabs. */
export function renderPage(
  title: string,
  content: SafeHtml,
  signedIn?: { opened: OpenOrg; user: StoredRecord },
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} | Salesforce</title>
        ${style}
      </head>
      <body>
        ${signedIn && renderBar(signedIn)}
        <main>${content}</main>
      </body>
    </html>`.text;
}

export const listTabs = [
  { objectName: "Account", label: "Accounts" },
  { objectName: "Contact", label: "Contacts" },
  { objectName: "Lead", label: "Leads" },
  { objectName: "Opportunity", label: "Opportunities" },
  { objectName: "EmailMessage", label: "Email messages" },
  { objectName: "Task", label: "Tasks" },
] as const;

function renderBar({ opened, user }: { opened: OpenOrg; user: StoredRecord }): SafeHtml {
  return html`<header>
    <strong><a href="/salesforce/home">${opened.org.name}</a></strong>
    <nav aria-label="Objects">
      <ul>
        ${listTabs.map(({ objectName, label }) => html`<li><a href="/salesforce/lightning/o/${objectName}/list">${label}</a></li>`)}
        <li><a href="/salesforce/setup/connected-apps-oauth-usage">Setup</a></li>
      </ul>
    </nav>
    <p>${textOf(user, "Name")} · <a href="/salesforce/logout">Log out</a></p>
  </header>`;
}
