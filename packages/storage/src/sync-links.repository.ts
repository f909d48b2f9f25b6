import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { CrmRecordKind, ItemKey } from "@outrigger/sync-core";
import type { MailboxConnectionId, OrganizationId, UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";
import type { Tables } from "./tables.ts";

/** A mail that is in the CRM: one per organization and item key, whoever saved it first. */
export interface SyncLink {
  readonly organizationId: OrganizationId;
  readonly itemKey: string;
  readonly userId: UserId;
  readonly mailboxConnectionId: MailboxConnectionId | null;
  readonly crmRecordKind: string;
  readonly crmRecordId: string;
  /** The records it is linked to, as the saver wrote them: JSON, parse before use. */
  readonly linkedRecords: unknown;
  readonly savedAt: Date;
}

export interface NewSyncLink {
  readonly organizationId: OrganizationId;
  readonly itemKey: ItemKey;
  readonly userId: UserId;
  readonly mailboxConnectionId?: MailboxConnectionId | undefined;
  readonly mailboxItemId?: string | undefined;
  readonly crmRecordKind: CrmRecordKind;
  readonly crmRecordId: string;
  readonly linkedRecords: unknown;
}

/** Stays far below PostgreSQL's 65,535 parameters per statement. */
const ROWS_PER_STATEMENT = 1000;

/** Part of a round's transaction; an item that is linked already keeps its link. */
export async function insertLinks(
  db: Kysely<Tables> | Transaction<Tables>,
  links: readonly NewSyncLink[],
  at: Date,
): Promise<void> {
  for (let start = 0; start < links.length; start += ROWS_PER_STATEMENT) {
    const rows = links.slice(start, start + ROWS_PER_STATEMENT).map((link) => ({
      ...link,
      linkedRecords: JSON.stringify(link.linkedRecords ?? []),
      savedAt: at,
    }));
    await db
      .insertInto("syncLink")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["organizationId", "itemKey"]).doNothing())
      .execute();
  }
}

const columns = [
  "organizationId",
  "itemKey",
  "userId",
  "mailboxConnectionId",
  "crmRecordKind",
  "crmRecordId",
  "linkedRecords",
  "savedAt",
] as const;

export class SyncLinksRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** For what a person saves by hand; the sync commits its links with the cursor (`syncState.commitRound`). */
  async add(link: NewSyncLink): Promise<void> {
    await insertLinks(this.#context.db, [link], this.#context.now());
  }

  /** Those of the items that are linked, in no order. */
  async listByItemKeys(organizationId: OrganizationId, itemKeys: readonly ItemKey[]): Promise<SyncLink[]> {
    if (itemKeys.length === 0) return [];
    return this.#context.db
      .selectFrom("syncLink")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("itemKey", "in", itemKeys)
      .execute();
  }

  async countByUser(organizationId: OrganizationId, userId: UserId): Promise<number> {
    const { count } = await this.#context.db
      .selectFrom("syncLink")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** Saved items per full hour since then; hours without any are missing. */
  async countPerHour(organizationId: OrganizationId, since: Date): Promise<{ hour: Date; count: number }[]> {
    return this.#context.db
      .selectFrom("syncLink")
      .select([
        sql<Date>`date_trunc('hour', saved_at, 'UTC')`.as("hour"),
        sql<number>`count(*)::int`.as("count"),
      ])
      .where("organizationId", "=", organizationId)
      .where("savedAt", ">=", since)
      .groupBy("hour")
      .orderBy("hour")
      .execute();
  }
}
