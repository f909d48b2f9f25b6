import type { Decision } from "@outrigger/consent";
import { html, type SafeHtml } from "../../core/html.ts";
import type { SignInFlow } from "../entra-records.ts";
import type { ScopeRef } from "../parse-scope.ts";
import { findResource, findScope } from "../permission-catalog.ts";
import type { FlowParty } from "../sign-in-visit.ts";
import { appIdentity, flowFields } from "./flow-fields.ts";
import { pageFrame, type RenderedPage } from "./page-frame.ts";

export interface ConsentView {
  readonly flow: SignInFlow;
  readonly party: FlowParty;
  readonly decision: Decision;
  readonly permissions: readonly ScopeRef[];
}

/** "Permissions requested", for oneself, with the checkbox for administrators, or for the organization. */
export function consentPage({ flow, party, decision, permissions }: ConsentView): RenderedPage {
  const { app, user, tenant } = party;
  const forAdmin = decision.organizationCheckbox || decision.tenantWide;
  const subtitle = decision.tenantWide ? "Accept for your organization" : undefined;
  return {
    title: subtitle === undefined ? "Permissions requested" : `Permissions requested – ${subtitle}`,
    aadsts: decision.aadsts,
    document: pageFrame(
      "Permissions requested",
      html`<p class="identity">${user.userPrincipalName}</p>
        <h1>Permissions requested</h1>
        ${subtitle && html`<h2>${subtitle}</h2>`} ${appIdentity(app)} ${warningOf(decision)}
        <p>
          This application is not published by
          Microsoft${decision.tenantWide ? ` or ${tenant.displayName}` : ""}.
        </p>
        <p>This app would like to:</p>
        ${permissionList(permissions, forAdmin)}
        ${
          decision.tenantWide
            ? html`<p>
                If you accept, this app will get access to the specified resources for all users in your
                organization. No one else will be prompted to review these permissions.
              </p>`
            : undefined
        }
        <p class="quiet">
          Accepting these permissions means that you allow this app to use your data as specified in their
          terms of service and privacy statement. You can change these permissions at
          https://myapps.microsoft.com.
        </p>
        <form method="post" action="/common/Consent/Set">
          ${flowFields(flow)}
          ${
            decision.organizationCheckbox
              ? html`<label class="check"
                  ><input type="checkbox" name="organization" value="true" />Consent on behalf of your
                  organization</label
                >`
              : undefined
          }
          <div class="actions">
            <button name="answer" value="cancel">Cancel</button>
            <button class="primary" name="answer" value="accept">Accept</button>
          </div>
        </form>`,
    ),
  };
}

/** The permissions with a description that unfolds: the user's words for users, the administrator's for those. */
export function permissionList(permissions: readonly ScopeRef[], forAdmin: boolean): SafeHtml {
  const items = permissions.map(({ resourceAppId, value }) => {
    const resource = findResource(resourceAppId);
    const scope = resource && findScope(resource, value);
    const name = forAdmin ? scope?.adminConsentDisplayName : scope?.userConsentDisplayName;
    const description = forAdmin ? scope?.adminConsentDescription : scope?.userConsentDescription;
    return html`<li>
      <details>
        <summary>${name?.trim() ?? value}</summary>
        <p>${description}</p>
        <p class="quiet">${resource?.displayName} · ${value}</p>
      </details>
    </li>`;
  });
  return html`<ul aria-label="Permissions">
    ${items}
  </ul>`;
}

function warningOf(decision: Decision): SafeHtml | undefined {
  if (!decision.warnings.includes("risky_app")) return undefined;
  return html`<p class="warning" role="alert">
    AADSTS900981: This app may be risky. If you trust this app, please ask your admin to grant you access.
  </p>`;
}
