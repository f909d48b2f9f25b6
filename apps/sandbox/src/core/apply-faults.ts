import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Fault, FaultTarget } from "./faults.ts";
import type { SandboxContext } from "./part.ts";

/** Logs every call, and lets the queued faults meet theirs before (or after) the handler runs. */
export function applyFaults(app: FastifyInstance, context: SandboxContext): void {
  const startedAt = new WeakMap<FastifyRequest, number>();
  const lostAnswers = new WeakMap<FastifyRequest, Fault>();

  app.addHook("onRequest", async (request, reply) => {
    startedAt.set(request, performance.now());
    const path = pathOf(request);
    const target = targetOf(path);
    const fault = target && context.faults.take(target, path);
    if (!target || !fault) return;
    if (fault.delayMs !== undefined) await delay(fault.delayMs);
    if (fault.status === 200) return;
    if (fault.afterHandling) lostAnswers.set(request, fault);
    else answerWithFault(request, reply, { target, fault });
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const fault = lostAnswers.get(request);
    if (!fault) return payload;
    lostAnswers.delete(request);
    if (fault.status === 0) {
      request.raw.socket.destroy();
      return payload;
    }
    void reply.code(fault.status).removeHeader("location").header("content-type", "application/json");
    return JSON.stringify(fault.body ?? { error: "answer lost" });
  });

  app.addHook("onResponse", async (request, reply) => {
    const path = pathOf(request);
    const started = startedAt.get(request) ?? performance.now();
    context.requests.add({
      at: context.clock.now().toISOString(),
      api: targetOf(path) ?? (path.startsWith("/_sandbox") ? "control" : "pages"),
      method: request.method,
      path,
      status: reply.statusCode,
      durationMs: Math.round(performance.now() - started),
    });
  });
}

function answerWithFault(
  request: FastifyRequest,
  reply: FastifyReply,
  { target, fault }: { target: FaultTarget; fault: Fault },
): void {
  if (fault.status === 0) {
    request.raw.socket.destroy();
    return;
  }
  void reply.code(fault.status);
  if (fault.retryAfterSeconds !== undefined)
    void reply.header("retry-after", String(fault.retryAfterSeconds));
  for (const [name, value] of Object.entries(fault.headers ?? {})) void reply.header(name, value);
  void reply.send(fault.body ?? usualBody(target, fault.status));
}

/** The body that each vendor sends with a bare status; Salesforce's balancer answers 503 in HTML. */
function usualBody(target: FaultTarget, status: number): unknown {
  if (target === "entra") {
    return {
      error: "temporarily_unavailable",
      error_description: "AADSTS90033: A transient error has occurred. Please try again.",
      error_codes: [90033],
    };
  }
  if (target === "salesforce") {
    if (status >= 502) return "<html><body><h1>Service not available</h1></body></html>";
    return [
      {
        message: "An unexpected error occurred.",
        errorCode: status === 500 ? "UNKNOWN_EXCEPTION" : "SERVER_UNAVAILABLE",
      },
    ];
  }
  if (status === 429) {
    return {
      error: { code: "ApplicationThrottled", message: "Application is over its MailboxConcurrency limit." },
    };
  }
  return { error: { code: "serviceNotAvailable", message: "The service is temporarily unavailable." } };
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "/";
}

function targetOf(path: string): FaultTarget | undefined {
  if (path.startsWith("/graph/")) return "graph";
  if (path.startsWith("/EWS/") || path.toLowerCase().startsWith("/autodiscover/")) return "exchange";
  if (path.startsWith("/salesforce/services/")) return "salesforce";
  if (/^\/[^/]+\/(oauth2|v2\.0|adminconsent|discovery)(\/|$)/.test(path)) return "entra";
  return undefined;
}
