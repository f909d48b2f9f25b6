import type { Application } from "../core/directory.ts";
import { EntraError } from "./entra-error.ts";

export type ResponseMode = "query" | "fragment" | "form_post";

/** What the application asked for at /authorize, /devicecode or /adminconsent, checked, as the sign-in keeps it. */
export interface AuthorizationRequest {
  /**
   * `portal_grant` is the prompt behind the admin center's button, for the static list; `portal_review` the one of a
   * reviewer, for what people asked for.
   */
  readonly endpoint:
    | "authorize"
    | "device"
    | "adminconsent"
    | "adminconsent_v1"
    | "portal_grant"
    | "portal_review";
  readonly tenantSegment: string;
  readonly appId: string;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly scope: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly prompt: "login" | "none" | "consent" | "select_account" | undefined;
  readonly loginHint: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly codeChallengeMethod: "S256" | "plain" | undefined;
  /** The device that waits for this sign-in; it has no redirect URI. */
  readonly deviceCodeId?: string | undefined;
}

/** Whether an accepted prompt counts for the whole tenant, and signs nobody in. */
export function isForTenant({ endpoint }: Pick<AuthorizationRequest, "endpoint">): boolean {
  return endpoint !== "authorize" && endpoint !== "device";
}

/** Whoever grants in the admin center has signed in there already. */
export function isFromPortal({ endpoint }: Pick<AuthorizationRequest, "endpoint">): boolean {
  return endpoint === "portal_grant" || endpoint === "portal_review";
}

/** Where an answer goes once the redirect URI is known to be the application's own. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

/** A fault that the application hears about by redirect; faults before that stay on Entra's own page. */
export class ReturnedError extends Error {
  readonly returnTo: ReturnAddress;
  override readonly cause: EntraError;
  constructor(cause: EntraError, returnTo: ReturnAddress) {
    super(cause.message, { cause });
    this.cause = cause;
    this.returnTo = returnTo;
  }
}

export type RequestParameters = ReadonlyMap<string, string>;

/** Query or form as a map. Throws 9000411 where a parameter comes twice. */
export function readParameters(raw: unknown): RequestParameters {
  const parameters = new Map<string, string>();
  if (typeof raw !== "object" || raw === null) return parameters;
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value !== "string") throw new EntraError(9000411, { parameter: name });
    if (value !== "") parameters.set(name, value);
  }
  return parameters;
}

/** Throws 900144 (a page: without a client there is nowhere to return to). */
export function readClientId(parameters: RequestParameters): string {
  const clientId = parameters.get("client_id");
  if (clientId === undefined) throw new EntraError(900144, { parameter: "client_id" });
  return clientId;
}

/** Throws 900144, 500113 and 50011; none of them may ever redirect (RFC 6749 §4.1.2.1). */
export function readRedirectUri(parameters: RequestParameters, app: Application): string {
  const redirectUri = parameters.get("redirect_uri");
  if (redirectUri === undefined) throw new EntraError(900144, { parameter: "redirect_uri" });
  const registeredUris = [
    ...app.redirectUris,
    ...(app.spaRedirectUris ?? []),
    ...(app.publicClientRedirectUris ?? []),
  ];
  if (registeredUris.length === 0) throw new EntraError(500113);
  const isRegistered = registeredUris.some((registered) => isSameRedirect(registered, redirectUri));
  if (!isRegistered || !URL.canParse(redirectUri)) {
    throw new EntraError(50011, { redirectUri, appId: app.appId });
  }
  return withPath(redirectUri);
}

/** A URI without a path comes back with one (reply-url.md). */
export function withPath(redirectUri: string): string {
  return redirectUri.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)$/i, "$1/");
}

/** Equal letter by letter; only the port of http://localhost is ignored (RFC 8252 §7.3, reply-url.md). */
function isSameRedirect(registered: string, asked: string): boolean {
  if (registered === asked) return true;
  const port = /^http:\/\/localhost(?::\d{1,5})?(?=[/?]|$)/;
  if (!port.test(registered) || !port.test(asked)) return false;
  return registered.replace(port, "http://localhost") === asked.replace(port, "http://localhost");
}

/** Reads what follows client and redirect URI at /authorize. Throws ReturnedError. */
export function readAuthorizeRequest(
  parameters: RequestParameters,
  { tenantSegment, app, redirectUri }: { tenantSegment: string; app: Application; redirectUri: string },
): AuthorizationRequest {
  const state = parameters.get("state");
  const responseMode = oneOf(parameters.get("response_mode"), ["query", "fragment", "form_post"]) ?? "query";
  const fail = (error: EntraError) => new ReturnedError(error, { redirectUri, responseMode, state });
  const invalid = (parameter: string) =>
    fail(new EntraError(90023, { parameter, value: parameters.get(parameter) ?? "" }));

  const responseType = parameters.get("response_type");
  if (responseType === undefined) throw fail(new EntraError(900144, { parameter: "response_type" }));
  // No registration of the sandbox has switched on the implicit or hybrid grant.
  if (responseType !== "code") throw fail(new EntraError(700051, { responseType }));
  if (parameters.has("response_mode") && responseMode !== parameters.get("response_mode")) {
    throw invalid("response_mode");
  }
  const prompt = oneOf(parameters.get("prompt"), ["login", "none", "consent", "select_account"]);
  if (parameters.has("prompt") && prompt === undefined) throw invalid("prompt");
  const codeChallenge = parameters.get("code_challenge");
  const codeChallengeMethod = oneOf(parameters.get("code_challenge_method"), ["S256", "plain"]);
  if (parameters.has("code_challenge_method") && codeChallengeMethod === undefined) {
    throw invalid("code_challenge_method");
  }
  if (codeChallenge !== undefined && !/^[\w.~-]{43,128}$/.test(codeChallenge))
    throw invalid("code_challenge");
  const scope = parameters.get("scope");
  if (scope === undefined) throw fail(new EntraError(900144, { parameter: "scope" }));
  return {
    endpoint: "authorize",
    tenantSegment,
    appId: app.appId,
    redirectUri,
    responseMode,
    scope,
    state,
    nonce: parameters.get("nonce"),
    prompt,
    loginHint: parameters.get("login_hint"),
    codeChallenge,
    // RFC 7636 §4.3: without a method the challenge is plain.
    codeChallengeMethod: codeChallenge === undefined ? undefined : (codeChallengeMethod ?? "plain"),
  };
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}
