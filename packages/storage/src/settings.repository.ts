import type { OrganizationId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** An organization's own settings; what was never set is missing, and configuration decides. */
export interface OrganizationSettings {
  /** Days back that the first sync of a mailbox reads; null reads everything. */
  readonly initialWindowDays?: number | null | undefined;
  readonly internalDomains?: readonly string[] | undefined;
  /** How much is asked of Microsoft; whoever reads it checks that it is a tier. */
  readonly permissionTier?: string | undefined;
  readonly approvalReminderDays?: number | undefined;
  /** 0: nobody is reminded. */
  readonly approvalReminderCountMax?: number | undefined;
  readonly approvalEscalationDays?: number | undefined;
  /** Null: nobody is asked besides. */
  readonly approvalEscalationAddress?: string | null | undefined;
}

function isPositiveInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function readApprovalSettings(values: ReadonlyMap<string, unknown>): Partial<OrganizationSettings> {
  const reminderDays = values.get("approvalReminderDays");
  const countMax = values.get("approvalReminderCountMax");
  const escalationDays = values.get("approvalEscalationDays");
  const address = values.get("approvalEscalationAddress");
  return {
    ...(isPositiveInteger(reminderDays) ? { approvalReminderDays: reminderDays } : {}),
    ...(countMax === 0 || isPositiveInteger(countMax) ? { approvalReminderCountMax: countMax } : {}),
    ...(isPositiveInteger(escalationDays) ? { approvalEscalationDays: escalationDays } : {}),
    ...(address === null || typeof address === "string" ? { approvalEscalationAddress: address } : {}),
  };
}

export class SettingsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async get(organizationId: OrganizationId): Promise<OrganizationSettings> {
    const rows = await this.#context.db
      .selectFrom("setting")
      .select(["name", "value"])
      .where("organizationId", "=", organizationId)
      .execute();
    const values = new Map(rows.map((row) => [row.name, row.value]));
    const window = values.get("initialWindowDays");
    const domains = values.get("internalDomains");
    const tier = values.get("permissionTier");
    return {
      ...(window === null || isPositiveInteger(window) ? { initialWindowDays: window } : {}),
      ...(isStringArray(domains) ? { internalDomains: domains } : {}),
      ...(typeof tier === "string" ? { permissionTier: tier } : {}),
      ...readApprovalSettings(values),
    };
  }

  /** Changes only what is given. */
  async change(organizationId: OrganizationId, changes: OrganizationSettings): Promise<void> {
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) continue;
      const stored = { value: JSON.stringify(value), changedAt: this.#context.now() };
      await this.#context.db
        .insertInto("setting")
        .values({ organizationId, name, ...stored })
        .onConflict((conflict) => conflict.columns(["organizationId", "name"]).doUpdateSet(stored))
        .execute();
    }
  }
}
