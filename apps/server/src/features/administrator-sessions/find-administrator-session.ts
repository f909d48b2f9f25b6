import type { AdministratorSession } from "@outrigger/storage";
import type { FastifyRequest } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { administratorCookieName } from "./administrator-cookies.ts";

/**
 * The administrator who is signed in at Microsoft in this browser, for an hour at most. The session names organization,
 * tenant and purpose; a request's parameters name none of them.
 */
export async function findAdministratorSession(
  request: FastifyRequest,
  { config, database }: Pick<FeatureContext, "config" | "database">,
): Promise<AdministratorSession | undefined> {
  const cookie = request.cookies[administratorCookieName(config)];
  if (cookie === undefined || cookie.length > 200) return undefined;
  const session = await database.administratorSessions.findByCookie(cookie);
  if (session === undefined || session.startedByUserId === null) return session;
  // One that began in the admin panel belongs to its user: it ends when they sign out, or somebody else signs in.
  const caller = await request.findCaller();
  const isTheirs =
    caller?.organizationId === session.organizationId && caller.user.id === session.startedByUserId;
  return isTheirs && caller.user.isAdmin ? session : undefined;
}

/** @throws {RequestError} `administrator_session_required`. */
export async function getAdministratorSession(
  request: FastifyRequest,
  context: Pick<FeatureContext, "config" | "database">,
): Promise<AdministratorSession> {
  const session = await findAdministratorSession(request, context);
  if (!session) throw new RequestError("administrator_session_required");
  return session;
}
