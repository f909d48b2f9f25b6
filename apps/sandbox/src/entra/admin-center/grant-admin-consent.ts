import type { DirectoryUser, ServicePrincipal, Tenant } from "../../core/directory.ts";
import { directoryOf } from "../../core/directory.ts";
import { qualifyScope, staticPermissions } from "../parse-scope.ts";
import { evaluateSignIn } from "../sign-in-flow.ts";
import { openFlow, secondsNow } from "../sign-in-visit.ts";
import { applicationsPath } from "./applications-page.ts";
import type { PortalVisit } from "./portal-session.ts";

/**
 * "Grant admin consent for …": opens the prompt of /adminconsent for the static list, as the one who sits at the
 * admin center. Gives the address to go on to; the page again for somebody without a role that may grant.
 */
export function beginPortalGrant(
  {
    visit,
    user,
    tenant,
    origin,
  }: { visit: PortalVisit; user: DirectoryUser; tenant: Tenant; origin: string },
  principal: ServicePrincipal,
): string {
  const page = `${applicationsPath}/${principal.id}/permissions`;
  const { context } = visit;
  const app = directoryOf(context).applications.find((candidate) => candidate.appId === principal.appId);
  const scope = app ? staticPermissions(app).map(qualifyScope).join(" ") : "";
  if (!app || scope === "") return `${page}?error=nothing_to_grant`;
  const flow = openFlow(visit, {
    endpoint: "portal_grant",
    tenantSegment: tenant.id,
    appId: app.appId,
    redirectUri: `${origin}${page}`,
    responseMode: "query",
    scope,
    state: undefined,
    nonce: undefined,
    prompt: undefined,
    loginHint: undefined,
    codeChallenge: undefined,
    codeChallengeMethod: undefined,
  });
  const step = evaluateSignIn(visit, flow, { user, authTime: secondsNow(context) });
  return step.kind === "page" && step.flow.stage === "consent"
    ? `/common/reprocess?ctx=${step.flow.id}`
    : `${page}?denied=1`;
}
