import { directoryOf, type Tenant } from "../../core/directory.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import type { ApplicationRequests } from "../consent-requests/consent-requests.ts";
import type { ConsentRequest } from "../entra-records.ts";
import { permissionList } from "../pages/consent-page.ts";
import { expandScope, parseScope } from "../parse-scope.ts";
import { banner, portalFrame } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import type { PortalVisit } from "./portal-session.ts";
import { portalTable, portalTime } from "./portal-table.ts";

export const consentRequestsPath = "/entra/enterprise-applications/admin-consent-requests";

export interface ConsentRequestsView {
  readonly visit: PortalVisit;
  readonly tenant: Tenant;
  readonly tab: "mine" | "all";
  /** Undefined: this person may not look at all of them. */
  readonly shown: readonly ApplicationRequests[] | undefined;
  readonly notice?: SafeHtml | undefined;
}

/** "Enterprise applications | Admin consent requests", with its two tabs. */
export function consentRequestsPage({ visit, tenant, tab, shown, notice }: ConsentRequestsView): string {
  const tabs = (["mine", "all"] as const).map(
    (name) =>
      html`<a role="tab" aria-selected="${name === tab ? "true" : "false"}" href="${consentRequestsPath}?tab=${name}"
        >
          ${name === "mine" ? "My pending" : "All"}
        </a>`,
  );
  const workflow = tenant.adminConsentWorkflow.isEnabled
    ? undefined
    : banner("Users cannot request admin consent: the workflow is off in Admin consent settings.", "problem");
  return portalFrame({
    visit,
    title: "Admin consent requests",
    path: consentRequestsPath,
    body: html`<p class="crumbs">Enterprise applications</p>
      <h1>Admin consent requests</h1>
      ${notice} ${workflow}
      <p class="quiet">Applications that people of your organization asked an administrator to allow.</p>
      <div role="tablist" aria-label="Requests">${tabs}</div>
      <div role="tabpanel" aria-label="${tab === "mine" ? "My pending" : "All"}">
        ${shown ? requestTable(shown, tab) : banner("It takes an administrator's role to see all requests.", "problem")}
      </div>`,
  });
}

function requestTable(shown: readonly ApplicationRequests[], tab: "mine" | "all"): SafeHtml {
  return portalTable({
    label: "Requests",
    headers: ["Name", "Application ID", "Status", "Requests", "Last requested"],
    rows: shown.map(({ appId, appDisplayName, requests, pending }) => [
      html`<a href="${consentRequestsPath}/${appId}">${appDisplayName}</a>`,
      appId,
      pending.length > 0 ? "Pending" : statusText(requests[0]),
      String(requests.length),
      portalTime(requests[0]?.createdDateTime),
    ]),
    empty:
      tab === "mine"
        ? "Nothing waits for you. A request appears here when somebody asks and you are a reviewer."
        : "Nobody has asked yet.",
  });
}

function statusText(request: ConsentRequest | undefined): string {
  return request?.status === "InProgress" ? "Pending" : (request?.review?.result ?? "Expired");
}

export interface ConsentRequestView {
  readonly visit: PortalVisit;
  readonly tenant: Tenant;
  readonly asked: ApplicationRequests;
  readonly mayReview: boolean;
  readonly notice?: SafeHtml | undefined;
}

/** One application's requests: what it asks, who asked and why, and the three answers. */
export function consentRequestPage({ visit, asked, mayReview, notice }: ConsentRequestView): string {
  const { users, applications } = directoryOf(visit.context);
  const app = applications.find(({ appId }) => appId === asked.appId);
  const scope = (asked.pending.length > 0 ? asked.pending : asked.requests)
    .map(({ qualifiedScope, pendingScopes }) => qualifiedScope ?? pendingScopes.join(" "))
    .join(" ");
  const permissions = app ? expandScope(parseScope(scope, app), app) : [];
  return portalFrame({
    visit,
    title: `${asked.appDisplayName} | Request details`,
    path: consentRequestsPath,
    body: html`<p class="crumbs">
        <a href="${consentRequestsPath}">Admin consent requests</a> › ${asked.appDisplayName}
      </p>
      <h1>${asked.appDisplayName} | Request details</h1>
      ${notice}
      <dl>
        <dt>Application ID</dt>
        <dd>${asked.appId}</dd>
        <dt>Publisher</dt>
        <dd>${app?.verifiedPublisher?.displayName ?? "unverified"}</dd>
        <dt>Requests</dt>
        <dd>${asked.requests.length}, of which ${asked.pending.length} pending</dd>
      </dl>
      <h2>Permissions requested</h2>
      ${permissionList(permissions, true)}
      <h2>Requested by</h2>
      ${portalTable({
        label: "Requested by",
        headers: ["User", "Justification", "Requested on", "Expires on", "Status", "Reviewed by"],
        rows: asked.requests.map((request) => [
          users.get(request.userId)?.userPrincipalName ?? request.userId,
          request.reason,
          portalTime(request.createdDateTime),
          portalTime(request.expiresDateTime),
          statusText(request),
          request.review &&
            `${users.get(request.review.reviewedByUserId)?.displayName ?? ""} ${portalTime(request.review.reviewedDateTime)} ${request.review.justification}`,
        ]),
        empty: "Nobody has asked yet.",
      })}
      ${
        mayReview
          ? reviewForms(visit, asked.appId)
          : html`<p class="quiet">
              ${asked.pending.length > 0 ? "You are not a reviewer of this request." : "Nothing is pending."}
            </p>`
      }`,
  });
}

function reviewForms(visit: PortalVisit, appId: string): SafeHtml {
  const path = `${consentRequestsPath}/${appId}`;
  return html`<h2>Review</h2>
    <form class="toolbar" method="post" action="${path}/review">
      ${formToken(visit)}
      <button class="primary">Review permissions and consent</button>
    </form>
    ${refusal(visit, { path: `${path}/deny`, verb: "Deny", hint: "People can ask for the application again." })}
    ${refusal(visit, {
      path: `${path}/block`,
      verb: "Block",
      hint: "The application is added as disabled: nobody can sign in to it or ask for it again.",
    })}`;
}

function refusal(
  visit: PortalVisit,
  { path, verb, hint }: { path: string; verb: "Deny" | "Block"; hint: string },
): SafeHtml {
  const id = `justification-${verb.toLowerCase()}`;
  return html`<form method="post" action="${path}" class="panel" aria-label="${verb}">
    ${formToken(visit)}
    <label for="${id}">Justification to ${verb.toLowerCase()}</label>
    <textarea id="${id}" name="justification" maxlength="1000" required aria-describedby="${id}-hint"></textarea>
    <p class="quiet" id="${id}-hint">${hint}</p>
    <button>${verb}</button>
  </form>`;
}
