import { createJobQueue, createSecretEncryption, openDatabase } from "@outrigger/storage";
import type { Command } from "commander";
import { ConfigError, readDatabaseUrl } from "../config.ts";

export function registerMigrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("Create or update the tables in DATABASE_URL; the server does so by itself when it starts")
    .option("--json", "print the result as JSON")
    .action(async (options: { json?: boolean }) => {
      try {
        const ran = await migrate(readDatabaseUrl());
        const words = ran.length === 0 ? "The database is up to date." : `Done: ${ran.join(", ")}`;
        process.stdout.write(`${options.json === true ? JSON.stringify({ migrations: ran }) : words}\n`);
      } catch (error) {
        const reason =
          error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : "unknown error";
        process.stderr.write(
          error instanceof ConfigError
            ? `The settings are wrong: ${reason}\n`
            : `The database cannot be migrated: ${reason}\n`,
        );
        process.exitCode = 1;
      }
    });
}

async function migrate(url: string): Promise<string[]> {
  // Migrations read no secret: any key will do.
  const encryption = createSecretEncryption([{ id: "none", key: Buffer.alloc(32) }]);
  const database = openDatabase({ url, encryption, now: () => new Date() });
  try {
    const ran = await database.migrate();
    const jobs = await createJobQueue({
      databaseUrl: url,
      onError: () => undefined,
      onJobFailed: () => undefined,
    });
    await jobs.stop();
    return ran;
  } finally {
    await database.close();
  }
}
