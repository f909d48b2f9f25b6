import type { Caller } from "./caller.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The signed-in user by the session cookie; looked up once per request. */
    findCaller(): Promise<Caller | undefined>;
  }
}
