import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { createSecretEncryption } from "./encryption.ts";
import { openDatabase, type Database } from "./open-database.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

/** All of them run, in the order of their numbers. */
const migrations = readdirSync(new URL("migrations/", import.meta.url))
  .map((file) => file.replace(/\.ts$/, ""))
  .toSorted();
const opened: { databases: Database[]; tests: TestDatabase[] } = { databases: [], tests: [] };

afterEach(async () => {
  await Promise.all(opened.databases.splice(0).map((database) => database.close()));
  await Promise.all(opened.tests.splice(0).map((test) => test.drop()));
});

async function emptyDatabase(): Promise<TestDatabase> {
  const test = await createTestDatabase({ isEmpty: true });
  opened.tests.push(test);
  return test;
}

it("makes every table in an empty database and does nothing the second time", async () => {
  const { database, query } = await emptyDatabase();
  expect(await database.migrate()).toEqual(migrations);
  expect(await database.migrate()).toEqual([]);
  const tables = await query(
    `select table_name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThanOrEqual(23);
});

it("puts the organization first in every table's primary key, but where it is not known yet", async () => {
  const { database, query } = await emptyDatabase();
  await database.migrate();
  const rows = await query(`
    select c.conrelid::regclass::text as table_name, a.attname as first_column
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'p' and c.connamespace = 'public'::regnamespace`);
  const others = rows.filter((row) => row["first_column"] !== "organization_id");
  expect(others.map((row) => String(row["table_name"])).toSorted((a, b) => a.localeCompare(b))).toEqual([
    "authorization_attempt",
    "migration",
    "organization",
    "salesforce_access_request",
  ]);
});

it("lets two starters migrate one database at once", async () => {
  const { url } = await emptyDatabase();
  const encryption = createSecretEncryption([{ id: "k", key: randomBytes(32) }]);
  const starters = [1, 2, 3].map(() => openDatabase({ url, encryption, now: () => new Date() }));
  opened.databases.push(...starters);
  const ran = await Promise.all(starters.map((starter) => starter.migrate()));
  expect(ran.flat()).toEqual(migrations);
});

it("refuses a database that a newer version has migrated", async () => {
  const { database, query } = await emptyDatabase();
  await database.migrate();
  await query(`insert into migration (name, applied_at) values ('9999-from-the-future', now())`);
  await expect(database.migrate()).rejects.toThrow("9999-from-the-future");
});
