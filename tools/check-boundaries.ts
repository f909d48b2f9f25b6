import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { boundaryViolations } from "./fixtures/boundary-violations.ts";

/**
 * Proves that each import rule bites: writes one deliberate violation per rule at the path that the rule guards, in a
 * folder of its own, and expects the lint to name it.
 */
export function checkBoundaries(root: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  try {
    copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const { file, code } of boundaryViolations) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    const lint = spawnSync(join(root, "node_modules/.bin/oxlint"), ["--format=json", "."], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    const unnoticed = boundaryViolations.filter(({ file, rule }) => !isReported(lint.stdout, file, rule));
    for (const { file, rule } of unnoticed) console.error(`No ${rule} error for the violation in ${file}`);
    if (unnoticed.length > 0) console.error(lint.stderr);
    return unnoticed.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface LintReport {
  diagnostics: { filename: string; code: string; severity: string }[];
}

function isReported(json: string, file: string, rule: string): boolean {
  const report: LintReport = JSON.parse(json);
  return report.diagnostics.some(
    (diagnostic) =>
      diagnostic.severity === "error" &&
      diagnostic.filename.endsWith(file) &&
      diagnostic.code.includes(`(${rule})`),
  );
}
