import type { z } from "zod";
import type { GraphClient } from "../graph-client.ts";

/** One request as it is sent to Graph, and as an administrator reads it beforehand. */
export interface GraphWrite {
  readonly method: "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below Graph's version: `/oauth2PermissionGrants`. */
  readonly path: string;
  readonly body?: unknown;
}

/** One setting in words. */
export interface ChangeFact {
  readonly subject: string;
  readonly value: string;
}

/** What takes a change back: `kept` says, in sentences, what is left as it is and why. */
export interface UndoPlan {
  readonly writes: readonly GraphWrite[];
  readonly kept: readonly string[];
}

/**
 * A change of a tenant that is known before it is made. `plan` gives the writes that lead from a state to what is
 * wanted: none when it is there already. It is asked again after each object that others refer to was made, and after
 * Graph found that somebody was faster; so every step may be repeated.
 */
export interface ConsentChange<State> {
  /** States are kept as JSON. */
  readonly stateSchema: z.ZodType<State>;
  /** The part of the tenant that the change is about, and nothing else. Throws `ConnectorError`. */
  read(client: GraphClient): Promise<State>;
  plan(state: State): readonly GraphWrite[];
  /** The state after all writes, as far as it can be known before. */
  expect(state: State): State;
  isReached(state: State): boolean;
  describe(state: State): readonly ChangeFact[];
  /** Takes back what led from `before` to `after`, and nothing that others have changed since (`now`). */
  planUndo(states: { readonly before: State; readonly after: State; readonly now: State }): UndoPlan;
}

export const MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";
