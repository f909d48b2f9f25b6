import { expect, test } from "vitest";
import { formatDuration } from "./format-duration.ts";

test.each([
  [0, "under 1 s"],
  [-5, "under 1 s"],
  [42_000, "42 s"],
  [60_000, "1 min"],
  [185_000, "3 min 5 s"],
  [7_800_000, "2 h 10 min"],
])("says %i ms as %s", (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words);
});
