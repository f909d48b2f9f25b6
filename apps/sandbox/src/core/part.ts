import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import type { Clock } from "./clock.ts";
import type { DocumentStore } from "./document-store.ts";
import type { Faults } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";

/** What every part of the sandbox is given; the only way parts reach one another is the store and what is exported. */
export interface SandboxContext {
  readonly clock: Clock;
  readonly store: DocumentStore;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly settings: SandboxSettings;
}

export interface SandboxSettings {
  /** Where the product answers, for redirect URIs and for the sidebar in the Outlook page; no trailing slash. */
  readonly productUrl: string;
  /** How the product is called here: its registrations carry the name. */
  readonly productName: string;
  /** Whether the product's registration lists Exchange Web Services, too, as it does where an operator asks for it. */
  readonly isLegacyEwsOn: boolean;
}

/**
 * One emulated vendor (or the Outlook page). `register` adds routes to a listener and is called once per listener
 * (http and TLS), so it keeps no state of its own: state lives in the store.
 */
export interface SandboxPart {
  readonly name: string;
  register(app: FastifyInstance, context: SandboxContext): void | Promise<void>;
  /** Writes the demo company's documents of this part; called on an empty store. */
  seed(context: SandboxContext): void | Promise<void>;
  /**
   * Collections that a reset leaves alone: signing keys, above all, as clients cache them and a vendor never swaps them
   * from one moment to the next.
   */
  readonly keptAtReset?: readonly string[] | undefined;
  /** Section of `POST /_sandbox/scenario` that this part understands: the property's name, its shape, how to merge it. */
  readonly scenario?: ScenarioSection | undefined;
  /** What `GET /_sandbox/state` shows under this part's name; never a secret or a token. */
  describeState?(context: SandboxContext): unknown;
}

export interface ScenarioSection {
  /** Property names of the scenario object, each with the zod schema of its value. */
  readonly shape: z.ZodRawShape;
  /** `sections` holds the parsed properties that the scenario carried; called inside a store transaction. */
  merge(sections: Record<string, unknown>, context: SandboxContext): void;
}

/** A scenario that is well formed but speaks of what is not there; answered with 400, and nothing is merged. */
export class ScenarioError extends Error {}
