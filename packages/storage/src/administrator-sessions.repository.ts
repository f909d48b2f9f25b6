import type { Secret } from "@outrigger/oauth";
import type { SecretPlace } from "./encryption.ts";
import { hashToken, newToken } from "./hash-token.ts";
import {
  newId,
  type AdministratorSessionId,
  type ApprovalId,
  type OrganizationId,
  type UserId,
} from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** Somebody with a role at Microsoft who signed in for one purpose; nobody of ours, and never a mailbox's owner. */
export interface AdministratorSession {
  readonly organizationId: OrganizationId;
  readonly id: AdministratorSessionId;
  /** A purpose of the API's contract: parse before use. */
  readonly purpose: string;
  readonly tenantId: string;
  readonly microsoftUserId: string;
  readonly displayName: string;
  /** Template ids of the directory roles that were read. */
  readonly roles: readonly string[];
  /** False where Microsoft did not tell the roles: then only a refusal tells. */
  readonly areRolesKnown: boolean;
  /** Scopes that the token carries. */
  readonly scopes: readonly string[];
  /** Whose link led here; null from the admin panel. */
  readonly approvalId: ApprovalId | null;
  /** Our user who began in the admin panel; null from a link. */
  readonly startedByUserId: UserId | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewAdministratorSession extends Omit<
  AdministratorSession,
  "id" | "createdAt" | "approvalId" | "startedByUserId"
> {
  readonly accessToken: Secret;
  readonly approvalId?: ApprovalId | undefined;
  readonly startedByUserId?: UserId | undefined;
}

const columns = [
  "organizationId",
  "id",
  "purpose",
  "tenantId",
  "microsoftUserId",
  "displayName",
  "roles",
  "areRolesKnown",
  "scopes",
  "approvalId",
  "startedByUserId",
  "createdAt",
  "expiresAt",
] as const;

function placeOf(id: AdministratorSessionId): SecretPlace {
  return { table: "administrator_session", column: "access_token", rowId: id };
}

/** Administrators' sign-ins: the access token encrypted, of the cookie only the hash, nothing that outlives the hour. */
export class AdministratorSessionsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Gives the token for the cookie; it cannot be read again. */
  async create(input: NewAdministratorSession): Promise<{ cookie: string; session: AdministratorSession }> {
    const { db, now, encryption } = this.#context;
    const { accessToken, ...plain } = input;
    const cookie = newToken();
    const id: AdministratorSessionId = newId();
    const session = await db
      .insertInto("administratorSession")
      .values({
        ...plain,
        id,
        roles: [...plain.roles],
        scopes: [...plain.scopes],
        cookieHash: hashToken(cookie),
        accessToken: encryption.encryptSecret(accessToken, placeOf(id)),
        createdAt: now(),
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    return { cookie, session };
  }

  /** The living session of a cookie. */
  async findByCookie(cookie: string): Promise<AdministratorSession | undefined> {
    return this.#context.db
      .selectFrom("administratorSession")
      .select(columns)
      .where("cookieHash", "=", hashToken(cookie))
      .where("expiresAt", ">", this.#context.now())
      .executeTakeFirst();
  }

  /** Undefined once the session has ended. */
  async findAccessToken(
    organizationId: OrganizationId,
    id: AdministratorSessionId,
  ): Promise<Secret | undefined> {
    const row = await this.#context.db
      .selectFrom("administratorSession")
      .select("accessToken")
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("expiresAt", ">", this.#context.now())
      .executeTakeFirst();
    return row === undefined
      ? undefined
      : this.#context.encryption.decryptSecret(row.accessToken, placeOf(id));
  }

  async delete(organizationId: OrganizationId, id: AdministratorSessionId): Promise<void> {
    await this.#context.db
      .deleteFrom("administratorSession")
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async deleteExpired(): Promise<number> {
    const done = await this.#context.db
      .deleteFrom("administratorSession")
      .where("expiresAt", "<=", this.#context.now())
      .executeTakeFirst();
    return Number(done.numDeletedRows);
  }
}
