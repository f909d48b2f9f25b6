/** A kind of job: its name, and how its payload is read again after it was stored. */
export interface JobDefinition<Payload> {
  /** `noun.verb`; the queue's name in the database. */
  readonly name: string;
  /** Throws for a payload of another shape (an older version's, say). */
  parse(payload: unknown): Payload;
  /** How often a failed job is tried again. 5 unless told. */
  readonly retryCountMax?: number | undefined;
  /** How long one try may take before another worker may take it over. 900 unless told. */
  readonly timeoutSeconds?: number | undefined;
}

export interface SendJobOptions {
  /** At most one job per key waits at a time; another one with the same key is dropped. */
  readonly singletonKey?: string | undefined;
  readonly startAfterSeconds?: number | undefined;
}

export interface WorkOptions {
  /** Jobs that run at once in this process. 4 unless told. */
  readonly concurrency?: number | undefined;
}

/** Durable jobs on the same database, shared by all processes. At least once: a handler must bear repetition. */
export interface JobQueue {
  /** False when a job with this key was waiting already. */
  send<Payload extends object>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: SendJobOptions,
  ): Promise<boolean>;
  /** Runs the jobs of one kind in this process. A throw fails the job, to be tried again with growing delay. */
  work<Payload extends object>(
    job: JobDefinition<Payload>,
    handle: (payload: Payload) => Promise<void>,
    options?: WorkOptions,
  ): Promise<void>;
  /**
   * Sends the job now and then every so many seconds while this process lives; however many processes do so, one job
   * is made per interval.
   */
  repeat<Payload extends object>(
    job: JobDefinition<Payload>,
    payload: Payload,
    intervalSeconds: number,
  ): Promise<void>;
  /** Waits for running jobs (at most 20 seconds), then closes. */
  stop(): Promise<void>;
}

/** Keeps the payload's type of a job. */
export function defineJob<Payload extends object>(job: JobDefinition<Payload>): JobDefinition<Payload> {
  return job;
}
