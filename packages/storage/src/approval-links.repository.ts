import { hashToken, newToken } from "./hash-token.ts";
import { newId, type ApprovalId, type ApprovalLinkId, type OrganizationId, type UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** A way to an approval without an account; each lives, is opened and is revoked on its own. */
export interface ApprovalLink {
  readonly organizationId: OrganizationId;
  readonly id: ApprovalLinkId;
  readonly approvalId: ApprovalId;
  /** `administrator` may decide and forward; `result` only shows. */
  readonly purpose: "administrator" | "result";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** When it was opened first. */
  readonly openedAt: Date | null;
  readonly madeByName: string | null;
  /** The link whose holder made this one. */
  readonly forwardedFromId: ApprovalLinkId | null;
  /** The address that it was mailed to; null where it was given to be copied. */
  readonly recipient: string | null;
}

export interface NewApprovalLink {
  readonly approvalId: ApprovalId;
  readonly purpose: ApprovalLink["purpose"];
  readonly expiresAt: Date;
  readonly madeBy?: { readonly id: UserId; readonly displayName: string } | undefined;
  readonly forwardedFromId?: ApprovalLinkId | undefined;
  readonly recipient?: string | undefined;
}

const columns = [
  "organizationId",
  "id",
  "approvalId",
  "purpose",
  "createdAt",
  "expiresAt",
  "revokedAt",
  "openedAt",
  "madeByName",
  "forwardedFromId",
  "recipient",
] as const;

export class ApprovalLinksRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Gives the link's token; it cannot be read again. */
  async create(
    organizationId: OrganizationId,
    input: NewApprovalLink,
  ): Promise<{ token: string; link: ApprovalLink }> {
    const token = newToken();
    const link = await this.#context.db
      .insertInto("approvalLink")
      .values({
        organizationId,
        id: newId(),
        approvalId: input.approvalId,
        purpose: input.purpose,
        tokenHash: hashToken(token),
        createdAt: this.#context.now(),
        expiresAt: input.expiresAt,
        madeByUserId: input.madeBy?.id ?? null,
        madeByName: input.madeBy?.displayName ?? null,
        forwardedFromId: input.forwardedFromId ?? null,
        recipient: input.recipient ?? null,
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    return { token, link };
  }

  /** By the token alone: whoever holds it is who it was made for. Expired and revoked ones are found, too. */
  async findByToken(token: string): Promise<ApprovalLink | undefined> {
    return this.#context.db
      .selectFrom("approvalLink")
      .select(columns)
      .where("tokenHash", "=", hashToken(token))
      .executeTakeFirst();
  }

  /** True for the first opening. */
  async markOpened({ organizationId, id }: Pick<ApprovalLink, "organizationId" | "id">): Promise<boolean> {
    const done = await this.#context.db
      .updateTable("approvalLink")
      .set({ openedAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("openedAt", "is", null)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  /** Those that may decide, newest first. */
  async list(organizationId: OrganizationId, approvalId: ApprovalId): Promise<ApprovalLink[]> {
    return this.#context.db
      .selectFrom("approvalLink")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", approvalId)
      .where("purpose", "=", "administrator")
      .orderBy("createdAt", "desc")
      .orderBy("id")
      .execute();
  }

  /** The link and all that were forwarded from it; undefined where there is none alive under this id. */
  async revoke(
    organizationId: OrganizationId,
    approvalId: ApprovalId,
    id: ApprovalLinkId,
  ): Promise<ApprovalLink | undefined> {
    const revoked = await this.#context.db
      .updateTable("approvalLink")
      .set({ revokedAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", approvalId)
      .where("id", "=", id)
      .where("purpose", "=", "administrator")
      .where("revokedAt", "is", null)
      .returning(columns)
      .executeTakeFirst();
    if (revoked === undefined) return undefined;
    for (const child of await this.#listForwarded(organizationId, id)) {
      await this.revoke(organizationId, approvalId, child);
    }
    return revoked;
  }

  async revokeAll(organizationId: OrganizationId, approvalId: ApprovalId): Promise<void> {
    await this.#context.db
      .updateTable("approvalLink")
      .set({ revokedAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", approvalId)
      .where("revokedAt", "is", null)
      .execute();
  }

  async #listForwarded(organizationId: OrganizationId, id: ApprovalLinkId): Promise<ApprovalLinkId[]> {
    const rows = await this.#context.db
      .selectFrom("approvalLink")
      .select("id")
      .where("organizationId", "=", organizationId)
      .where("forwardedFromId", "=", id)
      .where("revokedAt", "is", null)
      .execute();
    return rows.map((row) => row.id);
  }
}
