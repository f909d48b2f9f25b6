import { randomBytes } from "node:crypto";
import type { Document, DocumentStore } from "../../core/document-store.ts";

/** An External Client App: its registration, the same in every org that has it. */
export interface SalesforceApp extends Document {
  readonly name: string;
  /** Null: a public client, which must not send a secret. */
  readonly clientSecret: string | null;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly requirePkce: boolean;
  readonly refreshTokenRotation: boolean;
  /** Life of an access token: in Salesforce the session policy, which no token answer tells. */
  readonly sessionTtlSeconds: number;
  /** Milliseconds since 1970: a new app is known everywhere only after some minutes. Left out: at once. */
  readonly usableFrom?: number;
}

/** What one org has decided about an app; the id is `orgId|clientId`. */
export interface AppPolicy extends Document {
  readonly orgId: string;
  readonly clientId: string;
  /** False: the package of the app is not in this org at all. */
  readonly present: boolean;
  readonly installed: boolean;
  readonly blocked: boolean;
  readonly permittedUsers: "all_users_may_self_authorize" | "admin_approved_users";
  readonly approvedUserIds: readonly string[];
  /** What the token endpoint answers every call with, though the window went well. Left out: nothing. */
  readonly tokenRefusal?: TokenRefusal | null;
}

/** `ip_restricted`: the app's IP relaxation is Enforce, and the caller is outside the ranges. */
export type TokenRefusal = "ip_restricted" | "audience_validation_failed";

/** That a user has pressed Allow; the id is `orgId|userId|clientId`. */
export interface Consent extends Document {
  readonly scopes: readonly string[];
}

/**
 * One approval: an authorization with all tokens that came from it. Revoking it kills them all, and a user has at
 * most five per app.
 */
export interface TokenFamily extends Document {
  readonly orgId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly sequence: number;
  /** Row of the OauthToken object that shows this approval in Setup. */
  readonly oauthTokenId: string;
}

export interface RefreshToken extends Document {
  readonly familyId: string;
  /** False after rotation: presenting it again is a replay. */
  readonly isCurrent: boolean;
}

export interface AccessToken extends Document {
  readonly orgId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly familyId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

export interface AuthorizationCode extends Document {
  readonly orgId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly codeChallenge: string | null;
  readonly codeChallengeMethod: string | null;
  readonly nonce: string | null;
  readonly expiresAt: number;
  /** Set once redeemed: a second use revokes what the first one gave. */
  readonly familyId: string | null;
}

/** A browser in which somebody has chosen a Salesforce user. */
export interface LoginSession extends Document {
  readonly orgId: string;
  readonly userId: string;
}

/** A consent page that waits for Allow or Deny. */
export interface PendingConsent extends Document {
  readonly loginSessionId: string;
  /** The authorize call, as its query string. */
  readonly query: string;
}

export function oauthStoreOf(store: DocumentStore) {
  return {
    apps: store.collection<SalesforceApp>("salesforceApps"),
    policies: store.collection<AppPolicy>("salesforceAppPolicies"),
    consents: store.collection<Consent>("salesforceConsents"),
    families: store.collection<TokenFamily>("salesforceTokenFamilies"),
    refreshTokens: store.collection<RefreshToken>("salesforceRefreshTokens"),
    accessTokens: store.collection<AccessToken>("salesforceAccessTokens"),
    codes: store.collection<AuthorizationCode>("salesforceCodes"),
    logins: store.collection<LoginSession>("salesforceLogins"),
    pendingConsents: store.collection<PendingConsent>("salesforcePendingConsents"),
  };
}

/** The org's decision about an app; an org that never decided has the app as the vendor shipped it: not installed. */
export function policyOf(store: DocumentStore, orgId: string, clientId: string): AppPolicy {
  return (
    oauthStoreOf(store).policies.get(`${orgId}|${clientId}`) ?? {
      id: `${orgId}|${clientId}`,
      orgId,
      clientId,
      present: true,
      installed: false,
      blocked: false,
      permittedUsers: "all_users_may_self_authorize",
      approvedUserIds: [],
    }
  );
}

export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}
