import type { OrganizationId, User } from "@outrigger/storage";
import type { FastifyReply } from "fastify";
import { sessionCookieName, sessionCookieOptions } from "../../http/cookies.ts";
import type { FeatureContext } from "../../http/feature-context.ts";

const SESSION_SECONDS = 30 * 24 * 3600;

/** Starts a session for this browser and sets its cookie. */
export async function openWebSession(
  { config, database, clock }: FeatureContext,
  reply: FastifyReply,
  { organizationId, user }: { readonly organizationId: OrganizationId; readonly user: User },
): Promise<void> {
  const expiresAt = new Date(clock.now().getTime() + SESSION_SECONDS * 1000);
  const token = await database.webSessions.create({ organizationId, userId: user.id, expiresAt });
  await database.auditEntries.add(organizationId, {
    actor: user,
    action: "session.create",
    summary: "Signed in with Salesforce.",
  });
  reply.setCookie(sessionCookieName(config), token, {
    ...sessionCookieOptions(config),
    maxAge: SESSION_SECONDS,
  });
}
