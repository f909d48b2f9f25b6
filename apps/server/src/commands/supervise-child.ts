import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export interface ChildProgram {
  /** For messages: "The server". */
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tells the operator that the child died and starts again. */
  readonly report: (line: string) => void;
}

export interface SupervisedChild {
  /** Asks the child to end, waits, and kills it in the end. */
  stop(): Promise<void>;
}

/** The child could not start. */
export class ChildStartError extends Error {
  override readonly name = "ChildStartError";
  /** True where the child said nothing itself. */
  readonly isSilent: boolean;

  constructor(message: string, isSilent: boolean) {
    super(message);
    this.isSilent = isSilent;
  }
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 35_000;
const RESTART_DELAY_MS_MAX = 30_000;
/** A child that lived this long starts again at once. */
const STABLE_MS = 60_000;

/**
 * Starts a child and keeps it running: starting → running → (dead → waiting → starting …) → stopping → stopped. A child
 * that dies is started again alone, with growing delay; its siblings go on. Children end when the IPC channel to us
 * closes, so that a SIGKILL of ours leaves no orphan.
 * @throws {ChildStartError} when the first start fails: then nothing is left running.
 */
export async function superviseChild(program: ChildProgram): Promise<SupervisedChild> {
  const stopping = new AbortController();
  let current = launch(program);
  await current.ready;

  const watch = async (): Promise<void> => {
    let deathCount = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      await current.ended;
      if (stopping.signal.aborted) return;
      deathCount = Date.now() - startedAt > STABLE_MS ? 0 : deathCount + 1;
      program.report(`${program.name} ended unexpectedly and starts again.`);
      await sleep(Math.min(RESTART_DELAY_MS_MAX, 125 * 2 ** deathCount), undefined, {
        signal: stopping.signal,
      });
      current = launch(program);
      // A start that fails is another death: seen above.
      current.ready.catch(() => undefined);
    }
  };
  // The only throw is the abort of the wait, when we stop.
  const watching = watch().catch(() => undefined);
  return {
    stop: async () => {
      stopping.abort();
      await endChild(current);
      await watching;
    },
  };
}

interface LaunchedChild {
  readonly process: ChildProcess;
  /** Its own word that it serves; rejects when it ends before, or takes too long. */
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
}

function launch({ name, file, environment }: ChildProgram): LaunchedChild {
  const child = fork(file, [], {
    env: { ...environment },
    // Its own process group: Ctrl-C in the terminal reaches us alone, and we end the children in order.
    detached: true,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const heard = new Promise<void>((resolve) => {
    child.once("message", () => resolve());
    if (child.stdout === null) return;
    // The sandbox says it on its output; the server's log goes on to ours.
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith('{"ready":')) resolve();
      else process.stdout.write(`${line}\n`);
    });
  });
  return { process: child, ready: waitUntilReady(name, { child, heard, ended }), ended };
}

async function waitUntilReady(
  name: string,
  { child, heard, ended }: { child: ChildProcess; heard: Promise<void>; ended: Promise<void> },
): Promise<void> {
  const timer = new AbortController();
  const outcome = await Promise.race([
    heard.then(() => "ready" as const),
    ended.then(() => "ended" as const),
    sleep(START_TIMEOUT_MS, "late" as const, { signal: timer.signal }).catch(() => "late" as const),
  ]);
  timer.abort();
  if (outcome === "ready") return;
  if (outcome === "ended") throw new ChildStartError(`${name} did not start.`, false);
  child.kill("SIGKILL");
  await ended;
  throw new ChildStartError(`${name} did not start in time.`, true);
}

async function endChild({ process: child, ended }: LaunchedChild): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await Promise.race([ended, once(child, "exit")]);
  clearTimeout(timer);
}
