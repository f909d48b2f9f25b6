import { sql, type Kysely, type Transaction } from "kysely";
import { parseSyncCursor, type ItemKey, type MailFolder, type SyncCursor } from "@outrigger/sync-core";
import { newId, type MailboxConnectionId, type OrganizationId, type SyncRunId } from "./ids.ts";
import { inTransaction } from "./in-transaction.ts";
import type { RepositoryContext } from "./repository-context.ts";
import { deleteIssues, upsertIssues, type NewSyncIssue } from "./sync-issues.repository.ts";
import { insertLinks, type NewSyncLink } from "./sync-links.repository.ts";
import type { Tables } from "./tables.ts";

/** The right to sync one mailbox, until it expires; `holder` is new with each taking. */
export interface SyncLease {
  readonly organizationId: OrganizationId;
  readonly mailboxConnectionId: MailboxConnectionId;
  readonly holder: string;
}

/** Another worker holds the mailbox now: stop at once, nothing of this round was written. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}

/** Added to the run's numbers. */
export interface RoundCounts {
  readonly examined: number;
  readonly saved: number;
  readonly skipped: number;
  readonly issues: number;
}

/** What one page of a folder led to. */
export interface SyncRound {
  readonly lease: SyncLease;
  readonly runId: SyncRunId;
  readonly folder: MailFolder;
  readonly cursor: SyncCursor;
  readonly links: readonly Omit<NewSyncLink, "organizationId">[];
  readonly issues: readonly NewSyncIssue[];
  /** Items whose earlier issue is settled, besides those of `links`. */
  readonly resolvedItemKeys?: readonly ItemKey[] | undefined;
  readonly counts: RoundCounts;
}

type Db = Kysely<Tables> | Transaction<Tables>;

/**
 * How far each mailbox is synced, and who may go on with it. Leases run on the database's clock, so that workers on
 * several machines agree.
 */
export class SyncStateRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Undefined while somebody else's lease stands. */
  async takeLease(input: {
    readonly organizationId: OrganizationId;
    readonly mailboxConnectionId: MailboxConnectionId;
    readonly leaseSeconds: number;
  }): Promise<SyncLease | undefined> {
    const { leaseSeconds, ...mailbox } = input;
    const expiresAt = afterSeconds(leaseSeconds);
    const holder: string = newId();
    return this.#context.db
      .insertInto("syncLease")
      .values({ ...mailbox, holder, expiresAt })
      .onConflict((conflict) =>
        conflict
          .columns(["organizationId", "mailboxConnectionId"])
          .doUpdateSet({ holder, expiresAt })
          .where("syncLease.expiresAt", "<=", sql<Date>`clock_timestamp()`),
      )
      .returning(["organizationId", "mailboxConnectionId", "holder"])
      .executeTakeFirst();
  }

  /** @throws {LeaseLostError} */
  async renewLease(lease: SyncLease, leaseSeconds: number): Promise<void> {
    const done = await this.#context.db
      .updateTable("syncLease")
      .set({ expiresAt: afterSeconds(leaseSeconds) })
      .where("organizationId", "=", lease.organizationId)
      .where("mailboxConnectionId", "=", lease.mailboxConnectionId)
      .where("holder", "=", lease.holder)
      .where("expiresAt", ">", sql<Date>`clock_timestamp()`)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new LeaseLostError("The lease on this mailbox is lost.");
  }

  /** Does nothing when the lease is somebody else's by now. */
  async releaseLease(lease: SyncLease): Promise<void> {
    await this.#context.db
      .deleteFrom("syncLease")
      .where("organizationId", "=", lease.organizationId)
      .where("mailboxConnectionId", "=", lease.mailboxConnectionId)
      .where("holder", "=", lease.holder)
      .execute();
  }

  async findCursor(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
    folder: MailFolder,
  ): Promise<SyncCursor | undefined> {
    const row = await this.#context.db
      .selectFrom("syncCursor")
      .select("cursor")
      .where("organizationId", "=", organizationId)
      .where("mailboxConnectionId", "=", mailboxConnectionId)
      .where("folder", "=", folder)
      .executeTakeFirst();
    return row === undefined ? undefined : parseSyncCursor(row.cursor);
  }

  /** The folder is read from the start again next time (`restart_from_scratch`). @throws {LeaseLostError} */
  async forgetCursor(lease: SyncLease, folder: MailFolder): Promise<void> {
    await inTransaction(this.#context.db, async (db) => {
      await fence(db, lease);
      await db
        .deleteFrom("syncCursor")
        .where("organizationId", "=", lease.organizationId)
        .where("mailboxConnectionId", "=", lease.mailboxConnectionId)
        .where("folder", "=", folder)
        .execute();
    });
  }

  /**
   * Writes links, issues, the run's numbers and the cursor together or not at all, and only while the lease stands:
   * a worker that was taken for dead cannot move the cursor behind its successor's back.
   * @throws {LeaseLostError}
   */
  async commitRound(round: SyncRound): Promise<void> {
    const { lease, counts } = round;
    const { organizationId, mailboxConnectionId } = lease;
    const at = this.#context.now();
    await inTransaction(this.#context.db, async (db) => {
      await fence(db, lease);
      const advanced = { cursor: round.cursor, advancedAt: at };
      await db
        .insertInto("syncCursor")
        .values({ organizationId, mailboxConnectionId, folder: round.folder, ...advanced })
        .onConflict((conflict) =>
          conflict.columns(["organizationId", "mailboxConnectionId", "folder"]).doUpdateSet(advanced),
        )
        .execute();
      await insertLinks(
        db,
        round.links.map((link) => ({ ...link, organizationId })),
        at,
      );
      const settled = [...round.links.map((link) => link.itemKey), ...(round.resolvedItemKeys ?? [])];
      await deleteIssues(db, { organizationId, mailboxConnectionId, itemKeys: settled });
      await upsertIssues(db, { organizationId, mailboxConnectionId, issues: round.issues, at });
      await db
        .updateTable("syncRun")
        .set((eb) => ({
          examinedCount: eb("examinedCount", "+", counts.examined),
          savedCount: eb("savedCount", "+", counts.saved),
          skippedCount: eb("skippedCount", "+", counts.skipped),
          issueCount: eb("issueCount", "+", counts.issues),
        }))
        .where("organizationId", "=", organizationId)
        .where("id", "=", round.runId)
        .execute();
    });
  }

  /** Forgets everything known about the mailbox's sync; what is in the CRM stays. */
  async forgetMailbox(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
  ): Promise<void> {
    await inTransaction(this.#context.db, async (db) => {
      for (const table of ["syncCursor", "syncLease", "syncIssue"] as const) {
        await db
          .deleteFrom(table)
          .where("organizationId", "=", organizationId)
          .where("mailboxConnectionId", "=", mailboxConnectionId)
          .execute();
      }
    });
  }
}

function afterSeconds(seconds: number) {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;
}

/** Locks the lease's row until the transaction ends, so that nobody can take it between this check and the commit. */
async function fence(db: Db, lease: SyncLease): Promise<void> {
  const held = await db
    .selectFrom("syncLease")
    .select("holder")
    .where("organizationId", "=", lease.organizationId)
    .where("mailboxConnectionId", "=", lease.mailboxConnectionId)
    .where("holder", "=", lease.holder)
    .where("expiresAt", ">", sql<Date>`clock_timestamp()`)
    .forUpdate()
    .executeTakeFirst();
  if (held === undefined) throw new LeaseLostError("The lease on this mailbox is lost.");
}
