import type { SandboxContext } from "../../core/part.ts";
import { pageTitles } from "../pages/sign-in-pages.ts";
import { answerConsent, authorize, findConsentQuestion, type AuthorizeStep } from "./authorize.ts";
import type { LoginSession } from "./oauth-store.ts";
import { signIn } from "./sign-in.ts";

export interface Walk {
  /** An authorize URL of this sandbox. */
  readonly url: string;
  readonly username: string;
  /** What is pressed on each consent page; with none left, Allow. */
  readonly choices: readonly ("allow" | "deny" | "close")[];
}

export interface WalkResult {
  /** Titles of the pages that were shown, in order. */
  readonly pages: readonly string[];
  /** Where the browser was sent in the end; null where it stayed on a page. */
  readonly location: string | null;
  /** Salesforce's error, wherever it was shown. */
  readonly error: string | null;
}

/** Goes through the authorization as a browser would, with the handlers of the pages; undefined for an unknown user. */
export function walkAuthorization(context: SandboxContext, walk: Walk): WalkResult | undefined {
  const pages: string[] = [];
  const choices = [...walk.choices];
  let login: LoginSession | undefined;
  let step: AuthorizeStep = authorize(context, new URL(walk.url).search.slice(1), login);
  for (;;) {
    switch (step.step) {
      case "redirect":
        return { pages, location: step.location, error: new URL(step.location).searchParams.get("error") };
      case "refuse":
      case "show_error_page":
        return { pages: [...pages, pageTitles.oauthError], location: null, error: step.error };
      case "sign_in": {
        pages.push(pageTitles.login);
        login = signIn(context, walk.username);
        if (!login) return undefined;
        step = authorize(context, step.query, login);
        break;
      }
      case "ask_consent": {
        pages.push(pageTitles.consent);
        const choice = choices.shift() ?? "allow";
        const question = findConsentQuestion(context, step.transaction, login);
        if (choice === "close" || !question) return { pages, location: null, error: null };
        step = answerConsent(context, question, choice);
        break;
      }
    }
  }
}
