import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import { createSecretEncryption, type SecretEncryption } from "../encryption.ts";
import { openDatabase, type Database } from "../open-database.ts";
import { templateName } from "./template-name.ts";

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  readonly encryption: SecretEncryption;
  /** Runs any statement, for what a test has to look at or break. */
  query(text: string, values?: unknown[]): Promise<Record<string, any>[]>;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly now?: (() => Date) | undefined;
  /** Clone nothing: an empty database, for tests of migrations. */
  readonly isEmpty?: boolean | undefined;
}

/** A database of this test alone: a clone of the migrated template (about 0.1 s). */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = inject("testPostgresUrl");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const template = options.isEmpty === true ? "template0" : templateName;
  await runOn(serverUrl, `create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const encryption = createSecretEncryption([{ id: "test", key: randomBytes(32) }]);
  const database = openDatabase({
    url: url.href,
    encryption,
    now: options.now ?? (() => new Date()),
  });
  return {
    url: url.href,
    database,
    encryption,
    query: (text, values) => runOn(url.href, text, values),
    drop: async () => {
      await database.close();
      await runOn(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function runOn(url: string, text: string, values: unknown[] = []): Promise<Record<string, any>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query(text, values);
    return result.rows as Record<string, any>[];
  } finally {
    await client.end();
  }
}
