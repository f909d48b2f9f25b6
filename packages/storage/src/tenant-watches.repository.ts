import type { Secret } from "@outrigger/oauth";
import type { SecretPlace } from "./encryption.ts";
import { newId, type OrganizationId, type TenantWatchId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** An administrator's lasting leave to read a tenant's settings; never a user's connection. `ended`: Microsoft no longer takes the sign-in. */
export interface TenantWatch {
  readonly organizationId: OrganizationId;
  readonly id: TenantWatchId;
  readonly tenantId: string;
  readonly readerName: string;
  readonly microsoftUserId: string;
  readonly scopes: readonly string[];
  readonly state: "watching" | "ended";
  readonly startedAt: Date;
  readonly readAt: Date | null;
}

export interface NewTenantWatch {
  readonly organizationId: OrganizationId;
  readonly tenantId: string;
  readonly readerName: string;
  readonly microsoftUserId: string;
  readonly scopes: readonly string[];
  readonly refreshToken: Secret;
}

const columns = [
  "organizationId",
  "id",
  "tenantId",
  "readerName",
  "microsoftUserId",
  "scopes",
  "state",
  "startedAt",
  "readAt",
] as const;

function placeOf(id: TenantWatchId): SecretPlace {
  return { table: "tenant_watch", column: "refresh_token", rowId: id };
}

export class TenantWatchesRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async find(organizationId: OrganizationId, tenantId: string): Promise<TenantWatch | undefined> {
    return this.#context.db
      .selectFrom("tenantWatch")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .executeTakeFirst();
  }

  /** One per tenant: a new sign-in takes the former one's place. Call inside a transaction. */
  async start(input: NewTenantWatch): Promise<TenantWatch> {
    const { db, now, encryption } = this.#context;
    const { organizationId, tenantId, refreshToken, ...details } = input;
    await this.stop(organizationId, tenantId);
    const id: TenantWatchId = newId();
    return db
      .insertInto("tenantWatch")
      .values({
        ...details,
        organizationId,
        tenantId,
        id,
        scopes: [...details.scopes],
        refreshToken: encryption.encryptSecret(refreshToken, placeOf(id)),
        state: "watching",
        startedAt: now(),
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  /** Deletes it with its token. False where there was none. */
  async stop(organizationId: OrganizationId, tenantId: string): Promise<boolean> {
    const result = await this.#context.db
      .deleteFrom("tenantWatch")
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  /** Those not read since, across organizations, longest ago first. */
  async listDue(readBefore: Date, limit: number): Promise<TenantWatch[]> {
    return this.#context.db
      .selectFrom("tenantWatch")
      .select(columns)
      .where("state", "=", "watching")
      .where((eb) => eb.or([eb("readAt", "is", null), eb("readAt", "<", readBefore)]))
      .orderBy("readAt", (order) => order.asc().nullsFirst())
      .limit(limit)
      .execute();
  }

  /** The row's lock and its token, until the surrounding transaction ends: two readers must not spend one refresh token. */
  async lock(
    organizationId: OrganizationId,
    tenantId: string,
  ): Promise<{ watch: TenantWatch; refreshToken: Secret } | undefined> {
    const row = await this.#context.db
      .selectFrom("tenantWatch")
      .select([...columns, "refreshToken"])
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .where("state", "=", "watching")
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.refreshToken === null) return undefined;
    const { refreshToken: envelope, ...watch } = row;
    return { watch, refreshToken: this.#context.encryption.decryptSecret(envelope, placeOf(row.id)) };
  }

  /** After a refresh; nothing happens where the watch was stopped or renewed meanwhile. */
  async storeToken(
    { organizationId, id }: Pick<TenantWatch, "organizationId" | "id">,
    refreshToken: Secret,
  ): Promise<void> {
    await this.#context.db
      .updateTable("tenantWatch")
      .set({ refreshToken: this.#context.encryption.encryptSecret(refreshToken, placeOf(id)) })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async markRead({ organizationId, id }: Pick<TenantWatch, "organizationId" | "id">): Promise<void> {
    await this.#context.db
      .updateTable("tenantWatch")
      .set({ readAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  /** Microsoft no longer takes the sign-in: the token is forgotten, and the row says that nobody watches. */
  async end({ organizationId, id }: Pick<TenantWatch, "organizationId" | "id">): Promise<void> {
    await this.#context.db
      .updateTable("tenantWatch")
      .set({ state: "ended", refreshToken: null })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }
}
