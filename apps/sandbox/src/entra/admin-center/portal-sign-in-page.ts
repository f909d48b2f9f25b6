import { directoryOf } from "../../core/directory.ts";
import { html } from "../../core/html.ts";
import { banner, portalFrame } from "./portal-frame.ts";
import type { PortalVisit } from "./portal-session.ts";

const SHOWN_ACCOUNTS = 25;

/** Choosing an account is signing in; administrators first. */
export function portalSignInPage(visit: PortalVisit, problem?: string): string {
  const users = directoryOf(visit.context)
    .users.filter((user) => user.accountEnabled)
    .sort((a, b) => b.directoryRoles.length - a.directoryRoles.length)
    .slice(0, SHOWN_ACCOUNTS);
  const token = html`<input type="hidden" name="formToken" value="${visit.formToken}" />`;
  return portalFrame({
    visit,
    title: "Pick an account",
    path: "/entra",
    body: html`<h1>Pick an account</h1>
      <p>to continue to the Microsoft Entra admin center</p>
      ${problem === undefined ? undefined : banner(problem, "problem")}
      <form method="post" action="/entra/sign-in">
        ${token}
        ${users.map(
          (user) =>
            html`<button class="account" name="account" value="${user.userPrincipalName}">
              ${user.displayName}<small
                >${user.userPrincipalName} · ${user.directoryRoles.join(", ") || "no role"}</small
              >
            </button>`,
        )}
      </form>
      <form method="post" action="/entra/sign-in" class="toolbar">
        ${token}
        <label for="account">Use another account</label>
        <input id="account" type="text" name="account" maxlength="320" required />
        <button>Next</button>
      </form>`,
  });
}
