import { sql, type Kysely, type Transaction } from "kysely";
import type { FailureReason, ItemKey } from "@outrigger/sync-core";
import {
  newId,
  type MailboxConnectionId,
  type OrganizationId,
  type SyncIssueId,
  type UserId,
} from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";
import type { Tables } from "./tables.ts";

/** An item that could not be saved, and why; one per mailbox and item, however often it fails. */
export interface SyncIssue {
  readonly id: SyncIssueId;
  readonly userId: UserId;
  readonly userDisplayName: string;
  readonly itemKey: string;
  readonly mailboxItemId: string | null;
  readonly subject: string | null;
  readonly reason: string;
  readonly message: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly attempts: number;
}

export interface NewSyncIssue {
  readonly itemKey: ItemKey;
  readonly userId: UserId;
  readonly mailboxItemId?: string | undefined;
  readonly subject?: string | undefined;
  readonly reason: FailureReason;
  readonly message: string;
}

type Db = Kysely<Tables> | Transaction<Tables>;

/** Part of a round's transaction. */
export async function upsertIssues(
  db: Db,
  input: {
    readonly organizationId: OrganizationId;
    readonly mailboxConnectionId: MailboxConnectionId;
    readonly issues: readonly NewSyncIssue[];
    readonly at: Date;
  },
): Promise<void> {
  const { organizationId, mailboxConnectionId, at } = input;
  // One statement may touch a row only once: the last word on an item wins.
  const byItem = new Map(input.issues.map((issue) => [issue.itemKey, issue]));
  if (byItem.size === 0) return;
  await db
    .insertInto("syncIssue")
    .values(
      [...byItem.values()].map((issue) => ({
        ...issue,
        organizationId,
        mailboxConnectionId,
        id: newId<"SyncIssue">(),
        firstSeenAt: at,
        lastSeenAt: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["organizationId", "mailboxConnectionId", "itemKey"]).doUpdateSet({
        subject: sql`excluded.subject`,
        reason: sql`excluded.reason`,
        message: sql`excluded.message`,
        lastSeenAt: at,
        attempts: sql`sync_issue.attempts + 1`,
      }),
    )
    .execute();
}

/** Part of a round's transaction: these items are settled. */
export async function deleteIssues(
  db: Db,
  input: {
    readonly organizationId: OrganizationId;
    readonly mailboxConnectionId: MailboxConnectionId;
    readonly itemKeys: readonly ItemKey[];
  },
): Promise<void> {
  if (input.itemKeys.length === 0) return;
  await db
    .deleteFrom("syncIssue")
    .where("organizationId", "=", input.organizationId)
    .where("mailboxConnectionId", "=", input.mailboxConnectionId)
    .where("itemKey", "in", input.itemKeys)
    .execute();
}

export class SyncIssuesRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Last seen first. */
  async list(organizationId: OrganizationId, limit: number): Promise<{ issues: SyncIssue[]; total: number }> {
    const issues = await this.#select()
      .where("syncIssue.organizationId", "=", organizationId)
      .orderBy("syncIssue.lastSeenAt", "desc")
      .orderBy("syncIssue.id")
      .limit(limit)
      .execute();
    const { total } = await this.#context.db
      .selectFrom("syncIssue")
      .select((eb) => eb.fn.countAll<string>().as("total"))
      .where("organizationId", "=", organizationId)
      .executeTakeFirstOrThrow();
    return { issues, total: Number(total) };
  }

  /** One mailbox's issues, longest untried first: what a later round may try again. */
  async listByMailbox(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
    limit: number,
  ): Promise<SyncIssue[]> {
    return this.#select()
      .where("syncIssue.organizationId", "=", organizationId)
      .where("syncIssue.mailboxConnectionId", "=", mailboxConnectionId)
      .orderBy("syncIssue.lastSeenAt")
      .limit(limit)
      .execute();
  }

  async countByMailbox(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
  ): Promise<number> {
    const { count } = await this.#context.db
      .selectFrom("syncIssue")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("organizationId", "=", organizationId)
      .where("mailboxConnectionId", "=", mailboxConnectionId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** The mail is saved, by whomever: whichever mailbox had an issue with it has none any more. */
  async settle(organizationId: OrganizationId, itemKey: ItemKey): Promise<void> {
    await this.#context.db
      .deleteFrom("syncIssue")
      .where("organizationId", "=", organizationId)
      .where("itemKey", "=", itemKey)
      .execute();
  }

  #select() {
    return this.#context.db
      .selectFrom("syncIssue")
      .innerJoin("appUser", (join) =>
        join
          .onRef("appUser.organizationId", "=", "syncIssue.organizationId")
          .onRef("appUser.id", "=", "syncIssue.userId"),
      )
      .select([
        "syncIssue.id",
        "syncIssue.userId",
        "appUser.displayName as userDisplayName",
        "syncIssue.itemKey",
        "syncIssue.mailboxItemId",
        "syncIssue.subject",
        "syncIssue.reason",
        "syncIssue.message",
        "syncIssue.firstSeenAt",
        "syncIssue.lastSeenAt",
        "syncIssue.attempts",
      ]);
  }
}
