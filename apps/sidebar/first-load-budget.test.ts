import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { measureFirstLoad } from "./first-load-budget.ts";

const chunk = (fileName: string, imports: string[]) => ({
  fileName,
  imports,
  code: randomBytes(1000).toString("hex"),
});

test("counts what is imported at once, each file once, and nothing else", () => {
  const entry = chunk("entry.js", ["a.js", "b.js"]);
  const chunks = [
    entry,
    chunk("a.js", ["b.js"]),
    chunk("b.js", ["entry.js"]),
    chunk("on-demand.js", ["a.js"]),
  ];
  const sizes = measureFirstLoad(entry, new Map(chunks.map((each) => [each.fileName, each])));
  expect(sizes.map(({ fileName }) => fileName)).toEqual(["entry.js", "a.js", "b.js"]);
  // Random hexadecimal digits carry four of eight bits each.
  for (const { bytes } of sizes) expect(bytes).toBeGreaterThan(900);
});
