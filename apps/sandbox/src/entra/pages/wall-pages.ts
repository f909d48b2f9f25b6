import { html } from "../../core/html.ts";
import type { SignInFlow } from "../entra-records.ts";
import type { ScopeRef } from "../parse-scope.ts";
import type { FlowParty } from "../sign-in-visit.ts";
import { permissionList } from "./consent-page.ts";
import { appIdentity, flowFields, flowLink } from "./flow-fields.ts";
import { pageFrame, type RenderedPage } from "./page-frame.ts";

export interface WallView {
  readonly flow: SignInFlow;
  readonly party: FlowParty;
  readonly aadsts: string;
}

/** The wall: only an administrator can go on (SA: troubleshoot-consent-issues). */
export function needAdminApprovalPage({ flow, party, aadsts }: WallView): RenderedPage {
  const title = "Need admin approval";
  const { app, user } = party;
  return {
    title,
    aadsts,
    document: pageFrame(
      title,
      html`<p class="identity">${user.userPrincipalName}</p>
        <h1>${title}</h1>
        ${appIdentity(app)}
        <p>
          ${app.displayName} needs permission to access resources in your organization that only an admin can
          grant. Please ask an admin to grant permission to this app before you can use it.
        </p>
        <p><a href="${flowLink(flow, "switch")}">Have an admin account? Sign in with that account</a></p>
        <p><a href="${flowLink(flow, "leave")}">Return to the application without granting consent</a></p>
        ${troubleshooting(flow, aadsts)}`,
    ),
  };
}

export interface ApprovalFormView extends WallView {
  readonly permissions: readonly ScopeRef[];
  /** When this person asked before, and nobody has answered yet. */
  readonly pendingSince?: string | undefined;
  readonly notice?: string | undefined;
}

/** The wall where the admin consent workflow is on. */
export function approvalRequiredPage(view: ApprovalFormView): RenderedPage {
  const { flow, party, aadsts, permissions, pendingSince, notice } = view;
  const title = "Approval required";
  return {
    title,
    aadsts,
    document: pageFrame(
      title,
      html`<p class="identity">${party.user.userPrincipalName}</p>
        <h1>${title}</h1>
        ${appIdentity(party.app)}
        <p>This app requires your admin's approval to:</p>
        ${permissionList(permissions, false)}
        ${
          pendingSince === undefined
            ? undefined
            : html`<p class="warning" role="status">
                You requested approval for this app on ${pendingSince.slice(0, 10)}. The request is pending.
              </p>`
        }
        ${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
        <form method="post" action="/common/AdminConsentRequest">
          ${flowFields(flow)}
          <label class="field" for="justification">Enter justification for requesting this app</label>
          <textarea id="justification" name="justification" maxlength="1000" required></textarea>
          <div class="actions">
            <button class="primary">Request approval</button>
          </div>
        </form>
        <p><a href="${flowLink(flow, "switch")}">Have an admin account? Sign in with that account</a></p>
        <p><a href="${flowLink(flow, "leave")}">Return to the application without granting consent</a></p>
        ${troubleshooting(flow, aadsts)}`,
    ),
  };
}

export function requestSentPage({ flow, party }: Omit<WallView, "aadsts">): RenderedPage {
  const title = "Request sent";
  return {
    title,
    aadsts: null,
    document: pageFrame(
      title,
      html`<p class="identity">${party.user.userPrincipalName}</p>
        <h1>${title}</h1>
        ${appIdentity(party.app)}
        <p>Your request has been sent to your admin. You will get an email when it has been reviewed.</p>
        <p class="actions"><a href="${flowLink(flow, "leave")}">Back to app</a></p>`,
    ),
  };
}

function troubleshooting(flow: SignInFlow, aadsts: string) {
  return html`<details>
    <summary>Troubleshooting details</summary>
    <dl>
      <dt>Error code</dt>
      <dd>${aadsts}</dd>
      <dt>Correlation Id</dt>
      <dd>${flow.correlationId}</dd>
    </dl>
  </details>`;
}
