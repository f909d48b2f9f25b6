import type { SandboxContext } from "../../core/part.ts";
import { isTrue, openOrg, orgsOf, type OpenOrg, type StoredRecord } from "../org.ts";
import { decideAppAccess, isKnownYet } from "./app-access.ts";
import { rememberConsent } from "./approvals.ts";
import {
  oauthStoreOf,
  randomToken,
  type LoginSession,
  type PendingConsent,
  type SalesforceApp,
} from "./oauth-store.ts";

/** What the authorize call leads to. Errors of the first kind never come back to the application. */
export type AuthorizeStep =
  | { readonly step: "refuse"; readonly error: string; readonly description: string }
  | { readonly step: "show_error_page"; readonly error: string; readonly description: string }
  | { readonly step: "sign_in"; readonly query: string; readonly loginHint: string | undefined }
  | { readonly step: "ask_consent"; readonly transaction: string }
  | { readonly step: "redirect"; readonly location: string };

interface AuthorizeRequest {
  readonly app: SalesforceApp;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly prompts: readonly string[];
  readonly query: URLSearchParams;
}

const codeTtlMs = 15 * 60_000;

/** One step of the web server flow: checks the call, the signed-in user and the org's policy, in Salesforce's order. */
export function authorize(
  context: SandboxContext,
  queryText: string,
  login: LoginSession | undefined,
): AuthorizeStep {
  const checked = checkAuthorizeRequest(context, new URLSearchParams(queryText));
  if ("step" in checked) return checked;
  const signedIn = login && findSignedIn(context, login);
  if (!signedIn || checked.prompts.includes("login")) {
    if (checked.query.get("immediate") === "true") return backToApp(checked, immediateUnsuccessful);
    return askToSignIn(checked);
  }
  const { opened, user } = signedIn;
  const access = decideAppAccess({ opened, app: checked.app, user, scopes: checked.scopes });
  if (access.access === "refused") return refuseAccess(checked, access.reason);
  if (access.needsConsent || checked.prompts.includes("consent")) {
    if (checked.query.get("immediate") === "true") return backToApp(checked, immediateUnsuccessful);
    const transaction = randomToken();
    oauthStoreOf(context.store).pendingConsents.put({
      id: transaction,
      loginSessionId: login.id,
      query: checked.query.toString(),
    });
    return { step: "ask_consent", transaction };
  }
  return issueCode(context, checked, { opened, user });
}

const immediateUnsuccessful = { error: "immediate_unsuccessful", description: "immediate unsuccessful" };

function checkAuthorizeRequest(
  context: SandboxContext,
  query: URLSearchParams,
): AuthorizeRequest | AuthorizeStep {
  const app = oauthStoreOf(context.store).apps.get(query.get("client_id") ?? "");
  if (!app || !isKnownYet(context, app)) {
    return { step: "refuse", error: "invalid_client_id", description: "client identifier invalid" };
  }
  const redirectUri = query.get("redirect_uri");
  if (redirectUri === null) {
    return {
      step: "refuse",
      error: "redirect_uri_missing",
      description: "missing required parameter: redirect_uri",
    };
  }
  if (!app.redirectUris.includes(redirectUri)) {
    return {
      step: "refuse",
      error: "redirect_uri_mismatch",
      description: "redirect_uri must match configuration",
    };
  }
  const request: AuthorizeRequest = {
    app,
    redirectUri,
    scopes: readScopes(query.get("scope"), app),
    state: query.get("state"),
    prompts: (query.get("prompt") ?? "").split(/\s+/).filter(Boolean),
    query,
  };
  const problem = checkResponseType(query) ?? checkChallenge(query, app);
  return problem ? backToApp(request, problem) : request;
}

interface Problem {
  readonly error: string;
  readonly description: string;
}

function checkResponseType(query: URLSearchParams): Problem | undefined {
  const responseType = query.get("response_type");
  if (responseType === "code") return undefined;
  if (responseType === null) {
    return { error: "invalid_request", description: "missing required parameter: response_type" };
  }
  return { error: "unsupported_response_type", description: "response type not supported" };
}

function checkChallenge(query: URLSearchParams, app: SalesforceApp): Problem | undefined {
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null) {
    return app.requirePkce
      ? { error: "invalid_request", description: "missing required code challenge" }
      : undefined;
  }
  if (!/^[A-Za-z0-9._~-]{43,172}$/.test(challenge)) {
    return { error: "invalid_request", description: "invalid code challenge" };
  }
  // Clients in the field send an S256 challenge without naming the method.
  if (method !== null && method !== "S256") {
    return { error: "invalid_request", description: "code challenge method not supported" };
  }
  return undefined;
}

/** `offline_access` is another name of `refresh_token`; without a scope the app's own are asked for. */
function readScopes(scope: string | null, app: SalesforceApp): readonly string[] {
  const asked = (scope ?? "")
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => (name === "offline_access" ? "refresh_token" : name));
  return asked.length === 0 ? app.scopes : [...new Set(asked)];
}

function findSignedIn(
  context: SandboxContext,
  login: LoginSession,
): { opened: OpenOrg; user: StoredRecord } | undefined {
  const org = orgsOf(context.store).get(login.orgId);
  const opened = org && openOrg(context, org);
  const user = opened?.rows("User").get(login.userId);
  return opened && user && isTrue(user, "IsActive") ? { opened, user } : undefined;
}

/** After signing in the same call goes on, without the wish to sign in again. */
function askToSignIn({ query, prompts }: AuthorizeRequest): AuthorizeStep {
  const next = new URLSearchParams(query);
  const rest = prompts.filter((prompt) => prompt !== "login");
  if (rest.length === 0) next.delete("prompt");
  else next.set("prompt", rest.join(" "));
  return { step: "sign_in", query: next.toString(), loginHint: query.get("login_hint") ?? undefined };
}

function refuseAccess(
  request: AuthorizeRequest,
  reason: "app_not_found" | "blocked" | "not_installed" | "invalid_scope" | "not_admin_approved",
): AuthorizeStep {
  switch (reason) {
    case "blocked":
      return backToApp(request, { error: "OAUTH_APP_BLOCKED", description: "this app is blocked by admin" });
    case "not_admin_approved":
      return backToApp(request, {
        error: "OAUTH_APP_ACCESS_DENIED",
        description: "user is not admin approved to access this app",
      });
    case "not_installed":
      return {
        step: "show_error_page",
        error: "invalid_client",
        description: "app must be installed into org",
      };
    case "invalid_scope":
      return {
        step: "show_error_page",
        error: "invalid_scope",
        description: "the requested scope is not allowed",
      };
    case "app_not_found":
      return {
        step: "show_error_page",
        error: "OAUTH_EC_APP_NOT_FOUND",
        description: "External client app is not installed in this org",
      };
  }
}

function backToApp(
  request: Pick<AuthorizeRequest, "redirectUri" | "state">,
  problem: Problem,
): AuthorizeStep {
  return redirectWith(request, { error: problem.error, error_description: problem.description });
}

function redirectWith(
  { redirectUri, state }: Pick<AuthorizeRequest, "redirectUri" | "state">,
  parameters: Readonly<Record<string, string>>,
): AuthorizeStep {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  if (state !== null) location.searchParams.set("state", state);
  return { step: "redirect", location: location.href };
}

function issueCode(
  context: SandboxContext,
  request: AuthorizeRequest,
  { opened, user }: { opened: OpenOrg; user: StoredRecord },
): AuthorizeStep {
  const code = `aPrx${randomToken(40)}==`;
  oauthStoreOf(context.store).codes.put({
    id: code,
    orgId: opened.org.id,
    userId: user.id,
    clientId: request.app.id,
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    codeChallenge: request.query.get("code_challenge"),
    codeChallengeMethod: request.query.get("code_challenge_method"),
    nonce: request.query.get("nonce"),
    expiresAt: context.clock.now().getTime() + codeTtlMs,
    familyId: null,
  });
  return redirectWith(request, { code });
}

export interface ConsentQuestion {
  readonly pending: PendingConsent;
  readonly app: SalesforceApp;
  readonly user: StoredRecord;
  readonly opened: OpenOrg;
  readonly scopes: readonly string[];
}

/** The question behind a consent page; only the browser that was asked may see or answer it. */
export function findConsentQuestion(
  context: SandboxContext,
  transaction: string,
  login: LoginSession | undefined,
): ConsentQuestion | undefined {
  const pending = oauthStoreOf(context.store).pendingConsents.get(transaction);
  if (!pending || !login || pending.loginSessionId !== login.id) return undefined;
  const signedIn = findSignedIn(context, login);
  const checked = checkAuthorizeRequest(context, new URLSearchParams(pending.query));
  if (!signedIn || "step" in checked) return undefined;
  return { pending, app: checked.app, scopes: checked.scopes, ...signedIn };
}

/** Allow or Deny. The policy is asked again: an administrator may have blocked the app meanwhile. */
export function answerConsent(
  context: SandboxContext,
  question: ConsentQuestion,
  decision: "allow" | "deny",
): AuthorizeStep {
  const { pending, opened, user, app, scopes } = question;
  const checked = checkAuthorizeRequest(context, new URLSearchParams(pending.query));
  if ("step" in checked) return checked;
  oauthStoreOf(context.store).pendingConsents.delete(pending.id);
  if (decision === "deny") {
    return backToApp(checked, { error: "access_denied", description: "end-user denied authorization" });
  }
  const access = decideAppAccess({ opened, app, user, scopes });
  if (access.access === "refused") return refuseAccess(checked, access.reason);
  rememberConsent({ opened, app, userId: user.id, scopes });
  return issueCode(context, checked, { opened, user });
}
