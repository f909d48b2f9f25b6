import type { Secret } from "@outrigger/oauth";
import type { SecretPlace } from "./encryption.ts";
import { newId, type ApprovalId, type MailboxConnectionId, type OrganizationId, type UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** Where a user's mailbox stands; the words are those of the API contract. */
export type MailboxState =
  | "not_connected"
  | "authorizing"
  | "blocked"
  | "waiting"
  | "connected"
  | "needs_sign_in";

/** A user's access to one Microsoft mailbox. Its tokens are read apart, by who needs them. */
export interface MailboxConnection {
  readonly organizationId: OrganizationId;
  readonly id: MailboxConnectionId;
  readonly userId: UserId;
  readonly state: MailboxState;
  readonly tenantId: string | null;
  readonly tenantDisplayName: string | null;
  /** The `oid` claim: the identity. The address may change. */
  readonly microsoftUserId: string | null;
  readonly mailboxAddress: string | null;
  readonly grantedScopes: readonly string[];
  readonly accessTokenExpiresAt: Date | null;
  readonly connectedAt: Date | null;
  /** As the mailbox feature wrote it; parse before use. */
  readonly diagnosis: unknown;
  /** What the sign-in stage taught about the tenant; parse before use. */
  readonly signInEvidence: unknown;
  readonly approvalId: ApprovalId | null;
  readonly changedAt: Date;
  /** What the last silent request for its permissions ended with; parse before use. */
  readonly lastProbe: unknown;
}

/** What may change; what is left out stays. */
export interface MailboxConnectionChanges {
  readonly state?: MailboxState | undefined;
  readonly tenantId?: string | null | undefined;
  readonly tenantDisplayName?: string | null | undefined;
  readonly microsoftUserId?: string | null | undefined;
  readonly mailboxAddress?: string | null | undefined;
  readonly grantedScopes?: readonly string[] | undefined;
  readonly connectedAt?: Date | null | undefined;
  readonly diagnosis?: unknown;
  readonly signInEvidence?: unknown;
  readonly approvalId?: ApprovalId | null | undefined;
}

export interface MailboxTokens {
  readonly accessToken: Secret | undefined;
  readonly accessTokenExpiresAt: Date | undefined;
  /** Left out of a write: the stored one stays. */
  readonly refreshToken: Secret | undefined;
}

const columns = [
  "organizationId",
  "id",
  "userId",
  "state",
  "tenantId",
  "tenantDisplayName",
  "microsoftUserId",
  "mailboxAddress",
  "grantedScopes",
  "accessTokenExpiresAt",
  "connectedAt",
  "diagnosis",
  "signInEvidence",
  "approvalId",
  "changedAt",
  "lastProbe",
] as const;

function placeOf(id: MailboxConnectionId, column: "access_token" | "refresh_token"): SecretPlace {
  return { table: "mailbox_connection", column, rowId: id };
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

export class MailboxConnectionsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async findByUser(organizationId: OrganizationId, userId: UserId): Promise<MailboxConnection | undefined> {
    return this.#context.db
      .selectFrom("mailboxConnection")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .executeTakeFirst();
  }

  async findById(
    organizationId: OrganizationId,
    id: MailboxConnectionId,
  ): Promise<MailboxConnection | undefined> {
    return this.#context.db
      .selectFrom("mailboxConnection")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
  }

  /**
   * The user's connection, made on first need (state `not_connected`). Takes no lock on one that is there: somebody who
   * looks must not wait for a call to Microsoft that is made under the lock.
   */
  async findOrCreate(organizationId: OrganizationId, userId: UserId): Promise<MailboxConnection> {
    const known = await this.findByUser(organizationId, userId);
    if (known !== undefined) return known;
    const at = this.#context.now();
    const made = await this.#context.db
      .insertInto("mailboxConnection")
      .values({
        organizationId,
        id: newId(),
        userId,
        state: "not_connected",
        createdAt: at,
        changedAt: at,
      })
      .onConflict((conflict) => conflict.columns(["organizationId", "userId"]).doNothing())
      .returning(columns)
      .executeTakeFirst();
    const connection = made ?? (await this.findByUser(organizationId, userId));
    if (connection === undefined) throw new Error("A user left while the mailbox connection was made.");
    return connection;
  }

  /** Names of the tenant's people who cannot connect either, longest waiting first. */
  async listStuckInTenant(
    organizationId: OrganizationId,
    tenantId: string,
    { except }: { readonly except: UserId },
  ): Promise<string[]> {
    const rows = await this.#context.db
      .selectFrom("mailboxConnection")
      .innerJoin("appUser", (join) =>
        join
          .onRef("appUser.organizationId", "=", "mailboxConnection.organizationId")
          .onRef("appUser.id", "=", "mailboxConnection.userId"),
      )
      .select("appUser.displayName")
      .where("mailboxConnection.organizationId", "=", organizationId)
      .where("mailboxConnection.tenantId", "=", tenantId)
      .where("mailboxConnection.state", "in", ["blocked", "waiting"])
      .where("mailboxConnection.userId", "!=", except)
      .orderBy("mailboxConnection.changedAt")
      .execute();
    return rows.map(({ displayName }) => displayName);
  }

  /** Keeps what a silent request said. Not a change of the connection: how often it is tried goes by those. */
  async noteProbe(organizationId: OrganizationId, id: MailboxConnectionId, probe: unknown): Promise<void> {
    await this.#context.db
      .updateTable("mailboxConnection")
      .set({ lastProbe: toJson(probe) })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async change(
    organizationId: OrganizationId,
    id: MailboxConnectionId,
    changes: MailboxConnectionChanges,
  ): Promise<MailboxConnection | undefined> {
    const { diagnosis, signInEvidence, grantedScopes, ...plain } = changes;
    return this.#context.db
      .updateTable("mailboxConnection")
      .set({
        ...plain,
        ...(grantedScopes === undefined ? {} : { grantedScopes: [...grantedScopes] }),
        ...("diagnosis" in changes ? { diagnosis: toJson(diagnosis) } : {}),
        ...("signInEvidence" in changes ? { signInEvidence: toJson(signInEvidence) } : {}),
        changedAt: this.#context.now(),
      })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .returning(columns)
      .executeTakeFirst();
  }

  async findTokens(
    organizationId: OrganizationId,
    id: MailboxConnectionId,
  ): Promise<MailboxTokens | undefined> {
    const row = await this.#context.db
      .selectFrom("mailboxConnection")
      .select(["accessToken", "accessTokenExpiresAt", "refreshToken"])
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const read = (envelope: string | null, column: "access_token" | "refresh_token"): Secret | undefined =>
      envelope === null ? undefined : this.#context.encryption.decryptSecret(envelope, placeOf(id, column));
    return {
      accessToken: read(row.accessToken, "access_token"),
      accessTokenExpiresAt: row.accessTokenExpiresAt ?? undefined,
      refreshToken: read(row.refreshToken, "refresh_token"),
    };
  }

  /** A missing access token is forgotten; a missing refresh token means that the stored one stays. */
  async storeTokens(
    organizationId: OrganizationId,
    id: MailboxConnectionId,
    tokens: MailboxTokens,
  ): Promise<void> {
    const { encryption } = this.#context;
    const write = (secret: Secret, column: "access_token" | "refresh_token"): string =>
      encryption.encryptSecret(secret, placeOf(id, column));
    await this.#context.db
      .updateTable("mailboxConnection")
      .set({
        accessToken: tokens.accessToken ? write(tokens.accessToken, "access_token") : null,
        accessTokenExpiresAt: tokens.accessTokenExpiresAt ?? null,
        ...(tokens.refreshToken ? { refreshToken: write(tokens.refreshToken, "refresh_token") } : {}),
      })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async forgetTokens(organizationId: OrganizationId, id: MailboxConnectionId): Promise<void> {
    await this.#context.db
      .updateTable("mailboxConnection")
      .set({ accessToken: null, accessTokenExpiresAt: null, refreshToken: null })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  /** Takes the row's lock until the surrounding transaction ends; one at a time across all processes. */
  async lock(
    organizationId: OrganizationId,
    id: MailboxConnectionId,
  ): Promise<MailboxConnection | undefined> {
    return this.#context.db
      .selectFrom("mailboxConnection")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
  }

  /** Everybody's connected mailboxes, for the schedule: in order of id, after the given one. */
  async listConnected(page: {
    readonly after?: MailboxConnectionId | undefined;
    readonly limit: number;
  }): Promise<Pick<MailboxConnection, "organizationId" | "id" | "userId">[]> {
    let query = this.#context.db
      .selectFrom("mailboxConnection")
      .select(["organizationId", "id", "userId"])
      .where("state", "=", "connected");
    if (page.after !== undefined) query = query.where("id", ">", page.after);
    return query.orderBy("id").limit(page.limit).execute();
  }

  async listByApproval(organizationId: OrganizationId, approvalId: ApprovalId): Promise<MailboxConnection[]> {
    return this.#context.db
      .selectFrom("mailboxConnection")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", approvalId)
      .orderBy("createdAt")
      .execute();
  }

  /** Those of one Microsoft tenant, and whose tenant is not known yet; null gives everybody of the organization. */
  async listByTenant(organizationId: OrganizationId, tenantId: string | null): Promise<MailboxConnection[]> {
    let query = this.#context.db
      .selectFrom("mailboxConnection")
      .select(columns)
      .where("organizationId", "=", organizationId);
    if (tenantId !== null) {
      query = query.where((eb) => eb.or([eb("tenantId", "=", tenantId), eb("tenantId", "is", null)]));
    }
    return query.orderBy("createdAt").execute();
  }

  /** Those of these states across organizations, in order of id, after the given one; for the job that looks after stuck users. */
  async listByState(
    states: readonly MailboxState[],
    page: { readonly after?: MailboxConnectionId | undefined; readonly limit: number },
  ): Promise<MailboxConnection[]> {
    let query = this.#context.db.selectFrom("mailboxConnection").select(columns).where("state", "in", states);
    if (page.after !== undefined) query = query.where("id", ">", page.after);
    return query.orderBy("id").limit(page.limit).execute();
  }

  async countByState(organizationId: OrganizationId): Promise<Map<MailboxState, number>> {
    const rows = await this.#context.db
      .selectFrom("mailboxConnection")
      .select((eb) => ["state" as const, eb.fn.countAll<string>().as("count")])
      .where("organizationId", "=", organizationId)
      .groupBy("state")
      .execute();
    return new Map(rows.map((row) => [row.state, Number(row.count)]));
  }

  /** How many are connected, by tenant and by what their last token carried. */
  async countConnectedByScopes(
    organizationId: OrganizationId,
  ): Promise<{ tenantId: string | null; grantedScopes: readonly string[]; count: number }[]> {
    const rows = await this.#context.db
      .selectFrom("mailboxConnection")
      .select((eb) => ["tenantId" as const, "grantedScopes" as const, eb.fn.countAll<string>().as("count")])
      .where("organizationId", "=", organizationId)
      .where("state", "=", "connected")
      .groupBy(["tenantId", "grantedScopes"])
      .execute();
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }

  /** Lets everybody of a tenant who is connected wait for what an approval adds, too. */
  async expectMoreFromApproval(
    organizationId: OrganizationId,
    { tenantId, approvalId }: { readonly tenantId: string; readonly approvalId: ApprovalId },
  ): Promise<void> {
    await this.#context.db
      .updateTable("mailboxConnection")
      .set({ approvalId })
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .where("state", "=", "connected")
      .execute();
  }

  /** Microsoft tenants that the organization's users belong to. */
  async listTenants(
    organizationId: OrganizationId,
  ): Promise<{ tenantId: string; displayName: string | null }[]> {
    const rows = await this.#context.db
      .selectFrom("mailboxConnection")
      .select((eb) => ["tenantId" as const, eb.fn.max("tenantDisplayName").as("displayName")])
      .where("organizationId", "=", organizationId)
      .where("tenantId", "is not", null)
      .groupBy("tenantId")
      .orderBy("tenantId")
      .execute();
    return rows.flatMap(({ tenantId, displayName }) =>
      tenantId === null ? [] : [{ tenantId, displayName }],
    );
  }
}
