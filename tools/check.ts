import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkBoundaries } from "./check-boundaries.ts";
import { checkTexts } from "./check-texts.ts";

/** `npm run check`: types, lint, format, boundaries, dead code, texts. Runs all of them and names every one that fails. */
const root = fileURLToPath(new URL("..", import.meta.url));

/** The lint sees at least this many files; fewer means that it stopped looking, not that all is well. */
const lintedFilesMin = 150;

interface Step {
  name: string;
  run(): boolean;
}

const steps: Step[] = [
  { name: "types", run: checkTypes },
  { name: "lint", run: checkLint },
  { name: "format", run: () => runTool("oxfmt", ["--check", "."]).ok },
  { name: "boundaries", run: () => checkBoundaries(root) },
  { name: "dead code", run: () => runTool("knip", ["--no-progress"]).ok },
  { name: "texts", run: () => checkTexts(root) },
];

function checkTypes(): boolean {
  const configs = ["packages", "apps"]
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
    .concat("e2e", "tools", "bench")
    .flatMap((workspace) => [join(workspace, "tsconfig.json"), join(workspace, "tsconfig.test.json")])
    .filter((config) => existsSync(join(root, config)));
  return configs.map((config) => runTool("tsc", ["-p", config, ...rememberTypes(config)]).ok).every(Boolean);
}

/** What has not changed since the last check is not checked again; a fresh clone checks everything. */
function rememberTypes(config: string): string[] {
  const name = config.replaceAll(/[\\/]/g, "-").replace(/\.json$/, ".tsbuildinfo");
  return ["--incremental", "--tsBuildInfoFile", join(root, "node_modules/.cache/types", name)];
}

function checkLint(): boolean {
  const { ok, output } = runTool("oxlint", ["."]);
  const seen = Number(/ on (\d+) files?/.exec(output)?.[1] ?? 0);
  if (seen >= lintedFilesMin) return ok;
  console.error(`The lint saw ${seen} files and should see at least ${lintedFilesMin}.`);
  return false;
}

function runTool(name: string, args: string[]): { ok: boolean; output: string } {
  const result = spawnSync(join(root, "node_modules/.bin", name), args, { cwd: root, encoding: "utf8" });
  const output = `${result.stdout}${result.stderr}`;
  if (result.status !== 0) console.error(output.trim());
  return { ok: result.status === 0, output };
}

const failed = steps.filter((step) => {
  const started = performance.now();
  const ok = step.run();
  console.log(
    `${ok ? "ok  " : "FAIL"} ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  return !ok;
});
process.exitCode = failed.length === 0 ? 0 : 1;
