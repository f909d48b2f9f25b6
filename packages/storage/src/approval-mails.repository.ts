import { newId, type ApprovalId, type ApprovalLinkId, type ApprovalMailId } from "./ids.ts";
import type { OrganizationId, UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

export type ApprovalMailKind = "request" | "reminder" | "escalation" | "forward";

/**
 * `sending` is written before the mail server is called, `sent` or `failed` after it has answered. What a killed process
 * leaves as `sending` may have gone out and is never sent again: at most once.
 */
export type ApprovalMailState = "sending" | "sent" | "failed";

export interface ApprovalMail {
  readonly organizationId: OrganizationId;
  readonly id: ApprovalMailId;
  readonly approvalId: ApprovalId;
  readonly linkId: ApprovalLinkId | null;
  readonly kind: ApprovalMailKind;
  readonly recipient: string;
  /** The how-many-eth of its kind to this address. */
  readonly ordinal: number;
  readonly state: ApprovalMailState;
  readonly tries: number;
  readonly createdAt: Date;
  readonly triedAt: Date;
}

export interface NewApprovalMail {
  readonly approvalId: ApprovalId;
  readonly kind: ApprovalMailKind;
  readonly recipient: string;
  readonly ordinal: number;
  readonly userId?: UserId | undefined;
}

const columns = [
  "organizationId",
  "id",
  "approvalId",
  "linkId",
  "kind",
  "recipient",
  "ordinal",
  "state",
  "tries",
  "createdAt",
  "triedAt",
] as const;

/** Every mail that went out, or was to go out, for an approval. */
export class ApprovalMailsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Claims the right to send it; undefined where this very mail was claimed before. */
  async claim(organizationId: OrganizationId, mail: NewApprovalMail): Promise<ApprovalMail | undefined> {
    const at = this.#context.now();
    return this.#context.db
      .insertInto("approvalMail")
      .values({
        organizationId,
        id: newId(),
        ...mail,
        userId: mail.userId ?? null,
        state: "sending",
        createdAt: at,
        triedAt: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst();
  }

  /** Claims another try of a mail that the mail server has refused. */
  async claimAgain({ organizationId, id, tries }: ApprovalMail): Promise<ApprovalMail | undefined> {
    return this.#context.db
      .updateTable("approvalMail")
      .set({ state: "sending", tries: tries + 1, triedAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("state", "=", "failed")
      .where("tries", "=", tries)
      .returning(columns)
      .executeTakeFirst();
  }

  /** Says which link a claimed mail carries. */
  async attachLink({ organizationId, id }: ApprovalMail, linkId: ApprovalLinkId): Promise<void> {
    await this.#context.db
      .updateTable("approvalMail")
      .set({ linkId })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async finish(
    { organizationId, id }: Pick<ApprovalMail, "organizationId" | "id">,
    state: "sent" | "failed",
  ): Promise<void> {
    await this.#context.db
      .updateTable("approvalMail")
      .set({ state })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  /** Oldest first. */
  async list(organizationId: OrganizationId, approvalId: ApprovalId): Promise<ApprovalMail[]> {
    return this.#context.db
      .selectFrom("approvalMail")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", approvalId)
      .orderBy("createdAt")
      .orderBy("id")
      .execute();
  }

  /**
   * How many went out since then: from this user, to this address, and for the whole organization. Waits until other
   * counts of the organization are done with (the row lock lasts until the transaction ends), so that two at once
   * cannot both be the last that is allowed.
   */
  async countSince(
    organizationId: OrganizationId,
    filter: { readonly since: Date; readonly userId?: UserId | undefined; readonly recipient: string },
  ): Promise<{ byUser: number; toRecipient: number; byOrganization: number }> {
    const { db } = this.#context;
    // Weaker than `for update`: rows that refer to the organization may be written meanwhile.
    await db
      .selectFrom("organization")
      .select("id")
      .where("id", "=", organizationId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    const row = await db
      .selectFrom("approvalMail")
      .select(({ fn, val }) => [
        fn.countAll<string>().as("all"),
        fn
          .countAll<string>()
          .filterWhere("userId", "=", filter.userId ?? null)
          .as("byUser"),
        fn
          .countAll<string>()
          .filterWhere(({ eb }) =>
            eb(eb.fn<string>("lower", ["recipient"]), "=", val(filter.recipient.toLowerCase())),
          )
          .as("toRecipient"),
      ])
      .where("organizationId", "=", organizationId)
      .where("createdAt", ">", filter.since)
      .executeTakeFirstOrThrow();
    return {
      byUser: Number(row.byUser),
      toRecipient: Number(row.toRecipient),
      byOrganization: Number(row.all),
    };
  }
}
