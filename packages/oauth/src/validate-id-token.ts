import { createRemoteJWKSet, customFetch, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import type { IdTokenClaims, OAuthParties, OAuthTransport } from "./oauth-client.ts";
import { OAuthError } from "./oauth-error.ts";
import { parseSecureUrl } from "./secure-url.ts";
import { createLimitedFetch } from "./send-oauth-request.ts";

export interface ValidateIdTokenRequest {
  readonly parties: OAuthParties;
  readonly idToken: string;
  /** Must be in the token when given (OpenID Connect Core §3.1.3.7, step 11). */
  readonly nonce?: string | undefined;
}

const TENANT_PLACEHOLDER = "{tenantid}";
const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CLOCK_TOLERANCE_SECONDS = 60;

/**
 * Checks an ID token's signature (RS256, keys from the server's `jwksUri`), issuer, audience, times and nonce
 * (OpenID Connect Core §3.1.3.7). Where the server's issuer is a template, the token's own `tid` fills it, and the result must be
 * the token's issuer: Entra's `organizations` endpoint signs for every tenant. The check is never skipped.
 * @throws {OAuthError} `invalid_id_token`; `network_error` when the keys cannot be read.
 */
export async function validateIdToken(request: ValidateIdTokenRequest): Promise<IdTokenClaims> {
  const { server, client, transport } = request.parties;
  if (server.jwksUri === undefined) throw fail("invalid_id_token");
  const keySet = findKeySet(transport, parseSecureUrl(server.jwksUri).href);
  const payload = await verify(request.idToken, keySet, {
    issuer: resolveIssuer(server.issuer, request.idToken),
    audience: client.clientId,
    algorithms: ["RS256"],
    requiredClaims: ["iss", "sub", "aud", "exp", "iat"],
    currentDate: transport.now(),
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  });
  if (request.nonce !== undefined && payload["nonce"] !== request.nonce) {
    throw fail("invalid_id_token");
  }
  return toClaims(payload, client.clientId);
}

type KeySet = ReturnType<typeof createRemoteJWKSet>;

async function verify(
  idToken: string,
  keySet: KeySet,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(idToken, keySet, options);
    return payload;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const isOurs = typeof code === "string" && /^ERR_(JW[ST]_|JOSE_ALG|JOSE_NOT|JWKS_NO)/.test(code);
    throw fail(isOurs ? "invalid_id_token" : "network_error", cause);
  }
}

/** The unverified `tid` only chooses which issuer is demanded; the verified token must then carry exactly that issuer. */
function resolveIssuer(template: string, idToken: string): string {
  if (!template.includes(TENANT_PLACEHOLDER)) return template;
  const tenantId = readTenantId(idToken);
  if (tenantId === undefined) throw fail("invalid_id_token");
  return template.replaceAll(TENANT_PLACEHOLDER, tenantId);
}

function readTenantId(idToken: string): string | undefined {
  try {
    const { tid } = decodeJwt(idToken);
    return typeof tid === "string" && TENANT_ID.test(tid) ? tid : undefined;
  } catch (cause) {
    throw fail("invalid_id_token", cause);
  }
}

function toClaims(payload: JWTPayload, clientId: string): IdTokenClaims {
  const audience = Array.isArray(payload.aud) ? payload.aud : [payload.aud ?? ""];
  // OpenID Connect Core §3.1.3.7, steps 4 and 5: a token for several audiences names us as the authorized party.
  const isForUs = audience.length === 1 || payload["azp"] === clientId;
  if (payload.iss === undefined || payload.sub === undefined || !isForUs) {
    throw fail("invalid_id_token");
  }
  return { issuer: payload.iss, subject: payload.sub, audience, claims: payload };
}

const keySetsByFetch = new WeakMap<typeof globalThis.fetch, Map<string, KeySet>>();

/** One key cache per `fetch` and address: jose fetches again only when a key is unknown, and not more often than its cooldown. */
function findKeySet(transport: OAuthTransport, jwksUri: string): KeySet {
  const known = keySetsByFetch.get(transport.fetch) ?? new Map<string, KeySet>();
  keySetsByFetch.set(transport.fetch, known);
  const keySet =
    known.get(jwksUri) ??
    createRemoteJWKSet(new URL(jwksUri), { [customFetch]: createLimitedFetch(transport) });
  known.set(jwksUri, keySet);
  return keySet;
}

function fail(error: string, cause?: unknown): OAuthError {
  return new OAuthError({ step: "validate_id_token", error, cause });
}
