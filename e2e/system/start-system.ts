import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { createTestDatabase } from "@outrigger/storage/testing";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The registrations that the sandbox seeds for the product; the same values as under `npm start`. */
export const registrations = {
  MICROSOFT_CLIENT_ID: "0a0a0a0a-0000-4000-8000-00000000000a",
  MICROSOFT_CLIENT_SECRET: "sandbox-microsoft-secret",
  MICROSOFT_ADMIN_CLIENT_ID: "0a0a0a0a-0000-4000-8000-00000000000d",
  MICROSOFT_ADMIN_CLIENT_SECRET: "sandbox-microsoft-administrator-secret",
  SALESFORCE_CLIENT_ID: "3MVG9outrigger.sandbox.client.id",
  SALESFORCE_CLIENT_SECRET: "sandbox-salesforce-secret",
};

/** The whole product beside its sandbox: two processes and a database of their own, on free ports. */
export interface System {
  readonly productUrl: string;
  readonly sandboxUrl: string;
  /** Calls the sandbox's control API; throws unless it answers 2xx. */
  control(path: string, body?: unknown): Promise<unknown>;
  readControl(path: string): Promise<unknown>;
  /** Ends the server as a crash would: SIGKILL, no goodbye. */
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  killSandbox(): Promise<void>;
  startSandbox(): Promise<void>;
  stop(): Promise<void>;
}

export interface SystemOptions {
  /** Further settings of the server, as environment variables. */
  serverSettings?: Record<string, string>;
  /** Further settings of the sandbox, as environment variables. */
  sandboxSettings?: Record<string, string>;
}

export async function startSystem({
  serverSettings = {},
  sandboxSettings = {},
}: SystemOptions = {}): Promise<System> {
  const database = await createTestDatabase();
  const [port, sandboxPort, sandboxTlsPort, sandboxSmtpPort] = await findFreePorts(4);
  const productUrl = `http://localhost:${port}`;
  const sandboxUrl = `http://localhost:${sandboxPort}`;
  const sandboxData = mkdtempSync(join(tmpdir(), "outrigger-e2e-"));
  let server: ChildProcess | undefined;
  let sandbox: ChildProcess | undefined;

  async function startSandbox(): Promise<void> {
    sandbox = startProcess("apps/sandbox/src/main.ts", {
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_TLS_PORT: String(sandboxTlsPort),
      SANDBOX_SMTP_PORT: String(sandboxSmtpPort),
      SANDBOX_DATA: join(sandboxData, "sandbox"),
      PRODUCT_URL: productUrl,
      ...sandboxSettings,
    });
    await waitUntilAnswers(`${sandboxUrl}/_sandbox/health`, sandbox);
  }

  async function startServer(): Promise<void> {
    server = startProcess("apps/server/src/main.ts", {
      ...registrations,
      PORT: String(port),
      PUBLIC_URL: productUrl,
      DATA_DIR: sandboxData,
      DATABASE_URL: database.url,
      TOKEN_KEYS: `e2e:${randomKey}`,
      MICROSOFT_PUBLISHER: "Outrigger Ltd",
      MICROSOFT_ENTRA_URL: `${sandboxUrl}/entra`,
      MICROSOFT_LOGIN_URL: sandboxUrl,
      MICROSOFT_GRAPH_URL: `${sandboxUrl}/graph/v1.0`,
      SALESFORCE_LOGIN_URL: `${sandboxUrl}/salesforce`,
      SALESFORCE_ALLOWED_HOSTS: `localhost:${sandboxPort}`,
      FRAME_ANCESTORS: sandboxUrl,
      OFFICE_JS_URL: `${sandboxUrl}/outlook/office.js`,
      SMTP_URL: `smtp://localhost:${sandboxSmtpPort}`,
      MAIL_FROM: "outrigger@outrigger.example",
      ...serverSettings,
    });
    await waitUntilAnswers(`${productUrl}/ready`, server);
  }

  async function control(path: string, body: unknown = {}): Promise<unknown> {
    const response = await fetch(`${sandboxUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  const randomKey = randomBytes(32).toString("base64");
  await Promise.all([startSandbox(), startServer()]);

  return {
    productUrl,
    sandboxUrl,
    control,
    readControl: async (path) => (await fetch(`${sandboxUrl}${path}`)).json(),
    killServer: () => end(server, "SIGKILL"),
    startServer,
    killSandbox: () => end(sandbox, "SIGKILL"),
    startSandbox,
    stop: async () => {
      await Promise.all([end(server, "SIGTERM"), end(sandbox, "SIGTERM")]);
      await database.drop();
    },
  };
}

function startProcess(program: string, settings: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(root, program)], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-20_000);
      if (process.env["E2E_OUTPUT"]) process.stderr.write(text);
    });
  }
  child.on("exit", (code, signal) => {
    if (signal !== "SIGKILL" && signal !== "SIGTERM" && code !== 0) {
      console.error(`${program} ended with ${code ?? signal}:\n${output}`);
    }
  });
  return child;
}

async function waitUntilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The process behind ${url} ended with ${child.exitCode}`);
    try {
      const response = await fetch(url);
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within 30 s`);
}

function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}

/** Ports that nobody listens on now; all are held open until the last is known, so that they differ. */
async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("A listening server has no address");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
