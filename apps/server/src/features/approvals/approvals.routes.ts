import { createApproval, listApprovals, mailApproval, revokeApproval } from "@outrigger/api-contract";
import { parseApprovalId, type Approval } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { nextMailboxState } from "../mailbox-connections/mailbox-states.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { describeApprovalPermissions, summarizeApproval } from "./describe-approval.ts";
import { createMailLimiter } from "./limit-mails.ts";
import { releaseWaiters } from "./settle-approval.ts";
import { writeApprovalMail } from "./write-approval-mail.ts";

const APPROVAL_SECONDS = 30 * 86_400;
const LINK_SECONDS = 14 * 86_400;

/** `/api/approvals`: what a blocked user asks an administrator, and what the organization's admin sees of it. */
export function registerApprovals(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;
  const mails = createMailLimiter(() => context.clock.now());

  registerEndpoint(app, createApproval, async ({ caller, body }) => {
    const approval = await askForApproval({ caller, reason: body.reason || undefined }, context);
    const { link, expiresAt } = await makeLink(approval, context);
    return {
      approval: await summarizeApproval(approval, database),
      link,
      linkExpiresAt: expiresAt.toISOString(),
      draft: writeApprovalMail({ product: config.product, asker: caller.user.displayName, approval }),
    };
  });

  registerEndpoint(app, mailApproval, async ({ caller, params, body }) => {
    const { organizationId, user } = caller;
    const approval = await findOwnApproval(caller, params.approvalId, context);
    if (approval.state !== "open" && approval.state !== "verifying") throw new RequestError("conflict");
    if (!mails.take(user.id)) throw new RequestError("too_many_requests");
    if (!context.mailer.canSend) {
      throw new RequestError(
        "vendor_unavailable",
        "No mail server is set up here. Copy the link and send it yourself.",
      );
    }
    const { link } = await makeLink(approval, context);
    const { subject, text } = writeApprovalMail({
      product: config.product,
      asker: user.displayName,
      approval,
    });
    try {
      await context.mailer.send({ to: body.to, subject, text: `${body.message || text}\n\n${link}\n` });
    } catch (cause) {
      throw new RequestError(
        "vendor_unavailable",
        "The mail could not be sent. Copy the link and send it yourself.",
        { cause },
      );
    }
    await database.auditEntries.add(organizationId, {
      actor: user,
      action: "approval.mail",
      summary: "Sent the approval link to an administrator by mail.",
    });
    return { sent: true as const };
  });

  registerEndpoint(app, listApprovals, async ({ caller }) => {
    const approvals = await database.approvals.list(caller.organizationId);
    return {
      approvals: await Promise.all(
        approvals.map(async (approval) => ({
          ...(await summarizeApproval(approval, database)),
          tenantDisplayName: approval.tenantDisplayName,
          waitingNames: (await database.approvals.listWaiters(approval.organizationId, approval.id)).map(
            ({ displayName }) => displayName,
          ),
          permissions: await describeApprovalPermissions(approval, database),
        })),
      ),
    };
  });

  registerEndpoint(app, revokeApproval, async ({ caller, params }) => {
    const { organizationId, user } = caller;
    const id = parseApprovalId(params.approvalId);
    if (!(await database.approvals.findById(organizationId, id))) throw new RequestError("not_found");
    const revoked = await database.transaction(async (repositories) => {
      const moved = await repositories.approvals.moveTo(organizationId, id, {
        state: "revoked",
        decidedAt: context.clock.now(),
        decidedByName: user.displayName,
      });
      if (!moved) return undefined;
      await repositories.approvals.revokeLinks(organizationId, id);
      await releaseWaiters(moved, repositories);
      await repositories.auditEntries.add(organizationId, {
        actor: user,
        action: "approval.revoke",
        summary: "Revoked an approval and its links.",
      });
      return moved;
    });
    if (!revoked) throw new RequestError("conflict");
    return summarizeApproval(revoked, database);
  });
}

/** Creates or joins the approval of the caller's tenant, and lets the caller wait for it. */
async function askForApproval(
  { caller, reason }: { readonly caller: Caller; readonly reason: string | undefined },
  context: FeatureContext,
): Promise<Approval> {
  const { organizationId, user } = caller;
  const asked = await findAskedScopes(organizationId, context);
  if (asked.mailbox.length === 0) throw new RequestError("outside_permission_tier");
  return context.database.transaction(async (repositories) => {
    const { id } = await repositories.mailboxConnections.findOrCreate(organizationId, user.id);
    // By the state of now: a grant may be confirmed at this very moment.
    const connection = await repositories.mailboxConnections.lock(organizationId, id);
    const state = connection && nextMailboxState(connection.state, "approval_asked");
    if (!state) throw new RequestError("conflict");
    const { approval, isNew } = await repositories.approvals.findOrCreatePending({
      organizationId,
      tenantId: connection.tenantId,
      tenantDisplayName: connection.tenantDisplayName,
      scopes: asked.all,
      askedBy: user,
      lifetimeSeconds: APPROVAL_SECONDS,
    });
    await repositories.approvals.addWaiter(organizationId, {
      approvalId: approval.id,
      userId: user.id,
      reason,
    });
    await repositories.mailboxConnections.change(organizationId, connection.id, {
      state,
      approvalId: approval.id,
    });
    await repositories.auditEntries.add(organizationId, {
      actor: user,
      action: "approval.create",
      summary: isNew
        ? "Asked an administrator for approval."
        : "Joined the approval that is already asked for.",
    });
    return approval;
  });
}

/** The token stands in the fragment: it reaches neither logs nor referrers. */
async function makeLink(
  approval: Approval,
  { config, database }: FeatureContext,
): Promise<{ link: string; expiresAt: Date }> {
  const { token, link } = await database.approvals.createLink(approval.organizationId, {
    approvalId: approval.id,
    purpose: "administrator",
    lifetimeSeconds: LINK_SECONDS,
  });
  return { link: `${config.publicUrl}/approval#${token}`, expiresAt: link.expiresAt };
}

/** An approval that the caller waits for; anybody else's does not exist for them. */
async function findOwnApproval(
  { organizationId, user }: Caller,
  approvalId: string,
  { database }: FeatureContext,
): Promise<Approval> {
  const approval = await database.approvals.findById(organizationId, parseApprovalId(approvalId));
  if (!approval) throw new RequestError("not_found");
  const waiters = await database.approvals.listWaiters(organizationId, approval.id);
  if (!user.isAdmin && !waiters.some(({ userId }) => userId === user.id)) throw new RequestError("not_found");
  return approval;
}
