import type { Selectable } from "kysely";
import { newId, type ApprovalId, type OrganizationId, type UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";
import type { Tables } from "./tables.ts";

/** `open` → `verifying` → `granted`; or `declined`, `expired`, `revoked`. The API contract explains each. */
export type ApprovalState = "open" | "verifying" | "granted" | "declined" | "expired" | "revoked";

/** The legal moves; `change` applies no other. A refused verification goes back to `open`. */
export const approvalTransitions: Readonly<Record<ApprovalState, readonly ApprovalState[]>> = {
  open: ["verifying", "granted", "declined", "expired", "revoked"],
  verifying: ["open", "granted", "declined", "expired", "revoked"],
  granted: ["revoked"],
  declined: ["granted"],
  expired: ["granted"],
  revoked: [],
};

/** Our request to a Microsoft administrator: one pending per tenant and set of permissions. */
export interface Approval {
  readonly organizationId: OrganizationId;
  readonly id: ApprovalId;
  /** Null while only the user, not the tenant, is known. */
  readonly tenantId: string | null;
  readonly tenantDisplayName: string | null;
  readonly scopes: readonly string[];
  readonly state: ApprovalState;
  readonly askedByUserId: UserId | null;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
  readonly declineReason: string | null;
  readonly expiresAt: Date;
  /** What is known about the grant (reported by redirect, confirmed by token): JSON, parse before use. */
  readonly evidence: unknown;
  /** A second administrator, asked where nobody answers; null: the organization's setting counts. */
  readonly escalationAddress: string | null;
  readonly escalationNamedBy: string | null;
}

export interface ApprovalWaiter {
  readonly userId: UserId;
  readonly displayName: string;
  readonly reason: string | null;
  readonly joinedAt: Date;
}

export interface ApprovalChanges {
  readonly tenantId?: string | null | undefined;
  readonly tenantDisplayName?: string | null | undefined;
  readonly decidedAt?: Date | null | undefined;
  readonly decidedByName?: string | null | undefined;
  readonly declineReason?: string | null | undefined;
  readonly expiresAt?: Date | undefined;
  readonly evidence?: unknown;
  readonly escalationAddress?: string | null | undefined;
  readonly escalationNamedBy?: string | null | undefined;
}

function toApproval({ scopeKey: _key, ...row }: Selectable<Tables["approval"]>): Approval {
  return row;
}

function sortedScopes(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].sort();
}

function toColumns({ evidence, ...plain }: ApprovalChanges) {
  return { ...plain, ...(evidence === undefined ? {} : { evidence: JSON.stringify(evidence) }) };
}

export class ApprovalsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Joins the pending approval of this tenant and set of scopes, or makes it; two askers at once get the same one. */
  async findOrCreatePending(input: {
    readonly organizationId: OrganizationId;
    readonly tenantId: string | null;
    readonly tenantDisplayName: string | null;
    readonly scopes: readonly string[];
    readonly askedBy: { readonly id: UserId; readonly displayName: string };
    readonly lifetimeSeconds: number;
  }): Promise<{ approval: Approval; isNew: boolean }> {
    const { db, now } = this.#context;
    const scopes = sortedScopes(input.scopes);
    const id: ApprovalId = newId();
    const askedAt = now();
    await db
      .insertInto("approval")
      .values({
        organizationId: input.organizationId,
        id,
        tenantId: input.tenantId,
        tenantDisplayName: input.tenantDisplayName,
        scopes,
        scopeKey: scopes.join(" "),
        state: "open",
        askedByUserId: input.askedBy.id,
        askedByName: input.askedBy.displayName,
        askedAt,
        expiresAt: new Date(askedAt.getTime() + input.lifetimeSeconds * 1000),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db
      .selectFrom("approval")
      .selectAll()
      .where("organizationId", "=", input.organizationId)
      .where("tenantId", "is not distinct from", input.tenantId)
      .where("scopeKey", "=", scopes.join(" "))
      .where("state", "in", ["open", "verifying"])
      .executeTakeFirstOrThrow();
    return { approval: toApproval(row), isNew: row.id === id };
  }

  async findById(organizationId: OrganizationId, id: ApprovalId): Promise<Approval | undefined> {
    const row = await this.#context.db
      .selectFrom("approval")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
    return row === undefined ? undefined : toApproval(row);
  }

  /** Newest first. */
  async list(organizationId: OrganizationId): Promise<Approval[]> {
    const rows = await this.#context.db
      .selectFrom("approval")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .orderBy("askedAt", "desc")
      .orderBy("id")
      .execute();
    return rows.map(toApproval);
  }

  /** Those of one state across organizations, oldest first; for the job that verifies and expires. */
  async listByState(state: ApprovalState, limit: number): Promise<Approval[]> {
    const rows = await this.#context.db
      .selectFrom("approval")
      .selectAll()
      .where("state", "=", state)
      .orderBy("askedAt")
      .limit(limit)
      .execute();
    return rows.map(toApproval);
  }

  /** The approval as it is now, kept from every other change until the transaction ends. */
  async lock(organizationId: OrganizationId, id: ApprovalId): Promise<Approval | undefined> {
    const row = await this.#context.db
      .selectFrom("approval")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    return row === undefined ? undefined : toApproval(row);
  }

  /** Moves the approval where its state machine allows it; undefined when it stands elsewhere by now. */
  async moveTo(
    organizationId: OrganizationId,
    id: ApprovalId,
    move: ApprovalChanges & { readonly state: ApprovalState },
  ): Promise<Approval | undefined> {
    const { state, ...changes } = move;
    const from = (["open", "verifying", "granted", "declined", "expired", "revoked"] as const).filter(
      (candidate) => approvalTransitions[candidate].includes(state),
    );
    const row = await this.#context.db
      .updateTable("approval")
      .set({ ...toColumns(changes), state })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("state", "in", from)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toApproval(row);
  }

  /**
   * Asks for other scopes under the same link. False where another pending approval of the tenant asks for these already, or
   * where this one has ended.
   */
  async changeScopes(
    organizationId: OrganizationId,
    id: ApprovalId,
    scopes: readonly string[],
  ): Promise<boolean> {
    const sorted = sortedScopes(scopes);
    const scopeKey = sorted.join(" ");
    const { numUpdatedRows } = await this.#context.db
      .updateTable("approval")
      .set({ scopes: sorted, scopeKey })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("state", "in", ["open", "verifying"])
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("approval as other")
              .select("other.id")
              .whereRef("other.organizationId", "=", "approval.organizationId")
              .whereRef("other.id", "<>", "approval.id")
              .whereRef("other.tenantId", "is not distinct from", "approval.tenantId")
              .where("other.scopeKey", "=", scopeKey)
              .where("other.state", "in", ["open", "verifying"]),
          ),
        ),
      )
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Changes what is known about it, not its state. */
  async change(organizationId: OrganizationId, id: ApprovalId, changes: ApprovalChanges): Promise<void> {
    const columns = toColumns(changes);
    if (Object.keys(columns).length === 0) return;
    await this.#context.db
      .updateTable("approval")
      .set(columns)
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .execute();
  }

  async addWaiter(
    organizationId: OrganizationId,
    waiter: {
      readonly approvalId: ApprovalId;
      readonly userId: UserId;
      readonly reason?: string | undefined;
    },
  ): Promise<{ isNew: boolean }> {
    const known = await this.#context.db
      .selectFrom("approvalWaiter")
      .select("userId")
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", waiter.approvalId)
      .where("userId", "=", waiter.userId)
      .executeTakeFirst();
    await this.#context.db
      .insertInto("approvalWaiter")
      .values({ organizationId, ...waiter, joinedAt: this.#context.now() })
      .onConflict((conflict) =>
        waiter.reason === undefined
          ? conflict.doNothing()
          : conflict
              .columns(["organizationId", "approvalId", "userId"])
              .doUpdateSet({ reason: waiter.reason }),
      )
      .execute();
    return { isNew: known === undefined };
  }

  /** In the order in which they joined. */
  async listWaiters(organizationId: OrganizationId, approvalId: ApprovalId): Promise<ApprovalWaiter[]> {
    return this.#context.db
      .selectFrom("approvalWaiter")
      .innerJoin("appUser", (join) =>
        join
          .onRef("appUser.organizationId", "=", "approvalWaiter.organizationId")
          .onRef("appUser.id", "=", "approvalWaiter.userId"),
      )
      .select([
        "approvalWaiter.userId",
        "appUser.displayName",
        "approvalWaiter.reason",
        "approvalWaiter.joinedAt",
      ])
      .where("approvalWaiter.organizationId", "=", organizationId)
      .where("approvalWaiter.approvalId", "=", approvalId)
      .orderBy("approvalWaiter.joinedAt")
      .execute();
  }
}
