import { createHash } from "node:crypto";
import { decide } from "@outrigger/consent";
import type { Application, DirectoryUser, Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { withPath, type RequestParameters } from "./authorization-request.ts";
import { buildConsentCase, findServicePrincipal } from "./consent-case.ts";
import { EntraError, parseAadsts, type AadstsCode } from "./entra-error.ts";
import { entraRecords, hashOpaqueValue, type IssuedCode } from "./entra-records.ts";
import { findUser, issueAppToken, issueUserTokens } from "./issue-tokens.ts";
import { parseScope, resourcesOf, type ParsedScope } from "./parse-scope.ts";
import { findResource, signInScopes, type ApiResource } from "./permission-catalog.ts";
import { issuerOf } from "./refuse-sign-in.ts";
import { describeUnmet, findUnmetPolicy } from "./sign-in-conditions/conditional-access.ts";
import { findDeactivation } from "./sign-in-conditions/deactivated-application.ts";
import { findClosedGate, findMissingApi } from "./sign-in-conditions/tenant-access.ts";
import { getTenant, tenantForUser, type TenantSelection } from "./resolve-tenant.ts";
import { recordSignIn } from "./sign-in-log.ts";

export interface GrantRequest {
  readonly context: SandboxContext;
  readonly origin: string;
  readonly selection: TenantSelection;
  readonly app: Application;
  readonly parameters: RequestParameters;
  readonly isPublicClient: boolean;
}

/** grant_type=authorization_code (v2-oauth2-auth-code-flow.md, "Redeem a code for an access token"). */
export async function redeemCode(request: GrantRequest) {
  const { context, app, parameters } = request;
  const presented = required(parameters, "code");
  const redirectUri = required(parameters, "redirect_uri");
  const { codes } = entraRecords(context);
  const code = codes.get(hashOpaqueValue(presented));
  if (!code || code.appId !== app.appId) throw new EntraError(70000);
  if (code.redeemed) throw new EntraError(54005);
  if (code.expiresAt <= secondsNow(context)) throw new EntraError(70008);
  if (request.selection.kind === "tenant" && request.selection.tenant.id !== code.tenantId) {
    throw new EntraError(700005);
  }
  // The client sends what it sent to /authorize (RFC 6749 §4.1.3); kept is what Entra made of it.
  if (code.redirectUri !== withPath(redirectUri)) throw new EntraError(500112, { redirectUri });
  checkCodeVerifier(code, parameters.get("code_verifier"));
  // Marked before anything is awaited: two redemptions at once must not both pass.
  codes.put({ ...code, redeemed: true });
  return answerUser(request, {
    tenantId: code.tenantId,
    userId: code.userId,
    authTime: code.authTime,
    hasMfa: code.hasMfa === true,
    askedBefore: code.scope,
    nonce: code.nonce,
    grantsAsOf: context.clock.now(),
  });
}

/** RFC 7636 §4.6; a verifier without a challenge is refused as well, lest PKCE be stripped from the first leg. */
function checkCodeVerifier(code: IssuedCode, verifier: string | undefined): void {
  if (code.codeChallenge === undefined && verifier === undefined) return;
  if (code.codeChallenge === undefined || verifier === undefined) throw new EntraError(501481);
  const transformed =
    code.codeChallengeMethod === "S256"
      ? createHash("sha256").update(verifier).digest("base64url")
      : verifier;
  if (transformed !== code.codeChallenge) throw new EntraError(501481);
}

/** grant_type=refresh_token: not bound to one resource, and each use brings a new token. */
export async function refresh(request: GrantRequest) {
  const { context, app, parameters, selection } = request;
  const presented = required(parameters, "refresh_token");
  const { refreshTokens, settings } = entraRecords(context);
  const token = refreshTokens.get(hashOpaqueValue(presented));
  if (!token) throw presented.startsWith("1.") ? new EntraError(50173) : new EntraError(70000);
  if (token.appId !== app.appId) throw new EntraError(70000);
  if (token.rotated && !settings().rotatedRefreshTokensStillWork) throw new EntraError(50173);
  if (token.expiresAt <= secondsNow(context)) {
    throw new EntraError(700082, { issuedAt: new Date(token.issuedAt * 1000).toISOString() });
  }
  const user = findUser(context, token.userId);
  const tenantId =
    user && selection.kind === "tenant"
      ? tenantForUser(context, { selection, user, app }).id
      : token.tenantId;
  const answer = await answerUser(request, {
    tenantId,
    userId: token.userId,
    authTime: token.authTime,
    hasMfa: token.hasMfa === true,
    askedBefore: token.scope,
    nonce: undefined,
    ...(settings().oldRefreshTokensSeeNewGrants
      ? {}
      : { grantsAsOf: new Date((token.issuedAt + 1) * 1_000 - 1) }),
  });
  refreshTokens.put({ ...token, rotated: true });
  return answer;
}

interface UserGrant {
  readonly tenantId: string;
  readonly userId: string;
  readonly authTime: number;
  readonly hasMfa: boolean;
  /** The scope of the first leg, for a request that names none. */
  readonly askedBefore: string;
  readonly nonce: string | undefined;
  /** Left out: as far as consent has replicated. A person who has just consented is not held up by that. */
  readonly grantsAsOf?: Date | undefined;
}

/** The tokens of a person, after one more look at consent: what was granted may have been taken back meanwhile. */
export async function answerUser(request: GrantRequest, grant: UserGrant) {
  const { context, app, parameters, origin, isPublicClient } = request;
  const tenant = getTenant(context, grant.tenantId);
  const user = findUser(context, grant.userId);
  if (!user) throw new EntraError(50034, { user: grant.userId, tenant: tenant.displayName });
  if (!user.accountEnabled) throw new EntraError(50057);
  const { scope, parsed, resource } = chooseResource(request, grant.askedBefore);
  const error = findRefusal(request, grant, { tenant, user, resource, scope });
  if (error) {
    recordSignIn(context, { tenantId: tenant.id, user, app, resource, isInteractive: false, error });
    throw error;
  }
  return issueUserTokens(context, {
    ...grant,
    tenantId: tenant.id,
    user,
    app,
    origin,
    resource,
    parsed,
    scope,
    wantsClientInfo: parameters.get("client_info") === "1",
    isPublicClient,
  });
}

interface SilentQuestion {
  readonly tenant: Tenant;
  readonly user: DirectoryUser;
  readonly resource: ApiResource;
  readonly scope: string;
}

/** Why there is no token without a person at a page: gates first, then Conditional Access, then consent. */
function findRefusal(
  { context, app }: GrantRequest,
  { authTime, hasMfa, grantsAsOf }: UserGrant,
  { tenant, user, resource, scope }: SilentQuestion,
): EntraError | undefined {
  const decision = decide(
    buildConsentCase(context, {
      tenant,
      app,
      user,
      endpoint: "authorize",
      scope,
      prompt: "none",
      grantsAsOf,
    }),
  );
  const code = decision.outcome === "error" ? parseAadsts(decision.aadsts) : undefined;
  const describe = (aadsts: AadstsCode) =>
    new EntraError(aadsts, {
      appId: app.appId,
      appName: app.displayName,
      user: user.userPrincipalName,
      issuer: issuerOf(user),
      tenant: tenant.displayName,
      resource: resource.appId,
    });
  if (code !== undefined && code !== 65001) return describe(code);
  const deactivation = findDeactivation(context, app);
  if (deactivation) return deactivation;
  const gate = findClosedGate(context, { tenant, user });
  if (gate !== undefined) return describe(gate);
  const missingApi = findMissingApi(context, tenant, [resource.appId]);
  if (missingApi) return missingApi;
  const facts = { tenant, app, user, authTime, hasMfa };
  const policy = findUnmetPolicy(context, facts);
  if (policy) return describeUnmet(policy, facts);
  return decision.outcome === "code" ? undefined : describe(65001);
}

/**
 * A token is for ONE resource. A request that names several is refused (28000); one that names none gets what the
 * first leg asked for, and of several resources there the first. Scopes of sign-in asked then stay asked.
 */
function chooseResource({ context, app, parameters }: GrantRequest, askedBefore: string) {
  const asked = parameters.get("scope");
  const first = parseScope(askedBefore, app);
  const parsed = asked === undefined ? first : parseScope(asked, app);
  const resources = resourcesOf(parsed);
  if (asked !== undefined && resources.length > 1) {
    throw new EntraError(entraRecords(context).settings().severalResourcesCode, { scope: asked });
  }
  const resource = findResource(resources[0] ?? "");
  if (!resource) throw new EntraError(70011, { scope: asked ?? askedBefore });
  const named = parsed.named.filter(
    (ref) => ref.resourceAppId === resource.appId || signInScopes.includes(ref.value),
  );
  const kept: ParsedScope = {
    named: [
      ...named,
      ...first.named.filter(
        (ref) => signInScopes.includes(ref.value) && !named.some((other) => other.value === ref.value),
      ),
    ],
    defaultOf: parsed.defaultOf,
    prefixed: parsed.prefixed,
  };
  return { parsed: kept, resource, scope: formatScope(kept) };
}

function formatScope({ named, defaultOf }: ParsedScope): string {
  const prefixOf = (appId: string) => findResource(appId)?.audience ?? "";
  return [
    ...named.map((ref) =>
      signInScopes.includes(ref.value) ? ref.value : `${prefixOf(ref.resourceAppId)}/${ref.value}`,
    ),
    ...defaultOf.map((appId) => `${prefixOf(appId)}/.default`),
  ].join(" ");
}

/** grant_type=client_credentials (v2-oauth2-client-creds-grant-flow.md). */
export async function grantClientCredentials({ context, selection, app, parameters }: GrantRequest) {
  if (selection.kind === "alias") throw new EntraError(9001023);
  if (app.secrets.length === 0) throw new EntraError(7000218);
  const scope = required(parameters, "scope");
  const invalid = new EntraError(1002012, { scope });
  if (scope.trim().split(" ").length !== 1 || !scope.endsWith("/.default")) throw invalid;
  const { defaultOf } = parseScope(scope, app);
  const resource = findResource(defaultOf[0] ?? "");
  if (!resource) throw invalid;
  const servicePrincipal = findServicePrincipal(context, { tenantId: selection.tenant.id, appId: app.appId });
  if (!servicePrincipal) {
    throw new EntraError(7000229, { appId: app.appId, tenant: selection.tenant.id });
  }
  if (!servicePrincipal.accountEnabled) {
    throw new EntraError(7000112, { appId: app.appId, appName: app.displayName });
  }
  const deactivation = findDeactivation(context, app);
  if (deactivation) throw deactivation;
  return issueAppToken(context, {
    tenantId: selection.tenant.id,
    app,
    servicePrincipalId: servicePrincipal.id,
    roles: (servicePrincipal.grantedAppRoles ?? [])
      .filter(({ resourceAppId }) => resourceAppId === resource.appId)
      .map(({ value }) => value),
    resource,
  });
}

export function required(parameters: RequestParameters, parameter: string): string {
  const value = parameters.get(parameter);
  if (value === undefined) throw new EntraError(900144, { parameter });
  return value;
}

function secondsNow(context: SandboxContext): number {
  return Math.floor(context.clock.now().getTime() / 1000);
}
