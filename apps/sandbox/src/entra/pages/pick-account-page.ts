import { html } from "../../core/html.ts";
import type { DirectoryUser } from "../../core/directory.ts";
import type { SignInFlow } from "../entra-records.ts";
import { flowFields, flowLink } from "./flow-fields.ts";
import { pageFrame, type RenderedPage } from "./page-frame.ts";

export interface PickAccountView {
  readonly flow: SignInFlow;
  readonly appName: string;
  readonly accounts: readonly { readonly user: DirectoryUser; readonly isSignedIn: boolean }[];
  readonly notice?: string | undefined;
}

/** Choosing an account is signing in: the sandbox knows no passwords. */
export function pickAccountPage({ flow, appName, accounts, notice }: PickAccountView): RenderedPage {
  const title = "Pick an account";
  const tiles = accounts.map(
    ({ user, isSignedIn }) =>
      html`<li>
        <button class="account" name="account" value="${user.userPrincipalName}">
          ${user.displayName}<small>${user.userPrincipalName}${isSignedIn ? " · Signed in" : ""}</small>
        </button>
      </li>`,
  );
  return {
    title,
    aadsts: null,
    document: pageFrame(
      title,
      html`<h1>${title}</h1>
        <p>to continue to ${appName}</p>
        ${notice === undefined ? undefined : html`<p class="notice" role="alert">${notice}</p>`}
        <form method="post" action="/common/login">
          ${flowFields(flow)}
          <ul>
            ${tiles}
          </ul>
        </form>
        <details ${notice === undefined ? "" : "open"}>
          <summary>Use another account</summary>
          <form method="post" action="/common/login">
            ${flowFields(flow)}
            <label class="field" for="account">Email, phone, or Skype</label>
            <input id="account" type="text" name="account" autocomplete="username" maxlength="320" required />
            <div class="actions"><button class="primary">Next</button></div>
          </form>
        </details>
        <p class="actions"><a href="${flowLink(flow, "leave")}">Back</a></p>`,
    ),
  };
}
