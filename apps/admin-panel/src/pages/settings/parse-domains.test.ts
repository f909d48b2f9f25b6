import { expect, test } from "vitest";
import { parseDays, parseDomains } from "./parse-domains.ts";

test("reads one domain a line and forgives case, blanks, a leading @ and repetition", () => {
  expect(parseDomains("Contoso.example\n\n @fabrikam.example \ncontoso.EXAMPLE\n")).toEqual({
    outcome: "parsed",
    domains: ["contoso.example", "fabrikam.example"],
  });
  expect(parseDomains("")).toEqual({ outcome: "parsed", domains: [] });
  expect(parseDomains("münchen.example")).toEqual({ outcome: "parsed", domains: ["münchen.example"] });
});

test.each([
  "contoso",
  "adele@contoso.example",
  "contoso..example",
  "-contoso.example",
  "a b.example",
  "*.example",
])("refuses %s and names its line", (text) => {
  expect(parseDomains(`contoso.example\n${text}`)).toEqual({ outcome: "invalid", line: 2, text });
});

test("refuses more domains than the API takes", () => {
  const lines = Array.from({ length: 201 }, (_none, index) => `d${index}.example`);
  expect(parseDomains(lines.join("\n"))).toEqual({ outcome: "too_many" });
  expect(parseDomains(lines.slice(1).join("\n")).outcome).toBe("parsed");
});

test("takes whole days from 1 to 3650 and nothing else", () => {
  expect(["1", " 6 ", "3650"].map(parseDays)).toEqual([1, 6, 3650]);
  expect(["0", "3651", "1.5", "-1", "six", "", "1e3"].map(parseDays)).toEqual(Array(7).fill(undefined));
});
