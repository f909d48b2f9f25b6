import { html } from "../../core/html.ts";
import { findErrorText, formatEntraTime, type EntraError } from "../entra-error.ts";
import { pageFrame, type RenderedPage } from "./page-frame.ts";
import { accessBlockedPage } from "./strong-authentication-pages.ts";

/** Codes that never go back to the application end here. */
export function errorPage(error: EntraError, at: Date): RenderedPage {
  // Only Conditional Access sends claims along.
  if (error.claims !== undefined) return accessBlockedPage(error, formatEntraTime(at));
  const title = "Sorry, but we're having trouble signing you in";
  return {
    title,
    aadsts: `AADSTS${error.code}`,
    document: pageFrame(
      title,
      html`<h1>${title}</h1>
        <p role="alert">AADSTS${error.code}: ${error.message}</p>
        <h2>Troubleshooting details</h2>
        <p>If you contact your administrator, send this info to them.</p>
        <dl>
          <dt>Trace Id</dt>
          <dd>${error.traceId}</dd>
          <dt>Correlation Id</dt>
          <dd>${error.correlationId}</dd>
          <dt>Timestamp</dt>
          <dd>${formatEntraTime(at)}</dd>
        </dl>`,
    ),
  };
}

export function signedOutPage(): RenderedPage {
  const title = "You signed out of your account";
  return {
    title,
    aadsts: null,
    document: pageFrame(
      title,
      html`<h1>${title}</h1>
        <p>It's a good idea to close all browser windows.</p>`,
    ),
  };
}

/** The page that `error_uri` leads to. */
export function errorLookupPage(code: string): RenderedPage {
  const title = "Error code lookup";
  const text = /^\d{4,8}$/.test(code) ? findErrorText(Number(code)) : undefined;
  return {
    title,
    aadsts: null,
    document: pageFrame(
      title,
      text === undefined
        ? html`<h1>${title}</h1>
            <p>This code is not known here.</p>`
        : html`<h1>AADSTS${code}</h1>
            <p>${text}</p>`,
    ),
  };
}
