import type { OrganizationId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** `approval_workflow`: whether people who meet the wall are shown a form for an approval request. */
export type TenantFindingName = "approval_workflow";

export interface TenantFinding {
  /** JSON; parse before use. */
  readonly value: unknown;
  readonly foundAt: Date;
}

/** What an organization's people, or its administrators, have taught about a Microsoft tenant. The newest word counts. */
export class TenantFindingsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async note(
    organizationId: OrganizationId,
    found: {
      readonly tenantId: string;
      readonly finding: TenantFindingName;
      readonly value: unknown;
      readonly source: "user_answer" | "tenant_reading";
    },
  ): Promise<void> {
    const changes = {
      value: JSON.stringify(found.value),
      source: found.source,
      foundAt: this.#context.now(),
    };
    await this.#context.db
      .insertInto("tenantFinding")
      .values({ organizationId, tenantId: found.tenantId, finding: found.finding, ...changes })
      .onConflict((conflict) =>
        conflict.columns(["organizationId", "tenantId", "finding"]).doUpdateSet(changes),
      )
      .execute();
  }

  async find(
    organizationId: OrganizationId,
    tenantId: string,
    finding: TenantFindingName,
  ): Promise<TenantFinding | undefined> {
    return this.#context.db
      .selectFrom("tenantFinding")
      .select(["value", "foundAt"])
      .where("organizationId", "=", organizationId)
      .where("tenantId", "=", tenantId)
      .where("finding", "=", finding)
      .executeTakeFirst();
  }
}
