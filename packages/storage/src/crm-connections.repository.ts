import type { Secret } from "@outrigger/oauth";
import { newId, type CrmConnectionId, type OrganizationId, type UserId } from "./ids.ts";
import type { SecretPlace } from "./encryption.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** A user's access to Salesforce. Its tokens are read apart, by who needs them. */
export interface CrmConnection {
  readonly organizationId: OrganizationId;
  readonly id: CrmConnectionId;
  readonly userId: UserId;
  readonly vendor: "salesforce";
  readonly vendorUserId: string;
  readonly instanceUrl: string;
  readonly scopes: readonly string[];
  readonly state: "connected" | "needs_sign_in";
  /** Why it needs a sign-in: a failure reason. */
  readonly stateReason: string | null;
  readonly refreshedAt: Date;
}

export interface CrmTokens {
  readonly accessToken: Secret | undefined;
  readonly refreshToken: Secret | undefined;
}

export interface NewCrmConnection {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
  readonly vendorUserId: string;
  readonly instanceUrl: string;
  readonly scopes: readonly string[];
  readonly accessToken: Secret;
  /** Left out where the vendor gave none: the one in store is kept. */
  readonly refreshToken: Secret | undefined;
}

const columns = [
  "organizationId",
  "id",
  "userId",
  "vendor",
  "vendorUserId",
  "instanceUrl",
  "scopes",
  "state",
  "stateReason",
  "refreshedAt",
] as const;

function placeOf(id: CrmConnectionId, column: "access_token" | "refresh_token"): SecretPlace {
  return { table: "crm_connection", column, rowId: id };
}

export class CrmConnectionsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async findByUser(organizationId: OrganizationId, userId: UserId): Promise<CrmConnection | undefined> {
    return this.#context.db
      .selectFrom("crmConnection")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .executeTakeFirst();
  }

  /** Connects the user, or connects again; the new tokens replace the old. */
  async save(input: NewCrmConnection): Promise<CrmConnection> {
    const { db, now, encryption } = this.#context;
    const { organizationId, userId, accessToken, refreshToken, ...details } = input;
    // The row lock keeps the id (which the envelopes are bound to) from changing between read and write.
    const known = await db
      .selectFrom("crmConnection")
      .select("id")
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .forUpdate()
      .executeTakeFirst();
    const id: CrmConnectionId = known?.id ?? newId();
    const values = {
      ...details,
      scopes: [...details.scopes],
      vendor: "salesforce" as const,
      accessToken: encryption.encryptSecret(accessToken, placeOf(id, "access_token")),
      ...(refreshToken === undefined
        ? {}
        : { refreshToken: encryption.encryptSecret(refreshToken, placeOf(id, "refresh_token")) }),
      state: "connected" as const,
      stateReason: null,
      connectedAt: now(),
      refreshedAt: now(),
    };
    return db
      .insertInto("crmConnection")
      .values({ organizationId, id, userId, ...values })
      .onConflict((conflict) => conflict.columns(["organizationId", "id"]).doUpdateSet(values))
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  async findTokens(organizationId: OrganizationId, id: CrmConnectionId): Promise<CrmTokens | undefined> {
    const row = await this.#context.db
      .selectFrom("crmConnection")
      .select(["accessToken", "refreshToken"])
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const read = (envelope: string | null, column: "access_token" | "refresh_token"): Secret | undefined =>
      envelope === null ? undefined : this.#context.encryption.decryptSecret(envelope, placeOf(id, column));
    return {
      accessToken: read(row.accessToken, "access_token"),
      refreshToken: read(row.refreshToken, "refresh_token"),
    };
  }

  /** After a refresh. A missing refresh token means that the vendor did not rotate it: the stored one stays. */
  async storeTokens(organizationId: OrganizationId, id: CrmConnectionId, tokens: CrmTokens): Promise<void> {
    const { db, now, encryption } = this.#context;
    const write = (secret: Secret, column: "access_token" | "refresh_token"): string =>
      encryption.encryptSecret(secret, placeOf(id, column));
    await db
      .updateTable("crmConnection")
      .set({
        ...(tokens.accessToken ? { accessToken: write(tokens.accessToken, "access_token") } : {}),
        ...(tokens.refreshToken ? { refreshToken: write(tokens.refreshToken, "refresh_token") } : {}),
        state: "connected",
        stateReason: null,
        refreshedAt: now(),
      })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  /** The tokens are dead: forgets them and asks for a sign-in. `reason` is a failure reason, never a vendor's text. */
  async markNeedsSignIn(organizationId: OrganizationId, id: CrmConnectionId, reason: string): Promise<void> {
    await this.#context.db
      .updateTable("crmConnection")
      .set({ state: "needs_sign_in", stateReason: reason, accessToken: null, refreshToken: null })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  /** Takes the row's lock until the surrounding transaction ends; one at a time across all processes. */
  async lock(organizationId: OrganizationId, id: CrmConnectionId): Promise<CrmConnection | undefined> {
    return this.#context.db
      .selectFrom("crmConnection")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
  }
}
