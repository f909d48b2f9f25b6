/** For tests that need a starter to kill: starts PostgreSQL on the folder given as argument, says so, and stays. */
import { startEmbeddedPostgres } from "../embedded-postgres/start-embedded-postgres.ts";

const postgres = await startEmbeddedPostgres({ folder: process.argv[2] ?? "", isDurable: false });
process.stdout.write(`${postgres.url}\n`);
setInterval(() => undefined, 60_000);
