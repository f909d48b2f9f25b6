import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  demoMicrosoftAdministratorApp,
  demoMicrosoftApp,
  demoSalesforceApp,
} from "../../../sandbox/src/core/demo-ids.ts";
import { passSalesforce } from "../testing/pass-salesforce.ts";
import { TestBrowser } from "../testing/test-browser.ts";
import { demoRegistrations } from "./demo-settings.ts";
import { findTakenPort } from "./find-taken-port.ts";

const program = fileURLToPath(new URL("../../bin/outrigger.js", import.meta.url));
let root: string;
const children: ChildProcess[] = [];
const listeners: Server[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "outrigger-start-"));
  await chmod(root, 0o755);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(endChild));
  for (const listener of listeners.splice(0)) listener.close();
  await rm(root, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** Below the range that the system gives to whoever asks for any port: the database could get one of these otherwise. */
async function freePorts(): Promise<
  Record<"PORT" | "SANDBOX_PORT" | "SANDBOX_TLS_PORT" | "SANDBOX_SMTP_PORT", string>
> {
  const first = 20_000 + Math.floor(Math.random() * 2000) * 4;
  const ports = {
    PORT: String(first),
    SANDBOX_PORT: String(first + 1),
    SANDBOX_TLS_PORT: String(first + 2),
    SANDBOX_SMTP_PORT: String(first + 3),
  };
  const wanted = Object.entries(ports).map(([setting, port]) => ({ setting, port: Number(port) }));
  return (await findTakenPort(wanted)) === undefined ? ports : freePorts();
}

function run(environment: Record<string, string>): Started {
  const child = spawn(process.execPath, [program, "start"], {
    env: { PATH: "/usr/bin:/bin", DATA_DIR: join(root, "data"), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  }
  return { child, output: () => text };
}

async function endChild(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  return child.exitCode;
}

async function waitUntilItRuns({ child, output }: Started): Promise<void> {
  while (!output().includes("Try this first")) {
    if (child.exitCode !== null) throw new Error(`It ended:\n${output()}`);
    await Promise.race([once(child.stdout!, "data"), once(child, "exit")]);
  }
}

/** What it said before it gave up; fails when it did not end with exit code 1. */
async function readFailure(started: Started): Promise<string[]> {
  if (started.child.exitCode === null) await once(started.child, "close");
  if (started.child.exitCode !== 1) throw new Error(`It ended with ${started.child.exitCode}.`);
  return started.output().trimEnd().split("\n");
}

it("says in one line which port is taken, and starts nothing", async () => {
  const ports = await freePorts();
  const taken = createServer().listen(Number(ports.SANDBOX_PORT), "127.0.0.1");
  listeners.push(taken);
  await once(taken, "listening");
  expect(await readFailure(run(ports))).toEqual([
    expect.stringMatching(new RegExp(`^Port ${ports.SANDBOX_PORT} is taken .*set SANDBOX_PORT\\.$`)),
  ]);
  expect(await readdir(root)).toEqual([]);
});

it("says in one line everything that is wrong with the settings, and starts nothing", async () => {
  expect(
    await readFailure(
      run({ PORT: "ninety", SYNC_INTERVAL_SECONDS: "0", MICROSOFT_LOGIN_URL: "http://login.example" }),
    ),
  ).toEqual([
    expect.stringMatching(
      /^The settings are wrong: (?=.*PORT)(?=.*SYNC_INTERVAL_SECONDS)(?=.*MICROSOFT_LOGIN_URL)/,
    ),
  ]);
  expect(await readdir(root)).toEqual([]);
});

it("asks for the real clouds' settings as soon as one of them is there", async () => {
  expect(await readFailure(run({ MICROSOFT_CLIENT_ID: "some-client" }))).toEqual([
    expect.stringMatching(/^The settings are wrong: .*SALESFORCE_CLIENT_ID is missing/),
  ]);
});

it("says in one line that the data folder cannot be used", async () => {
  await writeFile(join(root, "data"), "a file in its place");
  expect(await readFailure(run(await freePorts()))).toEqual([
    expect.stringMatching(/^The data folder cannot be used \(DATA_DIR\): /),
  ]);
});

it(
  "starts everything, ends it cleanly, and finds its data at the second start",
  { timeout: 240_000 },
  async () => {
    const ports = await freePorts();
    const product = `http://localhost:${ports.PORT}`;
    const sandbox = `http://localhost:${ports.SANDBOX_PORT}`;
    const first = run(ports);
    await waitUntilItRuns(first);
    expect((await fetch(`${product}/ready`)).status).toBe(200);
    expect((await fetch(`${product}/admin`)).status).toBe(200);
    expect((await fetch(`${sandbox}/outlook`)).status).toBe(200);
    const startUrl = `${product}/sign-in/salesforce/start?surface=sidebar`;
    expect((await fetch(startUrl, { redirect: "manual" })).headers.get("location")).toContain(
      `${sandbox}/salesforce/`,
    );
    const browser = new TestBrowser();
    await passSalesforce(browser, {
      productUrl: product,
      surface: "admin",
      username: "pradeep@contoso.example",
    });
    expect(await endChild(first.child)).toBe(0);
    for (const url of [product, sandbox]) await expect(fetch(url)).rejects.toThrow("fetch failed");

    const second = run(ports);
    await waitUntilItRuns(second);
    const keys = await readdir(join(root, "data"));
    expect(keys).toContain("token-keys");
    expect((await fetch(`${product}/ready`)).status).toBe(200);
  },
);

it("knows the registrations that the sandbox seeds", () => {
  expect(demoRegistrations).toEqual({
    MICROSOFT_CLIENT_ID: demoMicrosoftApp.appId,
    MICROSOFT_CLIENT_SECRET: demoMicrosoftApp.clientSecret,
    MICROSOFT_ADMIN_CLIENT_ID: demoMicrosoftAdministratorApp.appId,
    MICROSOFT_ADMIN_CLIENT_SECRET: demoMicrosoftAdministratorApp.clientSecret,
    SALESFORCE_CLIENT_ID: demoSalesforceApp.clientId,
    SALESFORCE_CLIENT_SECRET: demoSalesforceApp.clientSecret,
  });
});
