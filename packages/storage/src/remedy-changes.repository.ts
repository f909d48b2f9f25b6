import { sql, type Selectable } from "kysely";
import { newId, type ApprovalId, type OrganizationId, type RemedyChangeId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";
import type { Tables } from "./tables.ts";

/**
 * `previewed` → `applied` → `verified` → `undone`. `failed`: it began, and did not come to its end, be it by a refusal or
 * because the process died; `done` says how far it came. A failed one may be applied again, or undone.
 */
export type RemedyChangeState = "previewed" | "applied" | "verified" | "undone" | "failed";

/** A change of a tenant by an administrator. Everything of Graph's form is JSON: parse before use. */
export interface RemedyChange {
  readonly organizationId: OrganizationId;
  readonly id: RemedyChangeId;
  readonly code: string;
  readonly tenantId: string;
  readonly approvalId: ApprovalId | null;
  readonly state: RemedyChangeState;
  readonly actorMicrosoftUserId: string;
  readonly actorName: string;
  readonly target: unknown;
  readonly before: unknown;
  readonly after: unknown;
  /** As they were shown. */
  readonly requests: unknown;
  /** As they were sent and accepted, in order. */
  readonly done: unknown;
  /** A code, without anybody's words. */
  readonly failure: string | null;
  /** What an undo left, in sentences. */
  readonly kept: unknown;
  readonly previewedAt: Date;
  readonly appliedAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly undoneAt: Date | null;
  readonly undoneByName: string | null;
}

export type NewRemedyChange = Pick<
  RemedyChange,
  | "organizationId"
  | "code"
  | "tenantId"
  | "approvalId"
  | "actorMicrosoftUserId"
  | "actorName"
  | "target"
  | "before"
  | "after"
  | "requests"
>;

export interface RemedyChangeChanges {
  readonly state?: RemedyChangeState | undefined;
  readonly after?: unknown;
  readonly done?: unknown;
  readonly kept?: unknown;
  readonly failure?: string | null | undefined;
  readonly appliedAt?: Date | undefined;
  readonly verifiedAt?: Date | undefined;
  readonly undoneAt?: Date | undefined;
  readonly undoneByName?: string | undefined;
}

function toChange({ claimedUntil: _claim, ...row }: Selectable<Tables["remedyChange"]>): RemedyChange {
  return row;
}

function toColumns({ after, done, kept, ...plain }: RemedyChangeChanges) {
  return {
    ...plain,
    ...(after === undefined ? {} : { after: JSON.stringify(after) }),
    ...(done === undefined ? {} : { done: JSON.stringify(done) }),
    ...(kept === undefined ? {} : { kept: JSON.stringify(kept) }),
  };
}

export class RemedyChangesRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async create({ target, before, after, requests, ...plain }: NewRemedyChange): Promise<RemedyChange> {
    const row = await this.#context.db
      .insertInto("remedyChange")
      .values({
        ...plain,
        id: newId(),
        state: "previewed",
        target: JSON.stringify(target),
        before: JSON.stringify(before),
        after: JSON.stringify(after),
        requests: JSON.stringify(requests),
        previewedAt: this.#context.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toChange(row);
  }

  async findById(organizationId: OrganizationId, id: RemedyChangeId): Promise<RemedyChange | undefined> {
    const row = await this.#context.db
      .selectFrom("remedyChange")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
    return row === undefined ? undefined : toChange(row);
  }

  /** Newest first; previews that led to nothing are left out. */
  async list(
    organizationId: OrganizationId,
    filter: { readonly tenantId?: string | undefined; readonly limit: number },
  ): Promise<RemedyChange[]> {
    let query = this.#context.db
      .selectFrom("remedyChange")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("state", "!=", "previewed");
    if (filter.tenantId !== undefined) query = query.where("tenantId", "=", filter.tenantId);
    const rows = await query.orderBy("previewedAt", "desc").limit(filter.limit).execute();
    return rows.map(toChange);
  }

  /**
   * Takes the change for this process, where it is in one of these states and no other change of the same tenant is being
   * made. Call it in a transaction of its own: of two at once the second finds the first. A claim ends by itself, so that
   * a process that dies leaves nothing locked.
   */
  async claim(
    organizationId: OrganizationId,
    id: RemedyChangeId,
    claim: { readonly states: readonly RemedyChangeState[]; readonly seconds: number },
  ): Promise<RemedyChange | undefined> {
    const { db, now } = this.#context;
    const change = await this.findById(organizationId, id);
    if (change === undefined) return undefined;
    await sql`select pg_advisory_xact_lock(hashtextextended(${`remedy ${organizationId} ${change.tenantId}`}, 0))`.execute(
      db,
    );
    const row = await db
      .updateTable("remedyChange")
      .set({ claimedUntil: new Date(now().getTime() + claim.seconds * 1000) })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("state", "in", claim.states)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("remedyChange as other")
              .select("other.id")
              .where("other.organizationId", "=", organizationId)
              .where("other.tenantId", "=", change.tenantId)
              .where("other.claimedUntil", ">", now()),
          ),
        ),
      )
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toChange(row);
  }

  async change(
    organizationId: OrganizationId,
    id: RemedyChangeId,
    changes: RemedyChangeChanges,
  ): Promise<void> {
    await this.#context.db
      .updateTable("remedyChange")
      .set(toColumns(changes))
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async release(organizationId: OrganizationId, id: RemedyChangeId): Promise<void> {
    await this.#context.db
      .updateTable("remedyChange")
      .set({ claimedUntil: null })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  /** Previews that nobody applied. */
  async deletePreviewsBefore(before: Date): Promise<number> {
    const done = await this.#context.db
      .deleteFrom("remedyChange")
      .where("state", "=", "previewed")
      .where("previewedAt", "<", before)
      .executeTakeFirst();
    return Number(done.numDeletedRows);
  }
}
