import { escalateApproval, remindApproval, revokeApprovalLink } from "@outrigger/api-contract";
import { parseApprovalId, parseApprovalLinkId, type Approval } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { maskAddress } from "../../mails/mask-address.ts";
import { isPending } from "./approval-is-pending.ts";
import { describeApprovalLinks } from "./describe-approval-links.ts";
import { findOwnApproval } from "./find-own-approval.ts";
import { groupByReader } from "./follow-up-approval.ts";
import { followUpSettings } from "./follow-up-settings.ts";
import { requireMailer, requireSent } from "./require-sent.ts";
import { sendApprovalMail } from "./send-approval-mail.ts";

const DAY_MS = 86_400_000;

/** What can be done about an approval that nobody answers, and about its links. */
export function registerApprovalFollowUp(app: FastifyInstance, context: FeatureContext): void {
  const { database } = context;

  registerEndpoint(app, remindApproval, async ({ caller, params }) => {
    const approval = await findPending(caller, params.approvalId, context);
    requireMailer(context);
    const { organizationId, id } = approval;
    const readers = groupByReader(
      await database.approvalMails.list(organizationId, id),
      await database.approvalLinks.list(organizationId, id),
    );
    if (readers.length === 0)
      throw new RequestError("conflict", "Nobody was mailed yet. Mail the link to somebody first.");
    let sentCount = 0;
    for (const { recipient: to } of readers) {
      const outcome = await sendApprovalMail({ approval, kind: "reminder", to, user: caller.user }, context);
      if (sentCount === 0 || outcome !== "too_many") requireSent(outcome);
      if (outcome === "sent") sentCount += 1;
    }
    return { sentCount };
  });

  registerEndpoint(app, escalateApproval, async ({ caller, params, body }) => {
    const approval = await findPending(caller, params.approvalId, context);
    requireMailer(context);
    if (body.when === "now") {
      requireSent(
        await sendApprovalMail({ approval, kind: "escalation", to: body.to, user: caller.user }, context),
      );
      return { sent: true, dueAt: null };
    }
    await nameSecondAdministrator({ approval, caller, address: body.to }, context);
    const { approvalEscalationDays } = followUpSettings(await database.settings.get(caller.organizationId));
    const dueAt = new Date(approval.askedAt.getTime() + approvalEscalationDays * DAY_MS);
    return { sent: false, dueAt: dueAt.toISOString() };
  });

  registerEndpoint(app, revokeApprovalLink, async ({ caller, params }) => {
    const { organizationId, user } = caller;
    const approvalId = parseApprovalId(params.approvalId);
    await database.transaction(async (repositories) => {
      const revoked = await repositories.approvalLinks.revoke(
        organizationId,
        approvalId,
        parseApprovalLinkId(params.linkId),
      );
      if (!revoked) throw new RequestError("not_found");
      await repositories.approvalEvents.add(organizationId, {
        approvalId,
        kind: "link_revoked",
        actorName: user.displayName,
        recipient: revoked.recipient === null ? undefined : maskAddress(revoked.recipient),
      });
      await repositories.auditEntries.add(organizationId, {
        actor: user,
        action: "approval.revoke_link",
        summary: "Revoked one link of an approval, and those forwarded from it.",
      });
    });
    const links = await database.approvalLinks.list(organizationId, approvalId);
    return { links: describeApprovalLinks(links, context.clock.now()) };
  });
}

async function findPending(caller: Caller, approvalId: string, context: FeatureContext): Promise<Approval> {
  const approval = await findOwnApproval(caller, approvalId, context);
  if (!isPending(approval)) throw new RequestError("conflict");
  return approval;
}

async function nameSecondAdministrator(
  named: { readonly approval: Approval; readonly caller: Caller; readonly address: string },
  { database }: Pick<FeatureContext, "database">,
): Promise<void> {
  const { approval, caller, address } = named;
  const { organizationId, user } = caller;
  await database.transaction(async (repositories) => {
    await repositories.approvals.change(organizationId, approval.id, {
      escalationAddress: address,
      escalationNamedBy: user.displayName,
    });
    await repositories.approvalEvents.add(organizationId, {
      approvalId: approval.id,
      kind: "escalation_named",
      actorName: user.displayName,
      recipient: maskAddress(address),
    });
    await repositories.auditEntries.add(organizationId, {
      actor: user,
      action: "approval.escalate",
      summary: "Named a second administrator for an approval.",
    });
  });
}
