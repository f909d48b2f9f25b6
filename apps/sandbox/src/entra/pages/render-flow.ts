import { directoryOf, type DirectoryUser } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { permissionsToRequest, permissionsToShow } from "../answer-consent.ts";
import { findPendingRequest } from "../consent-requests/consent-requests.ts";
import { EntraError } from "../entra-error.ts";
import type { SignInFlow } from "../entra-records.ts";
import { decideFlow } from "../sign-in-flow.ts";
import { readFlow, readParty, signedInUsers } from "../sign-in-visit.ts";
import { consentPage } from "./consent-page.ts";
import type { RenderedPage } from "./page-frame.ts";
import { confirmDevicePage, deviceCanceledPage, deviceDonePage } from "./device-pages.ts";
import { pickAccountPage } from "./pick-account-page.ts";
import { approveRequestPage, moreInformationPage } from "./strong-authentication-pages.ts";
import { approvalRequiredPage, needAdminApprovalPage, requestSentPage } from "./wall-pages.ts";

/** Accounts on the picker; whoever is not among them can be typed. */
const SHOWN_ACCOUNTS = 25;

/** The page of a sign-in as it stands. */
export function renderFlow(context: SandboxContext, flow: SignInFlow, notice?: string): RenderedPage {
  if (flow.stage === "account") {
    const { app } = readFlow(context, flow);
    return pickAccountPage({ flow, appName: app.displayName, accounts: listAccounts(context, flow), notice });
  }
  if (flow.stage === "device_canceled") return deviceCanceledPage(readFlow(context, flow).app);
  const party = readParty(context, flow);
  const decision = decideFlow(context, flow, party);
  switch (flow.stage) {
    case "consent":
      return consentPage({ flow, party, decision, permissions: permissionsToShow(flow, party, decision) });
    case "need_admin":
      return needAdminApprovalPage({ flow, party, aadsts: decision.aadsts ?? "AADSTS90094" });
    case "approval_form":
      return approvalRequiredPage({
        flow,
        party,
        aadsts: decision.aadsts ?? "AADSTS90095",
        permissions: permissionsToRequest(flow, party, decision),
        pendingSince: findPendingRequest(context, party)?.createdDateTime,
        notice,
      });
    case "device_confirm":
      return confirmDevicePage(flow, party);
    case "approve_request":
      return approveRequestPage(flow, party);
    case "more_information":
      return moreInformationPage(flow, party);
    case "device_done":
      return deviceDonePage(party.app);
    case "approval_sent":
      return requestSentPage({ flow, party });
    case "finished":
      throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  }
}

/** Hinted first, then who is signed in, then the other accounts of the tenant (of every tenant at an alias). */
function listAccounts(context: SandboxContext, flow: SignInFlow) {
  const { selection } = readFlow(context, flow);
  const signedIn = new Set(signedInUsers({ context, browserId: flow.browserId }).map(({ user }) => user.id));
  const hint = flow.request.loginHint?.toLowerCase();
  const belongs = (user: DirectoryUser) =>
    selection.kind === "alias" ||
    user.tenantId === selection.tenant.id ||
    user.guestInTenantIds.includes(selection.tenant.id);
  const rank = (user: DirectoryUser) =>
    user.userPrincipalName.toLowerCase() === hint ? 0 : signedIn.has(user.id) ? 1 : 2;
  return directoryOf(context)
    .users.filter((user) => user.accountEnabled && belongs(user))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, SHOWN_ACCOUNTS)
    .map((user) => ({ user, isSignedIn: signedIn.has(user.id) }));
}
