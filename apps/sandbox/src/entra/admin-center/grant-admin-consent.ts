import { directoryOf, type Application, type ServicePrincipal } from "../../core/directory.ts";
import type { ApplicationRequests } from "../consent-requests/consent-requests.ts";
import { staticScope } from "../parse-scope.ts";
import { evaluateSignIn } from "../sign-in-flow.ts";
import { openFlow, secondsNow } from "../sign-in-visit.ts";
import { consentRequestsPath } from "./consent-requests-page.ts";
import { applicationsPath } from "./portal-frame.ts";
import type { PortalRequest } from "./portal-routes.ts";

type Granter = Pick<PortalRequest, "visit" | "user" | "tenant" | "origin">;

/**
 * "Grant admin consent for …": opens the prompt of /adminconsent for the static list, as the one who sits at the
 * admin center. Gives the address to go on to; the page again for somebody without a role that may grant.
 */
export function beginPortalGrant(
  request: Granter,
  principal: Pick<ServicePrincipal, "id" | "appId">,
  page = `${applicationsPath}/${principal.id}/permissions`,
): string {
  const app = findRegistration(request, principal.appId);
  const scope = app ? staticScope(app) : "";
  if (!app || scope === "") return `${page}?error=nothing_to_grant`;
  return openPrompt(request, { endpoint: "portal_grant", app, scope, page });
}

/** "Review permissions and consent": the same prompt for what the pending requests ask. */
export function beginRequestReview(request: Granter, { appId, pending }: ApplicationRequests): string {
  const page = `${consentRequestsPath}/${appId}`;
  const app = findRegistration(request, appId);
  if (!app) return consentRequestsPath;
  const scope = pending
    .map(({ qualifiedScope, pendingScopes }) => qualifiedScope ?? pendingScopes.join(" "))
    .join(" ");
  return openPrompt(request, { endpoint: "portal_review", app, scope, page });
}

function findRegistration({ visit }: Granter, appId: string): Application | undefined {
  return directoryOf(visit.context).applications.find((candidate) => candidate.appId === appId);
}

function openPrompt(
  { visit, user, tenant, origin }: Granter,
  asked: { endpoint: "portal_grant" | "portal_review"; app: Application; scope: string; page: string },
): string {
  const flow = openFlow(visit, {
    endpoint: asked.endpoint,
    tenantSegment: tenant.id,
    appId: asked.app.appId,
    redirectUri: `${origin}${asked.page}`,
    responseMode: "query",
    scope: asked.scope,
    state: undefined,
    nonce: undefined,
    prompt: undefined,
    loginHint: undefined,
    codeChallenge: undefined,
    codeChallengeMethod: undefined,
  });
  const step = evaluateSignIn(visit, flow, { user, authTime: secondsNow(visit.context) });
  return step.kind === "page" && step.flow.stage === "consent"
    ? `/common/reprocess?ctx=${step.flow.id}`
    : `${asked.page}?denied=1`;
}
