import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { renderedDocs } from "./render-docs.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

test.each(Object.entries(renderedDocs))("%s says what the code says", (path, render) => {
  expect(readFileSync(join(root, path), "utf8"), "Run: npm exec -- node tools/generate-docs.ts").toBe(
    render(),
  );
});
