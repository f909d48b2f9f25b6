import Fastify, { type FastifyInstance, type FastifyServerOptions, type RouteOptions } from "fastify";
import formbody from "@fastify/formbody";
import cookie from "@fastify/cookie";
import { createClock, type Clock } from "./clock.ts";
import { registerControl } from "./control.routes.ts";
import { openDocumentStore, type Collection, type Document, type DocumentStore } from "./document-store.ts";
import { applyFaults } from "./apply-faults.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createRequestLog, type RequestLog } from "./request-log.ts";
import type { SandboxContext, SandboxPart, SandboxSettings } from "./part.ts";

export interface SandboxOptions {
  parts: readonly SandboxPart[];
  settings: SandboxSettings;
  /** Path of the state file; left out: the state lives in memory and goes with the process. */
  stateFile?: string | undefined;
  /** Stands in for the machine's clock in tests; milliseconds since 1970. */
  machineNow?: (() => number) | undefined;
}

export interface ListenerOptions extends FastifyServerOptions {
  https?: { key: string; cert: string };
  /** Hears of every route as it is registered. */
  onRoute?: ((route: RouteOptions) => void) | undefined;
}

export interface Sandbox {
  readonly context: SandboxContext;
  readonly clock: Clock;
  readonly store: DocumentStore;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Forgets everything and seeds the demo company again. */
  reset(): Promise<void>;
  /** A listener over this sandbox's state; with `https` options it speaks TLS. Not yet listening. */
  buildListener(options?: ListenerOptions): Promise<FastifyInstance>;
  close(): Promise<void>;
}

/** Every document that the seed writes carries this mark in the meta collection, so that a restart does not seed twice. */
interface SeedMark extends Document {
  readonly seededAt: string;
}

export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const store = openDocumentStore(options.stateFile ?? ":memory:");
  const savedOffset = metaOf(store).clockOffset.get("clock")?.offsetSeconds ?? 0;
  const steered = createClock(savedOffset, options.machineNow);
  const clock: Clock = {
    ...steered,
    advanceSeconds: (seconds) => {
      steered.advanceSeconds(seconds);
      metaOf(store).clockOffset.put({ id: "clock", offsetSeconds: steered.offsetSeconds() });
    },
  };
  const context: SandboxContext = {
    clock,
    store,
    faults: createFaults(),
    requests: createRequestLog(),
    settings: options.settings,
  };
  const listeners: FastifyInstance[] = [];

  async function seed(): Promise<void> {
    for (const part of options.parts) await part.seed(context);
    metaOf(store).seed.put({ id: "seed", seededAt: clock.now().toISOString() });
  }
  if (!metaOf(store).seed.get("seed")) await seed();

  async function reset(): Promise<void> {
    store.clear(options.parts.flatMap((part) => part.keptAtReset ?? []));
    if (clock.offsetSeconds() !== 0) {
      metaOf(store).clockOffset.put({ id: "clock", offsetSeconds: clock.offsetSeconds() });
    }
    context.faults.clear();
    context.requests.clear();
    await seed();
  }

  return {
    context,
    clock,
    store,
    faults: context.faults,
    requests: context.requests,
    reset,
    buildListener: async ({ onRoute, ...serverOptions } = {}) => {
      const app: FastifyInstance = Fastify({
        bodyLimit: 64 * 1024 * 1024,
        // A JWT or an OData path is longer than Fastify's default of 100 characters per parameter.
        routerOptions: { maxParamLength: 4_096 },
        // Node refuses more than 16 kB by itself; the vendors' own answers to long addresses need room.
        ...(serverOptions.https ? {} : { http: { maxHeaderSize: 65_536 } }),
        ...serverOptions,
      });
      if (onRoute) app.addHook("onRoute", onRoute);
      await app.register(formbody, { bodyLimit: 1024 * 1024 });
      await app.register(cookie);
      applyFaults(app, context);
      await app.register(async (scope) => {
        acceptEmptyJson(scope);
        registerControl(scope, { context, parts: options.parts, reset });
      });
      for (const part of options.parts) await app.register(async (scope) => part.register(scope, context));
      listeners.push(app);
      return app;
    },
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      store.close();
    },
  };
}

interface ClockOffset extends Document {
  readonly offsetSeconds: number;
}

function metaOf(store: DocumentStore): { seed: Collection<SeedMark>; clockOffset: Collection<ClockOffset> } {
  return { seed: store.collection("_seed"), clockOffset: store.collection("_clock") };
}

/** Many clients put the JSON type on a call without a body; Fastify alone would refuse it. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    const text = String(body);
    if (text === "") done(null, undefined);
    else void parse(request, text, done);
  });
}
