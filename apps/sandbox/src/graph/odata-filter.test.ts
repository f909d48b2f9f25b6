import { describe, expect, test } from "vitest";
import { GraphError } from "./graph-error.ts";
import { parseFilter, type FilterValue } from "./odata-filter.ts";

interface Row {
  at: string;
  name: string | null;
  isRead: boolean;
}
const fields = {
  type: "row",
  fields: new Map<string, (row: Row) => FilterValue | undefined>([
    ["at", (row) => new Date(row.at)],
    ["name", (row) => row.name],
    ["isRead", (row) => row.isRead],
    ["from/emailAddress/address", (row) => row.name],
  ]),
};
const row: Row = { at: "2026-11-20T10:00:00Z", name: "Sam O'Brien", isRead: false };

describe("parseFilter", () => {
  test.each([
    ["at ge 2026-11-20T10:00:00Z", true],
    ["at gt 2026-11-20T10:00:00Z", false],
    ["at ge 2026-11-20T12:00:00+02:00", true],
    ["at ge 2026-11-20T12:00:00 02:00", true],
    ["at lt 2026-11-21 and at ge 2026-11-20", true],
    ["name eq 'sam o''brien'", true],
    ["name ne null", true],
    ["isRead eq false and (name eq 'x' or startswith(name,'SAM'))", true],
    ["not (isRead eq false)", false],
    ["contains(from/emailAddress/address, 'brien')", true],
    ["name gt 5", false],
  ])("%s → %s", (text, expected) => {
    expect(parseFilter(text, fields).matches(row)).toBe(expected);
  });

  test.each([
    "",
    "at",
    "at ge",
    "at ge 'x",
    "at ge 2026-13-45T00:00:00Z",
    "at like 2026-11-20",
    "unknown eq 1",
    "constructor eq 1",
    "name constructor 'x'",
    "name eq constructor",
    "name eq 'x' or",
    "(name eq 'x'",
    "name eq 'x' name eq 'y'",
    `${"(".repeat(50)}name eq 'x'${")".repeat(50)}`,
    "startswith(name)",
    "$$$",
  ])("refuses %j in Graph's words", (text) => {
    expect(() => parseFilter(text, fields)).toThrow(GraphError);
  });
});
