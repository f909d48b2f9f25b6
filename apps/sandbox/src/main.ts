import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { loadCertificates } from "./core/tls/load-certificates.ts";
import { openSandbox, startOutboxSmtp } from "./index.ts";
import { readSandboxConfig, SandboxConfigError, type SandboxConfig } from "./sandbox-config.ts";

/** The sandbox as a program: http and TLS over one state, one line when it is ready, SIGTERM to end it. */
async function start(config: SandboxConfig): Promise<void> {
  const tls = await loadCertificates({ folder: config.tlsFolder, caFile: config.caFile }, new Date());
  const sandbox = await openSandbox({
    productUrl: config.productUrl,
    productName: config.productName,
    isLegacyEwsOn: config.isLegacyEwsOn,
    stateFile: config.stateFile,
  });
  const http = await sandbox.buildListener({ forceCloseConnections: true });
  const https = await sandbox.buildListener({ forceCloseConnections: true, https: tls });
  const smtp = await startOutboxSmtp(sandbox.context, { host: config.host, port: config.smtpPort });
  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    Promise.all([smtp.close(), sandbox.close()]).then(
      () => process.exit(0),
      (error: unknown) => fail("The sandbox did not close cleanly", error),
    );
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
  // Started by another program over IPC: without it nobody would end us.
  process.on("disconnect", close);
  const httpPort = await listen(http, { host: config.host, port: config.httpPort });
  const tlsPort = await listen(https, { host: config.host, port: config.tlsPort });
  const ready = {
    ready: "sandbox",
    http: `http://localhost:${httpPort}`,
    https: `https://localhost:${tlsPort}`,
    smtp: `smtp://localhost:${smtp.port}`,
    ca: config.caFile,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

async function listen(listener: FastifyInstance, address: { host: string; port: number }): Promise<number> {
  await listener.listen(address);
  const bound: AddressInfo | string | null = listener.server.address();
  return typeof bound === "object" && bound !== null ? bound.port : address.port;
}

/** One line for people, whatever went wrong before the sandbox could answer. */
function fail(what: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${what}: ${reason.split("\n", 1)[0] ?? ""}\n`);
  process.exit(1);
}

function describeStartFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (error instanceof SandboxConfigError) return "The sandbox's settings are wrong";
  if (code === "EADDRINUSE")
    return "The sandbox cannot start, as a port is taken (SANDBOX_PORT, SANDBOX_TLS_PORT, SANDBOX_SMTP_PORT)";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
    return "The sandbox cannot use its data folder (SANDBOX_DATA) or port";
  }
  if (code === "ERR_SQLITE_ERROR") return "The sandbox cannot read its state (SANDBOX_DATA)";
  return "The sandbox cannot start";
}

try {
  await start(readSandboxConfig(process.env));
} catch (error) {
  fail(describeStartFailure(error), error);
}
