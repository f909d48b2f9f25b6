import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SandboxContext } from "../core/part.ts";
import { directoryOf } from "../core/directory.ts";
import { answerConsent, requestApproval } from "./answer-consent.ts";
import { readParameters, ReturnedError, type RequestParameters } from "./authorization-request.ts";
import { browserOf } from "./browser-cookie.ts";
import { EntraError } from "./entra-error.ts";
import type { SignInFlow } from "./entra-records.ts";
import { returnLocation } from "./return-location.ts";
import { formOf } from "./request-origin.ts";
import { errorLookupPage, errorPage, signedOutPage } from "./pages/error-page.ts";
import { formPostPage, pageHeaders, type RenderedPage } from "./pages/page-frame.ts";
import { renderFlow } from "./pages/render-flow.ts";
import { leave, returnedParameters } from "./return-to-application.ts";
import {
  answerStrongAuthentication,
  beginAdminConsent,
  beginAuthorize,
  confirmDevice,
  pickAccount,
  switchAccount,
} from "./sign-in-flow.ts";
import { getFlow, signOut, type SignInStep, type SignInVisit } from "./sign-in-visit.ts";

type TenantRequest = FastifyRequest<{ Params: { tenant: string } }>;
type PageMaker = (
  act: (visit: SignInVisit, request: TenantRequest) => SignInStep,
) => (request: TenantRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** The pages that people meet: sign-in, consent, the walls. */
export function registerSignInRoutes(app: FastifyInstance, context: SandboxContext): void {
  const page: PageMaker = (act) => async (request, reply) => {
    const visit = {
      context,
      browserId: browserOf(request, reply),
      allowedTenants: oneHeader(request, "restrict-access-to-tenants"),
    };
    return answerStep(context, { request, reply }, () => act(visit, request));
  };
  const authorize = page((visit, request) => beginAuthorize(visit, request.params.tenant, fieldsOf(request)));
  app.get("/:tenant/oauth2/v2.0/authorize", authorize);
  app.post("/:tenant/oauth2/v2.0/authorize", authorize);
  for (const [path, endpoint] of [
    ["/:tenant/v2.0/adminconsent", "adminconsent"],
    ["/:tenant/adminconsent", "adminconsent_v1"],
  ] as const) {
    app.get(
      path,
      page((visit, request) =>
        beginAdminConsent(visit, { tenantSegment: request.params.tenant, endpoint }, request.query),
      ),
    );
  }
  app.get("/error", (request, reply) => {
    const query: unknown = request.query;
    const code = typeof query === "object" && query !== null && "code" in query ? query.code : undefined;
    return sendPage(reply, errorLookupPage(typeof code === "string" ? code : ""));
  });
  registerFlowSteps(app, page);
  registerLogout(app, context);
}

/** The forms and links of the pages: each names its flow and brings back the token of the page that it stood on. */
function registerFlowSteps(app: FastifyInstance, page: PageMaker): void {
  // A flow as it stands; forms lead here, so that reloading the page sends nothing twice.
  app.get(
    "/common/reprocess",
    page((visit, request) => {
      return { kind: "page", flow: getFlow(visit, { id: readParameters(request.query).get("ctx") }) };
    }),
  );
  const continued = (act: (visit: SignInVisit, flow: SignInFlow, fields: RequestParameters) => SignInStep) =>
    page((visit, request) => {
      const fields = readParameters(fieldsOf(request));
      const formToken = fields.get("flowToken") ?? "";
      return act(visit, getFlow(visit, { id: fields.get("ctx"), formToken }), fields);
    });
  app.post(
    "/common/login",
    continued((visit, flow, fields) => pickAccount(visit, flow, fields.get("account") ?? "")),
  );
  app.post(
    "/common/DeviceConfirm",
    continued((visit, flow, fields) => confirmDevice(visit, flow, fields.get("answer") === "continue")),
  );
  app.post(
    "/common/SAS/ProcessAuth",
    continued((visit, flow, fields) =>
      answerStrongAuthentication(visit, flow, fields.get("answer") === "approve"),
    ),
  );
  app.post("/common/Consent/Set", continued(readConsentAnswer));
  app.post(
    "/common/AdminConsentRequest",
    continued((visit, flow, fields) => requestApproval(visit, flow, fields.get("justification") ?? "")),
  );
  app.get("/common/return", continued(leave));
  app.get("/common/switch-account", continued(switchAccount));
}

function oneHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** Query of a GET, form of a POST; any other body counts as empty, as Entra reads forms only. */
function fieldsOf(request: FastifyRequest): unknown {
  return request.method === "POST" ? formOf(request) : request.query;
}

function readConsentAnswer(visit: SignInVisit, flow: SignInFlow, fields: RequestParameters): SignInStep {
  if (fields.get("answer") !== "accept") return answerConsent(visit, flow, "cancel");
  return answerConsent(visit, flow, fields.has("organization") ? "accept_for_organization" : "accept");
}

/** Ends the browser's session; it leads back only to an address that some application has registered. */
function registerLogout(app: FastifyInstance, context: SandboxContext): void {
  app.get("/:tenant/oauth2/v2.0/logout", async (request: TenantRequest, reply) => {
    signOut({ context, browserId: browserOf(request, reply) });
    try {
      const back = readParameters(request.query).get("post_logout_redirect_uri");
      const isKnown =
        back !== undefined &&
        directoryOf(context).applications.find((known) => known.redirectUris.includes(back)) !== undefined;
      return isKnown ? await reply.redirect(back, 302) : sendPage(reply, signedOutPage());
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      return sendPage(reply.code(400), errorPage(error, context.clock.now()));
    }
  });
}

export function answerStep(
  context: SandboxContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  act: () => SignInStep,
): FastifyReply {
  try {
    const step = act();
    if (step.kind === "return") return sendToApplication(reply, step);
    const isForm = request.method === "POST" || request.url.startsWith("/common/switch-account");
    if (isForm && step.notice === undefined && !request.url.includes("/oauth2/v2.0/")) {
      return reply.redirect(`/common/reprocess?ctx=${step.flow.id}`, 303);
    }
    return sendPage(reply, renderFlow(context, step.flow, step.notice));
  } catch (error) {
    if (error instanceof ReturnedError) {
      const parameters = returnedParameters(context, error);
      return sendToApplication(reply, { kind: "return", returnTo: error.returnTo, parameters });
    }
    if (error instanceof EntraError) {
      return sendPage(reply.code(400), errorPage(error, context.clock.now()));
    }
    throw error;
  }
}

export function sendPage(reply: FastifyReply, page: RenderedPage): FastifyReply {
  return reply.headers(pageHeaders).send(page.document.text);
}

function sendToApplication(reply: FastifyReply, step: Extract<SignInStep, { kind: "return" }>): FastifyReply {
  void reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
  if (step.returnTo.responseMode === "form_post") {
    return reply.headers(pageHeaders).send(formPostPage(step.returnTo.redirectUri, step.parameters).text);
  }
  return reply.redirect(returnLocation(step), 302);
}
