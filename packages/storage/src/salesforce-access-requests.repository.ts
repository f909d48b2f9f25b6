import { hashToken } from "./hash-token.ts";
import { newId, type OrganizationId, type SalesforceAccessRequestId, type UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/**
 * `open`: the link is out. `administrator_done`: the administrator says that it is done; only a sign-in proves it.
 * `connected`: somebody signed in with Salesforce in the browser that waits. Every pending one also ends by its date.
 */
export type SalesforceAccessState = "open" | "administrator_done" | "declined" | "connected" | "withdrawn";

/** The legal moves; `move` applies no other. */
export const salesforceAccessTransitions: Readonly<
  Record<SalesforceAccessState, readonly SalesforceAccessState[]>
> = {
  open: ["administrator_done", "declined", "connected", "withdrawn"],
  administrator_done: ["administrator_done", "open", "declined", "connected", "withdrawn"],
  declined: ["administrator_done", "open", "connected", "withdrawn"],
  connected: [],
  withdrawn: [],
};

/** A request to a Salesforce administrator, from a browser in which nobody may be signed in. */
export interface SalesforceAccessRequest {
  readonly organizationId: OrganizationId | null;
  readonly id: SalesforceAccessRequestId;
  readonly userId: UserId | null;
  /** Where people sign in: the org's own host, or one that all orgs share. */
  readonly loginHost: string;
  /** Code of the catalogue, as far as it is known what Salesforce refused. */
  readonly cause: string | null;
  /** As the person wrote it: nobody has checked it. Empty: left out. */
  readonly askedByName: string;
  readonly state: SalesforceAccessState;
  readonly declineReason: string | null;
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
  readonly expiresAt: Date;
}

export interface NewSalesforceAccessRequest {
  readonly organizationId?: OrganizationId | undefined;
  readonly userId?: UserId | undefined;
  /** Tokens of the waiting browser and of the administrator's link; only their hashes are stored. */
  readonly browserToken: string;
  readonly linkToken: string;
  readonly loginHost: string;
  readonly cause?: string | undefined;
  readonly askedByName: string;
  readonly lifetimeSeconds: number;
}

export interface SalesforceAccessChanges {
  readonly organizationId?: OrganizationId | undefined;
  readonly userId?: UserId | undefined;
  readonly cause?: string | undefined;
  readonly askedByName?: string | undefined;
  readonly declineReason?: string | null | undefined;
}

const columns = [
  "organizationId",
  "id",
  "userId",
  "loginHost",
  "cause",
  "askedByName",
  "state",
  "declineReason",
  "askedAt",
  "decidedAt",
  "expiresAt",
] as const;
const LIST_LENGTH_MAX = 200;

export class SalesforceAccessRequestsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async create(request: NewSalesforceAccessRequest): Promise<SalesforceAccessRequest> {
    const { browserToken, linkToken, lifetimeSeconds, ...rest } = request;
    const askedAt = this.#context.now();
    return this.#context.db
      .insertInto("salesforceAccessRequest")
      .values({
        ...rest,
        id: newId(),
        browserHash: hashToken(browserToken),
        linkHash: hashToken(linkToken),
        state: "open",
        askedAt,
        expiresAt: new Date(askedAt.getTime() + lifetimeSeconds * 1000),
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  /** Of the browser that waits, expired ones included. */
  async findByBrowser(browserToken: string): Promise<SalesforceAccessRequest | undefined> {
    return this.#context.db
      .selectFrom("salesforceAccessRequest")
      .select(columns)
      .where("browserHash", "=", hashToken(browserToken))
      .executeTakeFirst();
  }

  /** Of the administrator's link, expired ones included. */
  async findByLink(linkToken: string): Promise<SalesforceAccessRequest | undefined> {
    return this.#context.db
      .selectFrom("salesforceAccessRequest")
      .select(columns)
      .where("linkHash", "=", hashToken(linkToken))
      .executeTakeFirst();
  }

  /** Newest first. */
  async list(organizationId: OrganizationId): Promise<SalesforceAccessRequest[]> {
    return this.#context.db
      .selectFrom("salesforceAccessRequest")
      .select(columns)
      .where("organizationId", "=", organizationId)
      .orderBy("askedAt", "desc")
      .limit(LIST_LENGTH_MAX)
      .execute();
  }

  /** Moves to a state that may follow the present one; undefined where it may not, or where the request is too old. */
  async move(
    id: SalesforceAccessRequestId,
    to: SalesforceAccessState,
    changes: SalesforceAccessChanges = {},
  ): Promise<SalesforceAccessRequest | undefined> {
    const now = this.#context.now();
    const from = fromStates(to);
    return this.#context.db
      .updateTable("salesforceAccessRequest")
      .set({ ...changes, state: to, decidedAt: to === "open" ? null : now })
      .where("id", "=", id)
      .where("state", "in", from)
      .where("expiresAt", ">", now)
      .returning(columns)
      .executeTakeFirst();
  }

  /** What became known of a request that goes on. */
  async describe(id: SalesforceAccessRequestId, changes: SalesforceAccessChanges): Promise<void> {
    await this.#context.db
      .updateTable("salesforceAccessRequest")
      .set({ ...changes })
      .where("id", "=", id)
      .execute();
  }

  async deleteExpired(before: Date): Promise<number> {
    const result = await this.#context.db
      .deleteFrom("salesforceAccessRequest")
      .where("expiresAt", "<", before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}

function fromStates(to: SalesforceAccessState): SalesforceAccessState[] {
  const all: readonly SalesforceAccessState[] = [
    "open",
    "administrator_done",
    "declined",
    "connected",
    "withdrawn",
  ];
  return all.filter((from) => salesforceAccessTransitions[from].includes(to));
}
