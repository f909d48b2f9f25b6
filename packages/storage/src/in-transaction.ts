import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** Runs in the surrounding transaction where there is one, else in its own. */
export async function inTransaction<Result>(
  db: Kysely<Tables> | Transaction<Tables>,
  run: (transaction: Kysely<Tables> | Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? run(db) : db.transaction().execute(run);
}
