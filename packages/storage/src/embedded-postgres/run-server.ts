import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, childOptions, lastLine, type Cluster } from "./cluster.ts";
import { describeSystemError, EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { isAlive } from "./folder-owner.ts";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** A postmaster: our child, or a survivor of an earlier process. */
export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  readonly child: ChildProcess | undefined;
}

/**
 * After a SIGKILL of its starter the postmaster lives on: we take it over when it answers with our password. One that
 * lives but does not answer in time (starting, stopping) is waited for; PostgreSQL itself sees through a stale file.
 */
export async function findSurvivor(cluster: Cluster): Promise<RunningServer | undefined> {
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

/** @throws {EmbeddedPostgresError} with PostgreSQL's own reason. */
export async function launchServer(
  cluster: Cluster,
  options: { readonly port?: number | undefined; readonly isDurable?: boolean | undefined },
): Promise<RunningServer> {
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

/** SIGINT is PostgreSQL's fast shutdown: open transactions roll back, everything is written out. */
export async function stopServer({ pid, child }: RunningServer): Promise<void> {
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
