import { hashToken, newToken } from "./hash-token.ts";
import type { OrganizationId, UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

export interface WebSession {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
  readonly expiresAt: Date;
}

/** Browser sessions; only the token's hash is stored. */
export class WebSessionsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Gives the token for the cookie; it cannot be read again. */
  async create(input: WebSession): Promise<string> {
    const token = newToken();
    await this.#context.db
      .insertInto("webSession")
      .values({ ...input, tokenHash: hashToken(token), createdAt: this.#context.now() })
      .execute();
    return token;
  }

  async findByToken(token: string): Promise<WebSession | undefined> {
    return this.#context.db
      .selectFrom("webSession")
      .select(["organizationId", "userId", "expiresAt"])
      .where("tokenHash", "=", hashToken(token))
      .where("expiresAt", ">", this.#context.now())
      .executeTakeFirst();
  }

  async deleteByToken(token: string): Promise<void> {
    await this.#context.db.deleteFrom("webSession").where("tokenHash", "=", hashToken(token)).execute();
  }

  async deleteExpired(): Promise<number> {
    const result = await this.#context.db
      .deleteFrom("webSession")
      .where("expiresAt", "<=", this.#context.now())
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
