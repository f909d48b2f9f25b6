import { describe, expect, test } from "vitest";
import { parseMailDate } from "./parse-mail-date.ts";

describe("parseMailDate", () => {
  test.each([
    ["Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06.000Z"],
    ["Tue, 1 Jul 2003 10:52:37 +0200 (CEST)", "2003-07-01T08:52:37.000Z"],
    ["21 Nov 97 09:55 GMT", "1997-11-21T09:55:00.000Z"],
    ["Thu, 13 Feb 1969 23:32 -0330", "1969-02-14T03:02:00.000Z"],
    ["Mon, 16 Nov 2026 08:00:00", "2026-11-16T08:00:00.000Z"],
    ["Mon, 16 Nov 2026 08:00:00 PST", "2026-11-16T16:00:00.000Z"],
    ["Mon, 16 Nov 2026 08:00:00 XYZ", "2026-11-16T08:00:00.000Z"],
    ["Sunday, 5 January 2025 1:02:03 Z", "2025-01-05T01:02:03.000Z"],
  ])("reads %s", (text, iso) => {
    expect(parseMailDate(text)?.toISOString()).toBe(iso);
  });

  test.each([
    "",
    "yesterday",
    "Pn, 29 paX 2007 21:13:00 +0100",
    "31 Feb 2020 10:00:00 +0000",
    "1 Jan 2020 25:00:00",
  ])("takes %j for no date", (text) => {
    expect(parseMailDate(text)).toBeUndefined();
  });
});
