import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../core/control.routes.ts";
import { directoryOf } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { answerConsent, requestApproval } from "./answer-consent.ts";
import { readParameters, ReturnedError } from "./authorization-request.ts";
import { beginDevice } from "./device-sign-in.ts";
import { EntraError } from "./entra-error.ts";
import { entraRecords, hashOpaqueValue, newOpaqueValue } from "./entra-records.ts";
import { ENTER_CODE } from "./pages/device-pages.ts";
import { errorPage } from "./pages/error-page.ts";
import { renderFlow } from "./pages/render-flow.ts";
import { leave, returnedParameters } from "./return-to-application.ts";
import {
  answerStrongAuthentication,
  beginAdminConsent,
  beginAuthorize,
  confirmDevice,
  pickAccount,
} from "./sign-in-flow.ts";
import { returnLocation } from "./return-location.ts";
import { signIn, type SignInStep, type SignInVisit } from "./sign-in-visit.ts";

const choices = [
  "accept",
  "accept_for_organization",
  "cancel",
  "return",
  "request_approval",
  "approve",
  "deny",
] as const;

const inputSchema = z.strictObject({
  url: z.string().min(1).max(20_000),
  account: z.string().min(1).max(320),
  choices: z.array(z.enum(choices)).max(20).default([]),
  /** What to write into the approval form. */
  justification: z.string().max(1_000).default("Needed for my work."),
});
type Input = z.infer<typeof inputSchema>;

interface Outcome {
  /** Titles of the pages shown, in order. */
  pages: string[];
  location: string | null;
  aadsts: string | null;
}

/** A choice that the page at hand does not offer. */
class ChoiceNotOffered extends Error {
  readonly choice: string;
  readonly page: string;
  constructor(choice: string, page: string) {
    super(`The page "${page}" does not offer "${choice}".`);
    this.choice = choice;
    this.page = page;
  }
}

/** `POST /_sandbox/authorize`: a person at the pages, without a browser. It runs what the pages run. */
export function registerControlAuthorize(app: FastifyInstance, context: SandboxContext): void {
  app.post("/_sandbox/authorize", async (request, reply) => {
    const parsed = inputSchema.safeParse(request.body);
    if (!parsed.success) return refuse(reply, parsed.error);
    const start = readStart(parsed.data.url);
    if (!start) {
      return reply.code(400).send({
        error: "invalid_input",
        problems: [{ field: "url", message: "is no address of /authorize, /adminconsent or /deviceauth" }],
      });
    }
    const visit = { context, browserId: hashOpaqueValue(newOpaqueValue()) };
    try {
      return walk(visit, parsed.data, start);
    } catch (error) {
      if (!(error instanceof ChoiceNotOffered)) throw error;
      return reply.code(409).send({ error: "choice_not_offered", choice: error.choice, page: error.page });
    } finally {
      forgetVisit(visit);
    }
  });
}

/** Undefined: a page from which no sign-in has begun, as a code that is not right stays on its own page. */
type Start = (visit: SignInVisit) => SignInStep | undefined;

/** Only path and query count: the same address works whatever host it names. */
function readStart(url: string): Start | undefined {
  const parsed = URL.canParse(url, "http://sandbox.invalid") && new URL(url, "http://sandbox.invalid");
  if (!parsed) return undefined;
  const query = readQuery(parsed.searchParams);
  if (/^\/common\/oauth2\/deviceauth\/?$/.test(parsed.pathname)) {
    return (visit) => beginDevice(visit, readParameters(query).get("otc") ?? "");
  }
  const authorize = /^\/([^/]+)\/oauth2\/v2\.0\/authorize\/?$/.exec(parsed.pathname)?.[1];
  if (authorize !== undefined) return (visit) => beginAuthorize(visit, decode(authorize), query);
  const consent = /^\/([^/]+)\/(v2\.0\/)?adminconsent\/?$/.exec(parsed.pathname);
  const segment = consent?.[1];
  if (segment === undefined) return undefined;
  const endpoint = consent?.[2] === undefined ? "adminconsent_v1" : "adminconsent";
  return (visit) => beginAdminConsent(visit, { tenantSegment: decode(segment), endpoint }, query);
}

/** A parameter that comes twice stays a list, as the listener's own parser has it. */
function readQuery(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function walk(visit: SignInVisit, input: Input, start: Start): Outcome {
  const { context } = visit;
  const pages: string[] = [];
  const left = [...input.choices];
  let aadsts: string | null = null;
  try {
    enterSilently(visit, input);
    const begun = start(visit);
    if (!begun) return { pages: [ENTER_CODE], location: null, aadsts: null };
    let step = begun;
    for (;;) {
      if (step.kind === "return") {
        return {
          pages,
          location: returnLocation(step),
          aadsts: step.error ? `AADSTS${step.error.code}` : "code" in step.parameters ? null : aadsts,
        };
      }
      const shown = renderFlow(context, step.flow, step.notice);
      pages.push(shown.title);
      aadsts = shown.aadsts;
      if (step.notice !== undefined) return { pages, location: null, aadsts };
      if (step.flow.stage === "account") {
        step = pickAccount(visit, step.flow, input.account);
        continue;
      }
      // Nobody who scripts a device means to stop at this page, unless "cancel" comes next.
      if (step.flow.stage === "device_confirm") {
        step = confirmDevice(visit, step.flow, left[0] !== "cancel");
        continue;
      }
      if (step.flow.stage === "device_done" || step.flow.stage === "device_canceled") {
        return { pages, location: null, aadsts };
      }
      const choice = left.shift();
      if (choice === undefined) return { pages, location: null, aadsts };
      step = choose(visit, step, { choice, title: shown.title, justification: input.justification });
    }
  } catch (error) {
    if (error instanceof ReturnedError) {
      const parameters = returnedParameters(context, error);
      const location = returnLocation({ kind: "return", returnTo: error.returnTo, parameters });
      return { pages, location, aadsts: `AADSTS${error.cause.code}` };
    }
    if (!(error instanceof EntraError)) throw error;
    const shown = errorPage(error, context.clock.now());
    return { pages: [...pages, shown.title], location: null, aadsts: shown.aadsts };
  }
}

function choose(
  visit: SignInVisit,
  { flow }: Extract<SignInStep, { kind: "page" }>,
  wish: { choice: (typeof choices)[number]; title: string; justification: string },
): SignInStep {
  const { choice } = wish;
  const asksForMore = flow.stage === "approve_request" || flow.stage === "more_information";
  if (asksForMore && (choice === "approve" || (choice === "deny" && flow.stage === "approve_request"))) {
    return answerStrongAuthentication(visit, flow, choice === "approve");
  }
  const isWall = flow.stage === "need_admin" || flow.stage === "approval_form";
  const isAnswer = choice === "accept" || choice === "accept_for_organization" || choice === "cancel";
  if (flow.stage === "consent" && isAnswer) return answerConsent(visit, flow, choice);
  if (flow.stage === "approval_form" && choice === "request_approval") {
    return requestApproval(visit, flow, wish.justification);
  }
  if ((isWall || flow.stage === "approval_sent") && (choice === "return" || choice === "cancel")) {
    return leave(visit, flow);
  }
  throw new ChoiceNotOffered(choice, wish.title);
}

/** A silent request has no page on which to choose: the account counts as signed in already. */
function enterSilently(visit: SignInVisit, input: Input): void {
  const url = new URL(input.url, "http://sandbox.invalid");
  if (url.searchParams.get("prompt") !== "none") return;
  const user = directoryOf(visit.context).findUserByName(input.account);
  if (user) signIn(visit, user);
}

/** The visitor has no browser to come back with. */
function forgetVisit({ context, browserId }: SignInVisit): void {
  const { sessions, flows } = entraRecords(context);
  sessions.delete(browserId);
  for (const flow of flows.filter((candidate) => candidate.browserId === browserId)) flows.delete(flow.id);
}
