import { sql, type Kysely, type QueryExecutorProvider } from "kysely";
import * as firstTables from "./migrations/0001-first-tables.ts";
import * as administratorSessions from "./migrations/0002-administrator-sessions.ts";
import * as remedyChanges from "./migrations/0002b-remedy-changes.ts";
import * as approvalFollowUp from "./migrations/0003-approval-follow-up.ts";
import * as tenantReadings from "./migrations/0004-tenant-readings.ts";
import * as notices from "./migrations/0004b-notices.ts";
import * as registrationTests from "./migrations/0005-registration-tests.ts";
import * as salesforceAccess from "./migrations/0006-salesforce-access.ts";

interface Migration {
  readonly name: string;
  up(db: QueryExecutorProvider): Promise<void>;
}

/** In the order in which they run; a released one is never edited. */
const migrations: readonly Migration[] = [
  { name: "0001-first-tables", up: firstTables.up },
  { name: "0002-administrator-sessions", up: administratorSessions.up },
  { name: "0002b-remedy-changes", up: remedyChanges.up },
  { name: "0003-approval-follow-up", up: approvalFollowUp.up },
  { name: "0004-tenant-readings", up: tenantReadings.up },
  { name: "0004b-notices", up: notices.up },
  { name: "0005-registration-tests", up: registrationTests.up },
  { name: "0006-salesforce-access", up: salesforceAccess.up },
];

/** Any fixed number, the same in every version: it serializes all starters on one database. */
const MIGRATION_LOCK = 7_301_120_260;

/** The migrations' own record; written without the name-turning plugin. */
export interface MigrationTables {
  migration: { name: string; applied_at: Date };
}

/**
 * Brings the database to this version's tables and says which migrations it ran. All run in one transaction under an
 * advisory lock: of two processes starting at once the second waits, then finds nothing to do.
 * @throws when the database holds a migration that this version does not know (an older program on a newer database).
 */
export async function migrate(db: Kysely<MigrationTables>): Promise<string[]> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
    await sql`create table if not exists migration (name text primary key, applied_at timestamptz not null)`.execute(
      transaction,
    );
    const applied = await transaction.selectFrom("migration").select("name").execute();
    const appliedNames = new Set(applied.map((row) => row.name));
    const unknown = [...appliedNames].find((name) => !migrations.some((known) => known.name === name));
    if (unknown !== undefined) {
      throw new Error(`The database was made by a newer version (it holds the migration ${unknown}).`);
    }
    const pending = migrations.filter((known) => !appliedNames.has(known.name));
    for (const step of pending) {
      await step.up(transaction);
      await transaction.insertInto("migration").values({ name: step.name, applied_at: new Date() }).execute();
    }
    return pending.map((step) => step.name);
  });
}
