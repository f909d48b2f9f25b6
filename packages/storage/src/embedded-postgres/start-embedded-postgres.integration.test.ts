import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./start-embedded-postgres.ts";

const starter = fileURLToPath(new URL("../testing/run-embedded-postgres.ts", import.meta.url));
let root: string;
let folder: string;
const running: { stop(): Promise<void> }[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "outrigger-embedded-"));
  await chmod(root, 0o755);
  folder = join(root, "postgres");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const postgres of running.splice(0)) await postgres.stop();
  await rm(root, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ folder, isDurable: false });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** Another process starts the database; it can be killed as a crash would. */
async function startElsewhere(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [starter, folder], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

it("finds at the second start what the first one stored", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  running.pop();
  const second = await start();
  expect(second.origin).toBe("started");
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

it("adopts the server that outlived its killed starter", async () => {
  const child = await startElsewhere();
  child.kill("SIGKILL");
  await once(child, "exit");
  const adopted = await start();
  expect(adopted.origin).toBe("adopted");
  expect(await query(adopted.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await adopted.stop();
  running.pop();
  await expect(query(adopted.url, "select 1")).rejects.toThrow("ECONNREFUSED");
});

it("leaves a folder alone that another living process uses", async () => {
  const child = await startElsewhere();
  await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(
    `in use by another running process (${child.pid})`,
  );
  child.kill("SIGKILL");
  await once(child, "exit");
  // Stops the survivor.
  await start();
});

it("starts over an initialization that was killed half-way", async () => {
  await mkdir(join(folder, "pgdata.part"), { recursive: true });
  await writeFile(join(folder, "pgdata.part", "PG_VERSION"), "18");
  const postgres = await start();
  expect(await query(postgres.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("sees through the file of a postmaster that is gone", async () => {
  const first = await start();
  await first.stop();
  running.pop();
  // No process has the highest number that Linux gives.
  await writeFile(join(folder, "pgdata", "postmaster.pid"), `4194303\n${folder}\n0\n5432\n\n127.0.0.1\n`);
  expect((await start()).origin).toBe("started");
});

it("keeps the password where its owner alone can read it", async () => {
  await start();
  expect((await stat(join(folder, "password"))).mode & 0o777).toBe(0o600);
});

it("lets nobody in without the password", async () => {
  const { url } = await start();
  const other = new URL(url);
  other.password = "guessed";
  await expect(query(other.href, "select 1")).rejects.toThrow("password authentication failed");
});

it.each([
  ["a file", async () => writeFile(folder, "not a folder")],
  ["closed to its owner", async () => mkdir(folder, { mode: 0o000 })],
])("says in one line that a data folder that is %s cannot be used", async (_name, prepare) => {
  await prepare();
  const failure = await startEmbeddedPostgres({ folder }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "EmbeddedPostgresError" });
  expect(String(failure)).toMatch(/^EmbeddedPostgresError: The data folder cannot be used: .+$/);
  if (_name !== "a file") await chmod(folder, 0o700);
});

it.runIf(process.getuid?.() === 0)(
  "keeps the data where PostgreSQL's user can go, when it cannot pass the folder's parents",
  async () => {
    await chmod(root, 0o700);
    const first = await start();
    expect(first.folder).toMatch(/^\/var\/lib\/outrigger\/[0-9a-f]{16}$/);
    await query(first.url, "create table kept as select 42 as answer");
    await first.stop();
    running.pop();
    const second = await start();
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await second.stop();
    running.pop();
    await rm(second.folder, { recursive: true, force: true });
  },
);
