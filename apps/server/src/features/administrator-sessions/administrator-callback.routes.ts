import { readPerson, type SignedInPerson } from "@outrigger/microsoft";
import { OAuthError, readAuthorizationResponse, type Secret, type TokenSet } from "@outrigger/oauth";
import type { AdministratorSession, AuthorizationAttempt } from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { showErrorsAsPages } from "../../http/show-errors-as-pages.ts";
import type { MicrosoftIdentity } from "../mailbox-connections/microsoft-authorization.ts";
import { readAttemptFailure } from "../mailbox-connections/read-attempt-failure.ts";
import {
  ADMINISTRATOR_FLOW_COOKIE,
  administratorCookieName,
  administratorCookieOptions,
} from "./administrator-cookies.ts";
import { openGraph } from "./open-administrator-graph.ts";
import { requireTenant } from "./require-tenant.ts";
import { ANY_TENANT, signInContextSchema } from "./start-administrator-sign-in.ts";

const SESSION_SECONDS_MAX = 3600;

/** What a sign-in to watch a tenant leaves to whoever watches: the only purpose that asks for a refresh token. */
export interface WatchGrant {
  readonly session: AdministratorSession;
  readonly refreshToken: Secret;
}

export interface AdministratorCallbackOptions {
  /** Called once per finished `watch_tenant` sign-in; left out, its refresh token is dropped like any other. */
  readonly onWatchGranted?: ((grant: WatchGrant) => Promise<void>) | undefined;
}

const returnAddresses = {
  remedies: "/remedies",
  posture: "/admin/posture",
  registration: "/admin/registration",
} as const;

/** The reader may be an administrator who was sent a link, and knows neither sidebar nor panel. */
const words = {
  title: "This sign-in cannot go on",
  sentences: {
    authorization_not_found:
      "This way back from Microsoft is not known here, or was used before. Go back to the page where you began, and begin once more.",
    authorization_expired: "This took too long. Go back to the page where you began, and begin once more.",
    authorization_refused:
      "Microsoft did not let this sign-in through, or it was cancelled there. Nothing was changed. Your account may have no role that may agree to these permissions: Cloud Application Administrator is enough for most.",
  },
} as const;

/** Where Microsoft sends an administrator back to who signed in for a purpose. */
export function registerAdministratorCallback(
  app: FastifyInstance,
  context: FeatureContext,
  options: AdministratorCallbackOptions = {},
): void {
  void app.register(async (scope) => {
    showErrorsAsPages(scope, context.config, words);
    registerCallback(scope, context, options);
  });
}

function registerCallback(
  app: FastifyInstance,
  context: FeatureContext,
  { onWatchGranted }: AdministratorCallbackOptions,
): void {
  const { config } = context;
  app.get("/administrator/callback", async (request, reply) => {
    const parameters = new URL(request.url, config.publicUrl).searchParams;
    const claim = await claimAttempt(parameters, request.cookies[ADMINISTRATOR_FLOW_COOKIE], context);
    const { returnTo } = signInContextSchema.parse(claim.attempt.context);
    const { tokens, cookie, session } = await finishOrRecord(claim, context);
    if (session.purpose === "watch_tenant" && tokens.refreshToken) {
      await onWatchGranted?.({ session, refreshToken: tokens.refreshToken });
    }
    return reply
      .setCookie(administratorCookieName(config), cookie, {
        ...administratorCookieOptions(config),
        maxAge: SESSION_SECONDS_MAX,
      })
      .header("cache-control", "no-store")
      .header("referrer-policy", "no-referrer")
      .redirect(returnAddresses[returnTo], 302);
  });
}

interface Claim {
  readonly attempt: AuthorizationAttempt;
  readonly pkceVerifier: Secret | undefined;
  readonly parameters: URLSearchParams;
  readonly state: string;
}

async function claimAttempt(
  parameters: URLSearchParams,
  browserBinding: string | undefined,
  { database }: FeatureContext,
): Promise<Claim> {
  const states = parameters.getAll("state");
  const state = states.length === 1 ? states[0] : undefined;
  if (!state) throw new RequestError("authorization_not_found");
  const kinds = ["microsoft_administrator"] as const;
  const claim = await database.authorizationAttempts.claim({ kinds, state, browserBinding });
  if (claim.outcome === "expired") throw new RequestError("authorization_expired");
  if (claim.outcome !== "claimed") throw new RequestError("authorization_not_found");
  return { attempt: claim.attempt, pkceVerifier: claim.pkceVerifier, parameters, state };
}

interface Finished {
  readonly tokens: TokenSet;
  readonly cookie: string;
  readonly session: AdministratorSession;
}

/** Whatever goes wrong is recorded with the attempt, like every other authorization's end. */
async function finishOrRecord(claim: Claim, context: FeatureContext): Promise<Finished> {
  const { authorizationAttempts } = context.database;
  try {
    return await finish(claim, context);
  } catch (error) {
    if (error instanceof OAuthError) {
      const { error: wireError, errorCodes } = error;
      const aadstsCode = errorCodes[0] === undefined ? undefined : `AADSTS${errorCodes[0]}`;
      await authorizationAttempts.finish(claim.attempt.id, "failed", { wireError, aadstsCode });
      throw new RequestError("authorization_refused", undefined, { cause: error });
    }
    const wireError = error instanceof RequestError ? error.code : "internal_error";
    await authorizationAttempts.finish(claim.attempt.id, "failed", { wireError });
    throw error;
  }
}

async function finish(claim: Claim, context: FeatureContext): Promise<Finished> {
  const { attempt, pkceVerifier } = claim;
  const { database, administratorMicrosoft } = context;
  const response = readAuthorizationResponse(claim.parameters, claim.state);
  if (response.outcome === "refused") {
    await database.authorizationAttempts.finish(attempt.id, "refused", readAttemptFailure(response));
    throw new RequestError("authorization_refused");
  }
  if (!pkceVerifier || !attempt.nonce) throw new RequestError("authorization_not_found");
  const tenant = attempt.tenantGuess ?? ANY_TENANT;
  const { tokens, identity } = await administratorMicrosoft.exchange({
    tenant,
    code: response.code,
    pkceVerifier,
    nonce: attempt.nonce,
    scopes: attempt.scopes,
    redirectUri: attempt.redirectUri,
  });
  requireTenant(identity, tenant);
  const person = await readAdministrator(tokens, context);
  if (person.isGuest) throw new RequestError("administrator_account_unsuitable");
  const { cookie, session } = await openSession({ attempt, tokens, identity, person }, context);
  return { tokens, cookie, session };
}

async function readAdministrator(tokens: TokenSet, context: FeatureContext): Promise<SignedInPerson> {
  try {
    return await readPerson(openGraph(async () => tokens.accessToken, context));
  } catch (cause) {
    if (!(cause instanceof ConnectorError)) throw cause;
    throw new RequestError("vendor_unavailable", undefined, { cause });
  }
}

interface Arrival {
  readonly attempt: AuthorizationAttempt;
  readonly tokens: TokenSet;
  readonly identity: MicrosoftIdentity;
  readonly person: SignedInPerson;
}

/** Stores the access token alone: the refresh token, if Microsoft sent one unasked, ends here. */
async function openSession(
  { attempt, tokens, identity, person }: Arrival,
  { clock, database }: FeatureContext,
): Promise<{ cookie: string; session: AdministratorSession }> {
  const { organizationId, approvalId, userId } = attempt;
  if (organizationId === null) throw new RequestError("authorization_not_found");
  const { purpose } = signInContextSchema.parse(attempt.context);
  const endMs = clock.now().getTime() + SESSION_SECONDS_MAX * 1000;
  return database.transaction(async (repositories) => {
    const opened = await repositories.administratorSessions.create({
      organizationId,
      purpose,
      tenantId: identity.tenantId,
      microsoftUserId: identity.userId,
      displayName: identity.displayName,
      roles: person.roles,
      areRolesKnown: person.areRolesKnown,
      scopes: tokens.scope,
      accessToken: tokens.accessToken,
      approvalId: approvalId ?? undefined,
      startedByUserId: userId ?? undefined,
      expiresAt: new Date(Math.min(endMs, tokens.expiresAt?.getTime() ?? endMs)),
    });
    await repositories.authorizationAttempts.finish(attempt.id, "succeeded");
    await repositories.auditEntries.add(organizationId, {
      action: "administrator_session.create",
      summary: `${identity.displayName} signed in at Microsoft as an administrator, for ${purpose}.`,
    });
    return opened;
  });
}
