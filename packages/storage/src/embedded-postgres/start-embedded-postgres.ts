import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { access, chmod, chown, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { describeSystemError, EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { isAlive, takeFolder } from "./folder-owner.ts";
import { locateBinaries, type PostgresBinaries } from "./locate-binaries.ts";
import { canReach, findServerAccount, reachableStandInFor, type ServerAccount } from "./server-account.ts";

export interface EmbeddedPostgresOptions {
  /** Where the database lives; made if it is missing. */
  readonly folder: string;
  /** A free one unless told. */
  readonly port?: number | undefined;
  /** False trades safety against power loss for speed: for tests. */
  readonly isDurable?: boolean | undefined;
}

/** A running PostgreSQL of our own, on loopback only. */
export interface EmbeddedPostgres {
  /** With its generated password: hand it to `openDatabase`, never print it. */
  readonly url: string;
  /** Where the data really is: another place than asked where PostgreSQL's user cannot reach that one. */
  readonly folder: string;
  /** `started` by us, or `adopted`: it outlived the process that had started it. */
  readonly origin: "started" | "adopted";
  /** Ends connections and stops; done when the files are closed. */
  stop(): Promise<void>;
}

interface Cluster {
  readonly folder: string;
  readonly pgdata: string;
  readonly logFile: string;
  readonly password: string;
  readonly account: ServerAccount | undefined;
  readonly binaries: PostgresBinaries;
}

const SUPERUSER = "outrigger";
const DATABASE = "outrigger";
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/**
 * Starts PostgreSQL on the folder, or adopts the one that still runs on it after its starter was killed. As root it
 * runs as `nobody`, since PostgreSQL refuses root.
 * @throws {EmbeddedPostgresError} with one line that says what is wrong.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = findServerAccount();
  const folder = await prepareFolder(resolve(options.folder), account);
  const leaveFolder = await takeFolder(join(folder, "owner"));
  try {
    const cluster = await prepareCluster(folder, account);
    const survivor = await findSurvivor(cluster);
    const { port, pid, child } = survivor ?? (await launch(cluster, options));
    await ensureDatabase(cluster, port);
    return {
      url: urlOf(cluster, port, DATABASE),
      folder,
      origin: survivor === undefined ? "started" : "adopted",
      stop: async () => {
        await stopServer(pid, child);
        await leaveFolder();
      },
    };
  } catch (error) {
    await leaveFolder();
    throw error;
  }
}

async function prepareFolder(wanted: string, account: ServerAccount | undefined): Promise<string> {
  try {
    await mkdir(wanted, { recursive: true });
    const real = await realpath(wanted);
    if (account === undefined || (await canReach(join(real, "pgdata"), account))) return real;
    const standIn = reachableStandInFor(real);
    await mkdir(standIn, { recursive: true, mode: 0o755 });
    await writeFile(join(real, "kept-elsewhere.txt"), `${standIn}\n`);
    return standIn;
  } catch (cause) {
    throw new EmbeddedPostgresError(`The data folder cannot be used: ${describeSystemError(cause)}`, {
      cause,
    });
  }
}

async function prepareCluster(folder: string, account: ServerAccount | undefined): Promise<Cluster> {
  const binaries = await locateBinaries(account);
  const pgdata = join(folder, "pgdata");
  const passwordFile = join(folder, "password");
  const logFile = join(folder, "postgres.log");
  try {
    const exists = await access(join(pgdata, "PG_VERSION")).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return false;
        throw error;
      },
    );
    if (exists) {
      const password = (await readFile(passwordFile, "utf8")).trim();
      return { folder, pgdata, logFile, password, account, binaries };
    }
  } catch (cause) {
    throw new EmbeddedPostgresError(`The data folder cannot be read: ${describeSystemError(cause)}`, {
      cause,
    });
  }
  const password = randomBytes(32).toString("hex");
  const cluster: Cluster = { folder, pgdata, logFile, password, account, binaries };
  await initialize(cluster, passwordFile);
  return cluster;
}

/** Built under another name and renamed when whole, so that a start that was killed in here leaves nothing half-made. */
async function initialize(cluster: Cluster, passwordFile: string): Promise<void> {
  const part = `${cluster.pgdata}.part`;
  const passwordCopy = join(tmpdir(), `outrigger-${randomBytes(8).toString("hex")}`);
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { mode: 0o700 });
    await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
    await chmod(passwordFile, 0o600);
    await writeFile(passwordCopy, cluster.password, { mode: 0o600, flag: "wx" });
    if (cluster.account) {
      await chown(part, cluster.account.uid, cluster.account.gid);
      await chown(passwordCopy, cluster.account.uid, cluster.account.gid);
    }
    await runInitdb(cluster, [
      "-D",
      part,
      "-U",
      SUPERUSER,
      `--pwfile=${passwordCopy}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
    ]);
    await rename(part, cluster.pgdata);
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(`The data folder cannot be used: ${describeSystemError(cause)}`, {
      cause,
    });
  } finally {
    await rm(passwordCopy, { force: true });
  }
}

async function runInitdb(cluster: Cluster, parameters: string[]): Promise<void> {
  const child = spawn(cluster.binaries.initdb, parameters, {
    ...childOptions(cluster.account),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-4000);
  });
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw new EmbeddedPostgresError(`PostgreSQL cannot make its data folder: ${lastLine(output)}`);
  }
}

function childOptions(account: ServerAccount | undefined) {
  return {
    // Our own environment holds secrets that are none of its business.
    env: { LC_ALL: "C", TZ: "UTC" },
    cwd: tmpdir(),
    ...account,
  };
}

interface RunningServer {
  readonly port: number;
  readonly pid: number;
  readonly child: ChildProcess | undefined;
}

/**
 * After a SIGKILL of its starter the postmaster lives on: we take it over when it answers with our password. One that
 * lives but does not answer in time (starting, stopping) is waited for; PostgreSQL itself sees through a stale file.
 */
async function findSurvivor(cluster: Cluster): Promise<RunningServer | undefined> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  for (;;) {
    const text = await readFile(join(cluster.pgdata, "postmaster.pid"), "utf8").catch(() => "");
    const [pidText = "", , , portText = ""] = text.split("\n");
    const pid = Number(pidText);
    const port = Number(portText);
    if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
    if (Number.isInteger(port) && port > 0 && (await answers(cluster, port)))
      return { port, pid, child: undefined };
    if (!(await isPostgres(pid))) return undefined;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `A PostgreSQL that does not answer (process ${pid}) holds the data folder.`,
      );
    }
    await sleep(100);
  }
}

/** Where it cannot be looked up (not Linux), yes: better wait than start a second one. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes("postgres");
}

async function launch(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<RunningServer> {
  const port = options.port ?? (await findFreePort());
  const log = openSync(cluster.logFile, "a", 0o600);
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    ...(options.isDurable === false ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] : []),
  ];
  const child = spawn(
    cluster.binaries.postgres,
    ["-D", cluster.pgdata, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    // Its own process group: Ctrl-C must reach us alone, so that the server closes before its database.
    { ...childOptions(cluster.account), detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  const failed = once(child, "error").then(([error]: unknown[]) => describeSystemError(error));
  failed.catch(() => undefined);
  let launchFault: string | undefined;
  void failed.then((fault) => (launchFault = fault));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(cluster, port))) {
    if (launchFault !== undefined || child.exitCode !== null || child.signalCode !== null) {
      const reason = launchFault ?? lastLine(await readFile(cluster.logFile, "utf8").catch(() => ""));
      throw new EmbeddedPostgresError(`PostgreSQL did not start: ${reason}`);
    }
    if (Date.now() > deadline) {
      child.kill("SIGQUIT");
      throw new EmbeddedPostgresError(`PostgreSQL did not start in time; see ${cluster.logFile}`);
    }
    await sleep(30);
  }
  child.unref();
  return { port, pid: child.pid ?? 0, child };
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(cluster, port, "postgres"),
    connectionTimeoutMillis: 5000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new Client({ connectionString: urlOf(cluster, port, "postgres") });
  await client.connect();
  try {
    const known = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (known.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions roll back, everything is written out. */
async function stopServer(pid: number, child: ChildProcess | undefined): Promise<void> {
  const isRunning = (): boolean =>
    child === undefined ? isAlive(pid) : child.exitCode === null && child.signalCode === null;
  if (!isRunning()) return;
  signal(pid, "SIGINT");
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isRunning()) {
    if (Date.now() > deadline) {
      signal(pid, "SIGQUIT");
      return;
    }
    await sleep(20);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new EmbeddedPostgresError("No free port was found for PostgreSQL.");
  }
  return address.port;
}

function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /FATAL|error/i.test(line)) ?? lines.at(-1) ?? "it gave no reason";
}
