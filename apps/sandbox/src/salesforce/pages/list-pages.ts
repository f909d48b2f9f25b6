import { html, type SafeHtml } from "../../core/html.ts";
import { textOf, type OpenOrg, type StoredRecord } from "../org.ts";
import type { FieldValue } from "../schema/field-schema.ts";
import { readPath, resolveFieldPath } from "../soql/field-path.ts";
import { listTabs, renderPage } from "./layout.ts";

export interface Viewer {
  readonly opened: OpenOrg;
  readonly user: StoredRecord;
}

/** What each list shows, as field paths with their headings; the first links to the record. */
const listColumns: Readonly<Record<string, readonly (readonly [path: string, heading: string])[]>> = {
  Account: [
    ["Name", "Account Name"],
    ["Website", "Website"],
    ["Type", "Type"],
    ["Owner.Name", "Account Owner"],
  ],
  Contact: [
    ["Name", "Name"],
    ["Account.Name", "Account Name"],
    ["Title", "Title"],
    ["Email", "Email"],
    ["Owner.Name", "Contact Owner"],
  ],
  Lead: [
    ["Name", "Name"],
    ["Company", "Company"],
    ["Email", "Email"],
    ["Status", "Lead Status"],
    ["IsConverted", "Converted"],
  ],
  Opportunity: [
    ["Name", "Opportunity Name"],
    ["Account.Name", "Account Name"],
    ["StageName", "Stage"],
    ["CloseDate", "Close Date"],
    ["Amount", "Amount"],
  ],
  EmailMessage: [
    ["Subject", "Subject"],
    ["FromAddress", "From Address"],
    ["ToAddress", "To Address"],
    ["MessageDate", "Message Date"],
    ["RelatedTo.Name", "Related To"],
  ],
  Task: [
    ["Subject", "Subject"],
    ["Who.Name", "Name"],
    ["What.Name", "Related To"],
    ["ActivityDate", "Due Date"],
    ["Status", "Status"],
  ],
};

const rowsShownMax = 500;

export function renderHomePage(viewer: Viewer): string {
  const counts = listTabs.map(({ objectName, label }) => ({
    objectName,
    label,
    count: viewer.opened.rows(objectName).filter((row) => row.values["IsDeleted"] !== true).length,
  }));
  return renderPage(
    "Home",
    html`<div class="card">
      <h1>Welcome, ${textOf(viewer.user, "Name")}</h1>
      <table>
        <caption>
          Records in ${viewer.opened.org.name}
        </caption>
        <thead>
          <tr><th scope="col">Object</th><th scope="col">Records</th></tr>
        </thead>
        <tbody>
          ${counts.map(
            ({ objectName, label, count }) => html`<tr>
            <th scope="row"><a href="/salesforce/lightning/o/${objectName}/list">${label}</a></th>
            <td>${count}</td>
          </tr>`,
          )}
        </tbody>
      </table>
    </div>`,
    viewer,
  );
}

export function renderListPage(viewer: Viewer, objectName: string): string | undefined {
  const tab = listTabs.find((candidate) => candidate.objectName === objectName);
  const entry = viewer.opened.catalogue.find(objectName);
  if (!tab) return undefined;
  if (!entry)
    return renderMessagePage(viewer, tab.label, "This org has no such object: Enhanced Email is off.");
  const columns = (listColumns[objectName] ?? []).map(([path, heading]) => ({
    heading,
    path: resolveFieldPath(viewer.opened, entry, { path, alias: undefined }),
  }));
  const rows = viewer.opened
    .rows(objectName)
    .filter((row) => row.values["IsDeleted"] !== true)
    .toReversed();
  return renderPage(
    tab.label,
    html`<div class="card">
      <h1>${tab.label}</h1>
      <p>${countSentence(rows.length)}</p>
      <div class="scroll">
        <table>
          <caption>
            ${tab.label}, newest first
          </caption>
          <thead>
            <tr>${columns.map(({ heading }) => html`<th scope="col">${heading}</th>`)}</tr>
          </thead>
          <tbody>
            ${rows.slice(0, rowsShownMax).map(
              (row) => html`<tr>
              ${columns.map(({ path }, index) => {
                const shown = showValue(readPath(viewer.opened, row, path));
                return index === 0
                  ? html`<th scope="row">${linkTo(row, shown)}</th>`
                  : html`<td>${shown}</td>`;
              })}
            </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>`,
    viewer,
  );
}

function countSentence(count: number): string {
  if (count > rowsShownMax) return `${count} records, the newest ${rowsShownMax} are shown.`;
  return count === 1 ? "1 record" : `${count} records`;
}

export function linkTo(row: StoredRecord, label: string): SafeHtml {
  return html`<a href="/salesforce/lightning/r/${row.type}/${row.id}/view">${label || "(no name)"}</a>`;
}

export function showValue(value: FieldValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "object") return value.join(", ");
  return String(value).replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}\.000\+0000$/, "$1 $2 UTC");
}

export function renderMessagePage(viewer: Viewer, title: string, sentence: string): string {
  return renderPage(title, html`<div class="card"><h1>${title}</h1><p>${sentence}</p></div>`, viewer);
}
