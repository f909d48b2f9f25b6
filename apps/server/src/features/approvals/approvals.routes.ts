import { createApproval, listApprovals, mailApproval, revokeApproval } from "@outrigger/api-contract";
import { parseApprovalId, type Approval } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { nextMailboxState } from "../mailbox-connections/mailbox-states.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { isPending } from "./approval-is-pending.ts";
import { describeListedApproval, summarizeApproval } from "./describe-approval.ts";
import { findOwnApproval } from "./find-own-approval.ts";
import { LINK_SECONDS, makeApprovalLink } from "./make-approval-link.ts";
import { sendApprovalMail } from "./send-approval-mail.ts";
import { requireMailer, requireSent } from "./require-sent.ts";
import { releaseWaiters } from "./settle-approval.ts";
import { draftApprovalMail } from "./write-approval-mail.ts";

const APPROVAL_SECONDS = 30 * 86_400;

/** `/api/approvals`: what a blocked user asks an administrator, and what the organization's admin sees of it. */
export function registerApprovals(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;

  registerEndpoint(app, createApproval, async ({ caller, body }) => {
    const approval = await askForApproval({ caller, reason: body.reason || undefined }, context);
    const { address, link } = await makeLinkToCopy(approval, caller, context);
    return {
      approval: await summarizeApproval(approval, database),
      link: address,
      linkExpiresAt: link.expiresAt.toISOString(),
      draft: draftApprovalMail({ product: config.product, asker: caller.user.displayName, approval }),
    };
  });

  registerEndpoint(app, mailApproval, async ({ caller, params, body }) => {
    const approval = await findOwnApproval(caller, params.approvalId, context);
    if (!isPending(approval)) throw new RequestError("conflict");
    requireMailer(context);
    requireSent(
      await sendApprovalMail(
        { approval, kind: "request", to: body.to, message: body.message || undefined, user: caller.user },
        context,
      ),
    );
    return { sent: true as const };
  });

  registerEndpoint(app, listApprovals, async ({ caller }) => {
    const approvals = await database.approvals.list(caller.organizationId);
    return {
      approvals: await Promise.all(approvals.map((approval) => describeListedApproval(approval, context))),
      canMail: context.mailer.canSend,
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
      await repositories.approvalLinks.revokeAll(organizationId, id);
      await releaseWaiters(moved, repositories);
      await repositories.approvalEvents.add(organizationId, {
        approvalId: id,
        kind: "revoked",
        actorName: user.displayName,
      });
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
    const waiter = await repositories.approvals.addWaiter(organizationId, {
      approvalId: approval.id,
      userId: user.id,
      reason,
    });
    await repositories.mailboxConnections.change(organizationId, connection.id, {
      state,
      approvalId: approval.id,
    });
    if (isNew || waiter.isNew) {
      await repositories.approvalEvents.add(organizationId, {
        approvalId: approval.id,
        kind: isNew ? "asked" : "joined",
        actorName: user.displayName,
      });
    }
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

async function makeLinkToCopy(
  { organizationId, id: approvalId }: Approval,
  { user }: Caller,
  { clock, config, database }: FeatureContext,
): ReturnType<typeof makeApprovalLink> {
  return database.transaction(async (repositories) => {
    const made = await makeApprovalLink(
      organizationId,
      { approvalId, madeBy: user, expiresAt: new Date(clock.now().getTime() + LINK_SECONDS * 1000) },
      { repositories, publicUrl: config.publicUrl },
    );
    await repositories.approvalEvents.add(organizationId, {
      approvalId,
      kind: "link_made",
      actorName: user.displayName,
    });
    return made;
  });
}
