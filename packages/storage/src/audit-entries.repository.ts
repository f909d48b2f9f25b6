import { newId, type AuditEntryId, type OrganizationId, type UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

export interface AuditEntry {
  readonly id: AuditEntryId;
  readonly at: Date;
  /** Null for what the system did by itself. */
  readonly actorName: string | null;
  /** `resource.action`. */
  readonly action: string;
  /** One sentence, without addresses or secrets. */
  readonly summary: string;
}

export interface NewAuditEntry {
  /** Left out: the system itself. The name is kept, so that the entry outlives the user. */
  readonly actor?: { readonly id: UserId; readonly displayName: string } | undefined;
  readonly action: string;
  readonly summary: string;
}

export class AuditEntriesRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async add(organizationId: OrganizationId, entry: NewAuditEntry): Promise<void> {
    await this.#context.db
      .insertInto("auditEntry")
      .values({
        organizationId,
        id: newId(),
        at: this.#context.now(),
        actorUserId: entry.actor?.id ?? null,
        actorName: entry.actor?.displayName ?? null,
        action: entry.action,
        summary: entry.summary,
      })
      .execute();
  }

  /** Newest first. */
  async list(organizationId: OrganizationId, limit: number): Promise<AuditEntry[]> {
    return this.#context.db
      .selectFrom("auditEntry")
      .select(["id", "at", "actorName", "action", "summary"])
      .where("organizationId", "=", organizationId)
      .orderBy("at", "desc")
      .orderBy("id")
      .limit(limit)
      .execute();
  }
}
