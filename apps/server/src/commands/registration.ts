import { readFile } from "node:fs/promises";
import type { RegistrationFinding } from "@outrigger/api-contract";
import {
  buildApplication,
  buildPortalManifest,
  buildRegistrationCommands,
  mailboxScopes,
  parseRegisteredApplication,
  SIGN_IN_SCOPES,
} from "@outrigger/microsoft";
import { Option, type Command } from "commander";
import { ConfigError, parseRegistrationConfig, readEnvironment, type RegistrationConfig } from "../config.ts";
import { checkRegistration } from "../features/registration/check-registration.ts";
import {
  buildRegistrationSteps,
  looksLikeSecretId,
  planRegistration,
  SECRET_ID_WARNING,
} from "../features/registration/plan-registration.ts";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";
import { runRegistrationTest } from "./registration-test.ts";

const forms = ["application", "manifest", "graph", "powershell", "azure-cli", "steps"] as const;

export type ShowOptions = {
  audience: "one" | "several";
  form?: (typeof forms)[number] | undefined;
  json?: boolean | undefined;
};
export type CheckOptions = { from: string; json?: boolean | undefined };

const HELP = `
Reads the settings of this installation (environment variables; docs/configuration.md) and needs no database, nor anybody
signed in. No secret is ever printed.

Exit codes: 0 done and nothing fails, 1 something fails, 2 wrong usage or input.`;

export function registerRegistrationCommand(program: Command): void {
  const registration = program
    .command("registration")
    .description(
      "the app registration in Microsoft Entra: what it has to be, whether it is, whether sign-in passes",
    )
    .addHelpText("after", HELP);
  registration
    .command("show")
    .description("print what to register, with exact commands")
    .addOption(
      new Option("--audience <tenants>", "one: the own tenant alone; several")
        .choices(["one", "several"])
        .default("one"),
    )
    .addOption(new Option("--form <form>", "print one form alone").choices(forms))
    .option("--json", "print JSON")
    .action(async (options: ShowOptions) => {
      process.exitCode = await withConfig(processIo, (config) =>
        showRegistration(options, config, processIo),
      );
    });
  registration
    .command("check")
    .description("compare the registration with what is needed")
    .requiredOption(
      "--from <file>",
      "the answer of GET /applications(appId='…') as JSON; - for standard input",
    )
    .option("--json", "print JSON")
    .action(async (options: CheckOptions) => {
      process.exitCode = await withConfig(processIo, (config) => runCheck(options, config, processIo));
    });
  registration
    .command("test")
    .description("sign in with the configured client id and secret")
    .option("--tenant <domain|id>", "the tenant to sign in to; without it any work account's")
    .option("--json", "print JSON")
    .action(async (options: { tenant?: string; json?: boolean }) => {
      process.exitCode = await withConfig(processIo, (config) =>
        runRegistrationTest(options, { config, fetch: globalThis.fetch }, processIo),
      );
    });
}

async function withConfig(
  io: CommandIo,
  run: (config: RegistrationConfig) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    const config = parseRegistrationConfig(readEnvironment());
    if (looksLikeSecretId(config)) io.writeError(`outrigger registration: ${SECRET_ID_WARNING}\n`);
    return await run(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    io.writeError(`outrigger registration: ${error.faults.join(" ")}\n`);
    return 2;
  }
}

export function showRegistration(
  { audience, form, json }: ShowOptions,
  config: RegistrationConfig,
  io: CommandIo,
): ExitCode {
  const plan = planRegistration(config, audience === "one" ? "AzureADMyOrg" : "AzureADMultipleOrgs");
  const commands = buildRegistrationCommands(plan, config.microsoft.graphUrl);
  const texts: Record<(typeof forms)[number], string> = {
    application: JSON.stringify(buildApplication(plan), null, 2),
    manifest: JSON.stringify(buildPortalManifest(plan), null, 2),
    graph: commands.http,
    powershell: commands.powershell,
    "azure-cli": commands.azureCli,
    steps: buildRegistrationSteps(plan)
      .map((step, index) => `${index + 1}. ${step}`)
      .join("\n"),
  };
  if (json) {
    const answer = {
      ...plan,
      application: buildApplication(plan),
      manifest: buildPortalManifest(plan),
      commands,
    };
    io.writeOutput(`${JSON.stringify(answer, null, 2)}\n`);
    return 0;
  }
  if (form) {
    io.writeOutput(`${texts[form]}\n`);
    return 0;
  }
  const lines = [
    `Register ${plan.displayName} in your own tenant: an app of the own tenant is never "risky" and needs no verified publisher.`,
    "",
    "Redirect URIs (platform Web), exactly:",
    ...plan.redirectUris.map((uri) => `  ${uri}`),
    "",
    "Delegated permissions, all that any choice of permissions can ask:",
    ...plan.permissions.map(({ value, id }) => `  ${value.padEnd(28)} ${id}`),
    "",
    "In the Entra admin center:",
    texts.steps,
    "",
    `By command: outrigger registration show --form graph | powershell | azure-cli`,
  ];
  io.writeOutput(`${lines.join("\n")}\n`);
  return 0;
}

export async function runCheck(
  { from, json }: CheckOptions,
  config: RegistrationConfig,
  io: CommandIo,
): Promise<ExitCode> {
  const application = parseRegisteredApplication(parseJson(await readText(from, io)));
  if (!application) {
    io.writeError("outrigger registration: the input is not the answer of GET /applications(appId='…')\n");
    return 2;
  }
  const { permissionTier } = config.microsoft;
  const findings = checkRegistration({
    plan: planRegistration(
      config,
      application.signInAudience === "AzureADMultipleOrgs" ? "AzureADMultipleOrgs" : "AzureADMyOrg",
    ),
    clientId: config.microsoft.clientId ?? application.appId,
    askedNow: [...SIGN_IN_SCOPES, ...mailboxScopes(permissionTier)],
    tenantIds: [],
    application,
    principal: undefined,
    now: new Date(),
  });
  io.writeOutput(json ? `${JSON.stringify({ findings }, null, 2)}\n` : formatFindings(findings));
  return findings.some(({ severity }) => severity === "fault") ? 1 : 0;
}

function formatFindings(findings: readonly RegistrationFinding[]): string {
  if (findings.length === 0) return "The registration is as it has to be.\n";
  return findings
    .map(
      ({ severity, sentence, fix }) =>
        `${severity === "fault" ? "FAULT  " : "warning"} ${sentence}\n        ${fix}\n`,
    )
    .join("\n");
}

async function readText(from: string, io: CommandIo): Promise<string> {
  if (from === "-") return io.readInput();
  try {
    return (await readFile(from, "utf8")).replace(/^\uFEFF/, "");
  } catch {
    return "";
  }
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
