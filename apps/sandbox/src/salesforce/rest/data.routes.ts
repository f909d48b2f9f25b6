import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SandboxContext } from "../../core/part.ts";
import { apiCallsUsed, countApiCalls, type OpenOrg } from "../org.ts";
import { isKeptFromApi } from "../oauth/app-access.ts";
import { findTokenHolder, hasApi, readBearer } from "../oauth/find-caller.ts";
import { policyOf } from "../oauth/oauth-store.ts";
import { invalidSession, methodNotAllowed, notFound, refuse, SalesforceError } from "../salesforce-error.ts";
import { answerDataRequest } from "./answer-data-request.ts";
import { type DataRequest, isJsonObject, newestVersion, oldestVersion, versionName } from "./data-request.ts";
import { readDataUrl } from "./data-url.ts";

const uriBytesMax = 16_384;
const bodyBytesMax = 50 * 1024 * 1024;

/** `/salesforce/services/data`: the REST API. Every refusal has Salesforce's shape, ours included. */
export function registerDataApi(app: FastifyInstance, context: SandboxContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string", bodyLimit: bodyBytesMax }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, error));

  app.get("/salesforce/services/data", async () => listVersions());
  app.get("/salesforce/services/data/", async () => listVersions());
  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/salesforce/services/data/*",
    handler: async (request, reply) => answerHttp(context, request, reply),
  });
}

function listVersions(): { label: string; url: string; version: string }[] {
  const seasons = ["Spring", "Summer", "Winter"];
  return Array.from({ length: newestVersion - oldestVersion + 1 }, (_unused, index) => {
    const version = oldestVersion + index;
    // v66.0 is Spring '26, and three releases make a year; the winter release carries the next year's number.
    const season = seasons[(version - 66 + 300) % 3] ?? "";
    const year = 26 + Math.floor((version - 66) / 3) + (season === "Winter" ? 1 : 0);
    return {
      label: `${season} '${String(year).padStart(2, "0")}`,
      url: `/services/data/${versionName(version)}`,
      version: `${version}.0`,
    };
  });
}

async function answerHttp(
  context: SandboxContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (Buffer.byteLength(request.url) > uriBytesMax) {
    throw new SalesforceError(414, { errorCode: "URI_TOO_LONG", message: "URI Too Long" });
  }
  const holder = findTokenHolder(context, readBearer(request.headers.authorization));
  if (!holder) throw invalidSession();
  if (!holder.token.scopes.some((scope) => scope === "api" || scope === "full")) {
    throw invalidSession("This session is not valid for use with the REST API");
  }
  const policy = policyOf(context.store, holder.opened.org.id, holder.token.clientId);
  if (isKeptFromApi(holder.opened, policy)) {
    throw invalidSession("This session is not valid for use with the REST API");
  }
  if (!hasApi(holder)) {
    throw new SalesforceError(403, {
      errorCode: "API_DISABLED_FOR_ORG",
      message: "The REST API is not enabled for this Organization.",
    });
  }
  const dataRequest = readRequest(request);
  const used = countCall(holder.opened, dataRequest);
  void reply.header("sforce-limit-info", `api-usage=${used}/${holder.opened.org.dailyApiRequestsMax}`);
  if (used > holder.opened.org.dailyApiRequestsMax) {
    throw new SalesforceError(403, {
      errorCode: "REQUEST_LIMIT_EXCEEDED",
      message: "TotalRequests Limit exceeded.",
    });
  }
  const answer = answerDataRequest(holder, dataRequest);
  for (const [name, value] of Object.entries(answer.headers ?? {})) void reply.header(name, value);
  if (answer.body === undefined) return reply.code(answer.status).send();
  return reply.code(answer.status).type("application/json; charset=utf-8").send(JSON.stringify(answer.body));
}

function readRequest(request: FastifyRequest): DataRequest {
  const { version, segments, query } = readDataUrl(request.url.replace(/^\/salesforce/, ""));
  const override = query.get("_HttpMethod");
  const method = request.method === "POST" && override ? override.toUpperCase() : request.method;
  if (method === "PUT") throw methodNotAllowed(method, ["GET", "POST", "PATCH", "DELETE"]);
  return { method, version, segments, query, headers: readHeaders(request), body: readBody(request) };
}

function readHeaders(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name.toLowerCase(), value]] : [],
    ),
  );
}

function readBody(request: FastifyRequest): unknown {
  if (typeof request.body !== "string" || request.body === "") return undefined;
  const contentType = request.headers["content-type"] ?? "application/json";
  if (!/^application\/json\b/i.test(contentType)) {
    throw new SalesforceError(415, {
      errorCode: "UNSUPPORTED_MEDIA_TYPE",
      message: "Content-Type is not supported by this service",
    });
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw refuse("JSON_PARSER_ERROR", "Unexpected character at [line:1, column:1]");
  }
}

/** A composite is one call however much it holds; each part of a batch is one of its own. */
function countCall(opened: OpenOrg, request: DataRequest): number {
  const isBatch = request.segments[0] === "composite" && request.segments[1] === "batch";
  const parts: unknown = isBatch && isJsonObject(request.body) ? request.body["batchRequests"] : undefined;
  const calls = Array.isArray(parts) ? Math.min(25, Math.max(1, parts.length)) : 1;
  if (apiCallsUsed(opened) >= opened.org.dailyApiRequestsMax) return opened.org.dailyApiRequestsMax + 1;
  return countApiCalls(opened, calls);
}

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  void reply.type("application/json; charset=utf-8");
  if (error instanceof SalesforceError) return reply.code(error.status).send(JSON.stringify(error.body));
  const status = statusOf(error);
  if (status === 404) return sendError(reply, notFound());
  if (status !== undefined && status >= 400 && status < 500) {
    return reply.code(status).send(JSON.stringify([{ errorCode: "INVALID_INPUT", message: "Bad request" }]));
  }
  throw error;
}

function statusOf(error: unknown): number | undefined {
  const status: unknown =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" ? status : undefined;
}
