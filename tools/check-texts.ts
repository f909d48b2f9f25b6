import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Files over this size do not belong into the history. */
const fileBytesMax = 1024 * 1024;

/** Paths of one machine, and hosts of package registries: neither belongs into the project. */
const foreignWords = [/(^|[^.\w])\/(work|home|root)\/[a-z]/, /registry\.[a-z.-]*npm/i];

/** Looks at what git tracks: the README's two lines, strange paths, large files. */
export function checkTexts(root: string): boolean {
  const problems: string[] = [];
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const line of ["npm ci && npm start", "npm ci && npm test"]) {
    if (!readme.includes(line)) problems.push(`README.md does not carry the line: ${line}`);
  }
  for (const file of trackedFiles(root)) {
    const content = readTracked(join(root, file));
    if (!content) continue;
    if (content.byteLength > fileBytesMax && file !== "package-lock.json")
      problems.push(`${file} is over 1 MiB`);
    if (/\.(png|ico)$/.test(file) || file === "tools/check-texts.ts") continue;
    for (const word of foreignWords) {
      const found = word.exec(content.toString("utf8"));
      if (found) problems.push(`${file} holds ${JSON.stringify(found[0])}`);
    }
  }
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

function trackedFiles(root: string): string[] {
  const listed = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  return listed.stdout.split("\0").filter(Boolean);
}

/** Undefined for a file that is tracked but deleted in the working tree. */
function readTracked(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
