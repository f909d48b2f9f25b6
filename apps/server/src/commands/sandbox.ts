import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fork } from "node:child_process";
import type { Command } from "commander";
import { readEnvironment } from "../config.ts";

const sandboxProgram = join(
  fileURLToPath(new URL("../../../..", import.meta.url)),
  "apps/sandbox/src/main.ts",
);

export function registerSandboxCommand(program: Command): void {
  program
    .command("sandbox")
    .description("Run the make-believe Microsoft 365 and Salesforce alone, for tests of any app")
    .option("--port <port>", "port for http (SANDBOX_PORT, 4000)")
    .option("--tls-port <port>", "port for https (SANDBOX_TLS_PORT, 4443)")
    .option("--data <folder>", "where its state is kept (SANDBOX_DATA)")
    .option("--product-url <url>", "where the product answers (PRODUCT_URL)")
    .action((options: Record<string, string | undefined>) => {
      const child = fork(sandboxProgram, [], {
        env: {
          ...readEnvironment(),
          ...(options["port"] === undefined ? {} : { SANDBOX_PORT: options["port"] }),
          ...(options["tlsPort"] === undefined ? {} : { SANDBOX_TLS_PORT: options["tlsPort"] }),
          ...(options["data"] === undefined ? {} : { SANDBOX_DATA: options["data"] }),
          ...(options["productUrl"] === undefined ? {} : { PRODUCT_URL: options["productUrl"] }),
        },
        stdio: "inherit",
      });
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
      child.once("exit", (code) => process.exit(code ?? 1));
    });
}
