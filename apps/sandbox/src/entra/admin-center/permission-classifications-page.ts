import type { Tenant } from "../../core/directory.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import { apiResources, findResource, findScope } from "../permission-catalog.ts";
import { portalFrame } from "./portal-frame.ts";
import { formToken } from "./portal-routes.ts";
import type { PortalVisit } from "./portal-session.ts";
import { portalTable } from "./portal-table.ts";

export const classificationsPath = "/entra/consent-and-permissions/permission-classifications";

export const classificationLevels = ["low", "medium", "high"] as const;
export type ClassificationLevel = (typeof classificationLevels)[number];

/** The five that Microsoft's page offers to add at once. */
export const mostRequested = ["openid", "profile", "email", "offline_access", "User.Read"];

export interface ClassificationsView {
  readonly visit: PortalVisit;
  readonly tenant: Tenant;
  readonly level: ClassificationLevel;
  readonly notice?: SafeHtml | undefined;
}

/** "Consent and permissions | Permission classifications". */
export function classificationsPage({ visit, tenant, level, notice }: ClassificationsView): string {
  const tabs = classificationLevels.map(
    (name) =>
      html`<a role="tab" aria-selected="${name === level ? "true" : "false"}" href="${classificationsPath}?level=${name}"
        >
          ${title(name)}
        </a>`,
  );
  const classified = tenant.classifications.filter((entry) => entry.classification === level);
  const path = `${classificationsPath}?level=${level}`;
  return portalFrame({
    visit,
    title: "Permission classifications",
    path: classificationsPath,
    body: html`<p class="crumbs">Consent and permissions</p>
      <h1>Permission classifications</h1>
      <p class="quiet">
        What is classified as low can be consented to by users, where the tenant's policy allows that to
        verified publishers. What only administrators may consent to cannot be classified.
      </p>
      ${notice}
      <div role="tablist" aria-label="Classification">${tabs}</div>
      <div role="tabpanel" aria-label="${title(level)}">
        ${
          level === "low"
            ? html`<form class="toolbar" method="post" action="${classificationsPath}/most-requested">
                ${formToken(visit)}
                <button>Yes, add the 5 most-requested permissions</button>
                <span class="quiet">${mostRequested.join(", ")}</span>
              </form>`
            : undefined
        }
        <form class="toolbar" method="post" action="${classificationsPath}">
          ${formToken(visit)}
          <input type="hidden" name="level" value="${level}" />
          <label for="permission">Permission</label>
          <select id="permission" name="permission" required>
            ${apiResources.map(
              ({ appId, displayName, scopes }) =>
                html`<optgroup label="${displayName}">
                  ${scopes
                    .filter(({ type }) => type === "User")
                    .map(({ value }) => html`<option value="${appId}/${value}">${value}</option>`)}
                </optgroup>`,
            )}
          </select>
          <button class="primary">Add permission</button>
        </form>
        ${portalTable({
          label: "Classified permissions",
          headers: ["API used", "Permission", "Description", "Actions"],
          rows: classified.map(({ resourceAppId, value }) => [
            findResource(resourceAppId)?.displayName ?? resourceAppId,
            value,
            describe(resourceAppId, value),
            html`<form method="post" action="${classificationsPath}/remove">
              ${formToken(visit)}
              <input type="hidden" name="level" value="${level}" />
              <input type="hidden" name="permission" value="${resourceAppId}/${value}" />
              <button aria-label="Remove ${value}">Remove</button>
            </form>`,
          ]),
          empty: `Nothing is classified as ${level}. Add the first above.`,
        })}
        <p><a href="${path}">Refresh</a></p>
      </div>`,
  });
}

function title(level: ClassificationLevel): string {
  return `${level.slice(0, 1).toUpperCase()}${level.slice(1)}`;
}

function describe(resourceAppId: string, value: string): string {
  const resource = findResource(resourceAppId);
  return (resource && findScope(resource, value)?.adminConsentDisplayName.trim()) ?? "";
}
