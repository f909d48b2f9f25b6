import {
  answerDiagnosisQuestion,
  checkMailboxConnection,
  disconnectMailbox,
  getMailboxConnection,
  reportClosedWindow,
  startMailboxAuthorization,
  type MailboxConnection as DescribedConnection,
} from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { blockConnection } from "./authorization-flow.ts";
import { microsoftAttemptKinds, type FlowTools } from "./open-window.ts";
import { confirmAccess } from "./confirm-access.ts";
import { describeMailboxConnection } from "./describe-mailbox-connection.ts";
import { createCheckLimiter } from "./limit-checks.ts";
import { noteApprovalWorkflow } from "./approval-workflow.ts";
import { nextMailboxState } from "./mailbox-states.ts";
import { readPageText } from "./read-page-text.ts";
import { isRegistrationFault, registrationFaultEntry } from "./registration-fault.ts";
import { readAuthorizationId } from "./window-context.ts";

/** A ticket opens one window, and only just after it was asked for. */
const TICKET_SECONDS = 60;

export const ticketPayloadSchema = z.object({
  authorizationId: z.uuid(),
  mailboxAddress: z.string().optional(),
  /** Set once somebody has said to be the ticket's owner: only the browser that said so may use it. */
  browserHash: z.string().optional(),
});

/** `/api/mailbox-connection`: where the caller's mailbox stands, and what the caller does about it. */
export function registerMailboxConnections(
  app: FastifyInstance,
  context: FeatureContext,
  tools: FlowTools,
): void {
  const { database } = context;
  const limiter = createCheckLimiter(context.clock.now);

  async function describe({ organizationId, user }: Caller): Promise<DescribedConnection> {
    const connection = await database.mailboxConnections.findOrCreate(organizationId, user.id);
    return describeMailboxConnection(connection, context);
  }

  registerEndpoint(app, getMailboxConnection, async ({ caller }) => {
    const connection = await database.mailboxConnections.findOrCreate(caller.organizationId, caller.user.id);
    // Somebody is looking: the grant they wait for is worth asking about now, but not at every poll.
    if (connection.state !== "connected" && limiter.isDue(connection.id))
      await limiter.runPolled(() => confirmAccess(connection, tools));
    return describe(caller);
  });

  registerEndpoint(app, startMailboxAuthorization, async ({ caller, body }) => {
    const { organizationId, user } = caller;
    const asked = await findAskedScopes(organizationId, context);
    if (asked.mailbox.length === 0) throw new RequestError("outside_permission_tier");
    const authorizationId = crypto.randomUUID();
    const ticket = await database.handoffs.create({
      organizationId,
      userId: user.id,
      kind: "microsoft_start",
      payload: { authorizationId, mailboxAddress: body.mailboxAddress },
      lifetimeSeconds: TICKET_SECONDS,
    });
    await database.auditEntries.add(organizationId, {
      actor: user,
      action: "mailbox_connection.authorize",
      summary: "Started to connect a mailbox.",
    });
    return { authorizationId, startUrl: `/connect/microsoft/start?ticket=${ticket}` };
  });

  registerEndpoint(app, reportClosedWindow, async ({ caller, params }) => {
    await closeOpenAttempt(caller, params.authorizationId, tools);
    return describe(caller);
  });

  registerEndpoint(app, answerDiagnosisQuestion, async ({ caller, body }) => {
    const { organizationId, user } = caller;
    const connection = await database.mailboxConnections.findOrCreate(organizationId, user.id);
    if (connection.state !== "blocked" && connection.state !== "waiting") throw new RequestError("conflict");
    const { saw, codes, isPersonalAccount } = readPageText(body.saw, body.pageText ?? "");
    await database.transaction(async (repositories) => {
      const at = context.clock.now().toISOString();
      await repositories.mailboxConnections.change(organizationId, connection.id, {
        diagnosis: { saw, at, codes, isPersonalAccount },
      });
      await noteApprovalWorkflow(connection, saw, repositories);
      if (isRegistrationFault({ aadstsCode: codes[0] })) {
        await repositories.auditEntries.add(organizationId, registrationFaultEntry);
      }
    });
    // A grant made meanwhile makes the answer idle; and what a silent token is refused with is worth knowing beside it.
    if (limiter.isDue(connection.id)) await limiter.runPolled(() => confirmAccess(connection, tools));
    return describe(caller);
  });

  registerEndpoint(app, checkMailboxConnection, async ({ caller }) => {
    const connection = await database.mailboxConnections.findOrCreate(caller.organizationId, caller.user.id);
    if (!limiter.isDue(connection.id, { isAsked: true })) throw new RequestError("too_many_requests");
    const finding = await confirmAccess(connection, tools);
    if (finding.outcome === "unavailable") throw new RequestError("vendor_unavailable");
    return describe(caller);
  });

  registerEndpoint(app, disconnectMailbox, async ({ caller }) => {
    const { organizationId, user } = caller;
    await database.transaction(async (repositories) => {
      const { id } = await repositories.mailboxConnections.findOrCreate(organizationId, user.id);
      // By the state of now: a token that comes at this moment must not outlive the disconnection.
      const found = await repositories.mailboxConnections.lock(organizationId, id);
      if (found === undefined) return;
      const state = nextMailboxState(found.state, "disconnected");
      if (!state) return;
      await repositories.mailboxConnections.forgetTokens(organizationId, found.id);
      await repositories.syncState.forgetMailbox(organizationId, found.id);
      await repositories.mailboxConnections.change(organizationId, found.id, {
        state,
        microsoftUserId: null,
        mailboxAddress: null,
        grantedScopes: [],
        connectedAt: null,
        diagnosis: null,
        approvalId: null,
      });
      await repositories.auditEntries.add(organizationId, {
        actor: user,
        action: "mailbox_connection.delete",
        summary: "Disconnected a mailbox: its tokens were forgotten.",
      });
    });
    return describe(caller);
  });
}

/** Nothing came back: the attempts are the only witnesses. A window that closed itself after an answer changes nothing. */
async function closeOpenAttempt(
  { organizationId, user }: Caller,
  authorizationId: string,
  tools: FlowTools,
): Promise<void> {
  const { authorizationAttempts, mailboxConnections } = tools.database;
  const attempts = await authorizationAttempts.listByUser(organizationId, user.id, {
    kinds: microsoftAttemptKinds,
    limit: 10,
  });
  // The newest first: of the two stages of one window, the one that was on screen when it closed.
  const latest = attempts.find((attempt) => readAuthorizationId(attempt) === authorizationId);
  if (!latest) throw new RequestError("authorization_not_found");
  const closed = await authorizationAttempts.closeUnanswered(organizationId, latest.id);
  const connection = await mailboxConnections.findOrCreate(organizationId, user.id);
  if (!closed || connection.state !== "authorizing") return;
  const finding = await confirmAccess(connection, tools);
  if (finding.outcome !== "confirmed") await blockConnection(connection, tools);
}
