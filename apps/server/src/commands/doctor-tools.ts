import { setTimeout as wait } from "node:timers/promises";

/** What the doctor needs of the world; tests bring their own. */
export type DoctorTools = {
  fetch: typeof globalThis.fetch;
  now: () => Date;
  /** Rejects when `signal` is aborted. */
  sleep: (milliseconds: number) => Promise<void>;
  signal: AbortSignal;
  /** For the person who waits; not part of the output. */
  tell: (text: string) => void;
};

/** Ctrl-C ends the waiting instead of the process, so that it can say what is left behind: nothing. */
export function openDoctorTools(tell: (text: string) => void): DoctorTools & { close: () => void } {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once("SIGINT", stop);
  return {
    fetch: globalThis.fetch,
    now: () => new Date(),
    sleep: async (milliseconds) => {
      await wait(milliseconds, undefined, { signal: stopping.signal });
    },
    signal: stopping.signal,
    tell,
    close: () => void process.off("SIGINT", stop),
  };
}
