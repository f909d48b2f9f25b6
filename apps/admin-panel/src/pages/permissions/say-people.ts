import type { Tier } from "@outrigger/api-contract";
import type { TierMessages } from "./tier-messages.ts";

/** What a tier would mean for who is connected today. */
export function sayPeople(
  { tier, connectedCount, toApproveCount }: Pick<Tier, "tier" | "connectedCount" | "toApproveCount">,
  messages: TierMessages,
): string {
  if (connectedCount === 0) return messages.nobodyConnected;
  const parts = [messages.connected(connectedCount)];
  if (tier === "sidebar_only") parts.push(messages.stops);
  if (toApproveCount > 0) parts.push(messages.toApprove(toApproveCount));
  return parts.join("; ");
}
