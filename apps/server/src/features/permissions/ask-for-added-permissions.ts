import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { LINK_SECONDS, makeApprovalLink } from "../approvals/make-approval-link.ts";
import { describeTierChoice } from "./describe-tier-choice.ts";
import { findAskedScopes } from "./find-asked-scopes.ts";

const APPROVAL_SECONDS = 30 * 86_400;

/** One approval for all of a tenant who are connected without what their organization has chosen since. */
export async function askForAddedPermissions(
  caller: Caller,
  tenantId: string,
  context: FeatureContext,
): Promise<{ link: string; linkExpiresAt: string }> {
  const { organizationId, user } = caller;
  const { tenants } = await describeTierChoice(organizationId, context);
  const tenant = tenants.find((candidate) => candidate.tenantId === tenantId.toLowerCase());
  if (!tenant) throw new RequestError("not_found");
  if (tenant.lackingCount === 0) throw new RequestError("conflict");
  const asked = await findAskedScopes(organizationId, context);
  const { address, link } = await context.database.transaction(async (repositories) => {
    const { approval, isNew } = await repositories.approvals.findOrCreatePending({
      organizationId,
      tenantId: tenant.tenantId,
      tenantDisplayName: tenant.displayName,
      // All of them, not only the added ones: a new tenant-wide grant may replace the one that is there.
      scopes: asked.all,
      askedBy: user,
      lifetimeSeconds: APPROVAL_SECONDS,
    });
    await repositories.mailboxConnections.expectMoreFromApproval(organizationId, {
      tenantId: tenant.tenantId,
      approvalId: approval.id,
    });
    await repositories.auditEntries.add(organizationId, {
      actor: user,
      action: "approval.create",
      summary: "Asked an administrator for the permissions that the organization has added.",
    });
    const approvalId = approval.id;
    const event = { approvalId, actorName: user.displayName };
    if (isNew) await repositories.approvalEvents.add(organizationId, { ...event, kind: "asked" });
    await repositories.approvalEvents.add(organizationId, { ...event, kind: "link_made" });
    const expiresAt = new Date(context.clock.now().getTime() + LINK_SECONDS * 1000);
    return makeApprovalLink(
      organizationId,
      { approvalId, madeBy: user, expiresAt },
      { repositories, publicUrl: context.config.publicUrl },
    );
  });
  return { link: address, linkExpiresAt: link.expiresAt.toISOString() };
}
