import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { createSecretEncryption } from "../encryption.ts";
import { startEmbeddedPostgres } from "../embedded-postgres/start-embedded-postgres.ts";
import { openDatabase } from "../open-database.ts";
import { createJobQueue } from "../pg-boss-job-queue.ts";
import { templateName } from "./template-name.ts";

/** One PostgreSQL per run, in a folder that goes with it; every test file clones the migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "outrigger-test-postgres-"));
  // Closed folders are ours alone, and as root PostgreSQL runs as somebody else: its data would go elsewhere and stay there.
  await chmod(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder: join(folder, "data"), isDurable: false });
  const url = new URL(postgres.url);
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${templateName}`);
  const template = new URL(url);
  template.pathname = `/${templateName}`;
  await migrateTemplate(template.href);
  // A database can be cloned only while nobody is in it; autovacuum, too, stays out of one that takes no connections.
  await client.query(`alter database ${templateName} allow_connections false`);
  await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
    templateName,
  ]);
  await client.end();
  project.provide("testPostgresUrl", url.href);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function migrateTemplate(url: string): Promise<void> {
  const encryption = createSecretEncryption([{ id: "test", key: randomBytes(32) }]);
  const database = openDatabase({ url, encryption, now: () => new Date() });
  await database.migrate();
  await database.close();
  const jobs = await createJobQueue({
    databaseUrl: url,
    onError: (error) => {
      throw error;
    },
    onJobFailed: () => undefined,
  });
  await jobs.stop();
}
