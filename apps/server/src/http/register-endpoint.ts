import type { Endpoint } from "@outrigger/api-contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Caller } from "./caller.ts";
import { RequestError } from "./request-error.ts";

/** Checked input of one call. Reading a part that the endpoint does not declare throws. */
export interface EndpointInput<Body, Params, Query> {
  readonly body: Body;
  readonly params: Params;
  readonly query: Query;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface SignedInInput<Body, Params, Query> extends EndpointInput<Body, Params, Query> {
  readonly caller: Caller;
}

/**
 * Registers an endpoint that needs a signed-in caller (`access` user or admin). Input is checked before the handler
 * runs and its answer before it leaves: what the contract does not describe is neither taken nor sent.
 */
export function registerEndpoint<
  Body extends z.ZodType,
  Output extends z.ZodType,
  Params extends z.ZodType,
  Query extends z.ZodType,
>(
  app: FastifyInstance,
  endpoint: Endpoint<Body, Output, Params, Query>,
  handle: (
    input: SignedInInput<z.output<Body>, z.output<Params>, z.output<Query>>,
  ) => Promise<z.input<Output>>,
): void {
  if (endpoint.access === "public") throw new Error(`${endpoint.path} is public.`);
  addRoute(app, endpoint, async (request, reply) => {
    const caller = await request.findCaller();
    if (caller === undefined) throw new RequestError("not_signed_in");
    if (endpoint.access === "admin" && !caller.user.isAdmin) throw new RequestError("forbidden");
    const checked = checkInput(endpoint, request);
    return handle({
      caller,
      request,
      reply,
      get body() {
        return checked.body();
      },
      get params() {
        return checked.params();
      },
      get query() {
        return checked.query();
      },
    });
  });
}

/** Registers an endpoint that nobody needs to be signed in for; the handler checks a link or a code itself. */
export function registerPublicEndpoint<
  Body extends z.ZodType,
  Output extends z.ZodType,
  Params extends z.ZodType,
  Query extends z.ZodType,
>(
  app: FastifyInstance,
  endpoint: Endpoint<Body, Output, Params, Query>,
  handle: (
    input: EndpointInput<z.output<Body>, z.output<Params>, z.output<Query>>,
  ) => Promise<z.input<Output>>,
): void {
  if (endpoint.access !== "public") throw new Error(`${endpoint.path} is not public.`);
  addRoute(app, endpoint, async (request, reply) => {
    const checked = checkInput(endpoint, request);
    return handle({
      request,
      reply,
      get body() {
        return checked.body();
      },
      get params() {
        return checked.params();
      },
      get query() {
        return checked.query();
      },
    });
  });
}

function addRoute(
  app: FastifyInstance,
  endpoint: Endpoint,
  handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, reply) => {
      const answer = endpoint.output.safeParse(await handle(request, reply));
      if (!answer.success) {
        // Only the paths: the values may hold what belongs to a person.
        const paths = answer.error.issues.map((issue) => issue.path.join(".")).join(", ");
        throw new Error(`${endpoint.method} ${endpoint.path} answered against its contract at: ${paths}`);
      }
      return reply.header("cache-control", "no-store").send(answer.data);
    },
  });
}

function checkInput<Body extends z.ZodType, Params extends z.ZodType, Query extends z.ZodType>(
  endpoint: Endpoint<Body, z.ZodType, Params, Query>,
  request: FastifyRequest,
): { body: () => z.output<Body>; params: () => z.output<Params>; query: () => z.output<Query> } {
  return {
    params: check(endpoint.params, request.params, "params"),
    query: check(endpoint.query, request.query, "query"),
    body: check(endpoint.body, request.body, "body"),
  };
}

function check<Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  part: string,
): () => z.output<Schema> {
  if (schema === undefined) {
    return () => {
      throw new Error(`This endpoint declares no ${part}.`);
    };
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const fields = result.error.issues.slice(0, 20).map((issue) => ({
      path: [part, ...issue.path].join("."),
      message: issue.message,
    }));
    throw new RequestError("invalid_input", undefined, { fields });
  }
  return () => result.data;
}
