import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller } from "./caller.ts";
import { sessionCookieName } from "./cookies.ts";
import type { FeatureContext } from "./feature-context.ts";
import "./fastify-types.ts";

/** Gives every request `findCaller()`: who is signed in by the session cookie, if anybody. */
export function registerCaller(app: FastifyInstance, context: FeatureContext): void {
  const callers = new WeakMap<FastifyRequest, Promise<Caller | undefined>>();
  app.decorateRequest("findCaller", function findCaller(this: FastifyRequest) {
    const known = callers.get(this);
    if (known !== undefined) return known;
    const caller = lookUpCaller(context, this.cookies[sessionCookieName(context.config)]);
    callers.set(this, caller);
    return caller;
  });
}

async function lookUpCaller(
  { database }: FeatureContext,
  token: string | undefined,
): Promise<Caller | undefined> {
  if (token === undefined || token.length > 200) return undefined;
  const session = await database.webSessions.findByToken(token);
  if (session === undefined) return undefined;
  const user = await database.users.findById(session.organizationId, session.userId);
  return user === undefined ? undefined : { organizationId: session.organizationId, user };
}
