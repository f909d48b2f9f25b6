import { expect, test } from "vitest";
import { formatRelativeTime } from "./format-relative-time.ts";

const now = new Date("2026-11-23T12:00:00Z");
const ago = (seconds: number) => formatRelativeTime(new Date(now.getTime() - seconds * 1000), now);

test("speaks in the largest whole unit that has passed", () => {
  expect(ago(20)).toBe("now");
  expect(ago(119)).toBe("1 minute ago");
  expect(ago(120)).toBe("2 minutes ago");
  expect(ago(3_600)).toBe("1 hour ago");
  expect(ago(86_400)).toBe("yesterday");
  expect(ago(15 * 86_400)).toBe("2 weeks ago");
});

test("speaks of the future, and in other languages", () => {
  expect(ago(-7_200)).toBe("in 2 hours");
  expect(formatRelativeTime(new Date("2026-11-23T11:58:00Z"), now, "de")).toBe("vor 2 Minuten");
});
