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

test("while Microsoft is slow, only a few polls wait for it and the others are answered at once", async () => {
  const limiter = createCheckLimiter(() => new Date());
  const answered = Promise.withResolvers<void>();
  let begun = 0;
  const check = async (): Promise<void> => {
    begun += 1;
    await answered.promise;
  };
  const polls = Array.from({ length: 50 }, () => limiter.runPolled(check));
  await Promise.all(polls.slice(6));
  expect(begun).toBe(6);
  answered.resolve();
  await Promise.all(polls);
  await expect(limiter.runPolled(() => Promise.reject(new Error("no answer")))).rejects.toThrow("no answer");
  await limiter.runPolled(check);
  expect(begun).toBe(7);
});
