import { expect, test } from "vitest";
import { planBars, roundUp } from "./plan-bars.ts";

test.each([
  [1, 1],
  [2, 2],
  [3, 5],
  [5, 5],
  [6, 10],
  [41, 50],
  [100, 100],
  [101, 200],
])("rounds an axis of %i up to %i", (highest, top) => {
  expect(roundUp(highest)).toBe(top);
});

test("draws each bar in its own slot, as high as its share of the axis", () => {
  const { bars, top } = planBars(
    [
      { hour: "a", count: 0 },
      { hour: "b", count: 5 },
    ],
    { width: 100, height: 80 },
  );
  expect(top).toBe(5);
  expect(bars).toEqual([
    { hour: "a", count: 0, x: 5, y: 80, width: 40, height: 0 },
    { hour: "b", count: 5, x: 55, y: 0, width: 40, height: 80 },
  ]);
});

test("has an axis even when nothing was saved", () => {
  expect(planBars([], { width: 100, height: 80 })).toEqual({ bars: [], top: 1 });
});
