import { newId, type ApprovalId, type OrganizationId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** What happens to an approval, from the question to the last connected mailbox. */
export const approvalEventKinds = [
  "asked",
  "joined",
  "link_made",
  "mailed",
  "mail_failed",
  "opened",
  "went_to_microsoft",
  "came_back",
  "reminded",
  "escalation_named",
  "escalated",
  "forwarded",
  "link_revoked",
  "granted",
  "declined",
  "expired",
  "revoked",
  "everybody_connected",
] as const;
export type ApprovalEventKind = (typeof approvalEventKinds)[number];

export interface ApprovalEvent {
  readonly approvalId: ApprovalId;
  readonly at: Date;
  readonly kind: ApprovalEventKind;
  /** Null for the system, and for whoever held a link. */
  readonly actorName: string | null;
  /** A masked address: whom a mail went to. */
  readonly recipient: string | null;
}

/** The approval's timeline: written in the transaction of what it tells of, never changed. */
export class ApprovalEventsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async add(
    organizationId: OrganizationId,
    event: {
      readonly approvalId: ApprovalId;
      readonly kind: ApprovalEventKind;
      readonly actorName?: string | undefined;
      readonly recipient?: string | undefined;
    },
  ): Promise<void> {
    await this.#context.db
      .insertInto("approvalEvent")
      .values({
        organizationId,
        id: newId(),
        approvalId: event.approvalId,
        at: this.#context.now(),
        kind: event.kind,
        actorName: event.actorName ?? null,
        recipient: event.recipient ?? null,
      })
      .execute();
  }

  /** Oldest first. */
  async list(organizationId: OrganizationId, approvalId: ApprovalId): Promise<ApprovalEvent[]> {
    return this.#context.db
      .selectFrom("approvalEvent")
      .select(["approvalId", "at", "kind", "actorName", "recipient"])
      .where("organizationId", "=", organizationId)
      .where("approvalId", "=", approvalId)
      .orderBy("position")
      .execute();
  }
}
