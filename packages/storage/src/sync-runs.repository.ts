import { newId, type MailboxConnectionId, type OrganizationId, type SyncRunId, type UserId } from "./ids.ts";
import { inTransaction } from "./in-transaction.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** `abandoned`: its worker died; found by the next run of the mailbox. */
export type RunOutcome = "running" | "finished" | "failed" | "abandoned";

/** One sync of one mailbox. */
export interface SyncRun {
  readonly id: SyncRunId;
  readonly userId: UserId;
  readonly userDisplayName: string;
  readonly mailboxConnectionId: MailboxConnectionId;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: RunOutcome;
  readonly examinedCount: number;
  readonly savedCount: number;
  readonly skippedCount: number;
  readonly issueCount: number;
  /** A failure reason; null while nothing failed. */
  readonly failure: string | null;
}

export class SyncRunsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Call under the mailbox's lease: whatever still counts as running was left by a dead worker. */
  async start(input: {
    readonly organizationId: OrganizationId;
    readonly mailboxConnectionId: MailboxConnectionId;
    readonly userId: UserId;
  }): Promise<SyncRunId> {
    const id: SyncRunId = newId();
    const startedAt = this.#context.now();
    await inTransaction(this.#context.db, async (db) => {
      await db
        .updateTable("syncRun")
        .set({ outcome: "abandoned", finishedAt: startedAt })
        .where("organizationId", "=", input.organizationId)
        .where("mailboxConnectionId", "=", input.mailboxConnectionId)
        .where("outcome", "=", "running")
        .execute();
      await db
        .insertInto("syncRun")
        .values({ ...input, id, startedAt, outcome: "running" })
        .execute();
    });
    return id;
  }

  /** Ends the run. Of a mailbox's runs that found nothing to look at only the last is kept: there is one a minute. */
  async finish(
    organizationId: OrganizationId,
    id: SyncRunId,
    end: { readonly outcome: "finished" | "failed"; readonly failure?: string | undefined },
  ): Promise<void> {
    const finishedAt = this.#context.now();
    await inTransaction(this.#context.db, async (db) => {
      const ended = await db
        .updateTable("syncRun")
        .set({ outcome: end.outcome, failure: end.failure ?? null, finishedAt })
        .where("organizationId", "=", organizationId)
        .where("id", "=", id)
        .where("outcome", "=", "running")
        .returning("mailboxConnectionId")
        .executeTakeFirst();
      if (!ended) return;
      await db
        .deleteFrom("syncRun")
        .where("organizationId", "=", organizationId)
        .where("mailboxConnectionId", "=", ended.mailboxConnectionId)
        .where("outcome", "=", "finished")
        .where("examinedCount", "=", 0)
        .where("issueCount", "=", 0)
        .where("id", "!=", id)
        .execute();
    });
  }

  /** Forgets ended runs from before then. Gives how many. */
  async deleteEndedBefore(before: Date): Promise<number> {
    const done = await this.#context.db
      .deleteFrom("syncRun")
      .where("finishedAt", "<", before)
      .executeTakeFirst();
    return Number(done.numDeletedRows);
  }

  /** Newest first. */
  async list(organizationId: OrganizationId, limit: number): Promise<SyncRun[]> {
    return this.#select()
      .where("syncRun.organizationId", "=", organizationId)
      .orderBy("syncRun.startedAt", "desc")
      .limit(limit)
      .execute();
  }

  async findLatest(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
  ): Promise<SyncRun | undefined> {
    return this.#select()
      .where("syncRun.organizationId", "=", organizationId)
      .where("syncRun.mailboxConnectionId", "=", mailboxConnectionId)
      .orderBy("syncRun.startedAt", "desc")
      .limit(1)
      .executeTakeFirst();
  }

  #select() {
    return this.#context.db
      .selectFrom("syncRun")
      .innerJoin("appUser", (join) =>
        join
          .onRef("appUser.organizationId", "=", "syncRun.organizationId")
          .onRef("appUser.id", "=", "syncRun.userId"),
      )
      .select([
        "syncRun.id",
        "syncRun.userId",
        "appUser.displayName as userDisplayName",
        "syncRun.mailboxConnectionId",
        "syncRun.startedAt",
        "syncRun.finishedAt",
        "syncRun.outcome",
        "syncRun.examinedCount",
        "syncRun.savedCount",
        "syncRun.skippedCount",
        "syncRun.issueCount",
        "syncRun.failure",
      ]);
  }
}
