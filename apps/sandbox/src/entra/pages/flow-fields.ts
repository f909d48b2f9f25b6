import { html, type SafeHtml } from "../../core/html.ts";
import type { Application } from "../../core/directory.ts";
import type { SignInFlow } from "../entra-records.ts";

/** What every form of a sign-in brings back: which flow, and the one-time token of this page. */
export function flowFields(flow: SignInFlow): SafeHtml {
  return html`<input type="hidden" name="ctx" value="${flow.id}" /><input
      type="hidden"
      name="flowToken"
      value="${flow.formToken}"
    />`;
}

/** The address of a link that moves the flow on, as Microsoft's pages have them beside their buttons. */
export function flowLink(flow: SignInFlow, step: "leave" | "switch"): string {
  const query = new URLSearchParams({ ctx: flow.id, flowToken: flow.formToken });
  return `/common/${step === "leave" ? "return" : "switch-account"}?${query.toString()}`;
}

/** The application's name and who publishes it; a verified publisher carries the badge. */
export function appIdentity(app: Pick<Application, "displayName" | "verifiedPublisher">): SafeHtml {
  const publisher = app.verifiedPublisher
    ? html`<span class="badge"
        >${app.verifiedPublisher.displayName}
        <span role="img" aria-label="Verified publisher">&#10004;</span></span
      >`
    : html`<span class="unverified">unverified</span>`;
  return html`<div class="app">
    <span aria-hidden="true">${app.displayName.slice(0, 1)}</span>
    <div><strong>${app.displayName}</strong>${publisher}</div>
  </div>`;
}
