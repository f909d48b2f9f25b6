import { expect, test } from "vitest";
import { answerOverview } from "./answer-overview.ts";

const nobody = { connectedCount: 0, waitingCount: 0, stuckCount: 0, notConnectedCount: 0 };

test.each([
  [{ ...nobody }, /^Nobody is here yet/],
  [{ ...nobody, connectedCount: 1 }, /^Yes\. 1 person is connected/],
  [{ ...nobody, connectedCount: 3, waitingCount: 2 }, /^Nearly\..*2 people wait/],
  [{ ...nobody, connectedCount: 3, waitingCount: 2, stuckCount: 1 }, /^Not quite\. 1 of 6 people is stuck/],
  [{ ...nobody, notConnectedCount: 4 }, /^Not yet\. 4 people have not set up sync/],
])("says the worst news first for %o", (counts, sentence) => {
  expect(answerOverview(counts)).toMatch(sentence);
});
