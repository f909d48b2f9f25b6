import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { lastPage, PAGE_ROWS, planPage, WINDOW_ROWS } from "./plan-page.ts";

test("shows every row of the list exactly once, whatever its length", () => {
  assert(
    property(integer({ min: 1, max: 2_000 }), (total) => {
      const shown: number[] = [];
      for (let page = 0; page <= lastPage(total); page += 1) {
        const plan = planPage(page);
        const windowRows = Math.min(WINDOW_ROWS, total - plan.windowOffset);
        for (let row = plan.from; row < Math.min(plan.to, windowRows); row += 1) {
          shown.push(plan.windowOffset + row);
        }
      }
      expect(shown).toEqual(Array.from({ length: total }, (_none, index) => index));
    }),
  );
});

test("has one page for an empty list and for a full first one", () => {
  expect([lastPage(0), lastPage(PAGE_ROWS), lastPage(PAGE_ROWS + 1)]).toEqual([0, 0, 1]);
});
