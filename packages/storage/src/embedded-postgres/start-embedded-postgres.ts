import { randomBytes } from "node:crypto";
import { access, mkdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { DATABASE, ensureDatabase, urlOf, type Cluster } from "./cluster.ts";
import { describeSystemError, EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { takeFolder } from "./folder-owner.ts";
import { initializeCluster } from "./initialize-cluster.ts";
import { locateBinaries } from "./locate-binaries.ts";
import { findSurvivor, launchServer, stopServer, type RunningServer } from "./run-server.ts";
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

/**
 * Starts PostgreSQL on the folder, or adopts the one that still runs on it after its starter was killed. As root it
 * runs as `nobody`, since PostgreSQL refuses root.
 * @throws {EmbeddedPostgresError} with one line that says what is wrong.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = findServerAccount();
  const folder = await prepareFolder(resolve(options.folder), account);
  const leaveFolder = await takeFolder(join(folder, "owner"));
  let running: RunningServer | undefined;
  try {
    const cluster = await prepareCluster(folder, account);
    const survivor = await findSurvivor(cluster);
    const server = survivor ?? (await launchServer(cluster, options));
    running = server;
    await ensureDatabase(cluster, server.port);
    return {
      url: urlOf(cluster, server.port, DATABASE),
      folder,
      origin: survivor === undefined ? "started" : "adopted",
      stop: async () => {
        await stopServer(server);
        await leaveFolder();
      },
    };
  } catch (error) {
    if (running !== undefined) await stopServer(running);
    await leaveFolder();
    throw error;
  }
}

async function prepareFolder(wanted: string, account: ServerAccount | undefined): Promise<string> {
  try {
    await mkdir(wanted, { recursive: true });
    const real = await realpath(wanted);
    for (const folder of [dirname(real), real]) await checkOwnerMayUse(folder);
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

/** Root passes any permission; a folder that was closed to its own owner is closed on purpose all the same. */
async function checkOwnerMayUse(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const { mode } = await stat(folder);
  if ((mode & 0o700) !== 0o700) throw new Error(`permission denied, '${folder}'`);
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
  await initializeCluster(cluster, passwordFile);
  return cluster;
}
