import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderedDocs } from "./render-docs.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

for (const [path, render] of Object.entries(renderedDocs)) {
  writeFileSync(join(root, path), render());
  console.log(`Wrote ${path}`);
}
