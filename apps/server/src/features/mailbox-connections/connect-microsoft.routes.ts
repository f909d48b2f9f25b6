import { readAuthorizationResponse } from "@outrigger/oauth";
import { newToken } from "@outrigger/storage";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { showErrorsAsPages } from "../../http/show-errors-as-pages.ts";
import {
  finishFlow,
  microsoftAttemptKinds,
  startFlow,
  type FlowStep,
  type FlowTools,
} from "./authorization-flow.ts";
import { ticketPayloadSchema } from "./mailbox-connections.routes.ts";

/** Binds a callback to the browser that started: without it, a stranger's link could end in somebody's session. */
const FLOW_COOKIE = "outrigger_connect";
const FLOW_PATH = "/connect/microsoft";

const startQuerySchema = z.object({ ticket: z.string().min(20).max(200) });

/** The two addresses that the window at Microsoft passes through. */
export function registerConnectMicrosoft(
  app: FastifyInstance,
  context: FeatureContext,
  tools: FlowTools,
): void {
  void app.register(async (scope) => {
    showErrorsAsPages(scope, context.config, { title: "This window cannot go on" });
    registerStart(scope, context, tools);
    registerCallback(scope, context, tools);
  });
}

function registerStart(app: FastifyInstance, context: FeatureContext, tools: FlowTools): void {
  const { config, database } = context;
  app.get(`${FLOW_PATH}/start`, async (request, reply) => {
    const query = startQuerySchema.safeParse(request.query);
    if (!query.success) throw new RequestError("handoff_invalid");
    const ticket = await database.handoffs.take("microsoft_start", query.data.ticket);
    const payload = ticketPayloadSchema.safeParse(ticket?.payload);
    if (!ticket?.userId || !payload.success) throw new RequestError("handoff_invalid");
    const browserBinding = newToken();
    const step = await startFlow(
      {
        organizationId: ticket.organizationId,
        userId: ticket.userId,
        browserBinding,
        authorizationId: payload.data.authorizationId,
        mailboxAddress: payload.data.mailboxAddress,
      },
      tools,
    );
    void reply.setCookie(FLOW_COOKIE, browserBinding, {
      path: FLOW_PATH,
      httpOnly: true,
      secure: config.isSecure,
      // Lax: the callback is a top-level GET that comes from Microsoft's site.
      sameSite: "lax",
      maxAge: 3600,
    });
    return sendStep(step, reply);
  });
}

function registerCallback(app: FastifyInstance, context: FeatureContext, tools: FlowTools): void {
  const { config, database } = context;
  app.get(`${FLOW_PATH}/callback`, async (request, reply) => {
    const parameters = new URL(request.url, config.publicUrl).searchParams;
    const states = parameters.getAll("state");
    const state = states.length === 1 ? states[0] : undefined;
    if (!state) throw new RequestError("authorization_not_found");
    const browserBinding = request.cookies[FLOW_COOKIE];
    const claim = await database.authorizationAttempts.claim({
      kinds: microsoftAttemptKinds,
      state,
      browserBinding,
    });
    if (claim.outcome === "expired") throw new RequestError("authorization_expired");
    if (claim.outcome !== "claimed") throw new RequestError("authorization_not_found");
    const step = await finishFlow(
      {
        attempt: claim.attempt,
        pkceVerifier: claim.pkceVerifier,
        readResponse: () => readAuthorizationResponse(parameters, state),
        browserBinding: browserBinding ?? "",
      },
      tools,
    );
    return sendStep(step, reply);
  });
}

function sendStep(step: FlowStep, reply: FastifyReply): FastifyReply {
  void reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
  if (step.next === "microsoft") return reply.redirect(step.url.href, 302);
  return reply.redirect(`/sidebar/dialog.html#mailbox=${step.outcome}`, 302);
}
