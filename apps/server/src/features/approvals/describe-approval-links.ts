import type { ApprovalLinkDescription } from "@outrigger/api-contract";
import type { ApprovalLink } from "@outrigger/storage";
import { maskAddress } from "../../mails/mask-address.ts";

/** The links as the organization's admin sees them: made when, by and for whom, opened when, and whether they still work. */
export function describeApprovalLinks(links: readonly ApprovalLink[], now: Date): ApprovalLinkDescription[] {
  return links.map((link) => ({
    id: link.id,
    madeAt: link.createdAt.toISOString(),
    madeByName: link.madeByName,
    isForwarded: link.forwardedFromId !== null,
    recipient: link.recipient === null ? null : maskAddress(link.recipient),
    openedAt: link.openedAt?.toISOString() ?? null,
    expiresAt: link.expiresAt.toISOString(),
    state: link.revokedAt !== null ? "revoked" : link.expiresAt <= now ? "expired" : "alive",
  }));
}
