import { newId, type OrganizationId, type TenantReadingId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** Whose eyes: an administrator's sign-in, a file that an administrator made alone, or the lasting watch. */
export type TenantReadingSource = "administrator" | "file" | "watch";

/** What a Microsoft tenant's settings were at one time. */
export interface TenantReading {
  readonly organizationId: OrganizationId;
  readonly id: TenantReadingId;
  readonly tenantId: string;
  readonly source: TenantReadingSource;
  /** As the reading names the tenant. */
  readonly displayName: string;
  readonly readerName: string;
  readonly readAt: Date;
  /** Graph's answers, as the consent package reads them; parse before use. */
  readonly reading: unknown;
}

export type NewTenantReading = Omit<TenantReading, "id">;

/** Older ones are dropped when a new one comes. */
const READINGS_KEPT = 10;

export class TenantReadingsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** `sources` narrows to some: a file tells no time of its own, so that nothing is compared with it. */
  async findLatest(
    organizationId: OrganizationId,
    tenantId: string,
    sources: readonly TenantReadingSource[] = ["administrator", "file", "watch"],
  ): Promise<TenantReading | undefined> {
    return this.#context.db
      .selectFrom("tenantReading")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .where("source", "in", sources)
      .orderBy("readAt", "desc")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
  }

  async listTenants(organizationId: OrganizationId): Promise<{ tenantId: string; displayName: string }[]> {
    return this.#context.db
      .selectFrom("tenantReading")
      .select((eb) => ["tenantId" as const, eb.fn.max("displayName").as("displayName")])
      .where("organizationId", "=", organizationId)
      .groupBy("tenantId")
      .orderBy("tenantId")
      .execute();
  }

  /** When the tenant was read, by whom and how; without what was read. Newest first. */
  async listHistory(
    organizationId: OrganizationId,
    tenantId: string,
  ): Promise<Pick<TenantReading, "id" | "source" | "readerName" | "readAt">[]> {
    return this.#context.db
      .selectFrom("tenantReading")
      .select(["id", "source", "readerName", "readAt"])
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .orderBy("readAt", "desc")
      .orderBy("id")
      .execute();
  }

  /** The newest live reading of every tenant, across organizations, page by page: `after` is the last one's id of the page before. */
  async listLatest(limit: number, after?: TenantReading): Promise<TenantReading[]> {
    let query = this.#context.db
      .selectFrom("tenantReading")
      .distinctOn(["organizationId", "tenantId"])
      .selectAll()
      .where("source", "<>", "file");
    if (after !== undefined) {
      query = query.where((eb) =>
        eb(eb.refTuple("organizationId", "tenantId"), ">", eb.tuple(after.organizationId, after.tenantId)),
      );
    }
    return query
      .orderBy("organizationId")
      .orderBy("tenantId")
      .orderBy("readAt", "desc")
      .orderBy("id")
      .limit(limit)
      .execute();
  }

  /** Stores it and drops the oldest of this tenant. Call inside a transaction. */
  async add(input: NewTenantReading): Promise<TenantReadingId> {
    const { db } = this.#context;
    const id: TenantReadingId = newId();
    await db
      .insertInto("tenantReading")
      .values({ ...input, id, reading: JSON.stringify(input.reading) })
      .execute();
    const { organizationId, tenantId } = input;
    const kept = (await this.listHistory(organizationId, tenantId)).slice(0, READINGS_KEPT);
    await db
      .deleteFrom("tenantReading")
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .where(
        "id",
        "not in",
        kept.map((row) => row.id),
      )
      .execute();
    return id;
  }
}
