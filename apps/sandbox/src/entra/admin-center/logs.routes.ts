import { logReaders } from "../../graph/directory-roles.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import { applicationFrame } from "./application-frame.ts";
import { auditLog, signInLog, type LogQuery } from "./log-pages.ts";
import { applicationsPath, auditLogsPath, banner, portalFrame, signInLogsPath } from "./portal-frame.ts";
import { holdsRole, withPrincipal, type PortalRequest, type PortalRoutes } from "./portal-routes.ts";

const logs = [
  { name: "sign-ins", title: "Sign-in logs", path: signInLogsPath, own: "sign-in-logs", show: signInLog },
  { name: "audits", title: "Audit logs", path: auditLogsPath, own: "audit-logs", show: auditLog },
] as const;

/** Sign-in logs and audit logs, of the tenant and of one application. */
export function registerLogs({ get }: PortalRoutes): void {
  for (const { name, title, path, own, show } of logs) {
    get(path, (request) => ({
      page: portalFrame({
        visit: request.visit,
        title,
        path,
        body: html`<p class="crumbs">Monitoring &amp; health</p>
          <h1>${title}</h1>
          ${readable(request, { path }, show)}`,
      }),
    }));
    get(`${applicationsPath}/:id/${own}`, (request) =>
      withPrincipal(request, (principal) => ({
        page: applicationFrame(
          { ...request, principal },
          name,
          readable(
            request,
            { path: `${applicationsPath}/${principal.id}/${own}`, appId: principal.appId },
            show,
          ),
        ),
      })),
    );
  }
}

function readable(
  request: PortalRequest,
  where: Pick<LogQuery, "path" | "appId">,
  show: (query: LogQuery) => SafeHtml,
): SafeHtml {
  if (!holdsRole(request, logReaders)) {
    return banner(
      "You do not have access. It takes a role that reads logs, such as Reports Reader or Security Reader.",
      "problem",
    );
  }
  const { visit, tenant, query } = request;
  return show({ visit, tenantId: tenant.id, query, ...where });
}
