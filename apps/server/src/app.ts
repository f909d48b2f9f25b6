import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { registerFeatures } from "./features/register-features.ts";
import { registerCaller } from "./http/register-caller.ts";
import { registerOriginCheck } from "./http/check-origin.ts";
import { registerErrorHandler } from "./http/error-handler.ts";
import type { FeatureContext } from "./http/feature-context.ts";
import { registerHealth } from "./http/health.routes.ts";
import { registerPages } from "./http/pages.routes.ts";
import { registerSecurityHeaders } from "./http/security-headers.ts";

/** Per address and minute. A whole office may stand behind one address, its sidebars asking every few seconds. */
const REQUESTS_PER_MINUTE_MAX = 6000;
/** A mail's text in `items/save` may be a million characters, each up to three bytes. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** The whole HTTP side over one context; not yet listening. Tests build it over a test database and a sandbox. */
export async function buildApp(context: FeatureContext): Promise<FastifyInstance> {
  const { config } = context;
  const logger: FastifyBaseLogger = context.logger;
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    // Our own line per request (below): Fastify's would hold the address with its query string.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 200 },
  });
  registerErrorHandler(app);
  registerSecurityHeaders(app, config);
  registerOriginCheck(app, config.publicUrl);
  registerRequestLog(app);
  acceptEmptyJson(app);
  await app.register(cookie);
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE_MAX, timeWindow: "1 minute" });
  registerCaller(app, context);
  registerHealth(app, context);
  await registerPages(app, config);
  await registerFeatures(app, context);
  return app;
}

/** The route's pattern instead of the address: query strings carry codes and states, parameters carry ids. */
function registerRequestLog(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? "unknown",
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      "request",
    );
  });
}

/** Callers send the JSON type with calls that have no body; Fastify alone would refuse these. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    const text = String(body);
    if (text === "") done(null, undefined);
    else void parse(request, text, done);
  });
}
