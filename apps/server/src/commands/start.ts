import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "@outrigger/storage";
import type { Command } from "commander";
import { ConfigError, parseConfig, parseStartSettings, readEnvironment } from "../config.ts";
import { demoSettings, describeDemo } from "./demo-settings.ts";
import { findTakenPort, type WantedPort } from "./find-taken-port.ts";
import { loadTokenKeys } from "./load-token-keys.ts";
import { ChildStartError, superviseChild } from "./supervise-child.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const serverProgram = join(root, "apps/server/src/main.ts");
const sandboxProgram = join(root, "apps/sandbox/src/main.ts");
const buildProgram = join(root, "tools/build-uis.ts");

type Environment = Record<string, string | undefined>;

interface StartPlan {
  /** No real cloud is configured: the sandbox stands in for all of them. */
  readonly isDemo: boolean;
  readonly hasOwnDatabase: boolean;
  readonly dataFolder: string;
  readonly sandboxUrl: string;
  readonly productUrl: string;
  /** For the server; without what is known only when the database runs. */
  readonly serverEnvironment: Environment;
  readonly sandboxEnvironment: Environment;
  readonly ports: readonly WantedPort[];
}

/** Wrong use or a machine that is not ready: one line for the operator, exit code 1. */
class StartError extends Error {
  override readonly name = "StartError";
}

export function registerStartCommand(program: Command): void {
  program
    .command("start")
    .description(
      "Start the server; with nothing configured also a PostgreSQL of its own and a make-believe Microsoft 365 and Salesforce",
    )
    .addHelpText("after", "\nSettings are environment variables: docs/configuration.md lists them all.")
    .action(async () => {
      try {
        await start(planStart(readEnvironment()));
      } catch (error) {
        const line = describeFailure(error);
        if (line !== undefined) process.stderr.write(`${line}\n`);
        process.exit(1);
      }
    });
}

function planStart(environment: Environment): StartPlan {
  const faults: string[] = [];
  const own = collectFaults(faults, () => parseStartSettings(environment));
  const isSet = (name: string): boolean => (environment[name] ?? "").trim() !== "";
  const hasOwnDatabase = !isSet("DATABASE_URL");
  const isDemo = hasOwnDatabase && !isSet("MICROSOFT_CLIENT_ID") && !isSet("SALESFORCE_CLIENT_ID");
  const sandboxUrl = `http://localhost:${own?.SANDBOX_PORT ?? 4000}`;
  const serverEnvironment: Environment = {
    // The terminal belongs to people here; a log collector sets the level itself.
    ...(isDemo ? { LOG_LEVEL: "warn" } : {}),
    ...(isDemo ? demoSettings({ sandboxUrl, smtpPort: own?.SANDBOX_SMTP_PORT ?? 4025 }) : {}),
    ...environment,
  };
  const stillUnknown = {
    DATABASE_URL: "postgres://unknown-yet",
    ...(hasOwnDatabase ? { TOKEN_KEYS: `unknown-yet:${"A".repeat(43)}` } : {}),
  };
  const config = collectFaults(faults, () =>
    parseConfig({ ...stillUnknown, ...withoutEmpty(serverEnvironment) }),
  );
  if (own === undefined || config === undefined) throw new ConfigError(faults);
  return {
    isDemo,
    hasOwnDatabase,
    dataFolder: resolve(own.DATA_DIR),
    sandboxUrl,
    productUrl: config.publicUrl,
    serverEnvironment,
    sandboxEnvironment: {
      ...environment,
      SANDBOX_PORT: String(own.SANDBOX_PORT),
      SANDBOX_TLS_PORT: String(own.SANDBOX_TLS_PORT),
      SANDBOX_SMTP_PORT: String(own.SANDBOX_SMTP_PORT),
      SANDBOX_DATA: join(resolve(own.DATA_DIR), "sandbox"),
      PRODUCT_URL: config.publicUrl,
    },
    ports: [
      { setting: "PORT", port: config.port },
      ...(isDemo
        ? [
            { setting: "SANDBOX_PORT", port: own.SANDBOX_PORT },
            { setting: "SANDBOX_TLS_PORT", port: own.SANDBOX_TLS_PORT },
            { setting: "SANDBOX_SMTP_PORT", port: own.SANDBOX_SMTP_PORT },
          ]
        : []),
    ],
  };
}

function collectFaults<Result>(faults: string[], parse: () => Result): Result | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => (value ?? "").trim() !== ""));
}

/** Starts everything in order, or nothing: what runs already is stopped again when the next one fails. */
async function start(plan: StartPlan): Promise<void> {
  const taken = await findTakenPort(plan.ports);
  if (taken)
    throw new StartError(`Port ${taken.port} is taken by another program. Free it, or set ${taken.setting}.`);
  const running: { stop(): Promise<void> }[] = [];
  const stopAll = async (): Promise<void> => {
    while (running.length > 0) await running.pop()?.stop();
  };
  const stopping = waitForSignal();
  const building = new AbortController();
  try {
    const serverEnvironment = { ...plan.serverEnvironment };
    const build = buildScreens(building.signal);
    // A failure below must not leave this one unheard.
    build.catch(() => undefined);
    if (plan.hasOwnDatabase) {
      await makeFolder(plan.dataFolder);
      const postgres = await startEmbeddedPostgres({ folder: join(plan.dataFolder, "postgres") });
      running.push(postgres);
      serverEnvironment["DATABASE_URL"] = postgres.url;
      serverEnvironment["TOKEN_KEYS"] ??= await loadTokenKeys(plan.dataFolder);
      if (!postgres.folder.startsWith(plan.dataFolder)) {
        process.stdout.write(
          `PostgreSQL's user cannot reach the data folder: the database is in ${postgres.folder}\n`,
        );
      }
    }
    const report = (line: string): void => void process.stderr.write(`${line}\n`);
    if (plan.isDemo) {
      const environment = plan.sandboxEnvironment;
      running.push(await superviseChild({ name: "The sandbox", file: sandboxProgram, environment, report }));
    }
    await build;
    running.push(
      await superviseChild({
        name: "The server",
        file: serverProgram,
        environment: serverEnvironment,
        report,
      }),
    );
    process.stdout.write(
      plan.isDemo
        ? describeDemo(plan.productUrl, plan.sandboxUrl)
        : `\n  The server runs at ${plan.productUrl} (admin panel: ${plan.productUrl}/admin)\n`,
    );
    await stopping;
  } finally {
    building.abort();
    await stopAll();
  }
  process.exit(0);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown error";
    throw new StartError(`The data folder cannot be used (DATA_DIR): ${reason}`);
  }
}

/** Screens whose sources changed are built again; an installed copy brings them built and has no sources. */
async function buildScreens(signal: AbortSignal): Promise<void> {
  if (!existsSync(buildProgram)) return;
  const child = spawn(process.execPath, [buildProgram], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    signal,
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new StartError("The screens could not be built; see above, or run `npm run build`.");
}

/** The first signal ends everything in order; a second one says that this takes too long. */
function waitForSignal(): Promise<void> {
  let count = 0;
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        count += 1;
        if (count > 1) process.exit(1);
        resolve();
      });
    }
  });
}

/** Undefined where the child has said it itself. */
function describeFailure(error: unknown): string | undefined {
  if (error instanceof ChildStartError) return error.isSilent ? error.message : undefined;
  if (error instanceof ConfigError) return `The settings are wrong: ${error.faults.join(" ")}`;
  if (error instanceof EmbeddedPostgresError) return `${error.message} (DATA_DIR)`;
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : "The start failed.";
}
