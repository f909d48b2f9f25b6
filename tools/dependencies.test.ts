import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** `name version`, of all workspaces; our own packages have no reason but themselves. */
function readDirectDependencies(): Set<string> {
  const folders = ["packages", "apps"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  return new Set(
    ["", "e2e", ...folders].flatMap((folder) => {
      const manifest = readManifest(join(root, folder, "package.json"));
      return Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
      })
        .filter(([name]) => !name.startsWith("@outrigger/"))
        .map(([name, version]) => `${name} ${version}`);
    }),
  );
}

/** A folder without a manifest is no workspace. */
function readManifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

/** Rows of the page's tables: the package in code, its version behind it. */
function readPage(): string[] {
  const page = readFileSync(join(root, "docs/dependencies.md"), "utf8");
  return [...page.matchAll(/^\| `([^`]+)` (\S+) \|/gm)].map(([, name, version]) => `${name} ${version}`);
}

test("docs/dependencies.md has one line for every direct dependency, at its version, and no other", () => {
  expect(readPage().toSorted()).toEqual([...readDirectDependencies()].toSorted());
});

test("every direct dependency has an exact version", () => {
  const loose = [...readDirectDependencies()].filter((entry) => !/ \d+\.\d+\.\d+(?:-[\w.]+)?$/.test(entry));
  expect(loose).toEqual([]);
});
