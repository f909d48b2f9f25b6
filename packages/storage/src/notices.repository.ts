import type { Selectable } from "kysely";
import { newId, type NoticeId, type OrganizationId, type UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";
import type { Tables } from "./tables.ts";

/** Something in a Microsoft tenant that stops people, or will. Open until it is resolved; dismissed ones stay open, unseen. */
export interface Notice {
  readonly organizationId: OrganizationId;
  readonly id: NoticeId;
  readonly tenantId: string;
  /** One of the contract's kinds; whoever reads it checks. */
  readonly kind: string;
  /** Empty for everybody; else whom or what it is about. One notice per kind and subject is open at a time. */
  readonly subject: string;
  readonly source: "reading" | "token";
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly raisedAt: Date;
  readonly dismissedAt: Date | null;
  readonly dismissedByUserId: UserId | null;
  readonly resolvedAt: Date | null;
}

export type NewNotice = Pick<Notice, "tenantId" | "kind" | "subject" | "source" | "before" | "after">;

export class NoticesRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /**
   * Raises it unless one of the same kind and subject is open: then that one only learns what it became, and is shown again where
   * that is news. Undefined when nothing is new.
   */
  async raise(organizationId: OrganizationId, input: NewNotice): Promise<Notice | undefined> {
    const { db, now } = this.#context;
    const { tenantId, kind, subject } = input;
    const values = { ...input, before: [...input.before], after: [...input.after] };
    const raised = await db
      .insertInto("notice")
      .values({ ...values, organizationId, id: newId(), raisedAt: now() })
      .onConflict((conflict) =>
        conflict
          .columns(["organizationId", "tenantId", "kind", "subject"])
          .where("resolvedAt", "is", null)
          .doNothing(),
      )
      .returningAll()
      .executeTakeFirst();
    if (raised !== undefined) return toNotice(raised);
    // What a token tells of one person is less than what stands there already.
    if (input.source === "token") return undefined;
    const changed = await db
      .updateTable("notice")
      .set({
        after: values.after,
        raisedAt: now(),
        mailedAt: null,
        dismissedAt: null,
        dismissedByUserId: null,
      })
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .where("kind", "=", kind)
      .where("subject", "=", subject)
      .where("source", "=", "reading")
      .where("resolvedAt", "is", null)
      .where("after", "<>", values.after)
      .returningAll()
      .executeTakeFirst();
    return changed === undefined ? undefined : toNotice(changed);
  }

  /** False where it was resolved before. */
  async resolve(organizationId: OrganizationId, id: NoticeId): Promise<boolean> {
    const result = await this.#context.db
      .updateTable("notice")
      .set({ resolvedAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("resolvedAt", "is", null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Undefined where there is no open one with this id; dismissing twice changes nothing. */
  async dismiss(organizationId: OrganizationId, id: NoticeId, userId: UserId): Promise<Notice | undefined> {
    const { db, now } = this.#context;
    await db
      .updateTable("notice")
      .set({ dismissedAt: now(), dismissedByUserId: userId })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("dismissedAt", "is", null)
      .where("resolvedAt", "is", null)
      .execute();
    const row = await db
      .selectFrom("notice")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("resolvedAt", "is", null)
      .executeTakeFirst();
    return row === undefined ? undefined : toNotice(row);
  }

  /** Open ones, dismissed or not, newest first. */
  async listOpen(organizationId: OrganizationId, tenantId?: string): Promise<Notice[]> {
    let query = this.#context.db
      .selectFrom("notice")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("resolvedAt", "is", null);
    if (tenantId !== undefined) query = query.where("tenantId", "=", tenantId);
    const rows = await query.orderBy("raisedAt", "desc").orderBy("id").execute();
    return rows.map(toNotice);
  }

  /** Claims what no mail has told yet, across organizations: whoever claims it sends it. Two processes never claim the same. */
  async claimUnmailed(limit: number): Promise<Notice[]> {
    const { db, now } = this.#context;
    const rows = await db
      .updateTable("notice")
      .set({ mailedAt: now() })
      .where("id", "in", (eb) =>
        eb
          .selectFrom("notice")
          .select("id")
          .where("mailedAt", "is", null)
          .where("resolvedAt", "is", null)
          .where("dismissedAt", "is", null)
          .orderBy("raisedAt")
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .execute();
    return rows.map(toNotice);
  }

  /** The mail could not be sent: the next round tries again. */
  async unclaim(notices: readonly Pick<Notice, "organizationId" | "id">[]): Promise<void> {
    for (const { organizationId, id } of notices) {
      await this.#context.db
        .updateTable("notice")
        .set({ mailedAt: null })
        .where("organizationId", "=", organizationId)
        .where("id", "=", id)
        .execute();
    }
  }
}

function toNotice({ mailedAt: _mailedAt, ...notice }: Selectable<Tables["notice"]>): Notice {
  return notice;
}
