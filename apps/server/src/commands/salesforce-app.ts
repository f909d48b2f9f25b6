import type { SalesforceAppCheck } from "@outrigger/api-contract";
import type { Command } from "commander";
import { ConfigError, readSalesforceAppConfig, type SalesforceAppConfig } from "../config.ts";
import { checkSalesforceApp } from "../features/salesforce-access/check-salesforce-app.ts";
import { describeSalesforceApp } from "../features/salesforce-access/salesforce-app.ts";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";

interface Tools {
  readonly io: CommandIo;
  readonly config: SalesforceAppConfig;
  readonly fetch: typeof globalThis.fetch;
}

/** `outrigger salesforce-app show`: what to enter at Salesforce; needs no database and no app yet. */
export function showSalesforceApp({ io, config }: Omit<Tools, "fetch">, isJson: boolean): ExitCode {
  const app = describeSalesforceApp(config);
  if (isJson) {
    io.writeOutput(`${JSON.stringify(app, null, 2)}\n`);
    return 0;
  }
  io.writeOutput(
    [
      "An External Client App of your own org",
      "",
      `  Callback URL   ${app.callbackUrl}`,
      `  Signs in at    ${app.loginUrl}`,
      `  Consumer key   ${app.consumerKey === "" ? "not set yet (SALESFORCE_CLIENT_ID)" : app.consumerKey}`,
      "",
      "Scopes",
      ...app.scopes.map(({ label }) => `  - ${label}`),
      "",
      "Setup",
      ...app.setupSteps.map((step, index) => `  ${index + 1}. ${step}`),
      "",
      "Policies",
      ...app.policies.map(({ setting, value }) => `  - ${setting}: ${value}`),
      "",
      "Then: outrigger salesforce-app check",
      "",
    ].join("\n"),
  );
  return 0;
}

/** `outrigger salesforce-app check`: exit code 1 when something is wrong. */
export async function checkApp({ io, config, fetch }: Tools, isJson: boolean): Promise<ExitCode> {
  if (config.salesforce.clientId === "") {
    io.writeError("SALESFORCE_CLIENT_ID is missing. Create the app first: outrigger salesforce-app show\n");
    return 2;
  }
  const { callbackUrl } = describeSalesforceApp(config);
  const checks = await checkSalesforceApp({ ...config.salesforce, callbackUrl }, { fetch });
  io.writeOutput(isJson ? `${JSON.stringify(checks, null, 2)}\n` : formatChecks(checks, config.publicUrl));
  return checks.some(({ outcome }) => outcome === "problem") ? 1 : 0;
}

const MARKS: Readonly<Record<SalesforceAppCheck["outcome"], string>> = {
  fine: "ok     ",
  problem: "WRONG  ",
  unknown: "?      ",
};

function formatChecks(checks: readonly SalesforceAppCheck[], publicUrl: string): string {
  const lines = checks.flatMap(({ outcome, text, help }) => [
    `${MARKS[outcome]}${text}`,
    ...(outcome === "fine" ? [] : [`       ${publicUrl}${help}`]),
  ]);
  const isFine = checks.every(({ outcome }) => outcome === "fine");
  return [...lines, ...(isFine ? ["", `Now sign in once: ${publicUrl}/admin`] : []), ""].join("\n");
}

export function registerSalesforceAppCommand(program: Command): void {
  const command = program
    .command("salesforce-app")
    .description("an External Client App of your own Salesforce org: what to enter, and whether it fits");
  command
    .command("show")
    .description("print the callback URL, scopes, policies and steps for Setup")
    .option("--json", "print JSON")
    .action(({ json = false }: { json?: boolean }) => run((tools) => showSalesforceApp(tools, json)));
  command
    .command("check")
    .description("compare the settings with what Salesforce knows of the app; signs nobody in")
    .option("--json", "print JSON")
    .action(({ json = false }: { json?: boolean }) => run((tools) => checkApp(tools, json)));
}

async function run(act: (tools: Tools) => ExitCode | Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await act({
      io: processIo,
      config: readSalesforceAppConfig(),
      fetch: globalThis.fetch,
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    processIo.writeError(`${error.message}\n`);
    process.exitCode = 2;
  }
}
