import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { directoryOf, type DirectoryUser, type ServicePrincipal, type Tenant } from "../../core/directory.ts";
import { rolesIn } from "../../core/directory-roles.ts";
import { html, type SafeHtml } from "../../core/html.ts";
import type { SandboxContext } from "../../core/part.ts";
import { EntraError } from "../entra-error.ts";
import { errorPage } from "../pages/error-page.ts";
import { pageHeaders } from "../pages/page-frame.ts";
import { formOf, originOf } from "../request-origin.ts";
import { applicationNotFoundPage } from "./applications-page.ts";
import { banner, portalHeaders } from "./portal-frame.ts";
import { checkFormToken, openPortalVisit, type PortalVisit } from "./portal-session.ts";
import { portalSignInPage } from "./portal-sign-in-page.ts";

export type Answer = { readonly page: string } | { readonly goTo: string };

/** Somebody at the admin center who asks for a page or sends a form. */
export interface PortalRequest {
  readonly visit: PortalVisit;
  readonly user: DirectoryUser;
  readonly tenant: Tenant;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly origin: string;
}

type Act = (request: PortalRequest) => Answer;

export interface PortalRoutes {
  get(path: string, act: Act): void;
  /** Forms count only with the token of this browser's session. */
  post(path: string, act: Act): void;
}

export function openPortalRoutes(app: FastifyInstance, context: SandboxContext): PortalRoutes {
  return {
    get: (path, act) =>
      app.get(path, (request, reply) =>
        answerPortal(context, { request, reply }, (visit) => inside(visit, request, act)),
      ),
    post: (path, act) =>
      app.post(path, (request, reply) =>
        answerPortal(context, { request, reply }, (visit) => {
          checkFormToken(visit, readFields(formOf(request))["formToken"]);
          return inside(visit, request, act);
        }),
      ),
  };
}

/** Whoever has not chosen an account yet does so first, and stays at the address that was asked for. */
function inside(visit: PortalVisit, request: FastifyRequest, act: Act): Answer {
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

export async function answerPortal(
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
export function readFields(raw: unknown): Record<string, string> {
  if (typeof raw !== "object" || raw === null) return {};
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/** The application of the address, where it is one of this tenant's. */
export function withPrincipal(
  { visit, tenant, params }: PortalRequest,
  act: (principal: ServicePrincipal) => Answer,
): Answer {
  const principal = directoryOf(visit.context).servicePrincipals.get(params["id"] ?? "");
  if (principal?.tenantId !== tenant.id) return { page: applicationNotFoundPage(visit) };
  return act(principal);
}

export function holdsRole(
  { user, tenant }: Pick<PortalRequest, "user" | "tenant">,
  roles: readonly string[],
): boolean {
  const held = rolesIn(user, tenant.id).map((role) => role.toLowerCase());
  return roles.some((role) => held.includes(role.toLowerCase()));
}

/** What a page says after it was sent to; the address carries the word, never a text. */
export interface Notices {
  readonly [word: string]: { readonly text: string; readonly kind: "done" | "problem" };
}

export function noticeOf({ query }: PortalRequest, notices: Notices): SafeHtml | undefined {
  const word = query["notice"] ?? "";
  const notice = Object.hasOwn(notices, word) ? notices[word] : undefined;
  return notice && banner(notice.text, notice.kind);
}

/** Every form of the admin center carries it. */
export function formToken({ formToken: value }: PortalVisit): SafeHtml {
  return html`<input type="hidden" name="formToken" value="${value}" />`;
}
