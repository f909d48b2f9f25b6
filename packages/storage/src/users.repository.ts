import { sql } from "kysely";
import { newId, type OrganizationId, type UserId } from "./ids.ts";
import type { MailboxState } from "./mailbox-connections.repository.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** A person of an organization. `provisioned`: added by an administrator, has not signed in yet. */
export interface User {
  readonly organizationId: OrganizationId;
  readonly id: UserId;
  readonly salesforceUserId: string | null;
  readonly email: string;
  readonly displayName: string;
  readonly isAdmin: boolean;
  readonly state: "provisioned" | "active";
  readonly createdAt: Date;
}

/** A user with everything that the users page shows in one row. */
export interface UserOverview extends User {
  readonly crmState: "never_signed_in" | "connected" | "needs_sign_in";
  readonly mailboxState: MailboxState;
  readonly mailboxAddress: string | null;
  /** As the mailbox feature wrote it; parse before use. */
  readonly diagnosis: unknown;
  readonly savedCount: number;
  readonly issueCount: number;
  readonly lastSyncAt: Date | null;
}

export interface UserFilter {
  readonly mailboxState?: MailboxState | undefined;
  /** Matches anywhere in the display name or address, in any case. */
  readonly text?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

const columns = [
  "organizationId",
  "id",
  "salesforceUserId",
  "email",
  "displayName",
  "isAdmin",
  "state",
  "createdAt",
] as const;

export class UsersRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async findById(organizationId: OrganizationId, id: UserId): Promise<User | undefined> {
    return this.#context.db
      .selectFrom("appUser")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
  }

  async listByEmail(organizationId: OrganizationId, email: string): Promise<User[]> {
    return this.#context.db
      .selectFrom("appUser")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where(sql`lower(email)`, "=", email.toLowerCase())
      .orderBy("createdAt")
      .execute();
  }

  /** Whom Microsoft's ids stand for, among the people of one tenant. */
  async listMicrosoftUsers(
    organizationId: OrganizationId,
    tenantId: string,
  ): Promise<{ microsoftUserId: string; displayName: string }[]> {
    const rows = await this.#context.db
      .selectFrom("mailboxConnection")
      .innerJoin("appUser", (join) =>
        join
          .onRef("appUser.organizationId", "=", "mailboxConnection.organizationId")
          .onRef("appUser.id", "=", "mailboxConnection.userId"),
      )
      .select(["mailboxConnection.microsoftUserId", "appUser.displayName"])
      .where("mailboxConnection.organizationId", "=", organizationId)
      .where("mailboxConnection.tenantId", "=", tenantId)
      .where("mailboxConnection.microsoftUserId", "is not", null)
      .execute();
    return rows.flatMap(({ microsoftUserId, displayName }) =>
      microsoftUserId === null ? [] : [{ microsoftUserId, displayName }],
    );
  }

  /** Who looks after the product in the organization; people who were only provisioned have not shown that they may. */
  async listAdmins(organizationId: OrganizationId): Promise<User[]> {
    return this.#context.db
      .selectFrom("appUser")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("isAdmin", "=", true)
      .where("state", "=", "active")
      .orderBy("createdAt")
      .execute();
  }

  async provision(
    organizationId: OrganizationId,
    input: { readonly email: string; readonly displayName: string },
  ): Promise<User> {
    return this.#context.db
      .insertInto("appUser")
      .values({ organizationId, id: newId(), ...input, state: "provisioned", createdAt: this.#context.now() })
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  /**
   * Finds the user who signed in, by Salesforce's id; else the provisioned one with this address; else makes one.
   * Refreshes name, address and admin right from what Salesforce says now. Call inside a transaction.
   */
  async saveSignedIn(
    organizationId: OrganizationId,
    input: {
      readonly salesforceUserId: string;
      readonly email: string;
      readonly displayName: string;
      readonly isAdmin: boolean;
    },
  ): Promise<User> {
    const { db, now } = this.#context;
    const provisioned = (await this.listByEmail(organizationId, input.email)).find(
      (user) => user.state === "provisioned",
    );
    const known = await db
      .selectFrom("appUser")
      .select("id")
      .where("organizationId", "=", organizationId)
      .where("salesforceUserId", "=", input.salesforceUserId)
      .executeTakeFirst();
    const id: UserId = known?.id ?? provisioned?.id ?? newId();
    const signedIn = { ...input, state: "active" as const, signedInAt: now() };
    return db
      .insertInto("appUser")
      .values({ organizationId, id, ...signedIn, createdAt: now() })
      .onConflict((conflict) => conflict.columns(["organizationId", "id"]).doUpdateSet(signedIn))
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  /** One page of users by name, with the number of all that match. */
  async list(
    organizationId: OrganizationId,
    filter: UserFilter,
  ): Promise<{ users: UserOverview[]; total: number }> {
    const matching = selectMatching(this.#context.db, organizationId, filter);
    const { total } = await matching
      .select((eb) => eb.fn.countAll<string>().as("total"))
      .executeTakeFirstOrThrow();
    const users = await selectOverview(matching)
      .orderBy("appUser.displayName")
      .orderBy("appUser.id")
      .offset(filter.offset)
      .limit(filter.limit)
      .execute();
    return { users, total: Number(total) };
  }

  async findOverview(organizationId: OrganizationId, id: UserId): Promise<UserOverview | undefined> {
    const one = selectMatching(this.#context.db, organizationId, {}).where("appUser.id", "=", id);
    return selectOverview(one).executeTakeFirst();
  }

  /** What belongs to one user, in numbers. */
  async countBelongings(
    organizationId: OrganizationId,
    id: UserId,
  ): Promise<{ tokenCount: number; linkCount: number; issueCount: number; runCount: number }> {
    const result = await sql<{
      tokenCount: number;
      linkCount: number;
      issueCount: number;
      runCount: number;
    }>`select
      ((select count(refresh_token) from crm_connection where organization_id = ${organizationId} and user_id = ${id})
        + (select count(refresh_token) from mailbox_connection where organization_id = ${organizationId} and user_id = ${id}))::int
        as token_count,
      (select count(*)::int from sync_link where organization_id = ${organizationId} and user_id = ${id}) as link_count,
      (select count(*)::int from sync_issue where organization_id = ${organizationId} and user_id = ${id}) as issue_count,
      (select count(*)::int from sync_run where organization_id = ${organizationId} and user_id = ${id}) as run_count`.execute(
      this.#context.db,
    );
    return result.rows[0] ?? { tokenCount: 0, linkCount: 0, issueCount: 0, runCount: 0 };
  }

  /** Removes the user with everything that belongs to them: sessions, tokens, attempts, sync state, links and issues. */
  async delete(organizationId: OrganizationId, id: UserId): Promise<boolean> {
    const result = await this.#context.db
      .deleteFrom("appUser")
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  /** The domains of the users' own addresses: their people are colleagues. */
  async listEmailDomains(organizationId: OrganizationId): Promise<string[]> {
    const rows = await this.#context.db
      .selectFrom("appUser")
      .select(sql<string>`distinct lower(split_part(email, '@', 2))`.as("domain"))
      .where("organizationId", "=", organizationId)
      .execute();
    return rows.map((row) => row.domain).filter((domain) => domain !== "");
  }
}

function selectMatching(
  db: RepositoryContext["db"],
  organizationId: OrganizationId,
  filter: Pick<UserFilter, "mailboxState" | "text">,
) {
  let query = db
    .selectFrom("appUser")
    .leftJoin("mailboxConnection", (join) =>
      join
        .onRef("mailboxConnection.organizationId", "=", "appUser.organizationId")
        .onRef("mailboxConnection.userId", "=", "appUser.id"),
    )
    .where("appUser.organizationId", "=", organizationId);
  if (filter.mailboxState !== undefined) {
    query = query.where(sql`coalesce(mailbox_connection.state, 'not_connected')`, "=", filter.mailboxState);
  }
  const text = filter.text?.trim();
  if (text !== undefined && text !== "") {
    const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where((eb) =>
      eb.or([eb("appUser.displayName", "ilike", pattern), eb("appUser.email", "ilike", pattern)]),
    );
  }
  return query;
}

function selectOverview(query: ReturnType<typeof selectMatching>) {
  return query
    .leftJoin("crmConnection", (join) =>
      join
        .onRef("crmConnection.organizationId", "=", "appUser.organizationId")
        .onRef("crmConnection.userId", "=", "appUser.id"),
    )
    .select(columns.map((column) => `appUser.${column}` as const))
    .select((eb) => [
      eb.ref("mailboxConnection.mailboxAddress").as("mailboxAddress"),
      eb.ref("mailboxConnection.diagnosis").as("diagnosis"),
      sql<UserOverview["crmState"]>`coalesce(crm_connection.state, 'never_signed_in')`.as("crmState"),
      sql<MailboxState>`coalesce(mailbox_connection.state, 'not_connected')`.as("mailboxState"),
      sql<number>`(select count(*)::int from sync_link where sync_link.organization_id = app_user.organization_id
          and sync_link.user_id = app_user.id)`.as("savedCount"),
      sql<number>`(select count(*)::int from sync_issue where sync_issue.organization_id = app_user.organization_id
          and sync_issue.user_id = app_user.id)`.as("issueCount"),
      sql<Date | null>`(select max(finished_at) from sync_run
          where sync_run.organization_id = app_user.organization_id and sync_run.user_id = app_user.id)`.as(
        "lastSyncAt",
      ),
    ]);
}
