import type { SignInTest } from "@outrigger/api-contract";
import { OAuthError, type AuthorizationResponse, type Secret } from "@outrigger/oauth";
import { newToken, type AuthorizationAttempt } from "@outrigger/storage";
import type { FastifyReply } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { setFlowCookie } from "../mailbox-connections/flow-cookie.ts";
import { readAttemptFailure } from "../mailbox-connections/read-attempt-failure.ts";
import { explainSignInFault } from "./explain-sign-in-fault.ts";

export const SIGN_IN_TEST_KIND = "microsoft_registration_test";
export const SIGN_IN_TEST_PAGE = "/admin/registration";

const TEST_SECONDS = 15 * 60;

/** The same way as a user's sign-in stage: same address, same scopes, same secret. */
export async function startSignInTest(
  { organizationId, user }: Caller,
  { tenant, reply }: { readonly tenant: string; readonly reply: FastifyReply },
  context: FeatureContext,
): Promise<string> {
  const { database, microsoft } = context;
  await database.authorizationAttempts.supersedeUnanswered(organizationId, user.id, [SIGN_IN_TEST_KIND]);
  const request = await microsoft.startRequest({ tenant, scopes: microsoft.signInScopes });
  const browserBinding = newToken();
  await database.authorizationAttempts.start({
    kind: SIGN_IN_TEST_KIND,
    organizationId,
    userId: user.id,
    state: request.state,
    browserBinding,
    nonce: request.nonce,
    pkceVerifier: request.pkceVerifier,
    scopes: microsoft.signInScopes,
    tenantGuess: tenant,
    redirectUri: microsoft.redirectUri,
    lifetimeSeconds: TEST_SECONDS,
  });
  setFlowCookie(reply, browserBinding, context);
  return request.url.href;
}

interface ReturnedTest {
  readonly attempt: AuthorizationAttempt;
  readonly pkceVerifier: Secret | undefined;
  readonly readResponse: () => AuthorizationResponse;
}

/** Redeems the code and forgets the tokens: only how it went is kept. */
export async function finishSignInTest(
  { attempt, pkceVerifier, readResponse }: ReturnedTest,
  { database, microsoft }: FeatureContext,
): Promise<void> {
  const { authorizationAttempts } = database;
  try {
    const response = readResponse();
    if (response.outcome === "refused") {
      await authorizationAttempts.finish(attempt.id, "refused", readAttemptFailure(response));
      return;
    }
    if (pkceVerifier === undefined) throw new Error("A sign-in test was started without PKCE");
    await microsoft.exchange({
      tenant: attempt.tenantGuess ?? "organizations",
      code: response.code,
      pkceVerifier,
      nonce: attempt.nonce ?? "",
      scopes: attempt.scopes,
    });
    await authorizationAttempts.finish(attempt.id, "succeeded");
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { error: wireError, errorCodes, correlationId } = error;
    const aadstsCode = errorCodes[0] === undefined ? undefined : `AADSTS${errorCodes[0]}`;
    await authorizationAttempts.finish(attempt.id, "failed", { wireError, aadstsCode, correlationId });
  }
}

/** The caller's last test in words. */
export async function findLastTest(
  { organizationId, user }: Caller,
  { database }: Pick<FeatureContext, "database">,
): Promise<SignInTest | null> {
  const [attempt] = await database.authorizationAttempts.listByUser(organizationId, user.id, {
    kinds: [SIGN_IN_TEST_KIND],
    limit: 1,
  });
  return attempt ? describeTest(attempt) : null;
}

export const WORKS =
  "Sign-in works: Entra knows the client id, the address to come back to is registered, the secret is accepted, and the ID token is valid.";

function describeTest(attempt: AuthorizationAttempt): SignInTest {
  const at = (attempt.finishedAt ?? attempt.startedAt).toISOString();
  if (attempt.result === "succeeded") return { state: "works", at, code: null, sentence: WORKS, fix: null };
  if (attempt.result === "refused" || attempt.result === "failed") {
    const text = attempt.aadstsCode ?? attempt.wireError ?? "";
    return { state: "fails", at, ...explainSignInFault(text) };
  }
  return {
    state: "started",
    at,
    code: null,
    sentence:
      "Nothing has come back yet. Errors about the client id, the redirect URI or the tenant stay on Microsoft's page: paste what it said below.",
    fix: null,
  };
}
