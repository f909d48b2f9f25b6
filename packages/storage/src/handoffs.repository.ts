import { hashToken, newToken } from "./hash-token.ts";
import type { OrganizationId, UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/**
 * `signed_in`: the dialog's sign-in handed to the sidebar. `microsoft_start`: the ticket that opens the Microsoft
 * window. `approval_result`: what the administrator sees after coming back from Microsoft.
 */
export type HandoffKind = "signed_in" | "microsoft_start" | "approval_result";

export interface Handoff {
  readonly organizationId: OrganizationId;
  readonly userId: UserId | null;
  /** What the creator put in; parse before use. */
  readonly payload: unknown;
}

export interface NewHandoff {
  readonly organizationId: OrganizationId;
  readonly userId?: UserId | undefined;
  readonly kind: HandoffKind;
  /** JSON; never a token. */
  readonly payload: unknown;
  readonly lifetimeSeconds: number;
}

/** Codes that carry something across two windows, once and for a short time; only their hash is stored. */
export class HandoffsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Gives the code; it cannot be read again. */
  async create({ lifetimeSeconds, payload, ...handoff }: NewHandoff): Promise<string> {
    const code = newToken();
    const createdAt = this.#context.now();
    await this.#context.db
      .insertInto("handoff")
      .values({
        ...handoff,
        codeHash: hashToken(code),
        payload: JSON.stringify(payload ?? null),
        createdAt,
        expiresAt: new Date(createdAt.getTime() + lifetimeSeconds * 1000),
      })
      .execute();
    return code;
  }

  /** Works once: the row goes with the first use. Undefined for an unknown, used, expired or other kind of code. */
  async take(kind: HandoffKind, code: string): Promise<Handoff | undefined> {
    return this.#context.db
      .deleteFrom("handoff")
      .where("codeHash", "=", hashToken(code))
      .where("kind", "=", kind)
      .where("expiresAt", ">", this.#context.now())
      .returning(["organizationId", "userId", "payload"])
      .executeTakeFirst();
  }

  async deleteExpired(): Promise<number> {
    const result = await this.#context.db
      .deleteFrom("handoff")
      .where("expiresAt", "<=", this.#context.now())
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
