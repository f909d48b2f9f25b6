import type { OAuthParties, TokenSet } from "./oauth-client.ts";
import type { Secret } from "./secret.ts";
import { requestTokens } from "./token-request.ts";

export interface ExchangeCodeRequest {
  readonly code: Secret;
  /** Exactly the one of the authorization request (RFC 6749 §4.1.3). */
  readonly redirectUri: string;
  readonly codeVerifier: Secret;
  /** What was asked; used as the granted scope where the server leaves it out. */
  readonly scopes: readonly string[];
  /** For servers that need the scope again, with a code that covers several resources (Entra). */
  readonly sendScope?: boolean | undefined;
  /** The nonce of the authorization request. With it, a server that has `jwksUri` must answer with an ID token. */
  readonly nonce?: string | undefined;
}

/**
 * Turns a code into tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). Without the server's `jwksUri` an ID token is ignored:
 * its claims are then never shown as validated.
 * @throws {OAuthError}
 */
export function exchangeCode(parties: OAuthParties, request: ExchangeCodeRequest): Promise<TokenSet> {
  return requestTokens(parties, {
    step: "exchange_code",
    grantType: "authorization_code",
    parameters: {
      code: request.code.reveal(),
      redirect_uri: request.redirectUri,
      code_verifier: request.codeVerifier.reveal(),
      ...(request.sendScope === true ? { scope: request.scopes.join(" ") } : {}),
    },
    requestedScopes: request.scopes,
    nonce: request.nonce,
  });
}

export interface RefreshTokensRequest {
  readonly refreshToken: Secret;
  /** Scopes to ask for; empty asks for what was granted. */
  readonly scopes: readonly string[];
}

/**
 * Asks for a new access token (RFC 6749 §6). The result always has a refresh token: the new one, or the one handed in where the
 * server keeps it. Store it before using the access token, under a lock: a rotated token works once.
 * @throws {OAuthError}
 */
export function refreshTokens(parties: OAuthParties, request: RefreshTokensRequest): Promise<TokenSet> {
  return requestTokens(parties, {
    step: "refresh_tokens",
    grantType: "refresh_token",
    parameters: {
      refresh_token: request.refreshToken.reveal(),
      ...(request.scopes.length > 0 ? { scope: request.scopes.join(" ") } : {}),
    },
    requestedScopes: request.scopes,
    refreshToken: request.refreshToken,
  });
}
