import { ConnectorError } from "@outrigger/sync-core";
import type { GraphClient } from "../graph-client.ts";
import type { ChangeFact, ConsentChange, GraphWrite } from "./consent-change.ts";

/** A change before it is made: both states as JSON, and the exact requests. */
export interface ChangePreview {
  readonly before: unknown;
  readonly after: unknown;
  readonly writes: readonly GraphWrite[];
  readonly facts: readonly { readonly subject: string; readonly before: string; readonly after: string }[];
}

/** Called after each write that Graph has accepted, before the next: what is recorded survives a crash. */
export type OnWritten = (write: GraphWrite) => Promise<void>;

/** How a change went. `changed_since`: nothing was written, as the tenant is no longer as it was shown. */
export type ChangeResult =
  | { readonly outcome: "done"; readonly after: unknown }
  | { readonly outcome: "changed_since" };

export interface UndoResult {
  readonly after: unknown;
  readonly kept: readonly string[];
  readonly writtenCount: number;
}

/** A change whose states are opaque to the caller, who keeps them as JSON. */
export interface BoundChange {
  preview(client: GraphClient): Promise<ChangePreview>;
  /** Reads again before it writes. @throws {ConnectorError} when Graph refuses; what was written until then was told. */
  apply(
    client: GraphClient,
    options: { readonly expected: unknown; readonly onWritten: OnWritten },
  ): Promise<ChangeResult>;
  /** Whether what is wanted stands, by reading. */
  verify(client: GraphClient): Promise<boolean>;
  undo(
    client: GraphClient,
    options: { readonly before: unknown; readonly after: unknown; readonly onWritten: OnWritten },
  ): Promise<UndoResult>;
  describe(before: unknown, after: unknown): ChangePreview["facts"];
}

/** A new object may be unknown for a while at the next server (404 after a POST): this many tries, a little apart. */
const TRIES_MAX = 8;
const REPLICATION_SECONDS = 2;
/** An application that is made first brings further writes; so does somebody who changes the same thing meanwhile. */
const WRITES_BEYOND_PLAN_MAX = 200;

export function bindChange<State>(change: ConsentChange<State>): BoundChange {
  const parse = (state: unknown): State => change.stateSchema.parse(state);
  const isSame = (one: unknown, other: unknown): boolean =>
    JSON.stringify(parse(one)) === JSON.stringify(parse(other));
  return {
    preview: async (client) => {
      const before = await change.read(client);
      const after = change.expect(before);
      return { before, after, writes: change.plan(before), facts: compare(change, before, after) };
    },
    apply: async (client, { expected, onWritten }) => {
      const now = await change.read(client);
      if (!isSame(now, expected)) return { outcome: "changed_since" };
      return { outcome: "done", after: await converge(change, { client, onWritten, state: now }) };
    },
    verify: async (client) => change.isReached(await change.read(client)),
    undo: async (client, { before, after, onWritten }) => {
      const now = await change.read(client);
      const plan = change.planUndo({ before: parse(before), after: parse(after), now });
      for (const write of plan.writes) {
        await send(client, write);
        await onWritten(write);
      }
      return { after: await change.read(client), kept: plan.kept, writtenCount: plan.writes.length };
    },
    describe: (before, after) => compare(change, parse(before), parse(after)),
  };
}

interface Way<State> {
  readonly client: GraphClient;
  readonly onWritten: OnWritten;
  readonly state: State;
}

/** Writes one request at a time and looks again, until nothing is left to write. */
async function converge<State>(change: ConsentChange<State>, way: Way<State>): Promise<State> {
  let state = way.state;
  let retries = 0;
  const writesMax = change.plan(state).length + WRITES_BEYOND_PLAN_MAX;
  for (let written = 0; written <= writesMax;) {
    const [write] = change.plan(state);
    if (write === undefined) return state;
    try {
      await send(way.client, write);
    } catch (error) {
      retries += 1;
      if (!mayPass(error) || retries >= TRIES_MAX) throw error;
      await way.client.wait(REPLICATION_SECONDS);
      state = await change.read(way.client);
      continue;
    }
    written += 1;
    await way.onWritten(write);
    state = await readUntilSeen(change, { ...way, state });
  }
  // Graph takes every write and shows none of them: going on would only repeat them.
  throw new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation: "look again" });
}

/** Reads lag behind writes: the same answer as before is asked for again, a few times. */
async function readUntilSeen<State>(change: ConsentChange<State>, way: Way<State>): Promise<State> {
  const previous = JSON.stringify(way.state);
  for (let attempt = 1; ; attempt += 1) {
    const state = await change.read(way.client);
    if (JSON.stringify(state) !== previous || attempt >= TRIES_MAX) return state;
    await way.client.wait(REPLICATION_SECONDS);
  }
}

/**
 * `version_conflict`: somebody made it meanwhile, so the next plan differs. `record_not_found`: it is not known everywhere
 * yet. `temporarily_unavailable`: perhaps it was carried out; the state tells, before anything is sent again.
 */
function mayPass(error: unknown): boolean {
  const passing = ["version_conflict", "record_not_found", "temporarily_unavailable"];
  return error instanceof ConnectorError && passing.includes(error.reason);
}

async function send(client: GraphClient, { method, path, body }: GraphWrite): Promise<void> {
  await client.send({ operation: `${method} ${path.split("/")[1] ?? ""}`, method, url: path, body });
}

function compare<State>(change: ConsentChange<State>, before: State, after: State): ChangePreview["facts"] {
  const earlier = new Map(change.describe(before).map(({ subject, value }) => [subject, value]));
  const later = new Map(change.describe(after).map(({ subject, value }: ChangeFact) => [subject, value]));
  return [...new Set([...earlier.keys(), ...later.keys()])].map((subject) => ({
    subject,
    before: earlier.get(subject) ?? "–",
    after: later.get(subject) ?? "–",
  }));
}
