import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { refuse } from "../../core/control.routes.ts";
import type { SandboxContext } from "../../core/part.ts";
import {
  authorizeUrl,
  renderConsentPage,
  renderLoginPage,
  renderOauthErrorPage,
  renderRefusalPage,
} from "../pages/sign-in-pages.ts";
import { answerConsent, authorize, findConsentQuestion, type AuthorizeStep } from "./authorize.ts";
import { findLogin, listLoginChoices, safeStartUrl, setLoginCookie, signIn, signOut } from "./sign-in.ts";
import { walkAuthorization } from "./walk-authorization.ts";

const consentPath = "/salesforce/setup/secur/RemoteAccessAuthorizationPage.apexp";
const errorPath = "/salesforce/setup/secur/RemoteAccessErrorPage.apexp";

const text = z.string().max(20_000);
const loginQuerySchema = z.object({ startURL: text.optional(), login_hint: text.optional() });
const loginFormSchema = z.object({ username: z.string().min(1).max(255), startURL: text.optional() });
const consentFormSchema = z.object({
  source: z.string().min(1).max(255),
  decision: z.enum(["allow", "deny"]),
});
const errorQuerySchema = z.object({ error: text.optional(), error_description: text.optional() });
const walkSchema = z.strictObject({
  url: z.url().max(20_000),
  username: z.string().min(1).max(255),
  choices: z
    .array(z.enum(["allow", "deny", "close"]))
    .max(10)
    .default([]),
});

/** The pages of the web server flow: login, Allow Access?, and the errors that stay here. */
export function registerAuthorization(app: FastifyInstance, context: SandboxContext): void {
  app.get("/salesforce/services/oauth2/authorize", async (request, reply) => {
    const query = request.url.split("?").slice(1).join("?");
    return showStep(reply, authorize(context, query, findLogin(context, request)));
  });

  registerLogin(app, context);

  app.get(consentPath, async (request, reply) => {
    const { source } = z
      .object({ source: text.default("") })
      .catch({ source: "" })
      .parse(request.query);
    const question = findConsentQuestion(context, source, findLogin(context, request));
    return question ? showPage(reply, 200, renderConsentPage(question)) : showStaleConsent(reply);
  });

  app.post(consentPath, async (request, reply) => {
    const form = consentFormSchema.safeParse(request.body);
    const question =
      form.success && findConsentQuestion(context, form.data.source, findLogin(context, request));
    if (!form.success || !question) return showStaleConsent(reply);
    return showStep(reply, answerConsent(context, question, form.data.decision));
  });

  app.get(errorPath, async (request, reply) => {
    const query = errorQuerySchema.catch({}).parse(request.query);
    const page = renderOauthErrorPage({
      error: query.error ?? "unknown_error",
      description: query.error_description ?? "",
    });
    return showPage(reply, 200, page);
  });

  app.post("/_sandbox/salesforce/authorize", async (request, reply) => {
    const body = walkSchema.safeParse(request.body);
    if (!body.success) return refuse(reply, body.error);
    const walked = walkAuthorization(context, body.data);
    return (
      walked ??
      reply.code(404).send({
        error: "not_found",
        problems: [{ field: "username", message: "No active user has this name" }],
      })
    );
  });
}

function registerLogin(app: FastifyInstance, context: SandboxContext): void {
  app.get("/salesforce", async (_request, reply) => reply.redirect("/salesforce/home"));
  app.get("/salesforce/", async (request, reply) => {
    const query = loginQuerySchema.catch({}).parse(request.query);
    const choices = listLoginChoices(context, query.login_hint);
    return showPage(reply, 200, renderLoginPage({ choices, startUrl: safeStartUrl(query.startURL) }));
  });

  app.post("/salesforce/login", async (request, reply) => {
    const form = loginFormSchema.safeParse(request.body);
    const startUrl = safeStartUrl(form.data?.startURL);
    const login = form.success ? signIn(context, form.data.username) : undefined;
    if (!login) {
      const problem = "Error: Please check your username. The user is unknown or inactive.";
      return showPage(
        reply,
        400,
        renderLoginPage({ choices: listLoginChoices(context, undefined), startUrl, problem }),
      );
    }
    setLoginCookie(reply, login);
    return reply.redirect(startUrl);
  });

  app.get("/salesforce/logout", async (request, reply) => {
    const query = loginQuerySchema.catch({}).parse(request.query);
    signOut(context, request, reply);
    return reply.redirect(loginUrl({ startUrl: safeStartUrl(query.startURL), loginHint: undefined }));
  });
}

export function loginUrl({
  startUrl,
  loginHint,
}: {
  startUrl: string;
  loginHint: string | undefined;
}): string {
  const query = new URLSearchParams({ ec: "302", startURL: startUrl });
  if (loginHint !== undefined) query.set("login_hint", loginHint);
  return `/salesforce/?${query.toString()}`;
}

function showStep(reply: FastifyReply, step: AuthorizeStep): FastifyReply {
  switch (step.step) {
    case "refuse":
      return showPage(reply, 400, renderRefusalPage(step));
    case "show_error_page": {
      const query = new URLSearchParams({ error: step.error, error_description: step.description });
      return reply.redirect(`${errorPath}?${query.toString()}`);
    }
    case "sign_in":
      return reply.redirect(loginUrl({ startUrl: authorizeUrl(step.query), loginHint: step.loginHint }));
    case "ask_consent":
      return reply.redirect(`${consentPath}?source=${step.transaction}`);
    case "redirect":
      return reply.redirect(step.location);
  }
}

function showStaleConsent(reply: FastifyReply): FastifyReply {
  return showPage(
    reply,
    400,
    renderRefusalPage({ error: "invalid_request", description: "this request has expired; start again" }),
  );
}

export function showPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return (
    reply
      .code(status)
      .header("cache-control", "no-store")
      // Allow must be pressed on this page, not through a frame of somebody else's.
      .header("content-security-policy", "frame-ancestors 'none'")
      .type("text/html; charset=utf-8")
      .send(page)
  );
}
