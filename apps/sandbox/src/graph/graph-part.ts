import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SandboxContext, SandboxPart } from "../core/part.ts";
import { originOf } from "../entra/request-origin.ts";
import { answerCall, dispatchGraphCall, type GraphCall } from "./dispatch-graph-call.ts";
import { badRequest, GraphError } from "./graph-error.ts";
import { graphPrefix, type GraphResponse } from "./graph-request.ts";
import { describeMailboxes, mailboxScenario } from "./mailbox-scenario.ts";
import { registerMailImport } from "./import/mail-import.routes.ts";
import { runBatch } from "./run-batch.ts";
import { seedMailboxes } from "./seed/seed-mailboxes.ts";

/** Microsoft Graph: mail and the directory objects of consent, with the control routes that bring mail in. */
export const graphPart: SandboxPart = {
  name: "graph",
  register: async (app, context) => {
    await app.register(async (scope) => registerGraph(scope, context), { prefix: graphPrefix });
    await app.register(async (scope) => registerMailImport(scope, context));
  },
  seed: seedMailboxes,
  scenario: mailboxScenario,
  describeState: describeMailboxes,
};

function registerGraph(app: FastifyInstance, context: SandboxContext): void {
  // Every body is read as bytes: Graph's own answer to broken JSON is given by the dispatcher.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    // Ours alone: the stack goes to the log, and nothing of it to the caller.
    if (status >= 500) request.log.error(error);
    const refused = await answerCall(context, callOf(request), async () => {
      throw status >= 500
        ? new GraphError(500, "UnknownError", "An internal error of the sandbox.")
        : new GraphError(status, status === 413 ? "RequestEntityTooLarge" : "BadRequest", error.message);
    });
    return send(reply, refused);
  });
  for (const url of ["/", "/*"]) {
    app.route({
      method: ["GET", "POST", "PATCH", "PUT", "DELETE"],
      url,
      handler: async (request, reply) => send(reply, await respond(context, callOf(request))),
    });
  }
}

function respond(context: SandboxContext, call: GraphCall): Promise<GraphResponse> {
  const isBatch = /^\/(?:\$|%24)batch(?:\?|$)/i.test(call.target);
  return isBatch ? answerCall(context, call, batchOnlyByPost) : dispatchGraphCall(context, call);
}

async function batchOnlyByPost(context: SandboxContext, call: GraphCall): Promise<GraphResponse> {
  if (call.method !== "POST") throw badRequest("A batch is sent by POST.");
  return runBatch(context, call);
}

function callOf(request: FastifyRequest): GraphCall {
  return {
    method: request.method,
    target: (request.raw.url ?? "").slice(graphPrefix.length),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    ),
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
    origin: originOf(request),
  };
}

function send(reply: FastifyReply, response: GraphResponse): FastifyReply {
  void reply.code(response.status).headers({ ...response.headers });
  if (response.body === undefined) return reply.send();
  if (Buffer.isBuffer(response.body)) return reply.send(response.body);
  return reply
    .header(
      "content-type",
      "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
    )
    .send(JSON.stringify(response.body));
}
