import { sql } from "kysely";
import type { OrganizationId, UserId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** A token proved that a permission works in a tenant. */
export interface PermissionConfirmation {
  readonly tenantId: string;
  /** The API that the permission belongs to, by its identifier URI. */
  readonly resource: string;
  readonly claimValue: string;
  readonly userId: UserId;
  readonly displayName: string;
  readonly confirmedAt: Date;
}

export class PermissionConfirmationsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  /** Records what one token carried; a permission it no longer carries is forgotten for this user. */
  async replaceForUser(
    organizationId: OrganizationId,
    input: {
      readonly userId: UserId;
      readonly tenantId: string;
      readonly resource: string;
      readonly claimValues: readonly string[];
    },
  ): Promise<void> {
    const { userId, tenantId, resource } = input;
    const claimValues = [...new Set(input.claimValues)];
    const { db, now } = this.#context;
    let gone = db
      .deleteFrom("permissionConfirmation")
      .where("organizationId", "=", organizationId)
      .where("userId", "=", userId)
      .where("resource", "=", resource);
    if (claimValues.length > 0) {
      gone = gone.where((eb) =>
        eb.or([eb("claimValue", "not in", claimValues), eb("tenantId", "<>", tenantId)]),
      );
    }
    await gone.execute();
    if (claimValues.length === 0) return;
    await db
      .insertInto("permissionConfirmation")
      .values(
        claimValues.map((claimValue) => ({
          organizationId,
          tenantId,
          resource,
          claimValue,
          userId,
          confirmedAt: now(),
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["organizationId", "tenantId", "resource", "claimValue", "userId"])
          .doUpdateSet({ confirmedAt: sql`excluded.confirmed_at` }),
      )
      .execute();
  }

  async list(organizationId: OrganizationId): Promise<PermissionConfirmation[]> {
    return this.#context.db
      .selectFrom("permissionConfirmation")
      .innerJoin("appUser", (join) =>
        join
          .onRef("appUser.organizationId", "=", "permissionConfirmation.organizationId")
          .onRef("appUser.id", "=", "permissionConfirmation.userId"),
      )
      .select([
        "permissionConfirmation.tenantId",
        "permissionConfirmation.resource",
        "permissionConfirmation.claimValue",
        "permissionConfirmation.userId",
        "appUser.displayName",
        "permissionConfirmation.confirmedAt",
      ])
      .where("permissionConfirmation.organizationId", "=", organizationId)
      .orderBy("permissionConfirmation.tenantId")
      .orderBy("permissionConfirmation.claimValue")
      .orderBy("appUser.displayName")
      .execute();
  }
}
