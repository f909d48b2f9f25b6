import { compareTiers, parsePermissionTier, type PermissionTier } from "@outrigger/microsoft";
import type { OrganizationId, Repositories } from "@outrigger/storage";
import type { AskedScopes, MicrosoftAuthorization } from "../mailbox-connections/microsoft-authorization.ts";

export interface TierTools {
  readonly microsoft: Pick<MicrosoftAuthorization, "registration" | "askedScopes">;
  readonly database: Pick<Repositories, "settings">;
}

/** The organization's choice, the installation's default without one, and never above what the installation allows. */
export async function findPermissionTier(
  organizationId: OrganizationId,
  { database, microsoft }: TierTools,
): Promise<PermissionTier> {
  const { tierDefault, tierMax } = microsoft.registration;
  const { permissionTier } = await database.settings.get(organizationId);
  const chosen = parsePermissionTier(permissionTier) ?? tierDefault;
  return compareTiers(chosen, tierMax) > 0 ? tierMax : chosen;
}

/** What this organization asks of Microsoft: of its users, of their administrators, and for each token. */
export async function findAskedScopes(
  organizationId: OrganizationId,
  tools: TierTools,
): Promise<AskedScopes> {
  return tools.microsoft.askedScopes(await findPermissionTier(organizationId, tools));
}
