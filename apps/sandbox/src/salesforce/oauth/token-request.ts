import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { SandboxContext } from "../../core/part.ts";
import { isTrue, openOrg, orgsOf, type OpenOrg, type StoredRecord } from "../org.ts";
import { decideAppAccess, isKnownYet } from "./app-access.ts";
import { openTokenFamily, revokeTokenFamily } from "./approvals.ts";
import {
  oauthStoreOf,
  policyOf,
  randomToken,
  type AuthorizationCode,
  type SalesforceApp,
  type TokenFamily,
  type TokenRefusal,
} from "./oauth-store.ts";
import { signIdToken } from "./signing-key.ts";

/** A refusal of the token endpoint: `{error, error_description}`. */
export class TokenError extends Error {
  readonly status: number;
  readonly error: string;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.name = "TokenError";
    this.error = error;
    this.status = status;
  }
}

export interface TokenRequest {
  readonly form: URLSearchParams;
  /** The value of the Authorization header, where a client sends its secret as Basic. */
  readonly authorization: string | undefined;
  /** `<origin>/salesforce`: host of the identity URL and the instance. */
  readonly instanceUrl: string;
}

export async function answerTokenRequest(
  context: SandboxContext,
  request: TokenRequest,
): Promise<Record<string, string>> {
  const grantType = request.form.get("grant_type");
  if (grantType === null) throw new TokenError("invalid_request", "missing required parameter: grant_type");
  if (grantType !== "authorization_code" && grantType !== "refresh_token") {
    throw new TokenError("unsupported_grant_type", "grant type not supported");
  }
  const app = authenticateClient(context, request);
  return grantType === "authorization_code"
    ? redeemCode(context, app, request)
    : refresh(context, app, request);
}

/** The id alone names a public client; a confidential one proves itself in the form or by Basic. */
export function authenticateClient(context: SandboxContext, request: TokenRequest): SalesforceApp {
  const basic = readBasic(request.authorization);
  const clientId = basic?.clientId ?? request.form.get("client_id") ?? "";
  const secret = basic?.secret ?? request.form.get("client_secret");
  const app = oauthStoreOf(context.store).apps.get(clientId);
  if (!app || !isKnownYet(context, app)) {
    throw new TokenError("invalid_client_id", "client identifier invalid");
  }
  const isRight = app.clientSecret === null ? secret === null : isSame(secret ?? "", app.clientSecret);
  if (!isRight) throw new TokenError("invalid_client", "invalid client credentials");
  return app;
}

function readBasic(header: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? "")?.[1];
  if (!encoded) return undefined;
  const [clientId = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  try {
    return { clientId: decodeURIComponent(clientId), secret: decodeURIComponent(secret.join(":")) };
  } catch {
    return { clientId, secret: secret.join(":") };
  }
}

function isSame(given: string, kept: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(kept));
}

async function redeemCode(
  context: SandboxContext,
  app: SalesforceApp,
  request: TokenRequest,
): Promise<Record<string, string>> {
  const { codes } = oauthStoreOf(context.store);
  const code = codes.get(request.form.get("code") ?? "");
  if (!code || code.clientId !== app.id) throw new TokenError("invalid_grant", "invalid authorization code");
  const opened = getOrg(context, code.orgId);
  if (code.familyId !== null) {
    // RFC 6749 §4.1.2: a code that comes twice was stolen, so what the first use gave is taken back.
    revokeTokenFamily(opened, code.familyId);
    throw new TokenError("invalid_grant", "invalid authorization code");
  }
  if (code.expiresAt < context.clock.now().getTime()) {
    throw new TokenError("invalid_grant", "expired authorization code");
  }
  if (request.form.get("redirect_uri") !== code.redirectUri) {
    throw new TokenError("redirect_uri_mismatch", "redirect_uri must match configuration");
  }
  checkVerifier(code, request.form.get("code_verifier"));
  const user = getActiveUser(opened, code.userId);
  checkAccess(opened, { app, user, scopes: code.scopes });
  const { family, refreshToken } = context.store.transaction(() => {
    const started = openTokenFamily({ opened, app, userId: user.id, scopes: code.scopes });
    codes.put({ ...code, familyId: started.id });
    return { family: started, refreshToken: issueRefreshToken(context, started) };
  });
  const reply = issueAccessToken(context, { app, family, opened, request });
  const idToken = code.scopes.includes("openid")
    ? await signIdToken(context, {
        issuer: request.instanceUrl,
        subject: reply.id,
        audience: app.id,
        accessToken: reply.access_token,
        nonce: code.nonce,
        user,
      })
    : undefined;
  return {
    ...reply,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(idToken !== undefined && { id_token: idToken }),
  };
}

/** Web server flow: a challenge without a verifier is invalid_grant, a wrong verifier invalid_request. */
function checkVerifier(code: AuthorizationCode, verifier: string | null): void {
  if (code.codeChallenge === null) {
    if (verifier !== null) throw new TokenError("invalid_grant", "code verifier without code challenge");
    return;
  }
  if (verifier === null) throw new TokenError("invalid_grant", "missing code verifier");
  const isLongEnough = verifier.length >= 43 && verifier.length <= 172;
  const hashed = createHash("sha256").update(verifier).digest("base64url");
  // RFC 7636 §4.3 makes `plain` the default of a missing method; clients in the field hash all the same.
  const isPlain = code.codeChallengeMethod === null && isSame(verifier, code.codeChallenge);
  if (!isLongEnough || !(isSame(hashed, code.codeChallenge) || isPlain)) {
    throw new TokenError("invalid_request", "invalid code verifier");
  }
}

function getOrg(context: SandboxContext, orgId: string): OpenOrg {
  const org = orgsOf(context.store).get(orgId);
  if (!org) throw new TokenError("invalid_grant", "expired access/refresh token");
  return openOrg(context, org);
}

function getActiveUser(opened: OpenOrg, userId: string): StoredRecord {
  const user = opened.rows("User").get(userId);
  if (!user || !isTrue(user, "IsActive")) throw new TokenError("inactive_user", "user is inactive");
  return user;
}

const refusalSentences: Readonly<Record<TokenRefusal, string>> = {
  ip_restricted: "ip restricted",
  audience_validation_failed: "Audience validation failed",
};

function checkAccess(
  opened: OpenOrg,
  { app, user, scopes }: { app: SalesforceApp; user: StoredRecord; scopes: readonly string[] },
): void {
  const { tokenRefusal } = policyOf(opened.store, opened.org.id, app.id);
  if (tokenRefusal) throw new TokenError("invalid_grant", refusalSentences[tokenRefusal]);
  const access = decideAppAccess({ opened, app, user, scopes });
  if (access.access === "allowed") return;
  switch (access.reason) {
    case "app_not_found":
    case "not_installed":
      throw new TokenError("app_not_found", "External client app is not installed in this org");
    case "blocked":
      throw new TokenError("OAUTH_APP_BLOCKED", "this app is blocked by admin");
    case "not_admin_approved":
      throw new TokenError("invalid_app_access", "user is not admin approved to access this app");
    case "invalid_scope":
      throw new TokenError("invalid_scope", "the requested scope is not allowed");
  }
}

function refresh(context: SandboxContext, app: SalesforceApp, request: TokenRequest): Record<string, string> {
  const { refreshTokens, families } = oauthStoreOf(context.store);
  const expired = () => new TokenError("invalid_grant", "expired access/refresh token");
  const presented = refreshTokens.get(request.form.get("refresh_token") ?? "");
  const family = presented && families.get(presented.familyId);
  if (!presented || !family || family.clientId !== app.id) throw expired();
  const opened = getOrg(context, family.orgId);
  if (!presented.isCurrent) {
    // A rotated token that comes back was copied: the whole family ends.
    revokeTokenFamily(opened, family.id);
    throw expired();
  }
  const user = getActiveUser(opened, family.userId);
  checkAccess(opened, { app, user, scopes: family.scopes });
  const asked = (request.form.get("scope") ?? "").split(/\s+/).filter(Boolean);
  if (asked.some((scope) => !family.scopes.includes(scope))) {
    throw new TokenError("invalid_scope", "the requested scope is not allowed");
  }
  const rotated = context.store.transaction(() => {
    if (!app.refreshTokenRotation) return undefined;
    refreshTokens.put({ ...presented, isCurrent: false });
    return issueRefreshToken(context, family);
  });
  const reply = issueAccessToken(context, { app, family, opened, request });
  return { ...reply, ...(rotated !== undefined && { refresh_token: rotated }) };
}

function issueRefreshToken(context: SandboxContext, family: TokenFamily): string | undefined {
  if (!family.scopes.includes("refresh_token")) return undefined;
  const token = `5Aep861${randomToken(48)}`;
  oauthStoreOf(context.store).refreshTokens.put({ id: token, familyId: family.id, isCurrent: true });
  return token;
}

interface TokenReply extends Record<string, string> {
  readonly access_token: string;
  readonly id: string;
}

/** No `expires_in`: the life of a session is the org's to decide, and clients learn it from a 401. */
function issueAccessToken(
  context: SandboxContext,
  {
    app,
    family,
    opened,
    request,
  }: { app: SalesforceApp; family: TokenFamily; opened: OpenOrg; request: TokenRequest },
): TokenReply {
  const now = context.clock.now().getTime();
  const token = `${opened.org.id.slice(0, 15)}!AQ${randomToken(64)}`;
  const { accessTokens } = oauthStoreOf(context.store);
  for (const old of accessTokens.filter((candidate) => candidate.expiresAt < now))
    accessTokens.delete(old.id);
  accessTokens.put({
    id: token,
    orgId: opened.org.id,
    userId: family.userId,
    clientId: app.id,
    familyId: family.id,
    scopes: family.scopes,
    expiresAt: now + app.sessionTtlSeconds * 1000,
  });
  const id = `${request.instanceUrl}/id/${opened.org.id}/${family.userId}`;
  const issuedAt = String(now);
  const signature = createHmac("sha256", app.clientSecret ?? app.id)
    .update(id + issuedAt)
    .digest("base64");
  return {
    access_token: token,
    signature,
    scope: family.scopes.join(" "),
    instance_url: request.instanceUrl,
    id,
    token_type: "Bearer",
    issued_at: issuedAt,
  };
}

/** Revoking a refresh token ends the whole approval, an access token only itself; unknown tokens answer like known ones. */
export function revokeToken(context: SandboxContext, token: string): boolean {
  const { refreshTokens, accessTokens } = oauthStoreOf(context.store);
  const refreshToken = refreshTokens.get(token);
  const family = refreshToken && oauthStoreOf(context.store).families.get(refreshToken.familyId);
  if (family) {
    revokeTokenFamily(getOrg(context, family.orgId), family.id);
    return true;
  }
  return accessTokens.delete(token);
}
