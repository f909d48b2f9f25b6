import type { Approval, Repositories } from "@outrigger/storage";

/** Whoever holds a link is nobody we know: what they can make is bounded for each approval, however they do it. */
const FORWARDINGS_PER_APPROVAL_MAX = 20;

/** Whether one more may be made. The approval must be locked, or of several at once each would be the last. */
export async function hasForwardingLeft(
  { organizationId, id }: Pick<Approval, "organizationId" | "id">,
  { approvalLinks }: Pick<Repositories, "approvalLinks">,
): Promise<boolean> {
  const links = await approvalLinks.list(organizationId, id);
  const forwarded = links.filter(({ forwardedFromId }) => forwardedFromId !== null);
  return forwarded.length < FORWARDINGS_PER_APPROVAL_MAX;
}
