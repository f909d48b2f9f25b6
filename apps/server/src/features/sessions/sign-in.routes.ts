import { OAuthError, readAuthorizationResponse } from "@outrigger/oauth";
import { newToken, type AuthorizationAttempt } from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { flowCookieName, flowCookieOptions } from "../../http/cookies.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { defaultMessages } from "../../http/request-error.ts";
import { sendErrorPage, type ErrorPage } from "../../http/send-error-page.ts";
import { explainSalesforceText } from "../salesforce-access/explain-salesforce-error.ts";
import { openWebSession } from "./open-web-session.ts";
import {
  ATTEMPT_SECONDS,
  finishSignIn,
  newState,
  startSignIn,
  surfaceSchema,
  type Surface,
} from "./sign-in-attempt.ts";

const HANDOFF_SECONDS = 60;
const startQuerySchema = z.object({ surface: surfaceSchema });
const attemptContextSchema = z.object({ surface: surfaceSchema });
const windowRateLimit = { config: { rateLimit: { max: 300, timeWindow: "1 minute" } } };

/** The two addresses that the window at Salesforce passes through. */
export function registerSignIn(app: FastifyInstance, context: FeatureContext): void {
  const { config } = context;

  app.get("/sign-in/salesforce/start", windowRateLimit, async (request, reply) => {
    const query = startQuerySchema.safeParse(request.query);
    if (!query.success) return sendPage(context, request, reply, pageOf("invalid_input"));
    const state = newState();
    const browserBinding = newToken();
    const url = await startSignIn(context, { surface: query.data.surface, browserBinding, state });
    return reply
      .setCookie(flowCookieName(config, flowIdOf(state)), browserBinding, {
        ...flowCookieOptions(config),
        maxAge: ATTEMPT_SECONDS,
      })
      .header("cache-control", "no-store")
      .redirect(url.href);
  });

  app.get("/sign-in/salesforce/callback", windowRateLimit, async (request, reply) => {
    const parameters = new URL(request.url, config.publicUrl).searchParams;
    const [state, ...others] = parameters.getAll("state");
    if (state === undefined || others.length > 0 || !/^[\w-]{20,200}$/.test(state)) {
      return sendPage(context, request, reply, pageOf("authorization_not_found"));
    }
    const cookieName = flowCookieName(config, flowIdOf(state));
    const claim = await context.database.authorizationAttempts.claim({
      kinds: ["salesforce_sign_in"],
      state,
      browserBinding: request.cookies[cookieName],
    });
    if (claim.outcome !== "claimed") {
      const code = claim.outcome === "expired" ? "authorization_expired" : "authorization_not_found";
      return sendPage(context, request, reply, pageOf(code));
    }
    reply.clearCookie(cookieName, flowCookieOptions(config));
    const { attempt, pkceVerifier } = claim;
    try {
      const response = readAuthorizationResponse(parameters, state);
      if (response.outcome === "refused") {
        await recordRefusal(context, attempt, response.error);
        return await sendPage(context, request, reply, explainRefusal(response, surfaceOf(attempt)));
      }
      if (pkceVerifier === undefined)
        throw new Error("A Salesforce sign-in was recorded without its verifier.");
      const { organization, user } = await finishSignIn(context, { code: response.code, pkceVerifier });
      const { id: organizationId } = organization;
      await context.database.authorizationAttempts.finish(attempt.id, "succeeded", {
        organizationId,
        userId: user.id,
      });
      return await leaveWindow(context, reply, { surface: surfaceOf(attempt), organizationId, user });
    } catch (error) {
      if (!(error instanceof OAuthError) && !(error instanceof ConnectorError)) {
        await context.database.authorizationAttempts.finish(attempt.id, "failed", {});
        throw error;
      }
      return await sendFailure(context, request, reply, { attempt, error });
    }
  });
}

/** Names the flow's cookie without giving the state away. */
function flowIdOf(state: string): string {
  return state.slice(0, 8);
}

function surfaceOf(attempt: AuthorizationAttempt): Surface {
  const parsed = attemptContextSchema.safeParse(attempt.context);
  return parsed.success ? parsed.data.surface : "sidebar";
}

/** The dialog hands a one-time code to the sidebar, as its own cookies never reach it; the panel gets its cookie here. */
async function leaveWindow(
  context: FeatureContext,
  reply: FastifyReply,
  { surface, ...who }: { surface: Surface } & Parameters<typeof openWebSession>[2],
): Promise<FastifyReply> {
  reply.header("cache-control", "no-store");
  if (surface === "admin") {
    await openWebSession(context, reply, who);
    return reply.redirect("/admin");
  }
  const code = await context.database.handoffs.create({
    organizationId: who.organizationId,
    userId: who.user.id,
    kind: "signed_in",
    payload: {},
    lifetimeSeconds: HANDOFF_SECONDS,
  });
  return reply.redirect(`/sidebar/dialog.html#signed_in=${code}`);
}

async function recordRefusal(
  { database }: FeatureContext,
  attempt: AuthorizationAttempt,
  wireError: string,
): Promise<void> {
  await database.authorizationAttempts.finish(attempt.id, "refused", { wireError: keepCode(wireError) });
}

/** Wire errors are words; anything else is not kept. */
function keepCode(wireError: string): string {
  return /^[\w.-]{1,100}$/.test(wireError) ? wireError : "other";
}

async function sendFailure(
  context: FeatureContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { attempt, error }: { attempt: AuthorizationAttempt; error: OAuthError | ConnectorError },
): Promise<FastifyReply> {
  request.log.warn({ err: error }, "A Salesforce sign-in failed.");
  const wireError = error instanceof OAuthError ? error.error : (error.vendorCode ?? error.reason);
  await context.database.authorizationAttempts.finish(attempt.id, "failed", {
    wireError: keepCode(wireError),
  });
  const isPassing =
    error instanceof OAuthError
      ? error.error === "network_error"
      : error.reason === "temporarily_unavailable";
  if (isPassing) return sendPage(context, request, reply, pageOf("vendor_unavailable"));
  const description = error instanceof OAuthError ? error.errorDescription : undefined;
  return sendPage(
    context,
    request,
    reply,
    explainRefusal({ error: wireError, description }, surfaceOf(attempt)),
  );
}

/** Salesforce's own wall: what it means, who must act, the steps, and what happens next. */
function explainRefusal(
  { error, description }: { error: string; description?: string | undefined },
  surface: Surface,
): ErrorPage {
  const finding = explainSalesforceText(
    `/sign-in/salesforce/callback?${new URLSearchParams({ error, error_description: description ?? "" }).toString()}`,
  );
  const isKnown = finding.code !== null;
  return {
    code: "authorization_refused",
    title: isKnown ? finding.title : "Salesforce did not sign you in",
    sentence: isKnown
      ? finding.meaning
      : "Nothing was changed. Close this window and try again from where you came.",
    whoMustAct: finding.whoMustAct,
    steps: finding.steps,
    next: finding.isAdministratorNeeded
      ? "Go back: there is a link for your Salesforce administrator with these steps. Once it is allowed, sign in again."
      : "Go back and sign in again. Nothing was changed.",
    action:
      surface === "sidebar"
        ? {
            href: `/sidebar/dialog.html#sign_in_failed=${finding.code ?? keepCode(error)}`,
            label: "Go on in Outlook",
          }
        : { href: "/admin", label: "Go back" },
    helpCode: finding.code ?? undefined,
    vendorCode: keepCode(error),
  };
}

function pageOf(code: ErrorPage["code"]): ErrorPage {
  return { code, title: "This sign-in cannot go on", sentence: defaultMessages[code] };
}

async function sendPage(
  { config }: FeatureContext,
  request: FastifyRequest,
  reply: FastifyReply,
  page: ErrorPage,
): Promise<FastifyReply> {
  return sendErrorPage(request, reply, { page, product: config.product });
}
