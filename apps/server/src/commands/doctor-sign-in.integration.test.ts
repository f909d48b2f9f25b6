import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readingScopes } from "@outrigger/microsoft";
import { afterEach, beforeEach, expect, test } from "vitest";
import { issueGraphToken } from "../../../sandbox/src/graph/testing/issue-graph-token.ts";
import {
  demoMicrosoftApp,
  demoTenants,
  demoUsers,
  openSandbox,
  type Sandbox,
} from "../../../sandbox/src/index.ts";
import { GRAPH_COMMAND_LINE_TOOLS } from "./doctor-sign-in.ts";
import { runDoctor, type DoctorOptions } from "./doctor.ts";

const { appId } = demoMicrosoftApp;
let sandbox: Sandbox;
let address: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
  sandbox = await openSandbox({ productUrl: "http://127.0.0.1:9" });
  const listener = await sandbox.buildListener();
  address = await listener.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

async function control(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${address}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

interface Person {
  account: string;
  choices: string[];
  /** Runs at each wait instead of the person's answer. */
  atWait?: () => Promise<void>;
  signal?: AbortSignal;
}

/** Runs the doctor while a person follows what it says. */
async function run(options: Partial<DoctorOptions>, person: Person) {
  const written = { output: "", error: "", told: "" };
  let waits = 0;
  const answerDevice = async (): Promise<void> => {
    const code = /code (\w+)/.exec(written.told)?.[1] ?? "";
    const page = /Open (\S+) in/.exec(written.told)?.[1] ?? "";
    await control("/_sandbox/authorize", { ...person, url: `${page}?otc=${code}` });
  };
  const answerBrowser = async (url: string): Promise<void> => {
    const { account, choices } = person;
    const answer = await control("/_sandbox/authorize", { url, account, choices });
    const { location } = answer as { location: string };
    await fetch(location);
  };
  const exitCode = await runDoctor(
    {
      loginUrl: address,
      graphUrl: `${address}/graph/v1.0`,
      clientId: appId,
      signInClientId: GRAPH_COMMAND_LINE_TOOLS,
      tier: "mail_and_calendar",
      tenant: "contoso.example",
      ...options,
    },
    {
      readInput: async () => "",
      writeOutput: (text) => void (written.output += text),
      writeError: (text) => void (written.error += text),
    },
    {
      fetch: globalThis.fetch,
      now: () => sandbox.context.clock.now(),
      signal: person.signal ?? new AbortController().signal,
      sleep: async (milliseconds) => {
        waits += 1;
        if (waits > 1000) throw new Error("It waits for ever.");
        person.signal?.throwIfAborted();
        sandbox.clock.advanceSeconds(milliseconds / 1000);
        if (person.atWait) await person.atWait();
        // The first poll finds nobody there yet.
        else if (waits === 2) await answerDevice();
      },
      tell: (text) => {
        written.told += text;
        const url = /^http\S+authorize\S+$/m.exec(text)?.[0];
        if (url !== undefined && !person.atWait) void answerBrowser(url);
      },
    },
  );
  return { exitCode, waits, ...written };
}
const megan = { account: "megan@contoso.example", choices: ["accept"] };

test.each(["device-code", "browser"] as const)("reads a tenant with a sign-in by %s", async (signIn) => {
  const { exitCode, output, told, error } = await run({ signIn }, megan);
  expect(error).toBe("");
  expect(exitCode).toBe(1);
  expect(output).toContain("What blocks: ");
  expect(output).toContain("Who can change it: Cloud Application Administrator");
  expect(output).toMatch(/Ordinary user +calendar +Need admin approval AADSTS90094/);
  expect(told).toContain("Reading only");
});

test("tells a script in JSON what it tells people in words, and mixes nothing in between", async () => {
  const { output } = await run({ signIn: "device-code", json: true, withLogs: true }, megan);
  const report = JSON.parse(output);
  expect(report).toMatchObject({
    tenantId: demoTenants.contoso,
    verdict: "blocked",
    details: { reader: { userPrincipalName: "megan@contoso.example" } },
  });
});

test("asks for reading only, and for nothing that outlives the sign-in", async () => {
  await run({ signIn: "device-code", withLogs: true, withRequests: true }, megan);
  const { requests } = (await (await fetch(`${address}/_sandbox/requests`)).json()) as {
    requests: { method: string; path: string }[];
  };
  const graphCalls = requests.filter(({ path }) => path.startsWith("/graph/"));
  expect(graphCalls.length).toBeGreaterThan(12);
  expect(new Set(graphCalls.map(({ method }) => method))).toEqual(new Set(["GET"]));
  expect(readingScopes({ withLogs: true, withRequests: true }).join(" ")).not.toMatch(/Write|offline_access/);
});

test("saves what it read for --from, which says the same; the token is in neither", async () => {
  const path = join(folder, "contoso.json");
  const signedIn = await run({ signIn: "device-code", save: path, json: true }, megan);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const fromFile = await run({ from: path, json: true }, megan);
  expect(JSON.parse(fromFile.output)).toEqual(JSON.parse(signedIn.output));
  const everything = (await readFile(path, "utf8")) + signedIn.output + signedIn.told + signedIn.error;
  expect(everything).not.toMatch(/eyJ[\w-]{10}/);
});

test("the printed requests leave a file that says what the sign-in says", async () => {
  const printed = await run({ printCommands: "graph" }, megan);
  const scopes = readingScopes();
  const token = await issueGraphToken(sandbox.context, { userId: demoUsers.megan, scopes });
  const script = join(folder, "read.sh");
  await writeFile(
    script,
    printed.output.replaceAll("https://graph.microsoft.com/v1.0", `${address}/graph/v1.0`),
  );
  await promisify(execFile)("sh", [script], { cwd: folder, env: { ...process.env, TOKEN: token } });
  const fromScript = await run({ from: join(folder, "tenant-reading.json"), json: true }, megan);
  const signedIn = await run({ signIn: "device-code", json: true }, megan);
  expect(JSON.parse(fromScript.output)).toEqual(JSON.parse(signedIn.output));
});

test("an account that may not let the command read hears so, and no file is left", async () => {
  const path = join(folder, "x.json");
  const adele = { account: "adele@contoso.example", choices: ["return"] };
  const { exitCode, error, output } = await run({ signIn: "browser", save: path }, adele);
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
  expect(error).toContain("may not let the command read");
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["declined", { ...megan, choices: ["cancel"] }, "was declined"],
  ["never answered", { ...megan, atWait: async () => {} }, "has expired"],
])("a code that was %s ends with what to do", async (_name, person, words) => {
  const { exitCode, error, output } = await run({ signIn: "device-code" }, person);
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
  expect(error).toContain(words);
});

test("Ctrl-C ends the waiting in a sentence", async () => {
  const stopping = new AbortController();
  const person = { ...megan, atWait: async () => stopping.abort(), signal: stopping.signal };
  const { exitCode, error, waits } = await run({ signIn: "device-code" }, person);
  expect(exitCode).toBe(1);
  expect(error).toBe("outrigger doctor: cancelled; nothing was read or kept\n");
  expect(waits).toBe(2);
});

test("says which registration setting is missing for a client that is not public", async () => {
  await control("/_sandbox/scenario", { apps: [{ appId, isFallbackPublicClient: false }] });
  const { exitCode, error } = await run({ signIn: "device-code", signInClientId: appId }, megan);
  expect(exitCode).toBe(1);
  expect(error).toContain("AADSTS7000218");
});

test.each([
  [{ signIn: "browser", from: "x" } as const, "exclude one another"],
  [{ save: "x" } as const, "--save needs --sign-in"],
  [{ signIn: "browser", signInClientId: "x" } as const, "--sign-in-client-id must be a GUID"],
])("refuses %s as wrong usage", async (options, words) => {
  const { exitCode, error } = await run(options, megan);
  expect(exitCode).toBe(2);
  expect(error).toContain(words);
});

test("never writes over a file, and says so before anybody signs in", async () => {
  const path = join(folder, "kept.json");
  await writeFile(path, "mine");
  const { exitCode, told } = await run({ signIn: "device-code", save: path }, megan);
  expect({ exitCode, told }).toEqual({ exitCode: 2, told: "" });
  expect(await readFile(path, "utf8")).toBe("mine");
});
