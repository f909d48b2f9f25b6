import { isFromPortal } from "../authorization-request.ts";
import type { SignInFlow } from "../entra-records.ts";
import { parseScope, resourcesOf } from "../parse-scope.ts";
import { logRefusal, refuse } from "../refuse-sign-in.ts";
import { moveFlow, type FlowParty, type SignInStep, type SignInVisit } from "../sign-in-visit.ts";
import { describeUnmet, findUnmetPolicy } from "./conditional-access.ts";
import { findDeactivation } from "./deactivated-application.ts";
import { findClosedGate, findMissingApi } from "./tenant-access.ts";

/** What the tenants' own rules put before consent: guests' gates, missing APIs, Conditional Access. Undefined: nothing. */
export function meetConditions(
  visit: SignInVisit,
  { flow, party }: { flow: SignInFlow; party: FlowParty },
): SignInStep | undefined {
  const { context } = visit;
  const deactivation = findDeactivation(context, party.app);
  if (deactivation) return refuse(visit, { flow, party, code: deactivation.code, error: deactivation });
  const gate = findClosedGate(context, party);
  if (gate !== undefined) return refuse(visit, { flow, party, code: gate });
  const resources = resourcesOf(parseScope(flow.request.scope, party.app));
  const missingApi = findMissingApi(context, party.tenant, resources);
  if (missingApi) return refuse(visit, { flow, party, code: missingApi.code, error: missingApi });
  if (isFromPortal(flow.request)) return undefined;
  const facts = { ...party, authTime: flow.authTime ?? 0, hasMfa: flow.hasMfa === true };
  const policy = findUnmetPolicy(context, facts);
  if (!policy) return undefined;
  const error = describeUnmet(policy, facts, flow.correlationId);
  const isInteractive = flow.request.prompt !== "none";
  if (isInteractive && policy.control === "sign_in_frequency") {
    return { kind: "page", flow: moveFlow(visit, flow, { stage: "account", userId: undefined }) };
  }
  if (isInteractive && (policy.control === "mfa" || policy.control === "mfa_registration")) {
    logRefusal(context, { flow, party, code: error.code, error });
    const stage = policy.control === "mfa" ? "approve_request" : "more_information";
    return { kind: "page", flow: moveFlow(visit, flow, { stage }) };
  }
  return refuse(visit, { flow, party, code: error.code, error });
}
