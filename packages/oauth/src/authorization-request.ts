import { calculatePKCECodeChallenge } from "oauth4webapi";
import type { AuthorizationServer, OAuthClient } from "./oauth-client.ts";
import { Secret } from "./secret.ts";
import { parseSecureUrl } from "./secure-url.ts";

export interface PkcePair {
  /** 64 characters; keep it until the code is exchanged. */
  readonly verifier: Secret;
  readonly challenge: string;
  readonly method: "S256";
}

/** A new PKCE pair (RFC 7636 §4.1): 48 random bytes make a 64-character verifier, which every vendor's length limits allow. */
export async function createPkcePair(): Promise<PkcePair> {
  const verifier = createRandomText(48);
  const challenge = await calculatePKCECodeChallenge(verifier);
  return { verifier: new Secret(verifier), challenge, method: "S256" };
}

/** Random bytes as base64url, for `state` and `nonce`: 32 bytes make 43 characters. */
export function createRandomText(byteCount = 32): string {
  const bytes = crypto.getRandomValues(new Uint8Array(byteCount));
  return Buffer.from(bytes).toString("base64url");
}

export interface AuthorizationRequest {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly nonce?: string | undefined;
  readonly pkce: Pick<PkcePair, "challenge" | "method">;
  /** Vendor parameters such as `login_hint`; they cannot replace the protocol's own. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/**
 * The address to send the browser to (RFC 6749 §4.1.1 with PKCE).
 * @throws {TypeError} when the endpoint is neither https nor loopback.
 */
export function buildAuthorizationUrl(request: AuthorizationRequest): URL {
  const url = parseSecureUrl(request.server.authorizationEndpoint);
  for (const [name, value] of Object.entries(request.parameters ?? {})) {
    url.searchParams.set(name, value);
  }
  url.searchParams.set("response_type", "code");
  url.searchParams.set("client_id", request.client.clientId);
  url.searchParams.set("redirect_uri", request.redirectUri);
  url.searchParams.set("scope", request.scopes.join(" "));
  url.searchParams.set("state", request.state);
  if (request.nonce !== undefined) url.searchParams.set("nonce", request.nonce);
  url.searchParams.set("code_challenge", request.pkce.challenge);
  url.searchParams.set("code_challenge_method", request.pkce.method);
  return url;
}
