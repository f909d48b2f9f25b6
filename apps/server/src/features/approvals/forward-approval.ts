import type { Approval, ApprovalLink } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { isPending } from "./approval-is-pending.ts";
import { hasForwardingLeft } from "./limit-forwardings.ts";
import { makeApprovalLink } from "./make-approval-link.ts";
import { requireMailer, requireSent } from "./require-sent.ts";
import { sendApprovalMail } from "./send-approval-mail.ts";

interface Forwarding {
  readonly approval: Approval;
  readonly link: ApprovalLink;
  readonly to: string | undefined;
  readonly note: string | undefined;
}

/** A link of its own for a colleague: revoked on its own, never longer alive than the one that it comes from. */
export async function forwardApproval(
  { approval, link, to, note }: Forwarding,
  context: FeatureContext,
): Promise<{ link: string | null; expiresAt: string }> {
  const { organizationId, id: approvalId } = approval;
  const expiresAt = link.expiresAt.toISOString();
  if (to !== undefined) {
    requireMailer(context);
    requireSent(
      await sendApprovalMail({ approval, kind: "forward", to, message: note, forwardedFrom: link }, context),
    );
    return { link: null, expiresAt };
  }
  const address = await context.database.transaction(async (repositories) => {
    const locked = await repositories.approvals.lock(organizationId, approvalId);
    if (!locked || !isPending(locked)) throw new RequestError("conflict");
    if (!(await hasForwardingLeft(locked, repositories))) throw new RequestError("too_many_requests");
    const made = await makeApprovalLink(
      organizationId,
      { approvalId, expiresAt: link.expiresAt, forwardedFromId: link.id },
      { repositories, publicUrl: context.config.publicUrl },
    );
    await repositories.approvalEvents.add(organizationId, { approvalId, kind: "forwarded" });
    await repositories.auditEntries.add(organizationId, {
      action: "approval.forward",
      summary: "Somebody with the approval link made another one, to pass it on.",
    });
    return made.address;
  });
  return { link: address, expiresAt };
}
