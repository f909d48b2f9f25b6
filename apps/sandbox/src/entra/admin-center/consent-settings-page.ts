import type { Tenant } from "../../core/directory.ts";
import { html, SafeHtml } from "../../core/html.ts";
import { portalFrame } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import type { PortalVisit } from "./portal-session.ts";
import { readCustomPolicies, readUserConsentChoice, type UserConsentChoice } from "./user-consent-setting.ts";

export const consentSettingsPath = "/entra/consent-and-permissions/user-consent-settings";

const userOptions: readonly { value: UserConsentChoice; text: string; hint: string }[] = [
  {
    value: "none",
    text: "Do not allow user consent",
    hint: "An administrator will be required for all apps.",
  },
  {
    value: "low",
    text: "Allow user consent for apps from verified publishers, for selected permissions",
    hint: 'All users can consent for permissions classified as "low impact", for apps from verified publishers or apps registered in this organization.',
  },
  {
    value: "recommended",
    text: "Let Microsoft manage your consent settings (Recommended)",
    hint: "Microsoft's current guidelines apply; they leave mail, calendars, contacts and files to administrators.",
  },
  {
    value: "legacy",
    text: "Allow user consent for apps",
    hint: "All users can consent for any app to access the organization's data.",
  },
];

const ownerOptions: readonly { value: Tenant["groupOwnerConsent"]; text: string; hint: string }[] = [
  {
    value: "disabled",
    text: "Do not allow group owner consent",
    hint: "Group owners cannot allow applications to access data for the groups they own.",
  },
  {
    value: "selected_groups",
    text: "Allow group owner consent for selected group owners",
    hint: "Only selected group owners can allow applications to access data for the groups they own.",
  },
  {
    value: "all_groups",
    text: "Allow group owner consent for all group owners",
    hint: "All group owners can allow applications to access data for the groups they own.",
  },
];

/** "Consent and permissions | User consent settings". */
export function consentSettingsPage(visit: PortalVisit, tenant: Tenant, notice?: SafeHtml): string {
  const current = readUserConsentChoice(tenant);
  const assigned = readCustomPolicies(tenant);
  return portalFrame({
    visit,
    title: "User consent settings",
    path: consentSettingsPath,
    body: html`<p class="crumbs">Consent and permissions</p>
      <h1>User consent settings</h1>
      <p>
        Control when end users and group owners are allowed to grant consent to applications, and when they
        will be required to request administrator review and approval.
      </p>
      ${notice}
      <form method="post" action="${consentSettingsPath}">
        ${formToken(visit)}
        <fieldset>
          <legend>User consent for applications</legend>
          ${userOptions.map((option) => radio("userConsent", option, current))}
          ${tenant.customPolicies.map(({ id, displayName }) =>
            radio(
              "userConsent",
              {
                value: `custom:${id}`,
                text: `Custom policy: ${displayName ?? id}`,
                hint: "A consent policy of this organization, in place of Microsoft's.",
              },
              current ?? `custom:${assigned[0] ?? ""}`,
            ),
          )}
          ${
            assigned.length > 0
              ? html`<p class="quiet">
                  Assigned now: ${assigned.join(", ")}. Choosing one of Microsoft's options keeps a custom policy
                  beside it, except "Do not allow user consent".
                </p>`
              : undefined
          }
        </fieldset>
        <fieldset>
          <legend>Group owner consent for apps accessing data</legend>
          ${ownerOptions.map((option) => radio("groupOwnerConsent", option, tenant.groupOwnerConsent))}
          <p class="quiet">This concerns data of groups and teams, not people's mail.</p>
        </fieldset>
        <p class="quiet">
          Risk-based step-up consent is ${tenant.blockUserConsentForRiskyApps ? "on" : "off"}. Admin consent
          requests are ${tenant.adminConsentWorkflow.isEnabled ? "on" : "off"}.
        </p>
        <button class="primary">Save</button>
      </form>`,
  });
}

function radio(
  name: string,
  { value, text, hint }: { value: string; text: string; hint: string },
  current: string | undefined,
): SafeHtml {
  const checked = value === current ? new SafeHtml("checked") : "";
  const id = `${name}-${value.replaceAll(/[^\w-]/g, "_")}`;
  return html`<div class="option">
    <label for="${id}">
      <input
        type="radio"
        id="${id}"
        name="${name}"
        value="${value}"
        aria-describedby="${id}-hint"
        ${checked}
      />${text}
    </label>
    <small id="${id}-hint">${hint}</small>
  </div>`;
}
