import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const uis = ["apps/sidebar", "apps/admin-panel"];
const sharedSources = ["packages/ui", "packages/api-contract", "package-lock.json"];

/** Builds the screens whose sources changed since their last build; `--force` builds all. */
async function buildUis(): Promise<void> {
  for (const ui of uis) {
    const stamp = hashOf([ui, ...sharedSources]);
    const stampFile = join(root, ui, "dist", ".sources");
    const isFresh = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
    if (isFresh && !process.argv.includes("--force")) continue;
    console.log(`Building ${ui} …`);
    // Loaded only when needed: a fresh build makes every start wait for the bundler otherwise.
    const { build } = await import("vite");
    await build({ root: join(root, ui), logLevel: "warn" });
    writeFileSync(stampFile, stamp);
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesBelow(join(root, path))) {
      hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = (() => {
    try {
      return readdirSync(path, { withFileTypes: true });
    } catch {
      return undefined; // A file, not a folder.
    }
  })();
  if (!entries) return [path];
  return entries
    .filter((entry) => !["dist", "node_modules"].includes(entry.name))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

await buildUis();
