import { OAuthError } from "@outrigger/oauth";
import { ConnectorError, type FailureReason } from "@outrigger/sync-core";
import { helpHrefOfCode, type ErrorBody } from "@outrigger/api-contract";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RequestError, statusOfCode } from "./request-error.ts";

/** Every error ends here: status and body for the caller, the whole for the log, nothing leaked between. */
export function registerErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const answer = toRequestError(error);
    if (answer.code === "internal_error")
      request.log.error({ err: error }, "A request failed by our own fault.");
    else request.log.info({ code: answer.code }, "A request was refused.");
    return sendError(answer, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendError(new RequestError("not_found"), request, reply));
}

function sendError(error: RequestError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body: ErrorBody = {
    error: {
      code: error.code,
      message: error.publicMessage,
      ...(error.fields === undefined ? {} : { fields: [...error.fields] }),
      requestId: request.id,
      help: helpHrefOfCode(error.code),
    },
  };
  return reply.code(statusOfCode[error.code]).header("cache-control", "no-store").send(body);
}

/** What the caller is told of any error. */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof ConnectorError) return explainConnectorError(error);
  if (error instanceof OAuthError) {
    return new RequestError("authorization_refused", undefined, { cause: error });
  }
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (status === 429) return new RequestError("too_many_requests");
  if (status === 404) return new RequestError("not_found");
  // Fastify's own: a body that is no JSON, too large, of another type.
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new RequestError("invalid_input", undefined, { cause: error });
  }
  return new RequestError("internal_error", undefined, { cause: error });
}

function explainConnectorError(error: ConnectorError): RequestError {
  const cause = { cause: error };
  const vendor = error.vendor === "salesforce" ? "Salesforce" : "Microsoft";
  const reason: FailureReason = error.reason;
  switch (reason) {
    case "reauthorization_required":
      return error.vendor === "salesforce"
        ? new RequestError("crm_not_connected", undefined, cause)
        : new RequestError("mailbox_not_connected", undefined, cause);
    case "consent_required":
    case "admin_action_required":
    case "permission_missing":
      return new RequestError("conflict", `${vendor} does not allow this. Ask your administrator.`, cause);
    case "record_not_found":
      return new RequestError("not_found", `${vendor} does not know this record any more.`, cause);
    case "version_conflict":
    case "record_rejected":
      return new RequestError("conflict", `${vendor} did not accept this.`, cause);
    case "rate_limited":
    case "cursor_expired":
    case "temporarily_unavailable":
      return new RequestError("vendor_unavailable", undefined, cause);
    case "unexpected_response":
      return new RequestError(
        "vendor_unavailable",
        `${vendor} gave an answer that we do not understand.`,
        cause,
      );
  }
}
