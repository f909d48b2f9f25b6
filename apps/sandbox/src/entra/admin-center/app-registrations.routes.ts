import { randomBytes, randomUUID } from "node:crypto";
import { directoryOf, type Application } from "../../core/directory.ts";
import { applicationWriters } from "../../graph/directory-roles.ts";
import { ensureServicePrincipal } from "../record-consent.ts";
import { writeAudit } from "../write-audit.ts";
import { findResource, findScope } from "../permission-catalog.ts";
import {
  apiPermissionsPage,
  authenticationPage,
  registrationsPage,
  registrationsPath,
  secretsPage,
} from "./app-registrations-page.ts";
import { beginPortalGrant } from "./grant-admin-consent.ts";
import { grantNotice } from "./permissions-page.ts";
import {
  holdsRole,
  noticeOf,
  type Answer,
  type Notices,
  type PortalRequest,
  type PortalRoutes,
} from "./portal-routes.ts";

const notices: Notices = {
  saved: { text: "The registration was updated.", kind: "done" },
  invalid: { text: "That cannot be registered. Nothing was saved.", kind: "problem" },
  no_role: {
    text: "You do not have permission to change this registration. It takes an owner, a Cloud Application Administrator, an Application Administrator or a Global Administrator. Nothing was saved.",
    kind: "problem",
  },
};

/** "App registrations": API permissions, authentication, certificates and secrets. */
export function registerAppRegistrations({ get, post }: PortalRoutes): void {
  const one = `${registrationsPath}/:appId`;
  get(registrationsPath, (request) => ({ page: registrationsPage(request) }));
  get(`${one}/api-permissions`, (request) =>
    withApp(request, (app) => {
      const { tenant, query } = request;
      const granted = { granted: query["admin_consent"] === "True", failed: query["error"] !== undefined };
      const word = query["denied"] ? { ...query, notice: "no_role" } : query;
      const notice = noticeOf({ ...request, query: word }, notices) ?? grantNotice(granted, tenant);
      return { page: apiPermissionsPage({ ...request, app, notice }) };
    }),
  );
  post(`${one}/api-permissions`, (request) => changePermissions(request, "add"));
  post(`${one}/api-permissions/remove`, (request) => changePermissions(request, "remove"));
  post(`${one}/api-permissions/grant-admin-consent`, grant);
  get(`${one}/authentication`, (request) =>
    withApp(request, (app) => ({
      page: authenticationPage({ ...request, app, notice: noticeOf(request, notices) }),
    })),
  );
  post(`${one}/authentication`, (request) =>
    change(request, "authentication", (app) => ({
      ...app,
      isFallbackPublicClient: request.form["isFallbackPublicClient"] === "yes",
    })),
  );
  post(`${one}/authentication/redirect-uris`, (request) =>
    change(request, "authentication", addRedirect(request)),
  );
  post(`${one}/authentication/redirect-uris/remove`, (request) =>
    change(request, "authentication", (app) => ({
      ...app,
      redirectUris: app.redirectUris.filter((uri) => uri !== request.form["uri"]),
    })),
  );
  get(`${one}/certificates-and-secrets`, (request) =>
    withApp(request, (app) => ({
      page: secretsPage({ ...request, app, notice: noticeOf(request, notices) }),
    })),
  );
  post(`${one}/certificates-and-secrets`, addSecret);
  post(`${one}/certificates-and-secrets/remove`, (request) =>
    change(request, "certificates-and-secrets", (app) => ({
      ...app,
      secrets: app.secrets.filter((secret) => secret.keyId !== request.form["keyId"]),
    })),
  );
}

/** A registration of this tenant; any other address leads to the list. */
function withApp({ visit, tenant, params }: PortalRequest, act: (app: Application) => Answer): Answer {
  const app = directoryOf(visit.context).applications.find(({ appId }) => appId === params["appId"]);
  return app?.homeTenantId === tenant.id ? act(app) : { goTo: registrationsPath };
}

function mayChange(request: PortalRequest, app: Application): boolean {
  return holdsRole(request, applicationWriters) || (app.ownerIds ?? []).includes(request.user.id);
}

/** `edit` gives undefined for what cannot be registered. */
function change(
  request: PortalRequest,
  page: string,
  edit: (app: Application) => Application | undefined,
): Answer {
  return withApp(request, (app) => {
    const say = (word: string) => ({ goTo: `${registrationsPath}/${app.appId}/${page}?notice=${word}` });
    if (!mayChange(request, app)) return say("no_role");
    const changed = edit(app);
    if (!changed) return say("invalid");
    save(request, changed, "Update application");
    return say("saved");
  });
}

function save({ visit, tenant, user }: PortalRequest, app: Application, activityDisplayName: string): void {
  const { context } = visit;
  context.store.transaction(() => {
    directoryOf(context).applications.put(app);
    writeAudit(
      context,
      { tenant, user, app, correlationId: randomUUID() },
      {
        activityDisplayName,
        operationType: "Update",
        targetResources: [
          { id: app.id, displayName: app.displayName, type: "Application", modifiedProperties: [] },
        ],
      },
    );
  });
}

function changePermissions(request: PortalRequest, what: "add" | "remove"): Answer {
  const [resourceAppId = "", value = ""] = (request.form["permission"] ?? "").split("/");
  const resource = findResource(resourceAppId);
  return change(request, "api-permissions", (app) => {
    if (!resource || !findScope(resource, value)) return undefined;
    const listed = app.requiredResourceAccess.find((entry) => entry.resourceAppId === resourceAppId);
    const kept = (listed?.scopes ?? []).filter((scope) => scope !== value);
    const scopes = what === "add" ? [...kept, value] : kept;
    const others = app.requiredResourceAccess.filter((entry) => entry !== listed);
    return { ...app, requiredResourceAccess: [...others, { ...listed, resourceAppId, scopes }] };
  });
}

/** https, or http on this machine; no fragment (reply-url.md). */
function addRedirect({ form }: PortalRequest) {
  return (app: Application): Application | undefined => {
    const uri = form["uri"] ?? "";
    if (!URL.canParse(uri) || app.redirectUris.includes(uri)) return undefined;
    const { protocol, hostname, hash } = new URL(uri);
    const isLocal = protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");
    if ((protocol !== "https:" && !isLocal) || hash !== "") return undefined;
    return { ...app, redirectUris: [...app.redirectUris, uri] };
  };
}

/** The value is on this one page only: whoever reloads sees its first signs. */
function addSecret(request: PortalRequest): Answer {
  const { visit, form } = request;
  return withApp(request, (app) => {
    const page = `${registrationsPath}/${app.appId}/certificates-and-secrets`;
    if (!mayChange(request, app)) return { goTo: `${page}?notice=no_role` };
    const days = Number(form["days"]);
    if (!Number.isInteger(days) || days < 1 || days > 730) return { goTo: `${page}?notice=invalid` };
    const now = visit.context.clock.now();
    const fresh = {
      keyId: randomUUID(),
      value: randomBytes(30).toString("base64url"),
      displayName: (form["description"] ?? "").trim().slice(0, 120),
      startDateTime: now.toISOString(),
      endDateTime: new Date(now.getTime() + days * 86_400_000).toISOString(),
    };
    const changed = { ...app, secrets: [...app.secrets, fresh] };
    save(request, changed, "Update application – Certificates and secrets management");
    return { page: secretsPage({ ...request, app: changed, fresh }) };
  });
}

/** The application of the own tenant gets its service principal with the first grant, if it has none. */
function grant(request: PortalRequest): Answer {
  const { visit, tenant, user } = request;
  return withApp(request, (app) => {
    const back = `${registrationsPath}/${app.appId}/api-permissions`;
    if (!holdsRole(request, applicationWriters)) return { goTo: `${back}?denied=1` };
    const principal = ensureServicePrincipal(visit.context, {
      tenant,
      app,
      user,
      correlationId: randomUUID(),
    });
    return { goTo: beginPortalGrant(request, principal, back) };
  });
}
