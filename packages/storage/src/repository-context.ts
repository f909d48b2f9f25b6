import type { Kysely, Transaction } from "kysely";
import type { SecretEncryption } from "./encryption.ts";
import type { Tables } from "./tables.ts";

/** What every repository works with: a connection pool or one transaction, the time, and the key ring. */
export interface RepositoryContext {
  readonly db: Kysely<Tables> | Transaction<Tables>;
  readonly now: () => Date;
  readonly encryption: SecretEncryption;
}
