import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { createJobQueue, createSecretEncryption, openDatabase } from "@outrigger/storage";
import { buildApp } from "./app.ts";
import { ConfigError, readConfig, type Config } from "./config.ts";
import { createFeatureContext } from "./create-feature-context.ts";
import { registerJobs } from "./features/register-features.ts";
import { looksLikeSecretId, SECRET_ID_WARNING } from "./features/registration/plan-registration.ts";
import { createMailer } from "./mailer.ts";
import { realClock } from "./real-clock.ts";
import { serializeError } from "./serialize-error.ts";

/** Longer than the queue waits for its running jobs. */
const SHUTDOWN_TIMEOUT_MS = 30_000;

/** The server as a program: builds everything from its settings, listens, works, and ends cleanly on a signal. */
async function start(config: Config): Promise<void> {
  const logger = pino({
    level: config.logLevel,
    base: { name: "outrigger" },
    serializers: { err: serializeError },
  });
  const encryption = createSecretEncryption(config.tokenKeys);
  const database = openDatabase({
    url: config.databaseUrl,
    encryption,
    now: () => realClock.now(),
    onConnectionError: (error) => logger.warn({ err: error }, "A database connection broke."),
  });
  await database.migrate();
  const jobs = await createJobQueue({
    databaseUrl: config.databaseUrl,
    onError: (error) => logger.warn({ err: error }, "The job queue is in trouble."),
    onJobFailed: ({ job, error }) => logger.error({ job, err: error }, "A job failed."),
  });
  const mailer = createMailer(config.mail);
  const context = createFeatureContext({ config, database, jobs, fetch, clock: realClock, logger, mailer });
  const stopping = new AbortController();
  const app = config.roles.has("web") ? await listen(context, config) : undefined;
  if (config.roles.has("worker")) await registerJobs(context, stopping.signal);

  const stop = once(async () => {
    stopping.abort();
    await app?.close();
    await jobs.stop();
    mailer.close();
    await database.close();
  });
  const end = (): void => {
    setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, "The server did not end cleanly.");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  // Started by `outrigger start`: without its parent nobody would end us.
  process.on("disconnect", end);
  process.send?.({ ready: "server" });
  if (looksLikeSecretId(config)) logger.warn(SECRET_ID_WARNING);
  logger.info({ url: config.publicUrl, roles: [...config.roles] }, "The server is ready.");
}

async function listen(context: Parameters<typeof buildApp>[0], config: Config): Promise<FastifyInstance> {
  const app = await buildApp(context);
  await app.listen({ host: config.host, port: config.port });
  return app;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}

/** One line for people, whatever went wrong before the server could answer. */
function describeStartFailure(error: unknown): string {
  if (error instanceof ConfigError) return `The settings are wrong: ${error.faults.join(" ")}`;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : "unknown error";
  if (code === "EADDRINUSE") return "The server cannot start, as its port is taken (PORT).";
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "28P01" || code === "3D000") {
    return `The database does not answer (DATABASE_URL): ${reason}`;
  }
  return `The server cannot start: ${reason}`;
}

try {
  await start(readConfig());
} catch (error) {
  process.stderr.write(`${describeStartFailure(error)}\n`);
  process.exit(1);
}
