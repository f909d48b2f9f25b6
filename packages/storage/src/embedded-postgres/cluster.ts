import { tmpdir } from "node:os";
import { Client } from "pg";
import type { PostgresBinaries } from "./locate-binaries.ts";
import type { ServerAccount } from "./server-account.ts";

/** The superuser of our own PostgreSQL, and the database that the product uses. */
export const SUPERUSER = "outrigger";
export const DATABASE = "outrigger";

/** A data folder of PostgreSQL with what is needed to run it. */
export interface Cluster {
  readonly folder: string;
  readonly pgdata: string;
  readonly logFile: string;
  readonly password: string;
  readonly account: ServerAccount | undefined;
  readonly binaries: PostgresBinaries;
}

/** For its programs. */
export function childOptions(account: ServerAccount | undefined) {
  return {
    // Our own environment holds secrets that are none of its business.
    env: { LC_ALL: "C", TZ: "UTC" },
    cwd: tmpdir(),
    ...account,
  };
}

export function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** Whether a PostgreSQL answers there and takes our password. */
export async function answers(cluster: Cluster, port: number): Promise<boolean> {
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

export async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new Client({ connectionString: urlOf(cluster, port, "postgres") });
  await client.connect();
  try {
    const known = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (known.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** What PostgreSQL itself gave as the reason. */
export function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /FATAL|error/i.test(line)) ?? lines.at(-1) ?? "it gave no reason";
}
