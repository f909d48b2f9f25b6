import type { SandboxContext } from "../core/part.ts";
import { isForTenant, type AuthorizationRequest, type ReturnedError } from "./authorization-request.ts";
import { approveDevice, declineDevice } from "./device-sign-in.ts";
import { describeEntraError, EntraError, type AadstsCode } from "./entra-error.ts";
import { entraRecords, hashOpaqueValue, newOpaqueValue, type SignInFlow } from "./entra-records.ts";
import { parseScope, resourcesOf } from "./parse-scope.ts";
import { findResource, microsoftGraph } from "./permission-catalog.ts";
import { recordSignIn } from "./sign-in-log.ts";
import {
  moveFlow,
  readParty,
  secondsNow,
  type FlowParty,
  type SignInStep,
  type SignInVisit,
} from "./sign-in-visit.ts";

/** An authorization code lives ten minutes and works once. */
const CODE_SECONDS = 600;

/** The sign-in log's view of a flow: the resource is the first that was asked for. */
export function signInEvent(flow: SignInFlow, { tenant, user, app }: FlowParty) {
  const [resourceAppId] = resourcesOf(parseScope(flow.request.scope, app));
  return {
    tenantId: tenant.id,
    user,
    app,
    resource: findResource(resourceAppId ?? "") ?? microsoftGraph,
    isInteractive: flow.request.prompt !== "none",
    correlationId: flow.correlationId,
  };
}

/** The person is through: a code for the application, or a word to the device that waits. */
export function finishSignIn(visit: SignInVisit, flow: SignInFlow, party: FlowParty): SignInStep {
  if (flow.request.endpoint !== "device") return finishWithCode(visit, flow, party);
  recordSignIn(visit.context, signInEvent(flow, party));
  return approveDevice(visit, flow, party);
}

function finishWithCode(visit: SignInVisit, flow: SignInFlow, party: FlowParty): SignInStep {
  const { context } = visit;
  const { request } = flow;
  const value = newOpaqueValue("1.");
  const now = secondsNow(context);
  const { codes } = entraRecords(context);
  for (const old of codes.filter((code) => code.expiresAt + 86_400 <= now)) codes.delete(old.id);
  codes.put({
    id: hashOpaqueValue(value),
    tenantId: party.tenant.id,
    userId: party.user.id,
    appId: party.app.appId,
    redirectUri: request.redirectUri,
    scope: request.scope,
    nonce: request.nonce,
    codeChallenge: request.codeChallenge,
    codeChallengeMethod: request.codeChallengeMethod,
    authTime: flow.authTime ?? now,
    hasMfa: flow.hasMfa,
    expiresAt: now + CODE_SECONDS,
    redeemed: false,
  });
  recordSignIn(context, signInEvent(flow, party));
  moveFlow(visit, flow, { stage: "finished" });
  return {
    kind: "return",
    returnTo: request,
    parameters: { code: value, ...stateOf(request), session_state: flow.correlationId },
  };
}

/**
 * Back to the application without an answer: from the picker and from the wall alike it is `access_denied` with
 * `error_subcode=cancel` and nothing else, so that the application cannot tell them apart. After a sent approval
 * request it is 65004, which Microsoft documents as expected.
 */
export function leave(visit: SignInVisit, flow: SignInFlow): SignInStep {
  if (flow.stage === "approval_sent") return declineStep(visit, flow);
  if (flow.request.endpoint === "device") return declineDevice(visit, flow);
  moveFlow(visit, flow, { stage: "finished" });
  return {
    kind: "return",
    returnTo: flow.request,
    parameters: { error: "access_denied", error_subcode: "cancel", ...stateOf(flow.request) },
  };
}

/** AADSTS65004. At /adminconsent the answer carries `admin_consent=True` all the same: `error` wins. */
export function declineStep(visit: SignInVisit, flow: SignInFlow): SignInStep {
  const { context } = visit;
  const error = new EntraError(65004, {}, { correlationId: flow.correlationId });
  if (flow.userId !== undefined) {
    const party = readParty(context, flow);
    recordSignIn(context, { ...signInEvent(flow, party), error });
  }
  if (flow.request.endpoint === "device") return declineDevice(visit, flow);
  moveFlow(visit, flow, { stage: "finished" });
  return {
    kind: "return",
    returnTo: flow.request,
    error,
    parameters: {
      error: entraRecords(context).settings().declinedConsentError,
      error_description: describeEntraError(error, context.clock.now()),
      ...(isForTenant(flow.request) ? { admin_consent: "True" } : {}),
      ...stateOf(flow.request),
    },
  };
}

export function stateOf(request: Pick<AuthorizationRequest, "state">): { state?: string } {
  return request.state === undefined ? {} : { state: request.state };
}

/** The parameters of an error that goes back to the application. */
export function returnedParameters(
  context: SandboxContext,
  { cause, returnTo }: ReturnedError,
): Record<string, string> {
  return {
    // Silent requests have names of their own for what the token endpoint calls invalid_grant (v2 auth code flow).
    error: silentNames[cause.code] ?? cause.error,
    error_description: describeEntraError(cause, context.clock.now()),
    ...(cause.claims === undefined ? {} : { claims: cause.claims }),
    ...stateOf(returnTo),
  };
}

const interaction = "interaction_required";
const silentNames: Readonly<Partial<Record<AadstsCode, string>>> = {
  65001: "consent_required",
  50105: interaction,
  50076: interaction,
  50079: interaction,
  50097: interaction,
  53000: interaction,
  53001: interaction,
  53003: interaction,
  530032: interaction,
  70043: "login_required",
};
