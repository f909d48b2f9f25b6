import { html, type SafeHtml } from "../../core/html.ts";
import { entraRecords, type DirectoryAudit, type SignInLogRow } from "../entra-records.ts";
import type { PortalVisit } from "./portal-session.ts";
import { portalTable, portalTime } from "./portal-table.ts";

/** Rows on one page; the filters lead to the others. */
const SHOWN_ROWS = 200;

export interface LogQuery {
  readonly visit: PortalVisit;
  readonly tenantId: string;
  /** One application's rows only. */
  readonly appId?: string | undefined;
  /** Where the filter form leads. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Sign-in logs: a blocked person is a row with the code of the wall. */
export function signInLog({ visit, tenantId, appId, path, query }: LogQuery): SafeHtml {
  const { user = "", status = "", code = "" } = query;
  const rows = entraRecords(visit.context)
    .signIns.filter((row) => row.tenantId === tenantId && (appId === undefined || row.appId === appId))
    .filter((row) => contains(`${row.userPrincipalName} ${row.userDisplayName}`, user))
    .filter((row) => status === "" || statusOf(row).toLowerCase() === status)
    .filter((row) => code === "" || String(row.status.errorCode) === code.replace(/^aadsts/i, ""))
    .toReversed();
  return html`<form class="toolbar" method="get" action="${path}" role="search">
      <label for="user">User</label>
      <input id="user" type="search" name="user" value="${user}" maxlength="200" />
      <label for="status">Status</label>
      <select id="status" name="status">
        ${option("", "All", status)} ${option("success", "Success", status)} ${option("failure", "Failure", status)}
        ${option("interrupted", "Interrupted", status)}
      </select>
      <label for="code">Sign-in error code</label>
      <input id="code" type="search" name="code" value="${code}" maxlength="20" />
      <button>Apply</button>
    </form>
    ${counted(rows.length)}
    ${portalTable({
      label: "Sign-ins",
      headers: [
        "Date",
        "User",
        "Application",
        "Status",
        "Sign-in error code",
        "Failure reason",
        "Conditional Access",
        "Correlation ID",
      ],
      rows: rows
        .slice(0, SHOWN_ROWS)
        .map((row) => [
          portalTime(row.createdDateTime),
          row.userPrincipalName,
          row.appDisplayName,
          statusOf(row),
          row.status.errorCode === 0 ? "" : String(row.status.errorCode),
          row.status.errorCode === 0 ? "" : row.status.failureReason,
          row.conditionalAccessStatus === "failure" ? "Failure" : "Not applied",
          row.correlationId,
        ]),
      empty: "No sign-in fits. Rows appear when somebody signs in to an application or is refused.",
    })}`;
}

/** Steps that a person can still take are interruptions, not failures. */
const interruptions = [50074, 50076, 50079, 90095, 900981];

function statusOf({ status: { errorCode } }: SignInLogRow): "Success" | "Interrupted" | "Failure" {
  if (errorCode === 0) return "Success";
  return interruptions.includes(errorCode) ? "Interrupted" : "Failure";
}

/** Audit logs: who granted, changed or refused what. */
export function auditLog({ visit, tenantId, appId, path, query }: LogQuery): SafeHtml {
  const { activity = "", by = "", result = "" } = query;
  const all = entraRecords(visit.context).audits.filter(
    (row) => row.tenantId === tenantId && (appId === undefined || isAbout(row, appId)),
  );
  const activities = [...new Set(all.map((row) => row.activityDisplayName))].sort();
  const rows = all
    .filter((row) => activity === "" || row.activityDisplayName === activity)
    .filter((row) => contains(row.initiatedBy.user.userPrincipalName, by))
    .filter((row) => result === "" || row.result === result)
    .toReversed();
  return html`<form class="toolbar" method="get" action="${path}" role="search">
      <label for="activity">Activity</label>
      <select id="activity" name="activity">
        ${option("", "All", activity)} ${activities.map((name) => option(name, name, activity))}
      </select>
      <label for="by">Initiated by</label>
      <input id="by" type="search" name="by" value="${by}" maxlength="200" />
      <label for="result">Result</label>
      <select id="result" name="result">
        ${option("", "All", result)} ${option("success", "Success", result)} ${option("failure", "Failure", result)}
      </select>
      <button>Apply</button>
    </form>
    ${counted(rows.length)}
    ${portalTable({
      label: "Activities",
      headers: [
        "Date",
        "Service",
        "Category",
        "Activity",
        "Status",
        "Status reason",
        "Target(s)",
        "Initiated by",
        "Modified properties",
      ],
      rows: rows
        .slice(0, SHOWN_ROWS)
        .map((row) => [
          portalTime(row.activityDateTime),
          row.loggedByService,
          row.category,
          row.activityDisplayName,
          row.result === "success" ? "Success" : "Failure",
          row.resultReason,
          row.targetResources.map(({ displayName, id }) => displayName || id).join(", "),
          row.initiatedBy.user.userPrincipalName,
          modified(row),
        ]),
      empty: "No activity fits. Rows appear when somebody consents, grants or changes something.",
    })}`;
}

function isAbout(row: DirectoryAudit, appId: string): boolean {
  return (
    row.additionalDetails.some(({ value }) => value === appId) ||
    row.targetResources.some(({ id, modifiedProperties }) =>
      id === appId ? true : modifiedProperties.some(({ newValue }) => newValue?.includes(appId)),
    )
  );
}

function modified({ targetResources }: DirectoryAudit): SafeHtml | undefined {
  const properties = targetResources.flatMap(({ modifiedProperties }) => modifiedProperties);
  if (properties.length === 0) return undefined;
  return html`<details>
    <summary>${properties.length} properties</summary>
    <dl>
      ${properties.map(
        ({ displayName, newValue, oldValue }) =>
          html`<dt>${displayName}</dt>
            <dd>${oldValue === null ? "" : `${oldValue} → `}${newValue}</dd>`,
      )}
    </dl>
  </details>`;
}

function contains(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted.trim().toLowerCase());
}

function option(value: string, text: string, chosen: string): SafeHtml {
  return html`<option value="${value}" ${value === chosen ? html`selected` : ""}>${text}</option>`;
}

function counted(count: number): SafeHtml {
  const shown = count > SHOWN_ROWS ? `, of which the newest ${SHOWN_ROWS} are shown` : "";
  return html`<p role="status">${count} ${count === 1 ? "row" : "rows"} found${shown}</p>`;
}
