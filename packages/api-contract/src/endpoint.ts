import type { z } from "zod";
import type { RequestErrorCode } from "./errors.ts";

/** Who may call an endpoint. `public`: nobody is signed in (the handler checks a link or a handoff code itself). */
export type Access = "public" | "user" | "admin";

/**
 * One line of the HTTP API: the server registers it, the screens call it, tests read it.
 * Everything that names a person, a mail or a secret travels in the body, never in path or query.
 */
export interface Endpoint<
  Body extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As Fastify writes it: `/api/users/:userId`. */
  readonly path: string;
  readonly access: Access;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly output: Output;
  /** Codes that this endpoint answers with beyond `invalid_input`, `not_signed_in` and `forbidden`. */
  readonly errors?: readonly RequestErrorCode[];
  /** The action that the audit log records, `resource.action`; left out where nothing changes. */
  readonly audit?: string;
}

/** Keeps the exact types of an endpoint's schemas. */
export function defineEndpoint<
  Output extends z.ZodType,
  Body extends z.ZodType = z.ZodNever,
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
>(endpoint: Endpoint<Body, Output, Params, Query>): Endpoint<Body, Output, Params, Query> {
  return endpoint;
}
