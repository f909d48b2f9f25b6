import type { Secret } from "@outrigger/oauth";
import type { SecretPlace } from "./encryption.ts";
import { hashToken } from "./hash-token.ts";
import {
  newId,
  type ApprovalId,
  type AuthorizationAttemptId,
  type OrganizationId,
  type UserId,
} from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";
import type { Tables } from "./tables.ts";
import type { Selectable } from "kysely";

/** Which window was opened at which vendor. */
export type AttemptKind =
  | "salesforce_sign_in"
  | "microsoft_sign_in"
  | "microsoft_mailbox"
  | "microsoft_admin_consent"
  | "microsoft_administrator"
  | "microsoft_registration_test";

/**
 * How an attempt ended. `refused`: the vendor sent an error. `failed`: the answer came and we could not use it.
 * `closed`: the window was closed without an answer. `expired`: nobody ever answered. `superseded`: the user started anew.
 */
export type AttemptResult = "succeeded" | "refused" | "failed" | "closed" | "expired" | "superseded";

/** What the vendor's error said: codes only, as descriptions may hold addresses. */
export interface AttemptFailure {
  readonly wireError?: string | undefined;
  readonly errorSubcode?: string | undefined;
  /** `AADSTS90094`, or Salesforce's code. */
  readonly aadstsCode?: string | undefined;
  readonly correlationId?: string | undefined;
}

/**
 * One authorization that was started: the only witness when nothing comes back (a closed window sends no callback).
 * started → claimed (its callback arrived) → finished; or started → closed, expired or superseded. A closed one may
 * still be claimed, as a host may report a closed window (Office's 12006) while the answer is on its way.
 */
export interface AuthorizationAttempt extends AttemptFailure {
  readonly organizationId: OrganizationId | null;
  readonly id: AuthorizationAttemptId;
  readonly kind: AttemptKind;
  readonly userId: UserId | null;
  readonly approvalId: ApprovalId | null;
  readonly nonce: string | null;
  readonly scopes: readonly string[];
  readonly tenantGuess: string | null;
  readonly redirectUri: string;
  /** What the starter wants back (the surface, the login host): JSON, parse before use. */
  readonly context: unknown;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  readonly claimedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly result: AttemptResult | null;
}

export interface NewAuthorizationAttempt {
  readonly kind: AttemptKind;
  /** Left out only for a Salesforce sign-in, which is what tells who somebody is. */
  readonly organizationId?: OrganizationId | undefined;
  readonly userId?: UserId | undefined;
  readonly approvalId?: ApprovalId | undefined;
  /** The `state` parameter; only its hash is stored. */
  readonly state: string;
  /** The value of the flow's cookie; only its hash is stored. Left out: any browser may finish. */
  readonly browserBinding?: string | undefined;
  readonly nonce?: string | undefined;
  readonly pkceVerifier?: Secret | undefined;
  readonly scopes: readonly string[];
  readonly tenantGuess?: string | undefined;
  readonly redirectUri: string;
  readonly context?: unknown;
  readonly lifetimeSeconds: number;
}

/** What a callback's state turned out to be. Only `claimed` may go on, and only once. */
export type ClaimedAttempt =
  | {
      readonly outcome: "claimed";
      readonly attempt: AuthorizationAttempt;
      readonly pkceVerifier: Secret | undefined;
    }
  /** In time it would have been this one. */
  | { readonly outcome: "expired"; readonly id: AuthorizationAttemptId }
  | { readonly outcome: "unknown" | "used" | "foreign_browser" };

function placeOf(id: AuthorizationAttemptId): SecretPlace {
  return { table: "authorization_attempt", column: "pkce_verifier", rowId: id };
}

function toAttempt(row: Selectable<Tables["authorizationAttempt"]>): AuthorizationAttempt {
  const { stateHash: _state, browserHash: _browser, pkceVerifier: _verifier, ...rest } = row;
  return {
    ...rest,
    wireError: row.wireError ?? undefined,
    errorSubcode: row.errorSubcode ?? undefined,
    aadstsCode: row.aadstsCode ?? undefined,
    correlationId: row.correlationId ?? undefined,
  };
}

export class AuthorizationAttemptsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async start(input: NewAuthorizationAttempt): Promise<AuthorizationAttempt> {
    const { db, now, encryption } = this.#context;
    const { state, browserBinding, pkceVerifier, lifetimeSeconds, context, ...plain } = input;
    const id: AuthorizationAttemptId = newId();
    const startedAt = now();
    const row = await db
      .insertInto("authorizationAttempt")
      .values({
        ...plain,
        id,
        scopes: [...plain.scopes],
        stateHash: hashToken(state),
        browserHash: browserBinding === undefined ? null : hashToken(browserBinding),
        pkceVerifier: pkceVerifier === undefined ? null : encryption.encryptSecret(pkceVerifier, placeOf(id)),
        context: JSON.stringify(context ?? {}),
        startedAt,
        expiresAt: new Date(startedAt.getTime() + lifetimeSeconds * 1000),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toAttempt(row);
  }

  /**
   * Takes the attempt that a callback's `state` belongs to. Single use: of two callbacks with one state, one gets it.
   * A callback from another browser claims nothing and leaves the attempt to its owner (RFC 6749 §10.12).
   */
  async claim(input: {
    readonly kinds: readonly AttemptKind[];
    readonly state: string;
    readonly browserBinding?: string | undefined;
  }): Promise<ClaimedAttempt> {
    const { db, now, encryption } = this.#context;
    const row = await db
      .selectFrom("authorizationAttempt")
      .selectAll()
      .where("stateHash", "=", hashToken(input.state))
      .where("kind", "in", input.kinds)
      .executeTakeFirst();
    if (row === undefined) return { outcome: "unknown" };
    if (row.browserHash !== null) {
      const given = input.browserBinding === undefined ? undefined : hashToken(input.browserBinding);
      if (given === undefined || !given.equals(row.browserHash)) return { outcome: "foreign_browser" };
    }
    if (row.claimedAt !== null) return { outcome: "used" };
    if (row.expiresAt <= now()) return { outcome: "expired", id: row.id };
    const claimed = await db
      .updateTable("authorizationAttempt")
      .set({ claimedAt: now(), finishedAt: null, result: null })
      .where("id", "=", row.id)
      .where("claimedAt", "is", null)
      .where((eb) => eb.or([eb("finishedAt", "is", null), eb("result", "=", "closed")]))
      .returningAll()
      .executeTakeFirst();
    if (claimed === undefined) return { outcome: "used" };
    const verifier = claimed.pkceVerifier;
    return {
      outcome: "claimed",
      attempt: toAttempt(claimed),
      pkceVerifier: verifier === null ? undefined : encryption.decryptSecret(verifier, placeOf(claimed.id)),
    };
  }

  /** What an answer said that came too late to be used: it still tells how the window ended. */
  async noteLateAnswer(id: AuthorizationAttemptId, failure: AttemptFailure): Promise<void> {
    await this.#context.db
      .updateTable("authorizationAttempt")
      .set({ ...failure })
      .where("id", "=", id)
      .where("claimedAt", "is", null)
      .where((eb) => eb.or([eb("result", "is", null), eb("result", "in", ["expired", "closed"])]))
      .execute();
  }

  /** Records the end of a claimed attempt; false when it had ended before. */
  async finish(
    id: AuthorizationAttemptId,
    result: AttemptResult,
    details: AttemptFailure & {
      readonly organizationId?: OrganizationId | undefined;
      readonly userId?: UserId | undefined;
    } = {},
  ): Promise<boolean> {
    const done = await this.#context.db
      .updateTable("authorizationAttempt")
      .set({ ...details, result, finishedAt: this.#context.now(), pkceVerifier: null })
      .where("id", "=", id)
      .where("finishedAt", "is", null)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  }

  /** The user's window was closed without an answer. Does nothing once the callback has arrived. */
  async closeUnanswered(
    organizationId: OrganizationId,
    id: AuthorizationAttemptId,
  ): Promise<AuthorizationAttempt | undefined> {
    const row = await this.#context.db
      .updateTable("authorizationAttempt")
      .set({ result: "closed", finishedAt: this.#context.now() })
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .where("claimedAt", "is", null)
      .where("finishedAt", "is", null)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toAttempt(row);
  }

  /** Ends what the user left open, before a new attempt starts. */
  async supersedeUnanswered(
    organizationId: OrganizationId,
    userId: UserId,
    kinds: readonly AttemptKind[],
  ): Promise<number> {
    const done = await this.#context.db
      .updateTable("authorizationAttempt")
      .set({ result: "superseded", finishedAt: this.#context.now(), pkceVerifier: null })
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .where("kind", "in", kinds)
      .where("claimedAt", "is", null)
      .where("finishedAt", "is", null)
      .executeTakeFirst();
    return Number(done.numUpdatedRows);
  }

  /** Ends those whose time is over, oldest first, and gives them back: silence is a finding, too. */
  async expireOverdue(limit: number): Promise<AuthorizationAttempt[]> {
    const { db, now } = this.#context;
    const rows = await db
      .updateTable("authorizationAttempt")
      .set({ result: "expired", finishedAt: now(), pkceVerifier: null })
      .where("id", "in", (eb) =>
        eb
          .selectFrom("authorizationAttempt")
          .select("id")
          .where("finishedAt", "is", null)
          .where("expiresAt", "<=", now())
          .orderBy("expiresAt")
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .execute();
    return rows.map(toAttempt);
  }

  /** Forgets sign-ins that ended before. Anybody may start one, so that they would grow without end. */
  async deleteSignInsEndedBefore(before: Date): Promise<number> {
    const done = await this.#context.db
      .deleteFrom("authorizationAttempt")
      .where("kind", "=", "salesforce_sign_in")
      .where("finishedAt", "<", before)
      .executeTakeFirst();
    return Number(done.numDeletedRows);
  }

  async findById(
    organizationId: OrganizationId,
    id: AuthorizationAttemptId,
  ): Promise<AuthorizationAttempt | undefined> {
    const row = await this.#context.db
      .selectFrom("authorizationAttempt")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("id", "=", id)
      .executeTakeFirst();
    return row === undefined ? undefined : toAttempt(row);
  }

  /** The user's attempts of these kinds, newest first. */
  async listByUser(
    organizationId: OrganizationId,
    userId: UserId,
    filter: { readonly kinds: readonly AttemptKind[]; readonly limit: number },
  ): Promise<AuthorizationAttempt[]> {
    const rows = await this.#context.db
      .selectFrom("authorizationAttempt")
      .selectAll()
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .where("kind", "in", filter.kinds)
      .orderBy("startedAt", "desc")
      .limit(filter.limit)
      .execute();
    return rows.map(toAttempt);
  }
}
