import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildRecordId, parseRecordId, toLongId } from "./record-id.ts";

test("computes the checksum of Salesforce's own example ids", () => {
  expect(toLongId("001A0000006Vm9r")).toBe("001A0000006Vm9rIAC");
  expect(toLongId("003D000000QYVmP")).toBe("003D000000QYVmPIAX");
});

test("reads every built id back from 15 and from 18 characters, whatever their case", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (number) => {
      const id = buildRecordId("003", number);
      expect(id).toHaveLength(18);
      expect(parseRecordId(id)).toBe(id);
      expect(parseRecordId(id.slice(0, 15))).toBe(id);
      expect(parseRecordId(id.toLowerCase())).toBe(id);
      expect(parseRecordId(id.toUpperCase())).toBe(id);
    }),
  );
});

test("refuses what is no id", () => {
  for (const value of [
    "",
    "003",
    "003gK000000000'",
    "003gK0000000001A",
    7,
    null,
    undefined,
    "0".repeat(19),
  ]) {
    expect(parseRecordId(value)).toBeUndefined();
  }
});
