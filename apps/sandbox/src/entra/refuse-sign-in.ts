import type { DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { ReturnedError } from "./authorization-request.ts";
import { EntraError, type AadstsCode } from "./entra-error.ts";
import type { SignInFlow } from "./entra-records.ts";
import { recordRefusedConsent } from "./record-consent.ts";
import { signInEvent } from "./return-to-application.ts";
import { recordSignIn } from "./sign-in-log.ts";
import { moveFlow, type FlowParty, type SignInStep, type SignInVisit } from "./sign-in-visit.ts";

export interface Refusal {
  readonly flow: SignInFlow;
  readonly party: FlowParty;
  readonly code: AadstsCode;
  /** The error, where more than the code and the names of the party go into it. */
  readonly error?: EntraError | undefined;
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

/** Leaves its row in the logs, and gives the error. */
export function logRefusal(context: SandboxContext, refusal: Refusal): EntraError {
  const { flow, party } = refusal;
  const error = refusal.error ?? describeRefusal(refusal);
  recordSignIn(context, { ...signInEvent(flow, party), error });
  if (error.code === 900941 || error.code === 900981) {
    const reason = "Risky application detected";
    recordRefusedConsent(context, { ...party, correlationId: flow.correlationId, reason });
  }
  return error;
}

/** A gate that no prompt can open: told by redirect where the application asked for silence, else on a page. */
export function refuse(visit: SignInVisit, refusal: Refusal): SignInStep {
  const error = logRefusal(visit.context, refusal);
  moveFlow(visit, refusal.flow, { stage: "finished" });
  // 1003031 reaches the application, too ("Admin consent", error response).
  const isReturned = refusal.flow.request.prompt === "none" || error.code === 1003031;
  if (isReturned) throw new ReturnedError(error, refusal.flow.request);
  throw error;
}
