import type { OrganizationId } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

/** The organization's Microsoft tenants by id, with their names as far as they are known: from people, approvals and readings. */
export async function nameTenants(
  organizationId: OrganizationId,
  { database }: Pick<FeatureContext, "database">,
): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>();
  const learn = (tenantId: string, displayName: string | null): void => {
    names.set(tenantId, displayName ?? names.get(tenantId) ?? null);
  };
  for (const { tenantId, tenantDisplayName } of await database.approvals.list(organizationId)) {
    if (tenantId !== null) learn(tenantId, tenantDisplayName);
  }
  for (const { tenantId, displayName } of await database.tenantReadings.listTenants(organizationId)) {
    learn(tenantId, displayName);
  }
  for (const { tenantId, displayName } of await database.mailboxConnections.listTenants(organizationId)) {
    learn(tenantId, displayName);
  }
  return names;
}
