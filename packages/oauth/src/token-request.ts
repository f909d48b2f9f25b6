import {
  allowInsecureRequests,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  None,
  processGenericTokenEndpointResponse,
  type TokenEndpointResponse,
} from "oauth4webapi";
import type { OAuthParties, TokenSet } from "./oauth-client.ts";
import type { OAuthStep } from "./oauth-error.ts";
import { OAuthError } from "./oauth-error.ts";
import { Secret } from "./secret.ts";
import { parseSecureUrl } from "./secure-url.ts";
import {
  createLimitedFetch,
  type JsonObject,
  parseJsonObject,
  readText,
  sendOAuthRequest,
  toOAuthError,
} from "./send-oauth-request.ts";
import { validateIdToken } from "./validate-id-token.ts";

export interface TokenCall {
  readonly step: OAuthStep;
  readonly grantType: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly requestedScopes: readonly string[];
  readonly nonce?: string | undefined;
  readonly refreshToken?: Secret | undefined;
}

/** Sends one token request and reads the reply; every failure is an `OAuthError` of the call's step. */
export async function requestTokens(parties: OAuthParties, call: TokenCall): Promise<TokenSet> {
  const { client, transport } = parties;
  const endpoint = parseSecureUrl(parties.server.tokenEndpoint);
  const server = { issuer: parties.server.issuer, token_endpoint: endpoint.href };
  const authentication =
    client.clientSecret === undefined ? None() : ClientSecretPost(client.clientSecret.reveal());
  const wireClient = { client_id: client.clientId };
  const response = await sendOAuthRequest(call.step, () =>
    genericTokenEndpointRequest(server, wireClient, authentication, call.grantType, call.parameters, {
      [customFetch]: createLimitedFetch(transport),
      // parseSecureUrl has let http through for loopback hosts only.
      [allowInsecureRequests]: endpoint.protocol === "http:",
    }),
  );
  const text = await response.text();
  const body = parseJsonObject(text);
  if (!response.ok || body === undefined || body["error"] !== undefined) {
    throw toOAuthError(call.step, response, text);
  }
  const reply = await checkReply(call.step, body, () => {
    // The ID token is checked by validateIdToken, which knows issuer templates and verifies the signature.
    const { id_token: _, ...rest } = body;
    return processGenericTokenEndpointResponse(server, wireClient, Response.json(rest));
  });
  return toTokenSet({ parties, call, body, reply });
}

async function checkReply(
  step: OAuthStep,
  body: JsonObject,
  check: () => Promise<TokenEndpointResponse>,
): Promise<TokenEndpointResponse> {
  try {
    return await check();
  } catch (cause) {
    // The library's error holds the whole body, tokens included: only its text goes on.
    const reason = cause instanceof Error ? cause.message : "unknown";
    const description = `${reason} (members: ${Object.keys(body).join(", ")})`;
    // eslint-disable-next-line preserve-caught-error -- the cause holds tokens
    throw new OAuthError({ step, error: "invalid_response", errorDescription: description });
  }
}

interface ReplyParts {
  readonly parties: OAuthParties;
  readonly call: TokenCall;
  readonly body: JsonObject;
  readonly reply: TokenEndpointResponse;
}

async function toTokenSet({ parties, call, body, reply }: ReplyParts): Promise<TokenSet> {
  const idToken = readText(body, "id_token");
  const canValidate = parties.server.jwksUri !== undefined;
  if (call.nonce !== undefined && canValidate && idToken === undefined) {
    throw new OAuthError({ step: "validate_id_token", error: "invalid_id_token" });
  }
  const rotated = reply.refresh_token;
  return {
    accessToken: new Secret(reply.access_token),
    // RFC 6749 §6: no new refresh token means the old one goes on.
    refreshToken: rotated === undefined ? call.refreshToken : new Secret(rotated),
    idTokenClaims:
      idToken === undefined || !canValidate
        ? undefined
        : await validateIdToken({ parties, idToken, nonce: call.nonce }),
    scope: splitScope(reply.scope) ?? call.requestedScopes,
    expiresAt: findExpiry(reply.expires_in, parties.transport.now()),
    extra: readExtra(body),
  };
}

function splitScope(scope: string | undefined): string[] | undefined {
  const names = scope?.split(" ").filter((name) => name !== "") ?? [];
  return names.length === 0 ? undefined : names;
}

function findExpiry(expiresInSeconds: number | undefined, now: Date): Date | undefined {
  if (expiresInSeconds === undefined) return undefined;
  return new Date(now.getTime() + expiresInSeconds * 1000);
}

const TOKEN_MEMBERS: ReadonlySet<string> = new Set([
  "access_token",
  "refresh_token",
  "id_token",
  "token_type",
  "expires_in",
  "scope",
  "signature",
]);

function readExtra(body: JsonObject): Record<string, string> {
  const entries = Object.entries(body).flatMap(([name, value]): [string, string][] =>
    TOKEN_MEMBERS.has(name) || typeof value !== "string" ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}
