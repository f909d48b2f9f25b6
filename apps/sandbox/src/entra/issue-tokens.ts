import { createHash, randomInt, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { directoryOf, type Application, type DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { grantedScopes } from "./consent-case.ts";
import { entraRecords, hashOpaqueValue, newOpaqueValue } from "./entra-records.ts";
import type { ParsedScope } from "./parse-scope.ts";
import { signInScopes, type ApiResource } from "./permission-catalog.ts";
import { getSigningKey } from "./signing-key.ts";
import { accessTokenIssuer } from "./verify-access-token.ts";

/** Refresh tokens slide: 90 days from the last use (configurable-token-lifetimes.md). */
const REFRESH_TOKEN_SECONDS = 90 * 86_400;

export interface SignedInUser {
  readonly tenantId: string;
  readonly user: DirectoryUser;
  readonly app: Application;
  /** Seconds since 1970 at which the person signed in. */
  readonly authTime: number;
  readonly hasMfa: boolean;
}

export interface TokenQuestion extends SignedInUser {
  readonly origin: string;
  readonly resource: ApiResource;
  readonly parsed: ParsedScope;
  /** The scope to keep with the refresh token. */
  readonly scope: string;
  readonly nonce?: string | undefined;
  /** MSAL asks for `client_info=1` and builds its account id from the answer. */
  readonly wantsClientInfo: boolean;
  /** No secret was presented; neither will the refresh token ask for one. */
  readonly isPublicClient: boolean;
  readonly grantsAsOf?: Date | undefined;
}

/** The success body of the token endpoint for a user. */
export async function issueUserTokens(context: SandboxContext, question: TokenQuestion) {
  const { parsed, resource, user, tenantId, app } = question;
  const granted = grantedScopes(context, {
    tenantId,
    appId: app.appId,
    userId: user.id,
    resourceAppId: resource.appId,
    grantsAsOf: question.grantsAsOf,
  });
  // `scp` and the returned `scope` hold everything consented at this API, not only what was asked; offline_access never.
  const values = granted.filter((value) => value !== "offline_access");
  const lifetime = accessTokenLifetime(context);
  const asked = new Set(parsed.named.map((ref) => ref.value));
  return {
    token_type: "Bearer",
    scope: formatReturnedScope(values, question),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: await signAccessToken(context, {
      lifetime,
      audience: resource.audience,
      tenantId,
      claims: { ...userClaims(user), idtyp: "user", scp: values.join(" "), appid: app.appId },
    }),
    ...(asked.has("offline_access") ? { refresh_token: keepRefreshToken(context, question) } : {}),
    ...(asked.has("openid") ? { id_token: await signIdToken(context, question) } : {}),
    ...(question.wantsClientInfo ? { client_info: encodeClientInfo(user) } : {}),
  };
}

/** An app-only token: it carries the application permissions that an administrator granted. */
export async function issueAppToken(
  context: SandboxContext,
  question: {
    tenantId: string;
    app: Application;
    servicePrincipalId: string;
    resource: ApiResource;
    roles: readonly string[];
  },
) {
  const lifetime = accessTokenLifetime(context);
  return {
    token_type: "Bearer",
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: await signAccessToken(context, {
      lifetime,
      audience: question.resource.audience,
      tenantId: question.tenantId,
      claims: {
        oid: question.servicePrincipalId,
        sub: question.servicePrincipalId,
        idtyp: "app",
        roles: question.roles,
        appid: question.app.appId,
        app_displayname: question.app.displayName,
      },
    }),
  };
}

/** 60 to 90 minutes, drawn anew for each token. */
function accessTokenLifetime(context: SandboxContext): number {
  return entraRecords(context).settings().accessTokenSeconds ?? randomInt(3_600, 5_400);
}

/** Scopes come back in the form in which they were asked, so that a client finds its own words again. */
function formatReturnedScope(
  values: readonly string[],
  { parsed, resource }: Pick<TokenQuestion, "parsed" | "resource">,
): string {
  const prefix = parsed.prefixed.has(resource.appId) ? `${resource.audience}/` : "";
  const words = values.map((value) => (signInScopes.includes(value) ? value : `${prefix}${value}`));
  if (parsed.defaultOf.includes(resource.appId)) words.push(`${resource.audience}/.default`);
  return words.join(" ");
}

function userClaims(user: DirectoryUser) {
  return {
    oid: user.id,
    sub: user.id,
    upn: user.userPrincipalName,
    unique_name: user.userPrincipalName,
    name: user.displayName,
    given_name: user.givenName,
    family_name: user.surname,
  };
}

async function signAccessToken(
  context: SandboxContext,
  {
    lifetime,
    audience,
    tenantId,
    claims,
  }: {
    lifetime: number;
    audience: string;
    tenantId: string;
    claims: Record<string, string | readonly string[]>;
  },
): Promise<string> {
  const now = Math.floor(context.clock.now().getTime() / 1000);
  const { keyId, privateKey } = await getSigningKey(context);
  return new SignJWT({ ...claims, azp: claims["appid"], tid: tenantId, ver: "1.0", uti: randomUUID() })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId })
    .setIssuer(accessTokenIssuer(tenantId))
    .setAudience(audience)
    .setIssuedAt(issuedAt(context))
    .setNotBefore(issuedAt(context))
    .setExpirationTime(now + lifetime)
    .sign(privateKey);
}

/**
 * Never ahead of the machine's clock: whoever receives a token checks it by a clock that nobody has steered. Tokens
 * still end by the sandbox's own.
 */
function issuedAt({ clock }: Pick<SandboxContext, "clock">): number {
  return Math.floor(Math.min(clock.now().getTime(), clock.machineNow().getTime()) / 1000);
}

/** id_token of version 2.0 (id-token-claims-reference.md). */
async function signIdToken(context: SandboxContext, question: TokenQuestion): Promise<string> {
  const { origin, tenantId, user, app, parsed, nonce, authTime } = question;
  const now = Math.floor(context.clock.now().getTime() / 1000);
  const { keyId, privateKey } = await getSigningKey(context);
  const asked = new Set(parsed.named.map((ref) => ref.value));
  return new SignJWT({
    oid: user.id,
    tid: tenantId,
    ver: "2.0",
    auth_time: authTime,
    uti: randomUUID(),
    // Only where the account is not the issuing tenant's own, as guests' are not.
    ...(user.tenantId === tenantId ? {} : { idp: `https://sts.windows.net/${user.tenantId}/` }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(asked.has("profile") ? { name: user.displayName, preferred_username: user.userPrincipalName } : {}),
    ...(asked.has("email") && user.mail !== null ? { email: user.mail } : {}),
  })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId })
    .setSubject(pairwiseSubject(tenantId, user.id, app.appId))
    .setIssuer(`${origin}/${tenantId}/v2.0`)
    .setAudience(app.appId)
    .setIssuedAt(issuedAt(context))
    .setNotBefore(issuedAt(context))
    .setExpirationTime(now + 3_600)
    .sign(privateKey);
}

/** `sub` is pairwise: the same person has another one in each application (OIDC Core §8.1). */
export function pairwiseSubject(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("|")).digest("base64url");
}

/** The object id stays that of the home tenant, also for a guest. */
function encodeClientInfo(user: DirectoryUser): string {
  return Buffer.from(JSON.stringify({ uid: user.id, utid: user.tenantId })).toString("base64url");
}

function keepRefreshToken(context: SandboxContext, question: TokenQuestion): string {
  const value = newOpaqueValue("1.");
  const now = Math.floor(context.clock.now().getTime() / 1000);
  entraRecords(context).refreshTokens.put({
    id: hashOpaqueValue(value),
    tenantId: question.tenantId,
    userId: question.user.id,
    appId: question.app.appId,
    scope: question.scope,
    authTime: question.authTime,
    hasMfa: question.hasMfa,
    issuedAt: now,
    expiresAt: now + REFRESH_TOKEN_SECONDS,
    rotated: false,
    isPublicClient: question.isPublicClient,
  });
  return value;
}

/** Ends every refresh token of a person, as a password reset or "revoke sessions" does. */
export function revokeRefreshTokens(context: Pick<SandboxContext, "store">, userId: string): void {
  const { refreshTokens } = entraRecords(context);
  for (const token of refreshTokens.filter((candidate) => candidate.userId === userId)) {
    refreshTokens.delete(token.id);
  }
}

export function findUser(context: Pick<SandboxContext, "store">, id: string): DirectoryUser | undefined {
  return directoryOf(context).users.get(id);
}
