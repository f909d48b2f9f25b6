import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

interface Ready {
  http: string;
  https: string;
  ca: string;
}

function run(settings: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: {
      PATH: process.env["PATH"],
      SANDBOX_PORT: "0",
      SANDBOX_TLS_PORT: "0",
      SANDBOX_SMTP_PORT: "0",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}

async function untilReady(child: ChildProcess): Promise<Ready> {
  for await (const line of createInterface({ input: child.stdout! })) return JSON.parse(line) as Ready;
  throw new Error("The sandbox ended before it was ready.");
}

async function untilExit(child: ChildProcess): Promise<{ code: number | null; errorLines: string[] }> {
  let output = "";
  child.stderr?.on("data", (chunk) => (output += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, errorLines: output.split("\n").filter(Boolean) };
}

const newFolder = () => join(mkdtempSync(join(tmpdir(), "sandbox-main-")), "sandbox");

function getOverTls(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve(body));
    })
      .on("error", reject)
      .end();
  });
}

test("answers on http and over TLS, ends at SIGTERM, and goes on where it was at the next start", async () => {
  const folder = newFolder();
  const first = run({ SANDBOX_DATA: folder });
  const ready = await untilReady(first);
  const certificate = readFileSync(ready.ca, "utf8");
  for (const host of ["localhost", "127.0.0.1"]) {
    const url = `${ready.https.replace("localhost", host)}/organizations/v2.0/.well-known/openid-configuration`;
    expect(JSON.parse(await getOverTls(url, certificate)).issuer).toContain("{tenantid}");
  }
  const keys = await (await fetch(`${ready.http}/common/discovery/v2.0/keys`)).text();
  first.kill("SIGTERM");
  expect((await untilExit(first)).code).toBe(0);

  const again = await untilReady(run({ SANDBOX_DATA: folder }));
  expect(await (await fetch(`${again.http}/common/discovery/v2.0/keys`)).text()).toBe(keys);
  expect(readFileSync(again.ca, "utf8")).toBe(certificate);
});

test("a taken port gives one line and exit code 1", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const port = String((taken.address() as AddressInfo).port);
  const { code, errorLines } = await untilExit(run({ SANDBOX_DATA: newFolder(), SANDBOX_PORT: port }));
  taken.close();
  expect(code).toBe(1);
  expect(errorLines).toEqual([expect.stringContaining(port)]);
});

test("a data folder that is none gives one line and exit code 1", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "sandbox-main-")), "sandbox");
  writeFileSync(file, "not a folder");
  const { code, errorLines } = await untilExit(run({ SANDBOX_DATA: file }));
  expect(code).toBe(1);
  expect(errorLines).toEqual([expect.stringContaining("SANDBOX_DATA")]);
});

test("a state file that is none gives one line and exit code 1", async () => {
  const folder = newFolder();
  const first = run({ SANDBOX_DATA: folder });
  await untilReady(first);
  first.kill("SIGTERM");
  await untilExit(first);
  writeFileSync(
    join(folder, "state.sqlite"),
    "this is no database, and long enough not to be an empty one ".repeat(40),
  );
  const { code, errorLines } = await untilExit(run({ SANDBOX_DATA: folder }));
  expect(code).toBe(1);
  expect(errorLines).toEqual([expect.stringContaining("state")]);
});

test("bad settings are named all at once, in one line", async () => {
  const { code, errorLines } = await untilExit(
    run({ SANDBOX_DATA: newFolder(), SANDBOX_PORT: "many", PRODUCT_URL: "ftp://nowhere" }),
  );
  expect(code).toBe(1);
  expect(errorLines).toEqual([expect.stringMatching(/SANDBOX_PORT.*PRODUCT_URL/)]);
});
