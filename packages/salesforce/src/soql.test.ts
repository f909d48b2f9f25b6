import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUERY_URL_BYTES_MAX, countUrlBytes, quoteSoql, quoteSoqlList, splitForQueries } from "./soql.ts";

describe("quoteSoql", () => {
  it.each([
    ["o'brien@x.example", String.raw`'o\'brien@x.example'`],
    ["back\\slash", String.raw`'back\\slash'`],
    ["\\' OR Name != '", String.raw`'\\\' OR Name != \''`],
    ["line\nbreak", String.raw`'line\nbreak'`],
  ])("escapes %j", (text, literal) => {
    expect(quoteSoql(text)).toBe(literal);
  });

  it("never lets a text end its own literal", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const inner = quoteSoql(text).slice(1, -1);
        expect(inner.replaceAll(/\\./gs, "")).not.toMatch(/['\\]/);
      }),
    );
  });
});

describe("splitForQueries", () => {
  it("keeps every value once, in order, within the URL's length and the number", () => {
    const value = fc
      .tuple(fc.constantFrom("a", "'", "\\", "é", "🎉"), fc.nat({ max: 150 }))
      .map(([character, length]) => character.repeat(length));
    const values = fc.array(value, { maxLength: 150, size: "max" });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (all, valuesMax) => {
        const frame = "SELECT Id FROM Contact WHERE Email IN ";
        const parts = splitForQueries({ values: all, frameBytes: countUrlBytes(frame), valuesMax });
        expect(parts.flat()).toEqual(all);
        for (const part of parts) {
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(valuesMax);
          expect(countUrlBytes(frame + quoteSoqlList(part))).toBeLessThanOrEqual(
            QUERY_URL_BYTES_MAX + countUrlBytes("()"),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a value that fits no query", () => {
    expect(() => splitForQueries({ values: ["x".repeat(20_000)], frameBytes: 100 })).toThrow(RangeError);
  });
});
