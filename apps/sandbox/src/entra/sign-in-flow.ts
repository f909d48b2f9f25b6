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
import { EntraError, parseAadsts } from "./entra-error.ts";
import type { SignInFlow } from "./entra-records.ts";
import { parseScope, staticScope } from "./parse-scope.ts";
import { logRefusal, refuse } from "./refuse-sign-in.ts";
import { findApplication, resolveTenant } from "./resolve-tenant.ts";
import { declineStep, finishSignIn, leave } from "./return-to-application.ts";
import { findUndiscoverableApi } from "./sign-in-conditions/deactivated-application.ts";
import { meetConditions } from "./sign-in-conditions/meet-conditions.ts";
import { refuseName } from "./sign-in-conditions/personal-accounts.ts";
import { checkTenantRestrictions } from "./sign-in-conditions/tenant-access.ts";
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
  if (!user) return refuseName(visit, flow, userPrincipalName);
  if (!user.accountEnabled) throw new EntraError(50057, {}, { correlationId: flow.correlationId });
  const before = signedInUsers(visit).find((entry) => entry.user.id === user.id);
  const hasMfa = flow.request.prompt !== "login" && before?.hasMfa === true;
  const authTime = signIn(visit, user, hasMfa);
  if (flow.request.endpoint === "device") {
    return {
      kind: "page",
      flow: moveFlow(visit, flow, { stage: "device_confirm", userId: user.id, authTime, hasMfa }),
    };
  }
  return evaluateSignIn(visit, flow, { user, authTime, hasMfa });
}

/** "Are you trying to sign in to …?": only then does Entra look at who asks for what. */
export function confirmDevice(visit: SignInVisit, flow: SignInFlow, goesOn: boolean): SignInStep {
  if (flow.stage !== "device_confirm") throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  if (!goesOn) return declineStep(visit, flow);
  const { user } = readParty(visit.context, flow);
  return evaluateSignIn(visit, flow, {
    user,
    authTime: flow.authTime ?? secondsNow(visit.context),
    hasMfa: flow.hasMfa === true,
  });
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
  { user, authTime, hasMfa = false }: { user: DirectoryUser; authTime: number; hasMfa?: boolean },
): SignInStep {
  const { context } = visit;
  const flow = moveFlow(visit, opened, { userId: user.id, authTime, hasMfa });
  const party = readParty(context, flow);
  checkTenantRestrictions(context, party.tenant, visit.allowedTenants);
  const decision = decideFlow(context, flow, party);
  // Gates of the request and of the account come first; that consent is missing is told last.
  const isConsentMissing = decision.aadsts === "AADSTS65001";
  if (decision.outcome === "error" && !isConsentMissing) {
    return refuse(visit, { flow, party, code: parseAadsts(decision.aadsts) ?? 90094 });
  }
  return meetConditions(visit, { flow, party }) ?? goOn(visit, { flow, party }, decision);
}

/** The second factor, given or denied on the page that asked for it. */
export function answerStrongAuthentication(
  visit: SignInVisit,
  flow: SignInFlow,
  isApproved: boolean,
): SignInStep {
  const isAsked = flow.stage === "approve_request" || flow.stage === "more_information";
  if (!isAsked) throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  const party = readParty(visit.context, flow);
  if (!isApproved) return refuse(visit, { flow, party, code: 500121 });
  const authTime = signIn(visit, party.user, true);
  return evaluateSignIn(visit, flow, { user: party.user, authTime, hasMfa: true });
}

/** From here on only consent is in question. */
function goOn(
  visit: SignInVisit,
  { flow, party }: { flow: SignInFlow; party: FlowParty },
  decision: Decision,
): SignInStep {
  const { context } = visit;
  const undiscoverable = decision.outcome === "code" ? undefined : findUndiscoverableApi(party.app);
  if (undiscoverable) return refuse(visit, { flow, party, code: 65005, error: undiscoverable });
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

/** "Have an admin account? Sign in with that account". */
export function switchAccount(visit: SignInVisit, flow: SignInFlow): SignInStep {
  return { kind: "page", flow: moveFlow(visit, flow, { stage: "account", userId: undefined }) };
}
