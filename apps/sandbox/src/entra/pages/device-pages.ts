import { html } from "../../core/html.ts";
import type { Application } from "../../core/directory.ts";
import { DEVICE_PAGE } from "../device-sign-in.ts";
import type { SignInFlow } from "../entra-records.ts";
import type { FlowParty } from "../sign-in-visit.ts";
import { appIdentity, flowFields } from "./flow-fields.ts";
import { pageFrame, type RenderedPage } from "./page-frame.ts";

export const ENTER_CODE = "Enter code";

/** The first page of the device code flow. */
export function enterCodePage({ code, notice }: { code: string; notice?: string }): RenderedPage {
  return {
    title: ENTER_CODE,
    aadsts: null,
    document: pageFrame(
      ENTER_CODE,
      html`<h1>${ENTER_CODE}</h1>
        <p id="what">Enter the code displayed on your app or device.</p>
        ${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
        <form method="post" action="${DEVICE_PAGE}">
          <label class="field" for="otc">Code</label>
          <input
            id="otc"
            type="text"
            name="otc"
            value="${code}"
            maxlength="40"
            autocomplete="off"
            autocapitalize="characters"
            aria-describedby="what"
            required
          />
          <div class="actions"><button class="primary">Next</button></div>
        </form>`,
    ),
  };
}

/** Shown to whoever has signed in with a code, so that nobody lends an account to a stranger's device. */
export function confirmDevicePage(flow: SignInFlow, { app, user }: FlowParty): RenderedPage {
  const title = `Are you trying to sign in to ${app.displayName}?`;
  return {
    title,
    aadsts: null,
    document: pageFrame(
      title,
      html`<p class="identity">${user.userPrincipalName}</p>
        <h1>${title}</h1>
        ${appIdentity(app)}
        <p>Only continue if you downloaded the app from a store or website that you trust.</p>
        <form method="post" action="/common/DeviceConfirm">
          ${flowFields(flow)}
          <div class="actions">
            <button name="answer" value="cancel">Cancel</button>
            <button class="primary" name="answer" value="continue">Continue</button>
          </div>
        </form>`,
    ),
  };
}

export function deviceDonePage(app: Pick<Application, "displayName">): RenderedPage {
  return closingPage(`You have signed in to the ${app.displayName} application on your device`);
}

export function deviceCanceledPage(app: Pick<Application, "displayName">): RenderedPage {
  return closingPage(`You canceled signing in to the ${app.displayName} application on your device`);
}

function closingPage(title: string): RenderedPage {
  return {
    title,
    aadsts: null,
    document: pageFrame(
      title,
      html`<h1>${title}</h1>
        <p>You may now close this window.</p>`,
    ),
  };
}
