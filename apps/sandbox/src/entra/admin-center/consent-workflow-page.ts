import { directoryOf, type AdminConsentWorkflow, type Tenant } from "../../core/directory.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import { portalFrame } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import type { PortalVisit } from "./portal-session.ts";
import { checked, yesNo } from "./portal-table.ts";

export const consentWorkflowPath = "/entra/consent-and-permissions/admin-consent-settings";

export interface ConsentWorkflowView {
  readonly visit: PortalVisit;
  readonly tenant: Tenant;
  readonly notice?: SafeHtml | undefined;
}

/** "Consent and permissions | Admin consent settings". */
export function consentWorkflowPage({ visit, tenant, notice }: ConsentWorkflowView): string {
  const workflow = tenant.adminConsentWorkflow;
  return portalFrame({
    visit,
    title: "Admin consent settings",
    path: consentWorkflowPath,
    body: html`<p class="crumbs">Consent and permissions</p>
      <h1>Admin consent settings</h1>
      <p>Let people ask an administrator for applications that they may not consent to themselves.</p>
      ${notice}
      <form method="post" action="${consentWorkflowPath}">
        ${formToken(visit)}
        ${yesNo({
          name: "isEnabled",
          legend: "Users can request admin consent to apps they are unable to consent to",
          hint: "People who may not consent see a form in place of a wall.",
          isYes: workflow.isEnabled,
        })}
        ${reviewers(visit, tenant, workflow)}
        ${yesNo({
          name: "notifyReviewers",
          legend: "Selected users will receive email notifications for requests",
          hint: "Reviewers get a mail with each new request.",
          isYes: workflow.notifyReviewers !== false,
        })}
        ${yesNo({
          name: "remindersEnabled",
          legend: "Selected users will receive request expiration reminders",
          hint: "The sandbox keeps the setting and sends no reminders.",
          isYes: workflow.remindersEnabled !== false,
        })}
        <fieldset>
          <legend>Consent request expires after (days)</legend>
          <label for="requestDurationInDays">Days, from 1 to 60</label>
          <input
            type="number"
            id="requestDurationInDays"
            name="requestDurationInDays"
            min="1"
            max="60"
            value="${workflow.requestDurationInDays ?? 30}"
          />
        </fieldset>
        <button class="primary">Save</button>
      </form>`,
  });
}

function reviewers(
  visit: PortalVisit,
  tenant: Tenant,
  { reviewerIds, reviewerQueries = [] }: AdminConsentWorkflow,
) {
  const people = directoryOf(visit.context)
    .users.filter((user) => user.tenantId === tenant.id)
    .sort((a, b) => b.directoryRoles.length - a.directoryRoles.length)
    .slice(0, 100);
  return html`<fieldset>
    <legend>Who can review admin consent requests</legend>
    ${people.map(
      (user) =>
        html`<label class="option" for="reviewer-${user.id}">
          <input
            type="checkbox"
            id="reviewer-${user.id}"
            name="reviewer-${user.id}"
            value="on"
            ${reviewerIds.includes(user.id) ? checked : ""}
          />${user.displayName}
          <small>${user.userPrincipalName} · ${user.directoryRoles.join(", ") || "no role"}</small>
        </label>`,
    )}
    ${
      reviewerQueries.length > 0
        ? html`<p class="quiet">${reviewerQueries.length} groups or roles review, too; they stay as they are.</p>`
        : undefined
    }
    <p class="quiet">Reviewers who approve also need a role that may grant what is asked.</p>
  </fieldset>`;
}
