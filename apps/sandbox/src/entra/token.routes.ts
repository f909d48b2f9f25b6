import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { authenticateClient, readClientCredentials } from "./authenticate-client.ts";
import { readParameters, type RequestParameters } from "./authorization-request.ts";
import { isDeviceCodeGrant, issueDeviceCode, redeemDeviceCode } from "./device-code.ts";
import { EntraError, entraErrorBody } from "./entra-error.ts";
import { entraRecords, hashOpaqueValue } from "./entra-records.ts";
import { findUser, pairwiseSubject } from "./issue-tokens.ts";
import { microsoftGraph } from "./permission-catalog.ts";
import { verifyAccessToken, type AccessTokenClaims } from "./verify-access-token.ts";
import { describeKeySet } from "./signing-key.ts";
import { formOf, originOf } from "./request-origin.ts";
import { consumersTenantId, findApplication, resolveTenant } from "./resolve-tenant.ts";
import { grantClientCredentials, redeemCode, refresh } from "./token-grants.ts";

type TenantRequest = FastifyRequest<{ Params: { tenant: string } }>;

/** The endpoints that applications call: token, keys, metadata. */
export function registerTokenRoutes(app: FastifyInstance, context: SandboxContext): void {
  app.post("/:tenant/oauth2/v2.0/token", async (request: TenantRequest, reply) => {
    void reply.header("cache-control", "no-store, no-cache").header("pragma", "no-cache");
    return answerJson(context, { request, reply }, () => answerTokenRequest(context, request));
  });
  app.post("/:tenant/oauth2/v2.0/devicecode", async (request: TenantRequest, reply) => {
    void reply.header("cache-control", "no-store, no-cache").header("pragma", "no-cache");
    return answerJson(context, { request, reply }, async () =>
      issueDeviceCode(context, {
        tenantSegment: request.params.tenant,
        parameters: readParameters(formOf(request)),
        origin: originOf(request),
      }),
    );
  });
  app.get("/:tenant/discovery/v2.0/keys", async (request: TenantRequest, reply) =>
    answerJson(context, { request, reply }, async () => {
      resolveTenant(context, request.params.tenant);
      return describeKeySet(context);
    }),
  );
  app.get("/:tenant/v2.0/.well-known/openid-configuration", async (request: TenantRequest, reply) =>
    answerJson(context, { request, reply }, async () => describeProvider(context, request)),
  );
  // Graph serves it at its own host, beside the versions of its API.
  app.get("/graph/oidc/userinfo", async (request, reply) => {
    const claims = await verifyAccessToken(context, request.headers.authorization, {
      audience: microsoftGraph.audience,
    });
    const user = claims?.userId === undefined ? undefined : findUser(context, claims.userId);
    if (!claims?.scopes.includes("openid") || !user) {
      return reply.code(401).header("www-authenticate", "Bearer").send({ error: "invalid_token" });
    }
    return describeUser(user, claims);
  });
  app.get("/common/discovery/instance", (request) => {
    const origin = originOf(request);
    const host = new URL(origin).host;
    return {
      tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    };
  });
}

async function answerTokenRequest(context: SandboxContext, request: TenantRequest) {
  const selection = resolveTenant(context, request.params.tenant);
  const parameters = readParameters(formOf(request));
  const credentials = readClientCredentials(parameters, request.headers.authorization);
  const app = findApplication(context, credentials.clientId, selection);
  const { secret } = credentials;
  const isPublicGrant = mayGoWithoutSecret(context, parameters);
  authenticateClient(app, { secret, isPublicGrant, now: context.clock.now() });
  const isPublicClient = secret === undefined;
  const grant = { context, origin: originOf(request), selection, app, parameters, isPublicClient };
  const grantType = parameters.get("grant_type");
  if (isDeviceCodeGrant(grantType)) return redeemDeviceCode(grant);
  switch (grantType) {
    case "authorization_code":
      return redeemCode(grant);
    case "refresh_token":
      return refresh(grant);
    case "client_credentials":
      return grantClientCredentials(grant);
    case undefined:
      throw new EntraError(900144, { parameter: "grant_type" });
    default:
      throw new EntraError(70003, { grantType });
  }
}

/** The device code flow, and what it gave out: web redirects prove themselves by the secret always. */
function mayGoWithoutSecret(context: SandboxContext, parameters: RequestParameters): boolean {
  const grantType = parameters.get("grant_type");
  if (isDeviceCodeGrant(grantType)) return true;
  if (grantType !== "refresh_token") return false;
  const presented = hashOpaqueValue(parameters.get("refresh_token") ?? "");
  return entraRecords(context).refreshTokens.get(presented)?.isPublicClient === true;
}

/** Metadata; for an alias the issuer is the literal template `{tenantid}`, for a tenant its own. */
function describeProvider(context: SandboxContext, request: TenantRequest) {
  const origin = originOf(request);
  const selection = resolveTenant(context, request.params.tenant);
  const segment =
    selection.kind === "tenant"
      ? selection.tenant.id
      : selection.alias === "consumers"
        ? consumersTenantId
        : selection.alias;
  const issuerTenant = segment === "common" || segment === "organizations" ? "{tenantid}" : segment;
  const oauth = `${origin}/${segment}/oauth2/v2.0`;
  return {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    jwks_uri: `${origin}/${segment}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: `${origin}/${issuerTenant}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${origin}/graph/oidc/userinfo`,
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    end_session_endpoint: `${oauth}/logout`,
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "nonce",
      "preferred_username",
      "name",
      "tid",
      "ver",
      "email",
    ],
    tenant_region_scope: null,
    cloud_instance_name: new URL(origin).host,
  };
}

/** UserInfo: `sub` is the pairwise one of the id_token (OIDC Core §5.3.2). */
function describeUser(user: DirectoryUser, { tenantId, appId }: AccessTokenClaims) {
  return {
    sub: pairwiseSubject(tenantId, user.id, appId),
    name: user.displayName,
    given_name: user.givenName,
    family_name: user.surname,
    ...(user.mail === null ? {} : { email: user.mail }),
  };
}

async function answerJson(
  context: SandboxContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  answer: () => Promise<unknown>,
) {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return reply
      .code(error.status)
      .send(entraErrorBody(error, { at: context.clock.now(), origin: originOf(request) }));
  }
}
