import { decide, type Decision } from "@outrigger/consent";
import { directoryOf, type Application, type DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import {
  isForTenant,
  readAuthorizeRequest,
  readClientId,
  readParameters,
  readRedirectUri,
  ReturnedError,
  type AuthorizationRequest,
} from "./authorization-request.ts";
import { buildConsentCase } from "./consent-case.ts";
import { EntraError, parseAadsts, type AadstsCode } from "./entra-error.ts";
import type { SignInFlow } from "./entra-records.ts";
import { parseScope, qualifyScope, staticPermissions } from "./parse-scope.ts";
import { recordRefusedConsent } from "./record-consent.ts";
import { findApplication, resolveTenant } from "./resolve-tenant.ts";
import { declineStep, finishSignIn, leave, signInEvent } from "./return-to-application.ts";
import { recordSignIn } from "./sign-in-log.ts";
import {
  moveFlow,
  openFlow,
  readParty,
  secondsNow,
  signedInUsers,
  signIn,
  type FlowParty,
  type SignInStep,
  type SignInVisit,
} from "./sign-in-visit.ts";

/** GET or POST /{tenant}/oauth2/v2.0/authorize. Throws EntraError (a page) and ReturnedError (a redirect). */
export function beginAuthorize(visit: SignInVisit, tenantSegment: string, raw: unknown): SignInStep {
  const { context } = visit;
  const selection = resolveTenant(context, tenantSegment);
  const parameters = readParameters(raw);
  const app = findApplication(context, readClientId(parameters), selection);
  const redirectUri = readRedirectUri(parameters, app);
  const request = readAuthorizeRequest(parameters, { tenantSegment, app, redirectUri });
  checkScope(request, app);
  if (request.prompt === "none") return authorizeSilently(visit, request);
  const flow = openFlow(visit, request);
  const session =
    request.prompt === undefined || request.prompt === "consent" ? findSession(visit, request) : undefined;
  return session ? evaluateSignIn(visit, flow, session) : { kind: "page", flow };
}

/** GET /{tenant}/v2.0/adminconsent (named scopes) and /{tenant}/adminconsent (the static list). */
export function beginAdminConsent(
  visit: SignInVisit,
  { tenantSegment, endpoint }: { tenantSegment: string; endpoint: "adminconsent" | "adminconsent_v1" },
  raw: unknown,
): SignInStep {
  const { context } = visit;
  const selection = resolveTenant(context, tenantSegment);
  const parameters = readParameters(raw);
  // The v2 endpoint does not support `common`; the captured answer complains about a missing response_type.
  if (endpoint === "adminconsent" && selection.kind === "alias" && selection.alias !== "organizations") {
    throw new EntraError(900144, { parameter: "response_type" });
  }
  const app = findApplication(context, readClientId(parameters), selection);
  const redirectUri = readRedirectUri(parameters, app);
  const scope = endpoint === "adminconsent" ? parameters.get("scope") : staticScope(app);
  const returnTo = { redirectUri, responseMode: "query", state: parameters.get("state") } as const;
  if (scope === undefined) {
    throw new ReturnedError(new EntraError(900144, { parameter: "scope" }), returnTo);
  }
  if (scope === "") throw new ReturnedError(new EntraError(1003031), returnTo);
  const request: AuthorizationRequest = {
    ...returnTo,
    endpoint,
    tenantSegment,
    appId: app.appId,
    scope,
    nonce: undefined,
    prompt: undefined,
    loginHint: parameters.get("login_hint"),
    codeChallenge: undefined,
    codeChallengeMethod: undefined,
  };
  checkScope(request, app);
  // Granting for everybody always begins with choosing who does it.
  return { kind: "page", flow: openFlow(visit, request) };
}

function staticScope(app: Application): string {
  return staticPermissions(app).map(qualifyScope).join(" ");
}

function checkScope(request: AuthorizationRequest, app: Application): void {
  try {
    parseScope(request.scope, app);
  } catch (error) {
    throw error instanceof EntraError ? new ReturnedError(error, request) : error;
  }
}

/** The one session that may go on without asking: the hinted one, or the only one. */
function findSession(visit: SignInVisit, request: AuthorizationRequest) {
  const sessions = signedInUsers(visit);
  if (request.loginHint === undefined) return sessions.length === 1 ? sessions[0] : undefined;
  const hint = request.loginHint.toLowerCase();
  return sessions.find(({ user }) => user.userPrincipalName.toLowerCase() === hint);
}

function authorizeSilently(visit: SignInVisit, request: AuthorizationRequest): SignInStep {
  const session = findSession(visit, request);
  if (!session) {
    const several = request.loginHint === undefined && signedInUsers(visit).length > 1;
    throw new ReturnedError(new EntraError(several ? 16000 : 50058), request);
  }
  return evaluateSignIn(visit, openFlow(visit, request), session);
}

/** "Pick an account": a name that nobody has stays on the page. */
export function pickAccount(visit: SignInVisit, flow: SignInFlow, userPrincipalName: string): SignInStep {
  const user = directoryOf(visit.context).findUserByName(userPrincipalName.trim());
  if (flow.stage !== "account") throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  if (!user) {
    const notice =
      "This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.";
    return { kind: "page", flow: moveFlow(visit, flow, {}), notice };
  }
  if (!user.accountEnabled) throw new EntraError(50057, {}, { correlationId: flow.correlationId });
  const authTime = signIn(visit, user);
  if (flow.request.endpoint === "device") {
    return {
      kind: "page",
      flow: moveFlow(visit, flow, { stage: "device_confirm", userId: user.id, authTime }),
    };
  }
  return evaluateSignIn(visit, flow, { user, authTime });
}

/** "Are you trying to sign in to …?": only then does Entra look at who asks for what. */
export function confirmDevice(visit: SignInVisit, flow: SignInFlow, goesOn: boolean): SignInStep {
  if (flow.stage !== "device_confirm") throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  if (!goesOn) return declineStep(visit, flow);
  const { user } = readParty(visit.context, flow);
  return evaluateSignIn(visit, flow, { user, authTime: flow.authTime ?? secondsNow(visit.context) });
}

/** What Entra decides once it knows who asks; every later step asks again and trusts no form. */
export function decideFlow(context: SandboxContext, flow: SignInFlow, party: FlowParty): Decision {
  const { request } = flow;
  return decide(
    buildConsentCase(context, {
      ...party,
      endpoint: isForTenant(request) ? "adminconsent" : "authorize",
      scope: request.scope,
      prompt: request.prompt,
    }),
  );
}

/** From here on Entra knows who asks: straight through, a prompt, a wall, or an error. */
export function evaluateSignIn(
  visit: SignInVisit,
  opened: SignInFlow,
  { user, authTime }: { user: DirectoryUser; authTime: number },
): SignInStep {
  const { context } = visit;
  const flow = moveFlow(visit, opened, { userId: user.id, authTime });
  const party = readParty(context, flow);
  const decision = decideFlow(context, flow, party);
  switch (decision.outcome) {
    case "code":
      // /adminconsent and the portal grant something or nothing; they never sign anybody in.
      return isForTenant(flow.request) ? leave(visit, flow) : finishSignIn(visit, flow, party);
    case "consent_prompt":
      return { kind: "page", flow: moveFlow(visit, flow, { stage: "consent" }) };
    case "need_admin_approval":
    case "approval_request": {
      const waits = decision.outcome === "approval_request";
      logRefusal(context, { flow, party, code: parseAadsts(decision.aadsts) ?? (waits ? 90095 : 90094) });
      return { kind: "page", flow: moveFlow(visit, flow, { stage: waits ? "approval_form" : "need_admin" }) };
    }
    case "error":
      return refuse(visit, { flow, party, code: parseAadsts(decision.aadsts) ?? 90094 });
  }
}

interface Refusal {
  readonly flow: SignInFlow;
  readonly party: FlowParty;
  readonly code: AadstsCode;
}

/** The token service of the account's own tenant, as AADSTS50020 names it. */
export function issuerOf({ tenantId }: Pick<DirectoryUser, "tenantId">): string {
  return `https://sts.windows.net/${tenantId}/`;
}

function describeRefusal({ flow, party, code }: Refusal): EntraError {
  return new EntraError(
    code,
    {
      appId: party.app.appId,
      appName: party.app.displayName,
      tenant: party.tenant.displayName,
      user: party.user.userPrincipalName,
      issuer: issuerOf(party.user),
      scope: flow.request.scope,
      resource: flow.request.scope,
    },
    { correlationId: flow.correlationId },
  );
}

function logRefusal(context: SandboxContext, refusal: Refusal): EntraError {
  const { flow, party } = refusal;
  const error = describeRefusal(refusal);
  recordSignIn(context, { ...signInEvent(flow, party), error });
  if (error.code === 900941 || error.code === 900981) {
    const reason = "Risky application detected";
    recordRefusedConsent(context, { ...party, correlationId: flow.correlationId, reason });
  }
  return error;
}

/** A gate that no prompt can open: told by redirect where the application asked for silence, else on a page. */
function refuse(visit: SignInVisit, refusal: Refusal): SignInStep {
  const error = logRefusal(visit.context, refusal);
  moveFlow(visit, refusal.flow, { stage: "finished" });
  // 1003031 reaches the application, too ("Admin consent", error response).
  const isReturned = refusal.flow.request.prompt === "none" || error.code === 1003031;
  if (isReturned) throw new ReturnedError(error, refusal.flow.request);
  throw error;
}

/** "Have an admin account? Sign in with that account". */
export function switchAccount(visit: SignInVisit, flow: SignInFlow): SignInStep {
  return { kind: "page", flow: moveFlow(visit, flow, { stage: "account", userId: undefined }) };
}
