import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { directoryOf, type DirectoryUser, type ServicePrincipal, type Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { EntraError } from "../entra-error.ts";
import { errorPage } from "../pages/error-page.ts";
import { pageHeaders } from "../pages/page-frame.ts";
import { writeAudit } from "../record-consent.ts";
import { formOf, originOf } from "../request-origin.ts";
import { signIn } from "../sign-in-visit.ts";
import {
  applicationNotFoundPage,
  applicationOverviewPage,
  applicationsPage,
  applicationsPath,
} from "./applications-page.ts";
import { consentSettingsPage, consentSettingsPath } from "./consent-settings-page.ts";
import { beginPortalGrant } from "./grant-admin-consent.ts";
import { grantNotice, permissionsPage } from "./permissions-page.ts";
import { banner, portalHeaders } from "./portal-frame.ts";
import {
  checkFormToken,
  enterPortal,
  mayChangeConsentSettings,
  openPortalVisit,
  type PortalVisit,
} from "./portal-session.ts";
import { portalSignInPage } from "./portal-sign-in-page.ts";
import { applyGroupOwnerConsent, applyUserConsentChoice } from "./user-consent-setting.ts";

type Answer = { readonly page: string } | { readonly goTo: string };

interface PortalRequest {
  readonly visit: PortalVisit;
  readonly user: DirectoryUser;
  readonly tenant: Tenant;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly origin: string;
}

/** The Entra admin center, as far as the ways past the wall lead through it. */
export function registerAdminCenter(app: FastifyInstance, context: SandboxContext): void {
  const get = (path: string, act: (request: PortalRequest) => Answer) =>
    app.get(path, (request, reply) =>
      answer(context, { request, reply }, (visit) => inside(visit, request, act)),
    );
  const post = (path: string, act: (request: PortalRequest) => Answer) =>
    app.post(path, (request, reply) =>
      answer(context, { request, reply }, (visit) => {
        checkFormToken(visit, readFields(formOf(request))["formToken"]);
        return inside(visit, request, act);
      }),
    );

  get("/entra", () => ({ goTo: applicationsPath }));
  app.post("/entra/sign-in", (request, reply) =>
    answer(context, { request, reply }, (visit) => enter(visit, readFields(formOf(request)))),
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
  get(`${applicationsPath}/:id/permissions`, (request) =>
    withPrincipal(request, (one) => showPermissions(request, one)),
  );
  post(`${applicationsPath}/:id/permissions/grant-admin-consent`, (request) =>
    withPrincipal(request, (principal) => ({ goTo: beginPortalGrant(request, principal) })),
  );
  get(consentSettingsPath, ({ visit, tenant }) => ({ page: consentSettingsPage(visit, tenant) }));
  post(consentSettingsPath, saveConsentSettings);
}

/** Whoever has not chosen an account yet does so first, and stays at the address that was asked for. */
function inside(
  visit: PortalVisit,
  request: FastifyRequest,
  act: (request: PortalRequest) => Answer,
): Answer {
  if (!visit.person) return { page: portalSignInPage(visit) };
  return act({
    visit,
    ...visit.person,
    query: readFields(request.query),
    form: readFields(formOf(request)),
    params: readFields(request.params),
    origin: originOf(request),
  });
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

function withPrincipal(
  { visit, tenant, params }: PortalRequest,
  act: (principal: ServicePrincipal) => Answer,
): Answer {
  const principal = directoryOf(visit.context).servicePrincipals.get(params["id"] ?? "");
  if (principal?.tenantId !== tenant.id) return { page: applicationNotFoundPage(visit) };
  return act(principal);
}

function showPermissions({ visit, tenant, query }: PortalRequest, principal: ServicePrincipal): Answer {
  const denied =
    "You do not have permission to grant admin consent. It takes a Cloud Application Administrator, an Application Administrator, a Privileged Role Administrator or a Global Administrator.";
  const notice = query["denied"]
    ? banner(denied, "problem")
    : grantNotice(
        { granted: query["admin_consent"] === "True", failed: query["error"] !== undefined },
        tenant,
      );
  const tab = query["tab"] === "user" ? "user" : "admin";
  return { page: permissionsPage({ visit, tenant, principal, tab, notice }) };
}

const settingsSchema = z.object({
  userConsent: z.enum(["none", "low", "recommended", "legacy"]).optional(),
  groupOwnerConsent: z.enum(["disabled", "selected_groups", "all_groups"]).optional(),
});

function saveConsentSettings({ visit, tenant, user, form }: PortalRequest): Answer {
  const { context } = visit;
  const say = (text: string, kind: "done" | "problem") => ({
    page: consentSettingsPage(
      visit,
      directoryOf(context).tenants.get(tenant.id) ?? tenant,
      banner(text, kind),
    ),
  });
  if (!mayChangeConsentSettings(user)) {
    return say(
      "You do not have permission to change these settings. It takes a Privileged Role Administrator or a Global Administrator. Nothing was saved.",
      "problem",
    );
  }
  const parsed = settingsSchema.safeParse(form);
  if (!parsed.success) return say("Choose one of the options. Nothing was saved.", "problem");
  const { userConsent, groupOwnerConsent } = parsed.data;
  const withUsers = userConsent === undefined ? tenant : applyUserConsentChoice(tenant, userConsent);
  const changed =
    groupOwnerConsent === undefined ? withUsers : applyGroupOwnerConsent(withUsers, groupOwnerConsent);
  context.store.transaction(() => {
    directoryOf(context).tenants.put(changed);
    writeAudit(
      context,
      { tenant, user, correlationId: randomUUID() },
      {
        activityDisplayName: "Update authorization policy",
        operationType: "Update",
        category: "Policy",
        targetResources: [],
      },
    );
  });
  return say("User consent settings were saved.", "done");
}

async function answer(
  context: SandboxContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  act: (visit: PortalVisit) => Answer,
): Promise<FastifyReply> {
  try {
    const result = act(openPortalVisit(context, { request, reply }));
    if ("goTo" in result) return await reply.redirect(result.goTo, 303);
    return await reply.headers(portalHeaders).send(result.page);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return reply.code(400).headers(pageHeaders).send(errorPage(error, context.clock.now()).document.text);
  }
}

/** The fields that came once; a field that came twice counts as missing. */
function readFields(raw: unknown): Record<string, string> {
  if (typeof raw !== "object" || raw === null) return {};
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
