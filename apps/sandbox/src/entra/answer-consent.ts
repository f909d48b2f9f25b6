import type { Decision } from "@outrigger/consent";
import type { SandboxContext } from "../core/part.ts";
import { isForTenant, isFromPortal } from "./authorization-request.ts";
import { fileConsentRequest } from "./consent-requests/consent-requests.ts";
import { endRequests } from "./consent-requests/review-requests.ts";
import { entraRecords, type SignInFlow } from "./entra-records.ts";
import { EntraError } from "./entra-error.ts";
import {
  expandScope,
  parseScope,
  qualifyScope,
  sameScope,
  staticAppRoles,
  type ScopeRef,
} from "./parse-scope.ts";
import { microsoftGraph, signInScopes } from "./permission-catalog.ts";
import { recordConsent } from "./record-consent.ts";
import { declineStep, finishSignIn, stateOf } from "./return-to-application.ts";
import { decideFlow } from "./sign-in-flow.ts";
import { moveFlow, readParty, type FlowParty, type SignInStep, type SignInVisit } from "./sign-in-visit.ts";

export type ConsentChoice = "accept" | "accept_for_organization" | "cancel";

/**
 * Accept or Cancel on "Permissions requested". What is granted comes from the stored request and from a new decision,
 * never from the form; the checkbox counts only where it was offered.
 */
export function answerConsent(visit: SignInVisit, flow: SignInFlow, choice: ConsentChoice): SignInStep {
  const { context } = visit;
  if (flow.stage !== "consent") throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  if (choice === "cancel") return declineStep(visit, flow);
  const party = readParty(context, flow);
  const decision = decideFlow(context, flow, party);
  const mayChoose = decision.organizationCheckbox || decision.tenantWide;
  const tooMuch = choice === "accept_for_organization" && !mayChoose;
  const stillAllowed = decision.outcome === "consent_prompt" || decision.outcome === "code";
  if (!stillAllowed || tooMuch) {
    throw new EntraError(
      90093,
      { appId: party.app.appId, appName: party.app.displayName },
      { correlationId: flow.correlationId },
    );
  }
  failWhereTold(context, flow);
  const forEverybody = isForTenant(flow.request) || choice === "accept_for_organization";
  const added = [...decision.missing, ...decision.addedOnFirstConsent];
  // The static list often lacks the scopes of sign-in, which Entra adds to a tenant-wide consent by itself.
  if (isFromPortal(flow.request)) added.push(...signInScopes.map(ofGraph));
  const scopes = permissionsOf(flow, party, added);
  recordConsent(context, {
    ...party,
    consentType: forEverybody ? "AllPrincipals" : "Principal",
    scopes,
    replaces:
      flow.request.endpoint === "portal_grant" && entraRecords(context).settings().portalGrantReplaces,
    isAdminConsent: mayChoose,
    appRoles: appRolesOf(flow, party),
    correlationId: flow.correlationId,
  });
  if (flow.request.endpoint === "portal_review") {
    const { tenant, app, user: reviewer } = party;
    endRequests(context, { tenant, app, reviewer, result: "Approved", justification: "" });
  }
  return isForTenant(flow.request)
    ? finishAdminConsent(visit, { flow, party, scopes })
    : finishSignIn(visit, flow, party);
}

/** AADSTS90090: the consent was given and could not be recorded; trying again may help. */
function failWhereTold(context: SandboxContext, { correlationId }: SignInFlow): void {
  const { settings, changeSettings } = entraRecords(context);
  const { failNextConsents } = settings();
  if (failNextConsents === 0) return;
  changeSettings({ failNextConsents: failNextConsents - 1 });
  throw new EntraError(90090, {}, { correlationId });
}

/** What the prompt lists: what is new to this person, or everything where everything is asked anew. */
export function permissionsToShow(flow: SignInFlow, party: FlowParty, decision: Decision): ScopeRef[] {
  const added = [...decision.missing, ...decision.addedOnFirstConsent];
  const asksAnew = decision.tenantWide || flow.request.prompt === "consent" || added.length === 0;
  return asksAnew ? [...permissionsOf(flow, party, added), ...appRolesOf(flow, party)] : added;
}

/** `.default` for a whole tenant asks for the application permissions of the static list, too. */
function appRolesOf({ request }: SignInFlow, { app }: FlowParty): ScopeRef[] {
  if (!isForTenant(request) || parseScope(request.scope, app).defaultOf.length === 0) return [];
  return staticAppRoles(app);
}

/** What the approval form lists and a request keeps: what is missing, or all where everything is asked anew. */
export function permissionsToRequest(flow: SignInFlow, party: FlowParty, decision: Decision): ScopeRef[] {
  return decision.missing.length > 0 ? [...decision.missing] : permissionsOf(flow, party, []);
}

function ofGraph(value: string): ScopeRef {
  return { resourceAppId: microsoftGraph.appId, value };
}

function permissionsOf(flow: SignInFlow, { app }: FlowParty, more: readonly ScopeRef[]): ScopeRef[] {
  const refs = expandScope(parseScope(flow.request.scope, app), app);
  return [...refs, ...more.filter((ref) => !refs.some((other) => sameScope(other, ref)))];
}

/** v2 names what was granted; v1 does not (v2-admin-consent.md, "Successful response"). */
function finishAdminConsent(
  visit: SignInVisit,
  { flow, party, scopes }: { flow: SignInFlow; party: FlowParty; scopes: readonly ScopeRef[] },
): SignInStep {
  moveFlow(visit, flow, { stage: "finished" });
  return {
    kind: "return",
    returnTo: flow.request,
    parameters: {
      admin_consent: "True",
      tenant: party.tenant.id,
      ...(flow.request.endpoint === "adminconsent" ? { scope: scopes.map(qualifyScope).join(" ") } : {}),
      ...stateOf(flow.request),
    },
  };
}

/** "Request approval": only the first request per application and person is kept. */
export function requestApproval(visit: SignInVisit, flow: SignInFlow, justification: string): SignInStep {
  const { context } = visit;
  if (flow.stage !== "approval_form") throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  const reason = justification.trim().slice(0, 1_000);
  if (reason === "") {
    return {
      kind: "page",
      flow: moveFlow(visit, flow, {}),
      notice: "Enter a justification to request approval.",
    };
  }
  const party = readParty(context, flow);
  const permissions = permissionsToRequest(flow, party, decideFlow(context, flow, party));
  fileConsentRequest(context, { ...party, permissions, reason, correlationId: flow.correlationId });
  return { kind: "page", flow: moveFlow(visit, flow, { stage: "approval_sent" }) };
}
