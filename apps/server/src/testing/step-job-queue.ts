import type { JobDefinition, JobQueue, SendJobOptions } from "@outrigger/storage";

interface WaitingJob {
  readonly name: string;
  readonly key: string | undefined;
  readonly payload: unknown;
}

type Handler = (payload: unknown) => Promise<void>;

/**
 * A queue in memory whose jobs run when the test says so, in the order in which they came. As on the real one, a key
 * waits once, and payloads pass through JSON. A failed job is not tried again by itself: sending it again is the retry.
 */
export class StepJobQueue implements JobQueue {
  #waiting: WaitingJob[] = [];
  readonly #handlers = new Map<string, Handler>();

  async send<Payload extends object>(
    job: JobDefinition<Payload>,
    payload: Payload,
    { singletonKey }: SendJobOptions = {},
  ): Promise<boolean> {
    const isWaiting = this.#waiting.some(({ name, key }) => name === job.name && key === singletonKey);
    if (singletonKey !== undefined && isWaiting) return false;
    this.#waiting.push({ name: job.name, key: singletonKey, payload: JSON.parse(JSON.stringify(payload)) });
    return true;
  }

  async work<Payload extends object>(
    job: JobDefinition<Payload>,
    handle: (payload: Payload) => Promise<void>,
  ): Promise<void> {
    this.#handlers.set(job.name, (payload) => handle(job.parse(payload)));
  }

  /** Nothing repeats by itself: `start` is the tick. */
  async repeat(): Promise<void> {}

  async stop(): Promise<void> {
    this.#waiting = [];
  }

  /** Runs a job of this name without its having been sent. @throws what its handler throws. */
  async start(name: string, payload: object = {}): Promise<void> {
    const handle = this.#handlers.get(name);
    if (!handle) throw new Error(`Nobody works on ${name}.`);
    await handle(payload);
  }

  /** Runs what waits under this name, and what that sends in turn; gives what the failed ones threw. */
  async runAll(name: string): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (;;) {
      const next = this.#waiting.findIndex((job) => job.name === name);
      if (next < 0) return failures;
      const [job] = this.#waiting.splice(next, 1);
      await this.start(name, job!.payload as object).catch((error: unknown) => failures.push(error));
    }
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
  }

  countWaiting(name: string): number {
    return this.#waiting.filter((job) => job.name === name).length;
  }
}
