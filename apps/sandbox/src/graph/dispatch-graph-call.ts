import { randomUUID } from "node:crypto";
import { directoryOf } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { microsoftGraph } from "../entra/permission-catalog.ts";
import { verifyAccessToken } from "../entra/verify-access-token.ts";
import { demandDirectoryRole } from "./directory-roles.ts";
import { GraphError, insufficientPrivileges, mailAccessDenied } from "./graph-error.ts";
import { matchPath, parseGraphPath } from "./graph-path.ts";
import {
  graphPrefix,
  type GraphCaller,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "./graph-request.ts";
import { graphRoutes } from "./graph-routes.ts";
import { parseQueryString } from "./odata-query.ts";

/** A call before anything in it is believed. */
export interface GraphCall {
  readonly method: string;
  /** Path beneath the version, with its query: `/me/messages?$top=1`. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer | undefined;
  readonly origin: string;
}

/** Answers one Graph call by its routes; every refusal comes out as Graph's error body, nothing is thrown for what a caller did. */
export function dispatchGraphCall(context: SandboxContext, call: GraphCall): Promise<GraphResponse> {
  return answerCall(context, call, answer);
}

/** Runs `respond` with request ids, and turns what it refuses into Graph's error body. */
export async function answerCall(
  context: SandboxContext,
  call: GraphCall,
  respond: (context: SandboxContext, call: GraphCall) => Promise<GraphResponse>,
): Promise<GraphResponse> {
  const ids = {
    "request-id": randomUUID(),
    "client-request-id": clientRequestId(call.headers["client-request-id"]),
  };
  const response = await respond(context, call).catch((error: unknown) => refusal(context, error, ids));
  return {
    ...response,
    headers: { ...response.headers, "request-id": ids["request-id"], ...echoOf(ids["client-request-id"]) },
  };
}

async function answer(context: SandboxContext, call: GraphCall): Promise<GraphResponse> {
  const caller = await identify(context, call.headers["authorization"]);
  const [path = "", search = ""] = splitOnce(call.target, "?");
  const { route, params } = matchPath(graphRoutes, parseGraphPath(path), call.method);
  authorize(route, caller);
  const request: GraphRequest = {
    context,
    caller,
    params,
    query: parseQueryString(search),
    headers: call.headers,
    body: parseJson(call.body),
    origin: call.origin,
    address: `${call.origin}${graphPrefix}${path}`,
  };
  demandDirectoryRole(route, request);
  return route.handle(request);
}

/** Who calls, by the bearer token. */
export async function identify(
  context: SandboxContext,
  authorizationHeader: string | undefined,
): Promise<GraphCaller> {
  if (!authorizationHeader) throw unauthenticated("Access token is empty.");
  const claims = await verifyAccessToken(context, authorizationHeader, {
    audience: microsoftGraph.audience,
  });
  const directory = directoryOf(context);
  const tenant = claims && directory.tenants.get(claims.tenantId);
  if (!tenant)
    throw unauthenticated("Access token validation failure. Invalid audience, signature or lifetime.");
  if (claims.userId === undefined) return { ...claims, tenant, user: undefined };
  const user = directory.users.get(claims.userId);
  if (!user?.accountEnabled) {
    throw unauthenticated("The user account of the access token is disabled or deleted.");
  }
  return { ...claims, tenant, user };
}

function unauthenticated(message: string): GraphError {
  return new GraphError(401, "InvalidAuthenticationToken", message, {
    "www-authenticate":
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  });
}

/** A user's token counts by its scopes, an application's own by its roles. */
function authorize(route: GraphRoute, caller: GraphCaller): void {
  const permissions = caller.user ? caller.scopes : caller.roles;
  if (route.scopes.length === 0 || route.scopes.some((scope) => permissions.includes(scope))) return;
  throw route.area === "mailbox" ? mailAccessDenied() : insufficientPrivileges();
}

function parseJson(body: Buffer | undefined): unknown {
  if (!body || body.length === 0) return undefined;
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return parsed;
  } catch {
    throw new GraphError(
      400,
      "BadRequest",
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
  }
}

function refusal(
  context: SandboxContext,
  error: unknown,
  ids: { "request-id": string; "client-request-id": string | undefined },
): GraphResponse {
  if (!(error instanceof GraphError)) throw error;
  const innerError = {
    date: context.clock.now().toISOString().slice(0, 19),
    "request-id": ids["request-id"],
    "client-request-id": ids["client-request-id"] ?? ids["request-id"],
  };
  return {
    status: error.status,
    headers: error.headers,
    body: { error: { code: error.code, message: error.message, innerError } },
  };
}

/** Given back only in a form that cannot carry anything else into a header. */
function clientRequestId(header: string | undefined): string | undefined {
  return header !== undefined && /^[\w-]{1,64}$/.test(header) ? header : undefined;
}

function echoOf(id: string | undefined): Record<string, string> {
  return id === undefined ? {} : { "client-request-id": id };
}

function splitOnce(text: string, separator: string): string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
