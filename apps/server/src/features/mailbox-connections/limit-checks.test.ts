import { expect, test } from "vitest";
import { createCheckLimiter } from "./limit-checks.ts";

test("lets one poll through in four seconds, and a person's own ask sooner", () => {
  let at = new Date("2026-11-23T10:00:00Z");
  const limiter = createCheckLimiter(() => at);
  expect(limiter.isDue("a")).toBe(true);
  expect(limiter.isDue("a")).toBe(false);
  at = new Date("2026-11-23T10:00:02Z");
  expect(limiter.isDue("a")).toBe(false);
  expect(limiter.isDue("a", { isAsked: true })).toBe(true);
  at = new Date("2026-11-23T10:00:06Z");
  expect(limiter.isDue("a")).toBe(true);
});

test("keeps the keys apart", () => {
  const limiter = createCheckLimiter(() => new Date(0));
  expect(limiter.isDue("a")).toBe(true);
  expect(limiter.isDue("b")).toBe(true);
});
