import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SandboxContext } from "../../core/part.ts";
import { textOf } from "../org.ts";
import { describeIdentity, describeUserinfo } from "./describe-identity.ts";
import { findTokenHolder, hasApi, readBearer, type TokenHolder } from "./find-caller.ts";
import { oauthStoreOf, type TokenFamily } from "./oauth-store.ts";
import { listPublicKeys } from "./signing-key.ts";
import {
  answerTokenRequest,
  authenticateClient,
  revokeToken,
  TokenError,
  type TokenRequest,
} from "./token-request.ts";

/** Token, revoke, introspect, userinfo, identity, keys and discovery. */
export function registerTokens(app: FastifyInstance, context: SandboxContext): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof TokenError) return sendTokenError(reply, error);
    const status: unknown =
      typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : undefined;
    if (typeof status !== "number" || status < 400 || status >= 500) throw error;
    return sendTokenError(reply, new TokenError("invalid_request", "the request could not be read", status));
  });

  app.post("/salesforce/services/oauth2/token", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    return answerTokenRequest(context, readTokenRequest(request));
  });

  app.route({
    method: ["GET", "POST"],
    url: "/salesforce/services/oauth2/revoke",
    handler: async (request, reply) => {
      const token = readForm(request).get("token") ?? readQuery(request).get("token");
      if (!token || !revokeToken(context, token)) {
        throw new TokenError("unsupported_token_type", "this token type is not supported");
      }
      return reply.code(200).send();
    },
  });

  app.post("/salesforce/services/oauth2/introspect", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const tokenRequest = readTokenRequest(request);
    const { id } = authenticateClient(context, tokenRequest);
    const token = tokenRequest.form.get("token");
    if (!token) throw new TokenError("invalid_request", "missing required parameter: token");
    return introspect(context, { token, clientId: id, instanceUrl: tokenRequest.instanceUrl });
  });

  registerIdentity(app, context);
}

function sendTokenError(reply: FastifyReply, error: TokenError): FastifyReply {
  return reply
    .code(error.status)
    .header("cache-control", "no-store")
    .send({ error: error.error, error_description: error.message });
}

function introspect(
  context: SandboxContext,
  { token, clientId, instanceUrl }: { token: string; clientId: string; instanceUrl: string },
): Record<string, unknown> {
  const holder = findTokenHolder(context, token);
  const { refreshTokens, families } = oauthStoreOf(context.store);
  const refreshToken = refreshTokens.get(token);
  const family: TokenFamily | undefined =
    refreshToken?.isCurrent === true ? families.get(refreshToken.familyId) : undefined;
  const found = holder?.token ?? family;
  if (!found || found.clientId !== clientId) return { active: false };
  const now = Math.floor(context.clock.now().getTime() / 1000);
  return {
    active: true,
    scope: found.scopes.join(" "),
    client_id: found.clientId,
    sub: `${instanceUrl}/id/${found.orgId}/${found.userId}`,
    token_type: holder ? "access_token" : "refresh_token",
    iat: now,
    nbf: now,
    ...(holder && {
      username: textOf(holder.user, "Username"),
      exp: Math.floor(holder.token.expiresAt / 1000),
    }),
  };
}

function registerIdentity(app: FastifyInstance, context: SandboxContext): void {
  app.route({
    method: ["GET", "POST"],
    url: "/salesforce/services/oauth2/userinfo",
    handler: async (request, reply) => {
      const holder = findBearer(context, request);
      if (typeof holder === "string") return reply.code(403).type("text/plain").send(holder);
      return describeUserinfo(holder, instanceUrlOf(request));
    },
  });

  app.get<{ Params: { orgId: string; userId: string } }>(
    "/salesforce/id/:orgId/:userId",
    async (request, reply) => {
      const holder = findBearer(context, request);
      if (typeof holder === "string") return reply.code(403).type("text/plain").send(holder);
      const { orgId, userId } = request.params;
      if (!isSameId(orgId, holder.opened.org.id) || !isSameId(userId, holder.user.id)) {
        return reply.code(403).type("text/plain").send("Bad_Id");
      }
      return describeIdentity(holder, instanceUrlOf(request));
    },
  );

  app.get("/salesforce/id/keys", async () => ({ keys: listPublicKeys(context.store) }));

  app.get("/salesforce/.well-known/openid-configuration", (request, reply) =>
    reply.send(describeDiscovery(instanceUrlOf(request))),
  );
}

function isSameId(given: string, id: string): boolean {
  return given === id || given === id.slice(0, 15);
}

/** jsforce puts the token into the query of the identity call; Salesforce takes it there. */
function findBearer(context: SandboxContext, request: FastifyRequest): TokenHolder | string {
  const query = readQuery(request);
  const token =
    readBearer(request.headers.authorization) ?? query.get("oauth_token") ?? query.get("access_token");
  if (!token) return "Missing_OAuth_Token";
  const holder = findTokenHolder(context, token);
  return holder && hasApi(holder) ? holder : "Bad_OAuth_Token";
}

function describeDiscovery(issuer: string): Record<string, unknown> {
  const endpoint = (name: string) => `${issuer}/services/oauth2/${name}`;
  return {
    issuer,
    authorization_endpoint: endpoint("authorize"),
    token_endpoint: endpoint("token"),
    revocation_endpoint: endpoint("revoke"),
    userinfo_endpoint: endpoint("userinfo"),
    introspection_endpoint: endpoint("introspect"),
    jwks_uri: `${issuer}/id/keys`,
    scopes_supported: ["api", "refresh_token", "id", "openid", "profile", "email", "web", "full"],
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
    display_values_supported: ["page", "popup", "touch"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    claims_supported: ["active", "email", "name", "organization_id", "preferred_username", "sub", "user_id"],
  };
}

function readTokenRequest(request: FastifyRequest): TokenRequest {
  return {
    form: readForm(request),
    authorization: request.headers.authorization,
    instanceUrl: instanceUrlOf(request),
  };
}

export function instanceUrlOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}/salesforce`;
}

/** A parameter that comes twice counts once, with its first value. */
function readForm(request: FastifyRequest): URLSearchParams {
  const form = new URLSearchParams();
  const { body } = request;
  if (typeof body !== "object" || body === null) return form;
  for (const [name, value] of Object.entries(body)) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === "string") form.set(name, first);
  }
  return form;
}

function readQuery(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split("?").slice(1).join("?"));
}
