import type { Secret } from "./secret.ts";

/** Where an authorization server listens. */
export interface AuthorizationServer {
  /** The issuer of its ID tokens, or a template with `{tenantid}` in it (Entra's `organizations` and `common`). */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri?: string | undefined;
  readonly revocationEndpoint?: string | undefined;
  /** RFC 8628 §3.1. */
  readonly deviceAuthorizationEndpoint?: string | undefined;
}

/** Who we are there. With a secret it goes in the form body (`client_secret_post`); without one we are a public client. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret?: Secret | undefined;
}

/** How calls go out. `fetch` is the only way to the network, `now` the only clock. */
export interface OAuthTransport {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  /** 15 unless told. */
  readonly timeoutSeconds?: number | undefined;
}

/** Everything a token call needs to know about the two sides. */
export interface OAuthParties {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly transport: OAuthTransport;
}

/** The claims of a validated ID token that the product uses; `claims` has all of them. */
export interface IdTokenClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface TokenSet {
  readonly accessToken: Secret;
  readonly refreshToken?: Secret | undefined;
  /** Present when an ID token came and was valid. */
  readonly idTokenClaims?: IdTokenClaims | undefined;
  /** What was granted; where the server leaves it out, what was asked (RFC 6749 §5.1). */
  readonly scope: readonly string[];
  /** Undefined where the server does not say (Salesforce): then a 401 tells. */
  readonly expiresAt?: Date | undefined;
  /** Further text members of the reply, by wire name (Salesforce: `instance_url`, `id`). Tokens are never among them. */
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * Gives a connector its access token for the next call. After a 401 it is asked once more with the token that was `rejected`:
 * it then gives another one (refreshed under a lock) or throws.
 */
export type AccessTokenSource = (request: { readonly rejected?: Secret | undefined }) => Promise<Secret>;
