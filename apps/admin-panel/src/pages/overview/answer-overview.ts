import { overviewMessagesOf } from "./overview-messages.ts";

export interface PeopleCounts {
  connectedCount: number;
  waitingCount: number;
  stuckCount: number;
  notConnectedCount: number;
}

/** Answers "is everyone working?" in one sentence; the worst news first. */
export function answerOverview(counts: PeopleCounts, language?: string): string {
  const messages = overviewMessagesOf(language);
  const { connectedCount, waitingCount, stuckCount, notConnectedCount } = counts;
  const total = connectedCount + waitingCount + stuckCount + notConnectedCount;
  if (total === 0) return messages.nobody;
  if (stuckCount > 0) return messages.stuck(stuckCount, total);
  if (waitingCount > 0) return messages.waitingOnly(waitingCount);
  if (connectedCount === 0) return messages.noneConnected(notConnectedCount);
  return messages.everybody(connectedCount);
}
