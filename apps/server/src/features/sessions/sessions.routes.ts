import { createSession, deleteSession, getSession, type Session } from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import type { Caller } from "../../http/caller.ts";
import { sessionCookieName, sessionCookieOptions } from "../../http/cookies.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint, registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { describeMailboxConnection } from "../mailbox-connections/describe-mailbox-connection.ts";
import { confirmSalesforceAccess } from "../salesforce-access/confirm-salesforce-access.ts";
import { openWebSession } from "./open-web-session.ts";
import { registerSignIn } from "./sign-in.routes.ts";

/** Who is signed in, and how one gets signed in and out. */
export function registerSessions(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;
  registerSignIn(app, context);

  registerEndpoint(app, getSession, ({ caller }) => describeSession(context, caller));

  registerPublicEndpoint(app, createSession, async ({ body, request, reply }) => {
    const handoff = await database.handoffs.take("signed_in", body.handoffCode);
    if (handoff === undefined || handoff.userId === null) throw new RequestError("handoff_invalid");
    const user = await database.users.findById(handoff.organizationId, handoff.userId);
    if (user === undefined) throw new RequestError("handoff_invalid");
    const caller = { organizationId: handoff.organizationId, user };
    await openWebSession(context, reply, caller);
    await confirmSalesforceAccess(context, { caller, request, reply });
    return describeSession(context, caller);
  });

  registerEndpoint(app, deleteSession, async ({ caller, request, reply }) => {
    const name = sessionCookieName(config);
    await database.webSessions.deleteByToken(request.cookies[name] ?? "");
    await database.auditEntries.add(caller.organizationId, {
      actor: caller.user,
      action: "session.delete",
      summary: "Signed out.",
    });
    reply.clearCookie(name, sessionCookieOptions(config));
    return { signedOut: true as const };
  });
}

async function describeSession(context: FeatureContext, { organizationId, user }: Caller): Promise<Session> {
  const { database } = context;
  const organization = await database.organizations.findById(organizationId);
  if (organization === undefined) throw new RequestError("not_signed_in");
  const crm = await database.crmConnections.findByUser(organizationId, user.id);
  const mailbox = await database.mailboxConnections.findOrCreate(organizationId, user.id);
  return {
    user: { id: user.id, displayName: user.displayName, email: user.email, isAdmin: user.isAdmin },
    organization: { id: organization.id, displayName: organization.displayName },
    crm: {
      vendor: "salesforce",
      state: crm?.state ?? "needs_sign_in",
      instanceUrl: crm?.instanceUrl ?? organization.instanceUrl,
    },
    mailbox: await describeMailboxConnection(mailbox, context),
  };
}
