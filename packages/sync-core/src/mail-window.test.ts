import { describe, expect, it } from "vitest";
import { findWindowStart } from "./mail-window.ts";

describe("findWindowStart", () => {
  it("goes back the given days, and to the beginning without any", () => {
    const connectedAt = new Date("2026-11-20T10:00:00Z");
    const sixDaysBefore = new Date("2026-11-14T10:00:00Z");
    expect(findWindowStart(connectedAt, 6)).toEqual(sixDaysBefore);
    expect(findWindowStart(connectedAt, undefined)).toBeUndefined();
  });
});
