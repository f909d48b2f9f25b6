import { z } from "zod";
import type { SandboxContext } from "../core/part.ts";
import { dispatchGraphCall, identify, type GraphCall } from "./dispatch-graph-call.ts";
import { GraphError } from "./graph-error.ts";
import { graphPrefix, type GraphResponse } from "./graph-request.ts";

const stepsMax = 20;
/** Outlook runs at most four requests of one app on one mailbox at a time (throttling-limits). */
const atOnceMax = 4;

const stepSchema = z.object({
  id: z.string().min(1).max(100),
  method: z.string().max(10),
  url: z.string().min(1).max(16_000),
  headers: z.record(z.string().max(100), z.string().max(16_000)).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string().max(100)).max(stepsMax).optional(),
});
const batchSchema = z.object({ requests: z.array(stepSchema).min(1) });
type Step = z.infer<typeof stepSchema>;

interface StepAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * POST /$batch (json-batching): steps run on their own, except that one waits for those in its `dependsOn`; after a
 * failed one it is 424. Answers stand in the order in which they were done, and a `Prefer` counts for its own step only.
 */
export async function runBatch(context: SandboxContext, call: GraphCall): Promise<GraphResponse> {
  await identify(context, call.headers["authorization"]);
  const steps = parseSteps(call.body);
  const answers = new Map<string, StepAnswer>();
  let waiting = steps;
  while (waiting.length > 0) {
    const ready = waiting
      .filter((step) => (step.dependsOn ?? []).every((id) => answers.has(id)))
      .slice(0, atOnceMax);
    waiting = waiting.filter((step) => !ready.includes(step));
    await Promise.all(
      ready.map(async (step) => {
        const answer = hasFailedDependency(step, answers)
          ? failedDependency(step)
          : await runStep(context, { step, call });
        answers.set(step.id, answer);
      }),
    );
  }
  return { status: 200, body: { responses: [...answers.values()] } };
}

function parseSteps(body: Buffer | undefined): readonly Step[] {
  const parsed = batchSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    throw new GraphError(
      400,
      "BadRequest",
      "Invalid batch payload format: 'requests' must hold at least one request with id, method and url.",
    );
  }
  const steps = parsed.data.requests;
  if (steps.length > stepsMax) {
    throw new GraphError(
      400,
      "MaximumValueExceeded",
      `Number of batch request steps exceeds the maximum value of ${stepsMax}.`,
    );
  }
  refuseBrokenOrder(steps);
  return steps;
}

/** Ids are unique, and a step depends on earlier ones only, so that there is no circle. */
function refuseBrokenOrder(steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const step of steps) {
    if (seen.has(step.id)) {
      throw new GraphError(400, "BadRequest", `Request Id ${quote(step.id)} has to be unique in a batch.`);
    }
    const unknown = step.dependsOn?.find((id) => !seen.has(id));
    if (unknown !== undefined) {
      throw new GraphError(
        400,
        "BadRequest",
        `Request ${quote(step.id)} depends on ${quote(unknown)}, which does not stand before it.`,
      );
    }
    seen.add(step.id);
  }
}

async function runStep(
  context: SandboxContext,
  { step, call }: { step: Step; call: GraphCall },
): Promise<StepAnswer> {
  const started = performance.now();
  const path = `${graphPrefix}${step.url.split("?", 1)[0] ?? ""}`;
  const fault = context.faults.take("graph", path);
  // A fault after handling loses the answer to what was carried out, as on a call of its own.
  const isCarriedOut = !fault || fault.status === 200 || fault.afterHandling;
  const answer = isCarriedOut ? await callStep(context, step, call) : undefined;
  const response =
    answer === undefined || (fault && fault.status !== 200)
      ? faultResponse(fault?.status ?? 503, fault?.retryAfterSeconds)
      : answer;
  context.requests.add({
    at: context.clock.now().toISOString(),
    api: "graph-batched",
    method: step.method.toUpperCase(),
    path,
    status: response.status,
    durationMs: Math.round(performance.now() - started),
  });
  return {
    id: step.id,
    status: response.status,
    headers: {
      ...(response.body === undefined || Buffer.isBuffer(response.body)
        ? {}
        : { "Content-Type": "application/json" }),
      ...titleCaseNames(response.headers ?? {}),
    },
    // Bytes travel as base64 inside the JSON (json-batching, "Response format").
    ...(response.body === undefined
      ? {}
      : { body: Buffer.isBuffer(response.body) ? response.body.toString("base64") : response.body }),
  };
}

async function callStep(context: SandboxContext, step: Step, call: GraphCall): Promise<GraphResponse> {
  if (!step.url.startsWith("/") || /^\/+\$batch/i.test(step.url)) {
    return errorResponse(
      400,
      "BadRequest",
      "A batched request needs a URL relative to the version, and no batch.",
    );
  }
  const headers = Object.fromEntries(
    Object.entries(step.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return dispatchGraphCall(context, {
    method: step.method.toUpperCase(),
    target: step.url,
    headers: { authorization: call.headers["authorization"], ...headers },
    body: step.body === undefined ? undefined : Buffer.from(JSON.stringify(step.body)),
    origin: call.origin,
  });
}

function hasFailedDependency(step: Step, answers: ReadonlyMap<string, StepAnswer>): boolean {
  return (step.dependsOn ?? []).some((id) => (answers.get(id)?.status ?? 500) >= 400);
}

function failedDependency(step: Step): StepAnswer {
  const { status, body } = errorResponse(
    424,
    "FailedDependency",
    "This request was not executed because a request that it depends on has failed.",
  );
  return { id: step.id, status, headers: { "Content-Type": "application/json" }, body };
}

function faultResponse(status: number, retryAfterSeconds: number | undefined): GraphResponse {
  const refused =
    status === 429
      ? errorResponse(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")
      : errorResponse(
          status === 0 ? 504 : status,
          "serviceNotAvailable",
          "The service is temporarily unavailable.",
        );
  return {
    ...refused,
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  };
}

function errorResponse(status: number, code: string, message: string): GraphResponse {
  return { status, body: { error: { code, message } } };
}

/** `retry-after` → `Retry-After`, as Graph writes them inside a batch. */
function titleCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase()),
      value,
    ]),
  );
}

function parseJson(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll(/[^\w.-]/g, " ").slice(0, 40)}'`;
}
