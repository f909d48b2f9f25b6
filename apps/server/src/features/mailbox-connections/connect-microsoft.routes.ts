import type { DiagnosisTurn } from "@outrigger/api-contract";
import { readAuthorizationResponse } from "@outrigger/oauth";
import {
  hashToken,
  newToken,
  type AuthorizationAttempt,
  type OrganizationId,
  type UserId,
} from "@outrigger/storage";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { escapeHtml } from "../../http/escape-html.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { renderPlainPage } from "../../http/plain-page.ts";
import { RequestError } from "../../http/request-error.ts";
import { plainPagePolicy } from "../../http/security-headers.ts";
import { showErrorsAsPages } from "../../http/show-errors-as-pages.ts";
import { finishSignInTest, SIGN_IN_TEST_KIND, SIGN_IN_TEST_PAGE } from "../registration/sign-in-test.ts";
import { finishFlow } from "./authorization-flow.ts";
import { microsoftAttemptKinds, startFlow, type FlowStep, type FlowTools } from "./open-window.ts";
import { describeDiagnosis } from "./describe-mailbox-connection.ts";
import { readAttemptFailure } from "./read-attempt-failure.ts";
import { FLOW_COOKIE, FLOW_PATH, setFlowCookie } from "./flow-cookie.ts";
import { ticketPayloadSchema } from "./mailbox-connections.routes.ts";

/** Time to read the page that asks. */
const ANSWER_SECONDS = 10 * 60;

interface StartTicket {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
  readonly payload: z.infer<typeof ticketPayloadSchema>;
}

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
  app.get(`${FLOW_PATH}/start`, async (request, reply) => {
    const ticket = await takeTicket(request, context);
    const browserBinding = newToken();
    setFlowCookie(reply, browserBinding, context);
    if (!(await isOwnersBrowser(ticket, request))) {
      return askWhetherOwner(ticket, { reply, browserBinding }, context);
    }
    const { authorizationId, mailboxAddress } = ticket.payload;
    const { organizationId, userId } = ticket;
    const step = await startFlow(
      { organizationId, userId, browserBinding, authorizationId, mailboxAddress },
      tools,
    );
    return sendStep(step, reply);
  });
}

async function takeTicket(request: FastifyRequest, { database }: FeatureContext): Promise<StartTicket> {
  const query = startQuerySchema.safeParse(request.query);
  if (!query.success) throw new RequestError("handoff_invalid");
  const ticket = await database.handoffs.take("microsoft_start", query.data.ticket);
  const payload = ticketPayloadSchema.safeParse(ticket?.payload);
  if (!ticket?.userId || !payload.success) throw new RequestError("handoff_invalid");
  return { organizationId: ticket.organizationId, userId: ticket.userId, payload: payload.data };
}

/**
 * Whether this browser belongs to whom the ticket was made for: by their session, or because they said so here before.
 * Anybody could send their own link to somebody else, and would then own the mailbox that is signed in to.
 */
async function isOwnersBrowser(ticket: StartTicket, request: FastifyRequest): Promise<boolean> {
  const { browserHash } = ticket.payload;
  if (browserHash !== undefined) {
    const binding = request.cookies[FLOW_COOKIE];
    if (binding === undefined || hashBinding(binding) !== browserHash)
      throw new RequestError("handoff_invalid");
    return true;
  }
  const caller = await request.findCaller();
  return caller?.organizationId === ticket.organizationId && caller.user.id === ticket.userId;
}

function hashBinding(binding: string): string {
  return hashToken(binding).toString("hex");
}

/** Outlook keeps the sidebar's session in a partition of its own, so the window may know nobody: then it asks. */
async function askWhetherOwner(
  { organizationId, userId, payload }: StartTicket,
  { reply, browserBinding }: { readonly reply: FastifyReply; readonly browserBinding: string },
  { config, database }: FeatureContext,
): Promise<FastifyReply> {
  const user = await database.users.findById(organizationId, userId);
  const organization = await database.organizations.findById(organizationId);
  if (!user || !organization) throw new RequestError("handoff_invalid");
  const next = await database.handoffs.create({
    organizationId,
    userId,
    kind: "microsoft_start",
    payload: { ...payload, browserHash: hashBinding(browserBinding) },
    lifetimeSeconds: ANSWER_SECONDS,
  });
  const name = escapeHtml(user.displayName);
  const body = `<h1>Connect a mailbox for ${name}?</h1>
<p>The mailbox that you sign in to next is connected to <strong>${name}</strong> at <strong>${escapeHtml(organization.displayName)}</strong>, who can then see its mail in ${escapeHtml(config.product.productName)} and Salesforce.</p>
<p>Go on only if this is you. If somebody sent you here, close this window.</p>
<p><a class="action" href="${FLOW_PATH}/start?ticket=${encodeURIComponent(next)}">This is me: go on to Microsoft</a></p>`;
  return reply
    .headers({
      "content-security-policy": plainPagePolicy,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    })
    .type("text/html; charset=utf-8")
    .send(renderPlainPage({ title: "Connect a mailbox", productName: config.product.productName, body }));
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
      kinds: [...microsoftAttemptKinds, SIGN_IN_TEST_KIND],
      state,
      browserBinding,
    });
    if (claim.outcome === "expired") {
      await keepLateAnswer(claim.id, parameters, context);
      throw new RequestError("authorization_expired");
    }
    if (claim.outcome !== "claimed") throw new RequestError("authorization_not_found");
    if (claim.attempt.kind === SIGN_IN_TEST_KIND) {
      await finishSignInTest(
        { ...claim, readResponse: () => readAuthorizationResponse(parameters, state) },
        context,
      );
      void reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
      return reply.redirect(SIGN_IN_TEST_PAGE, 302);
    }
    const step = await finishFlow(
      {
        attempt: claim.attempt,
        pkceVerifier: claim.pkceVerifier,
        readResponse: () => readAuthorizationResponse(parameters, state),
        browserBinding: browserBinding ?? "",
      },
      tools,
    );
    return sendStep(step, reply, await findTurn(claim.attempt, context));
  });
}

/** Too late to be used: only how the window was left is kept, and never a code. */
async function keepLateAnswer(
  id: AuthorizationAttempt["id"],
  parameters: URLSearchParams,
  { database }: FeatureContext,
): Promise<void> {
  const error = parameters.get("error");
  if (error === null) return;
  const failure = readAttemptFailure({
    outcome: "refused",
    error,
    errorSubcode: parameters.get("error_subcode") ?? undefined,
    description: parameters.get("error_description") ?? undefined,
  });
  await database.authorizationAttempts.noteLateAnswer(id, failure);
}

/** Who can go on from here, so that the window's last page says it before the sidebar does. */
async function findTurn(
  { organizationId, userId }: AuthorizationAttempt,
  context: FeatureContext,
): Promise<DiagnosisTurn | undefined> {
  if (organizationId === null || userId === null) return undefined;
  const connection = await context.database.mailboxConnections.findByUser(organizationId, userId);
  return connection && (await describeDiagnosis(connection, context))?.turn;
}

function sendStep(step: FlowStep, reply: FastifyReply, turn?: DiagnosisTurn): FastifyReply {
  void reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
  if (step.next === "microsoft") return reply.redirect(step.url.href, 302);
  const who = step.outcome === "blocked" && turn !== undefined ? `&turn=${turn}` : "";
  return reply.redirect(`/sidebar/dialog.html#mailbox=${step.outcome}${who}`, 302);
}
