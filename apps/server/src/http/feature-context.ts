import type { Database, JobQueue } from "@outrigger/storage";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { AccessTokens } from "../features/access-tokens/access-tokens.ts";
import type { MicrosoftAuthorization } from "../features/mailbox-connections/microsoft-authorization.ts";
import type { Mailer } from "../mailer.ts";

/** The only time that features know; steered in tests. */
export interface Clock {
  now(): Date;
  /** Milliseconds. */
  sleep(durationMs: number): Promise<void>;
}

/** Everything a feature works with. Built once in `main.ts` (or by a test) and handed over as an argument. */
export interface FeatureContext {
  readonly config: Config;
  readonly database: Database;
  readonly jobs: JobQueue;
  /** The one way to the network. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mailer: Mailer;
  /** Our registration at Microsoft: scopes, addresses and token calls. */
  readonly microsoft: MicrosoftAuthorization;
  /** Whom administrators sign in to; another registration than the users' where the operator has made one. */
  readonly administratorMicrosoft: MicrosoftAuthorization;
  /** Live tokens of users, refreshed one at a time across processes. */
  readonly accessTokens: AccessTokens;
}
