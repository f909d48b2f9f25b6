import type { FastifyInstance } from "fastify";
import { directoryOf } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { formOf } from "../request-origin.ts";
import { signIn } from "../sign-in-visit.ts";
import { registerAppRegistrations } from "./app-registrations.routes.ts";
import { registerApplicationPages } from "./application-pages.routes.ts";
import { applicationOverviewPage, applicationsPage } from "./applications-page.ts";
import { registerConsentAndPermissions } from "./consent-and-permissions.routes.ts";
import { registerConsentRequests } from "./consent-requests.routes.ts";
import { registerLogs } from "./logs.routes.ts";
import { applicationsPath } from "./portal-frame.ts";
import { answerPortal, openPortalRoutes, readFields, withPrincipal, type Answer } from "./portal-routes.ts";
import { checkFormToken, enterPortal, type PortalVisit } from "./portal-session.ts";
import { portalSignInPage } from "./portal-sign-in-page.ts";

/** The Entra admin center, as far as the ways past the wall lead through it. */
export function registerAdminCenter(app: FastifyInstance, context: SandboxContext): void {
  const routes = openPortalRoutes(app, context);
  const { get, post } = routes;
  get("/entra", () => ({ goTo: applicationsPath }));
  app.post("/entra/sign-in", (request, reply) =>
    answerPortal(context, { request, reply }, (visit) => enter(visit, readFields(formOf(request)))),
  );
  post("/entra/sign-out", ({ visit }) => {
    enterPortal(visit, undefined);
    return { goTo: "/entra" };
  });
  get(applicationsPath, ({ visit, tenant, query }) => ({
    page: applicationsPage(visit, tenant.id, (query["search"] ?? "").slice(0, 200)),
  }));
  get(`${applicationsPath}/:id`, (request) =>
    withPrincipal(request, (principal) => ({ page: applicationOverviewPage(request.visit, principal) })),
  );
  registerApplicationPages(routes);
  registerConsentRequests(routes);
  registerConsentAndPermissions(routes);
  registerAppRegistrations(routes);
  registerLogs(routes);
}

function enter(visit: PortalVisit, form: Readonly<Record<string, string>>): Answer {
  checkFormToken(visit, form["formToken"]);
  const user = directoryOf(visit.context).findUserByName((form["account"] ?? "").trim());
  if (!user?.accountEnabled) {
    return {
      page: portalSignInPage(visit, "This username may be incorrect. Make sure you typed it correctly."),
    };
  }
  signIn(visit, user);
  enterPortal(visit, user.id);
  return { goTo: "/entra" };
}
