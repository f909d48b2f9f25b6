import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { faultSchema } from "./faults.ts";
import { ScenarioError, type SandboxContext, type SandboxPart } from "./part.ts";

export interface ControlOptions {
  context: SandboxContext;
  parts: readonly SandboxPart[];
  reset(): Promise<void>;
}

const clockSchema = z.strictObject({
  advanceSeconds: z
    .int()
    .min(0)
    .max(10 * 365 * 86_400),
});

/** `/_sandbox/*`: the control API of the sandbox. The parts add their own routes under the same prefix. */
export function registerControl(app: FastifyInstance, { context, parts, reset }: ControlOptions): void {
  app.get("/", async (_request, reply) => reply.redirect("/outlook"));
  app.get("/_sandbox/health", async () => ({ status: "ok", now: context.clock.now().toISOString() }));

  app.post("/_sandbox/reset", async () => {
    await reset();
    return { reset: true };
  });

  app.get("/_sandbox/state", async () => ({
    now: context.clock.now().toISOString(),
    clockOffsetSeconds: context.clock.offsetSeconds(),
    faults: context.faults.list(),
    ...Object.fromEntries(
      parts.flatMap((part) => (part.describeState ? [[part.name, part.describeState(context)]] : [])),
    ),
  }));

  app.post("/_sandbox/scenario", async (request, reply) => {
    const shape = Object.assign({}, ...parts.map((part) => part.scenario?.shape ?? {}));
    const parsed = z.strictObject(shape).partial().safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    const sections: Record<string, unknown> = parsed.data;
    try {
      context.store.transaction(() => {
        for (const part of parts) part.scenario?.merge(sections, context);
      });
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      const problems = [{ field: "", message: error.message }];
      return reply.code(400).send({ error: "invalid_input", problems });
    }
    return { merged: Object.keys(sections) };
  });

  app.post("/_sandbox/faults", async (request, reply) => {
    const parsed = z.union([faultSchema, z.array(faultSchema).max(100)]).safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    for (const { target, ...fault } of [parsed.data].flat()) context.faults.next(target, fault);
    return { faults: context.faults.list() };
  });
  app.delete("/_sandbox/faults", async () => {
    context.faults.clear();
    return { faults: [] };
  });

  app.post("/_sandbox/clock", async (request, reply) => {
    const parsed = clockSchema.safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    context.clock.advanceSeconds(parsed.data.advanceSeconds);
    return { now: context.clock.now().toISOString() };
  });

  app.get("/_sandbox/requests", async () => ({
    totals: context.requests.totals(),
    requests: context.requests.list(),
  }));
}

/** Answers a control call that was asked wrongly: 400, naming each field. */
export function refuse(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return reply.code(400).send({
    error: "invalid_input",
    problems: error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message })),
  });
}
