import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createTestDatabase, type TestDatabase } from "@outrigger/storage/testing";
import { pino, type DestinationStream } from "pino";
import { buildApp } from "../app.ts";
import { demoSettings } from "../commands/demo-settings.ts";
import { parseConfig } from "../config.ts";
import { createFeatureContext } from "../create-feature-context.ts";
import { registerJobs } from "../features/register-features.ts";
import type { Clock, FeatureContext } from "../http/feature-context.ts";
import { createMailer } from "../mailer.ts";
import { createJobQueue, type JobQueue } from "@outrigger/storage";
import { serializeError } from "../serialize-error.ts";
import { passSalesforce } from "./pass-salesforce.ts";
import { TestBrowser } from "./test-browser.ts";

const sandboxProgram = fileURLToPath(new URL("../../../sandbox/src/main.ts", import.meta.url));

export interface TestServer {
  readonly productUrl: string;
  readonly sandboxUrl: string;
  readonly context: FeatureContext;
  readonly test: TestDatabase;
  /** Moves the server's own clock on. */
  advanceSeconds(seconds: number): void;
  /** The vendors' demo company and our database as they were at first; both go by the vendors' clock, which never goes back. */
  startAgain(): Promise<void>;
  /** A call to the sandbox's control API. */
  control(path: string, body?: unknown): Promise<any>;
  /** Signs in with Salesforce as the sandbox's user; the browser then holds a session. */
  signIn(username: string): Promise<TestBrowser>;
  /** Ends the server and starts it anew over the same database, as a crash or an upgrade does. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  readonly settings?: Record<string, string>;
  /** Also runs the jobs. */
  readonly isWorker?: boolean;
  /** Instead of the queue on the database: `StepJobQueue` runs jobs when the test says so. */
  readonly jobs?: JobQueue;
  /** Takes the log's lines; needs a `LOG_LEVEL` among the settings. */
  readonly logTo?: DestinationStream;
}

/** The product in this process over a database of its own, and the sandbox as a process on a free port. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const port = await findFreePort();
  const productUrl = `http://localhost:${port}`;
  const folder = await mkdtemp(join(tmpdir(), "outrigger-server-test-"));
  const sandbox = await startSandbox(productUrl, folder);
  let offsetMs = 0;
  const clock: Clock = {
    now: () => new Date(Date.now() + offsetMs),
    // Whoever waits finds the time gone by, as no test has it to spare.
    sleep: async (durationMs) => {
      offsetMs += durationMs;
    },
  };
  const test = await createTestDatabase({ now: () => clock.now() });
  const config = parseConfig({
    ...demoSettings({ sandboxUrl: sandbox.url, smtpPort: sandbox.smtpPort }),
    PORT: String(port),
    DATABASE_URL: test.url,
    TOKEN_KEYS: `test:${"A".repeat(43)}`,
    LOG_LEVEL: "silent",
    ...options.settings,
  });
  const logger = pino(
    { level: config.logLevel, serializers: { err: serializeError } },
    options.logTo ?? process.stdout,
  );
  const jobs =
    options.jobs ??
    (await createJobQueue({
      databaseUrl: test.url,
      onError: () => undefined,
      onJobFailed: () => undefined,
    }));
  const mailer = createMailer(config.mail);
  const parts = { config, database: test.database, jobs, fetch, clock, logger, mailer };
  const context = createFeatureContext(parts);
  let app = await buildApp(context);
  await app.listen({ host: "localhost", port });
  const stopping = new AbortController();
  if (options.isWorker === true) await registerJobs(context, stopping.signal);

  const control: TestServer["control"] = async (path, body) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };

  return {
    productUrl,
    sandboxUrl: sandbox.url,
    context,
    test,
    advanceSeconds: (seconds) => {
      offsetMs += seconds * 1000;
    },
    startAgain: async () => {
      await control("/_sandbox/reset", {});
      offsetMs = (await control("/_sandbox/state")).clockOffsetSeconds * 1000;
      await test.query("truncate organization, authorization_attempt cascade");
    },
    control,
    signIn: async (username) => {
      const browser = new TestBrowser();
      const page = await passSalesforce(browser, { productUrl, surface: "admin", username });
      if (page.url.pathname !== "/admin") throw new Error(`Sign-in ended on ${page.url.href}: ${page.body}`);
      return browser;
    },
    restart: async () => {
      await app.close();
      app = await buildApp(createFeatureContext(parts));
      await app.listen({ host: "localhost", port });
    },
    stop: async () => {
      stopping.abort();
      await app.close();
      await jobs.stop();
      mailer.close();
      await test.drop();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startSandbox(productUrl: string, folder: string) {
  const child: ChildProcess = spawn(process.execPath, [sandboxProgram], {
    env: {
      SANDBOX_PORT: "0",
      SANDBOX_TLS_PORT: "0",
      SANDBOX_SMTP_PORT: "0",
      SANDBOX_DATA: join(folder, "sandbox"),
      PRODUCT_URL: productUrl,
    },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const ready = new Promise<{ http: string; smtp: string }>((resolve) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (line.startsWith('{"ready"')) resolve(JSON.parse(line));
    });
  });
  const started = await Promise.race([ready, ended.then(() => undefined)]);
  if (started === undefined) throw new Error("The sandbox did not start.");
  return {
    url: started.http,
    smtpPort: Number(new URL(started.smtp).port),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
