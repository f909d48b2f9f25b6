import { PgBoss, type Job, type JobResult } from "pg-boss";
import { newId } from "./ids.ts";
import type { JobDefinition, JobQueue, SendJobOptions, WorkOptions } from "./job-queue.ts";

export interface JobQueueOptions {
  readonly databaseUrl: string;
  /** The queue's own trouble (a lost connection): it goes on by itself. */
  readonly onError: (error: Error) => void;
  /** A job's handler threw; the job is tried again or given up. The payload is not handed over: it may be personal. */
  readonly onJobFailed: (failure: { readonly job: string; readonly error: unknown }) => void;
}

const STOP_TIMEOUT_MS = 20_000;
/** A worker that was killed stops its heartbeats; its jobs go to another one after this time. */
const HEARTBEAT_SECONDS = 60;
const REPEAT_KEY = "repeat";

/** Opens the queue in the schema `pgboss` of the database and creates its tables; safe with several starters at once. */
export async function createJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    schema: "pgboss",
    application_name: "outrigger jobs",
    max: 6,
    // Without NOTIFY a worker with batchSize 1 polls and does 20 to 40 jobs a second.
    useListenNotify: true,
    schedule: false,
  });
  boss.on("error", options.onError);
  await boss.start();

  const queues = new Map<string, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();

  function ensureQueue(job: JobDefinition<object>): Promise<void> {
    const known = queues.get(job.name);
    if (known !== undefined) return known;
    const created = boss.createQueue(job.name, {
      // One waiting job per key, any number active: a wake-up during a run leads to one more run.
      policy: "short",
      notify: true,
      retryLimit: job.retryCountMax ?? 5,
      retryBackoff: true,
      retryDelay: 2,
      retryDelayMax: 600,
      expireInSeconds: job.timeoutSeconds ?? 900,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: 3600,
    });
    queues.set(job.name, created);
    // A failed creation is tried again at the next use.
    created.catch(() => queues.delete(job.name));
    return created;
  }

  async function send(
    job: JobDefinition<object>,
    payload: object,
    sendOptions: SendJobOptions & { readonly singletonSeconds?: number },
  ): Promise<boolean> {
    await ensureQueue(job);
    const id = await boss.send(job.name, payload, {
      singletonKey: sendOptions.singletonKey ?? newId(),
      ...(sendOptions.startAfterSeconds === undefined ? {} : { startAfter: sendOptions.startAfterSeconds }),
      ...(sendOptions.singletonSeconds === undefined
        ? {}
        : { singletonSeconds: sendOptions.singletonSeconds }),
    });
    return id !== null;
  }

  return {
    send: (job, payload, sendOptions = {}) => send(job, payload, sendOptions),
    work: async (job, handle, workOptions: WorkOptions = {}) => {
      await ensureQueue(job);
      const settings = {
        batchSize: 1,
        pollingIntervalSeconds: 2,
        // Retries and deferred jobs come due without a NOTIFY; the default would let them wait for 30 seconds.
        notifyPollingIntervalSeconds: 2,
        localConcurrency: workOptions.concurrency ?? 4,
        perJobResults: true,
      } as const;
      await boss.work<object, unknown, typeof settings>(job.name, settings, (jobs) =>
        Promise.all(jobs.map((entry) => runJob(entry, job, handle, options.onJobFailed))),
      );
    },
    repeat: async (job, payload, intervalSeconds) => {
      const tick = (): Promise<boolean> =>
        send(job, payload, { singletonKey: REPEAT_KEY, singletonSeconds: intervalSeconds });
      const timer = setInterval(() => {
        tick().catch((error: unknown) => options.onError(toError(error)));
      }, intervalSeconds * 1000);
      timers.add(timer);
      await tick();
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS, close: true });
    },
  };
}

async function runJob<Payload extends object>(
  entry: Job,
  job: JobDefinition<Payload>,
  handle: (payload: Payload) => Promise<void>,
  onJobFailed: JobQueueOptions["onJobFailed"],
): Promise<JobResult> {
  try {
    await handle(job.parse(entry.data));
    return { id: entry.id, status: "completed" };
  } catch (error) {
    onJobFailed({ job: job.name, error });
    // Only the kind of error is stored with the job: messages may quote what belongs to a person.
    return {
      id: entry.id,
      status: "failed",
      output: { error: error instanceof Error ? error.name : "unknown" },
    };
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The job queue failed.", { cause: error });
}
