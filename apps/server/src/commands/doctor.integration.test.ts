import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readingPaths } from "@outrigger/microsoft";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueGraphToken } from "../../../sandbox/src/graph/testing/issue-graph-token.ts";
import {
  demoMicrosoftApp,
  demoTenants,
  demoUsers,
  openSandbox,
  type Sandbox,
} from "../../../sandbox/src/index.ts";
import { commandKinds, readingScript } from "../features/posture/reading-script.ts";
import { GRAPH_COMMAND_LINE_TOOLS } from "./doctor-sign-in.ts";
import { runDoctor, type DoctorOptions } from "./doctor.ts";

const { appId } = demoMicrosoftApp;
let sandbox: Sandbox;
let address: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
  sandbox = await openSandbox({ productUrl: "http://127.0.0.1:9" });
  const listener = await sandbox.buildListener();
  address = await listener.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

async function run(options: Partial<DoctorOptions>) {
  const written = { output: "", error: "" };
  const exitCode = await runDoctor(
    {
      loginUrl: address,
      graphUrl: `${address}/graph/v1.0`,
      clientId: appId,
      signInClientId: GRAPH_COMMAND_LINE_TOOLS,
      tier: "mail_and_calendar",
      ...options,
    },
    {
      readInput: async () => "",
      writeOutput: (text) => void (written.output += text),
      writeError: (text) => void (written.error += text),
    },
  );
  return { exitCode, ...written };
}

async function save(content: string): Promise<string> {
  const path = join(folder, "reading.json");
  await writeFile(path, content);
  return path;
}

/** What the script would leave: each path's answer as the sandbox's Graph gives it now. */
async function readSandbox(): Promise<Record<string, unknown>> {
  const scopes = [
    "Policy.Read.All",
    "Application.Read.All",
    "Directory.Read.All",
    "Policy.Read.PermissionGrant",
  ];
  const token = await issueGraphToken(sandbox.context, { userId: demoUsers.megan, scopes });
  const reading: Record<string, unknown> = { format: "outrigger-tenant-reading-1", appId };
  for (const { part, path } of readingPaths({ appId })) {
    const response = await fetch(`${address}/graph/v1.0${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    reading[part] = await response.json();
  }
  return reading;
}

test.each(["contoso.example", demoTenants.contoso])(
  "finds the tenant %s and prints its link",
  async (tenant) => {
    const { exitCode, output } = await run({ tenant });
    expect(exitCode).toBe(0);
    expect(output).toContain(`Tenant id: ${demoTenants.contoso}`);
    expect(output).toContain(`${address}/${demoTenants.contoso}/v2.0/adminconsent?client_id=${appId}&scope=`);
  },
);

test.each([
  ["nobody.example", 1],
  ["../evil", 2],
  [undefined, 2],
])("refuses the tenant %s in one line", async (tenant, code) => {
  const { exitCode, output, error } = await run({ tenant });
  expect({ exitCode, output }).toEqual({ exitCode: code, output: "" });
  expect(error.trim().split("\n")).toHaveLength(1);
});

test("tells from the sandbox's own Graph objects that the managed policy blocks", async () => {
  const from = await save(JSON.stringify(await readSandbox()));
  const { exitCode, output } = await run({ from, tenant: "contoso.example", json: true });
  expect(exitCode).toBe(1);
  const report = JSON.parse(output);
  expect(report.blocker.code).toBe("policy_excludes_permission");
  expect(report.fix[0].url).toBe(report.adminConsentUrl);
  const text = await run({ from });
  expect(text.output).toContain("Who can change it: Cloud Application Administrator");
  expect(text.output).toMatch(/Global Administrator +all together +is asked, may accept/);
});

test("keeps a tenant's names from steering the terminal", async () => {
  const reading = await readSandbox();
  const organization = { id: demoTenants.contoso, displayName: "\u001b[2JEvil\u009b" };
  const { output } = await run({ from: await save(JSON.stringify({ ...reading, organization })) });
  expect(output).toContain("Evil");
  expect(output).not.toContain("\u001b");
  expect(output).not.toContain("\u009b");
});

test.each([
  ["{", "not valid JSON"],
  ["{}", "format is missing"],
])("refuses the file %s with exit code 2", async (content, message) => {
  const { exitCode, error } = await run({ from: await save(content) });
  expect(exitCode).toBe(2);
  expect(error).toContain(message);
});

test("refuses another tenant's file", async () => {
  const from = await save(JSON.stringify(await readSandbox()));
  expect((await run({ from, tenant: demoTenants.fabrikam })).exitCode).toBe(2);
});

test.each(["graph", "azure-cli"] as const)("prints a %s script of reads that a shell accepts", (kind) => {
  const script = readingScript(kind, { appId }, demoTenants.contoso);
  execFileSync("sh", ["-n"], { input: script });
  expect(script).not.toMatch(/POST|PATCH|PUT|DELETE/);
});

test.each(commandKinds)(
  "the %s script asks for every part, and for nothing that may change anything",
  (kind) => {
    const wish = { appId, withLogs: true, withRequests: true };
    const script = readingScript(kind, wish, demoTenants.contoso);
    const quote = kind === "powershell" ? "''" : "'\\''";
    for (const { part, path } of readingPaths(wish)) {
      expect(script).toContain(part);
      expect(script).toContain(`'${path.replaceAll("'", quote)}'`);
    }
    expect(script).not.toMatch(/POST|PATCH|PUT|DELETE|ReadWrite/);
  },
);
