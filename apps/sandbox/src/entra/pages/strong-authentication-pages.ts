import { html } from "../../core/html.ts";
import type { EntraError } from "../entra-error.ts";
import type { SignInFlow } from "../entra-records.ts";
import type { FlowParty } from "../sign-in-visit.ts";
import { flowFields, flowLink } from "./flow-fields.ts";
import { pageFrame, type RenderedPage } from "./page-frame.ts";

/** AADSTS50076 as a step: the sandbox has no telephone, so the page itself approves. */
export function approveRequestPage(flow: SignInFlow, { user }: FlowParty): RenderedPage {
  const title = "Approve sign in request";
  return {
    title,
    aadsts: "AADSTS50076",
    document: pageFrame(
      title,
      html`<p class="identity">${user.userPrincipalName}</p>
        <h1>${title}</h1>
        <p>Open your Authenticator app, and approve the request to sign in.</p>
        <form method="post" action="/common/SAS/ProcessAuth">
          ${flowFields(flow)}
          <div class="actions">
            <button name="answer" value="deny">Deny</button>
            <button class="primary" name="answer" value="approve">Approve</button>
          </div>
        </form>`,
    ),
  };
}

/** AADSTS50079 as a step: the second factor has to be registered first. */
export function moreInformationPage(flow: SignInFlow, { user }: FlowParty): RenderedPage {
  const title = "More information required";
  return {
    title,
    aadsts: "AADSTS50079",
    document: pageFrame(
      title,
      html`<p class="identity">${user.userPrincipalName}</p>
        <h1>${title}</h1>
        <p>Your organization needs more information to keep your account secure.</p>
        <form method="post" action="/common/SAS/ProcessAuth">
          ${flowFields(flow)}
          <p><a href="${flowLink(flow, "switch")}">Use a different account</a></p>
          <div class="actions"><button class="primary" name="answer" value="approve">Next</button></div>
        </form>`,
    ),
  };
}

const blockTitles: Readonly<Record<number, string>> = {
  53000: "You can't get there from here",
  53001: "You can't get there from here",
  50097: "You can't get there from here",
};

/** Conditional Access says no: the sign-in itself went well. */
export function accessBlockedPage(error: EntraError, at: string): RenderedPage {
  const title = blockTitles[error.code] ?? "You cannot access this right now";
  return {
    title,
    aadsts: `AADSTS${error.code}`,
    document: pageFrame(
      title,
      html`<h1>${title}</h1>
        <p>
          Your sign-in was successful but does not meet the criteria to access this resource. For example, you
          might be signing in from a browser, app, or location that is restricted by your admin.
        </p>
        <details open>
          <summary>More details</summary>
          <p role="alert">AADSTS${error.code}: ${error.message}</p>
          <dl>
            <dt>Error Code</dt>
            <dd>${error.code}</dd>
            <dt>Request Id</dt>
            <dd>${error.traceId}</dd>
            <dt>Correlation Id</dt>
            <dd>${error.correlationId}</dd>
            <dt>Timestamp</dt>
            <dd>${at}</dd>
          </dl>
        </details>`,
    ),
  };
}
