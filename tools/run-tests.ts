import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The one test line: builds the screens, runs every project (unit, integration, browser) and closes with the sum.
 * Arguments go to vitest: `npm test -- --project unit`.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const resultsFolder = join(root, "test-results");
const reportFile = join(resultsFolder, "report.json");

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

async function runTests(): Promise<number> {
  mkdirSync(resultsFolder, { recursive: true });
  rmSync(reportFile, { force: true });
  const buildStatus = await run([join(root, "tools/build-uis.ts")]);
  if (buildStatus !== 0) return close({ passed: 0, failed: 1, skipped: 0 });
  const status = await run([
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ]);
  const report = readReport();
  if (!report) return close({ passed: 0, failed: 1, skipped: 0 });
  for (const name of skippedNames(report)) console.log(`skipped: ${name}`);
  // A file that could not even be loaded holds no failed test, and a crash after the last one none either.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return close({
    passed: report.numPassedTests,
    failed: status !== 0 && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests,
  });
}

function close({ passed, failed, skipped }: { passed: number; failed: number; skipped: number }): number {
  const line = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  writeFileSync(join(resultsFolder, "summary.txt"), `${line}\n`);
  console.log(line);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function readReport(): Report | undefined {
  try {
    const report: Report = JSON.parse(readFileSync(reportFile, "utf8"));
    return report;
  } catch (error) {
    console.error(
      `The test runner left no report: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

function skippedNames(report: Report): string[] {
  return report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === "pending" || test.status === "skipped")
      .map((test) => test.fullName),
  );
}

function run(args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

process.exitCode = await runTests();
