import { html, type SafeHtml } from "../../core/html.ts";
import { textOf, type OpenOrg, type StoredRecord } from "../org.ts";
import type { ConsentQuestion } from "../oauth/authorize.ts";
import { renderPage } from "./layout.ts";

export const pageTitles = {
  login: "Login",
  consent: "Allow Access?",
  oauthError: "OAuth Error",
} as const;

export interface LoginChoice {
  readonly opened: OpenOrg;
  readonly user: StoredRecord;
  readonly profileName: string;
}

export interface LoginPage {
  readonly choices: readonly LoginChoice[];
  readonly startUrl: string;
  readonly problem?: string | undefined;
}

/** Choosing a user is signing in. */
export function renderLoginPage({ choices, startUrl, problem }: LoginPage): string {
  return renderPage(
    pageTitles.login,
    html`<div class="card narrow">
      <h1>Log in to Salesforce</h1>
      ${problem && html`<p role="alert">${problem}</p>`}
      <p id="choose">Choose a user.</p>
      <form method="post" action="/salesforce/login">
        <input type="hidden" name="startURL" value="${startUrl}" />
        <ul class="people" aria-labelledby="choose">
          ${choices.map(
            ({ opened, user, profileName }) => html`<li>
            <button type="submit" name="username" value="${textOf(user, "Username")}">
              ${textOf(user, "Name")}
              <small>${textOf(user, "Username")} · ${profileName} · ${opened.org.name}</small>
            </button>
          </li>`,
          )}
        </ul>
      </form>
    </div>`,
  );
}

/** Salesforce's own words for what a scope lets an app do. */
const scopeSentences: Readonly<Record<string, string>> = {
  id: "Access the identity URL service",
  openid: "Access unique user identifiers",
  api: "Manage user data via APIs",
  refresh_token: "Perform requests at any time",
  web: "Manage user data via Web browsers",
  full: "Full access",
  profile: "Access the identity URL service",
  email: "Access the identity URL service",
};

export function renderConsentPage({ pending, app, user, scopes }: ConsentQuestion): string {
  const sentences = [...new Set(scopes.map((scope) => scopeSentences[scope] ?? scope))];
  return renderPage(
    pageTitles.consent,
    html`<div class="card narrow">
      <h1>${pageTitles.consent}</h1>
      <p>${app.name} is asking to:</p>
      <ul>
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      <p>
        Do you want to allow access for ${textOf(user, "Username")}?
        (<a href="/salesforce/logout?startURL=${encodeURIComponent(authorizeUrl(pending.query))}">Not you?</a>)
      </p>
      <form method="post" action="/salesforce/setup/secur/RemoteAccessAuthorizationPage.apexp" class="actions">
        <input type="hidden" name="source" value="${pending.id}" />
        <button type="submit" id="oadeny" name="decision" value="deny">Deny</button>
        <button type="submit" id="oaapprove" name="decision" value="allow" class="primary">Allow</button>
      </form>
    </div>`,
  );
}

export function authorizeUrl(query: string): string {
  return `/salesforce/services/oauth2/authorize?${query}`;
}

/** The page of the refusals that never reach the application's callback. */
export function renderOauthErrorPage({ error, description }: { error: string; description: string }): string {
  const code = error.startsWith("OAUTH_") ? error : "OAUTH_APPROVAL_ERROR_GENERIC";
  const sentence =
    code === "OAUTH_APPROVAL_ERROR_GENERIC"
      ? "An unexpected error has occured during authentication. Please try again."
      : description;
  return renderErrorCard(html`<p>
      We can&#39;t authorize you because of an OAuth error. For more information, contact your Salesforce
      administrator.
    </p>
    <p>${code} : ${sentence}</p>`);
}

/** A call so wrong that Salesforce answers it with the bare error. */
export function renderRefusalPage({ error, description }: { error: string; description: string }): string {
  return renderErrorCard(html`<p>error=${error}&amp;error_description=${description}</p>`);
}

function renderErrorCard(content: SafeHtml): string {
  return renderPage(
    pageTitles.oauthError,
    html`<div class="card narrow" role="alert">
      <h1>${pageTitles.oauthError}</h1>
      ${content}
    </div>`,
  );
}
