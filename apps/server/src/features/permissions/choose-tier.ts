import { compareTiers, type PermissionTier } from "@outrigger/microsoft";
import type { OrganizationId, Repositories } from "@outrigger/storage";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { releaseWaiters } from "../approvals/settle-approval.ts";
import type { AskedScopes } from "../mailbox-connections/microsoft-authorization.ts";

/** Stores the choice. Requests that wait at administrators ask for the new scopes from now on, under the same links. */
export async function chooseTier(
  { organizationId, user }: Caller,
  tier: PermissionTier,
  { clock, database, microsoft }: FeatureContext,
): Promise<void> {
  if (compareTiers(tier, microsoft.registration.tierMax) > 0) {
    const fields = [{ path: "body.tier", message: "This installation does not allow that much." }];
    throw new RequestError("invalid_input", undefined, { fields });
  }
  const asked = microsoft.askedScopes(tier);
  await database.transaction(async (repositories) => {
    await repositories.settings.change(organizationId, { permissionTier: tier });
    await repositories.auditEntries.add(organizationId, {
      actor: user,
      action: "permissions.choose_tier",
      summary: `Chose how much is asked of Microsoft: ${tier.replaceAll("_", " ")}.`,
    });
    await followPendingApprovals({ organizationId, asked, at: clock.now() }, repositories);
  });
}

async function followPendingApprovals(
  {
    organizationId,
    asked,
    at,
  }: { readonly organizationId: OrganizationId; readonly asked: AskedScopes; readonly at: Date },
  repositories: Repositories,
): Promise<void> {
  const approvals = await repositories.approvals.list(organizationId);
  const key = asked.all.toSorted().join(" ");
  for (const { id, state, scopes } of approvals) {
    const isPending = state === "open" || state === "verifying";
    if (!isPending || scopes.toSorted().join(" ") === key) continue;
    const isKept =
      asked.mailbox.length > 0 && (await repositories.approvals.changeScopes(organizationId, id, asked.all));
    if (!isKept) await endApproval({ organizationId, id, at }, repositories);
    await repositories.auditEntries.add(organizationId, {
      action: isKept ? "approval.change" : "approval.revoke",
      summary: isKept
        ? "An approval that was asked for follows the organization's choice of permissions."
        : "An approval is not needed any more: the organization chose other permissions.",
    });
  }
}

async function endApproval(
  {
    organizationId,
    id,
    at,
  }: {
    readonly organizationId: OrganizationId;
    readonly id: Parameters<typeof releaseWaiters>[0]["id"];
    readonly at: Date;
  },
  repositories: Repositories,
): Promise<void> {
  const revoked = await repositories.approvals.moveTo(organizationId, id, {
    state: "revoked",
    decidedAt: at,
  });
  if (!revoked) return;
  await repositories.approvalLinks.revokeAll(organizationId, id);
  await repositories.approvalEvents.add(organizationId, { approvalId: id, kind: "revoked" });
  await releaseWaiters(revoked, repositories);
}
