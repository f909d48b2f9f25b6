import {
  askSalesforceAccess,
  explainSalesforceError,
  getSalesforceAccess,
  withdrawSalesforceAccess,
} from "@outrigger/api-contract";
import { findError } from "@outrigger/consent";
import { newToken, type SalesforceAccessRequest } from "@outrigger/storage";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { auditAccess } from "./audit-access.ts";
import { describeSalesforceAccess } from "./describe-salesforce-access.ts";
import { explainSalesforceText } from "./explain-salesforce-error.ts";
import { createRequestLimiter } from "./limit-requests.ts";
import {
  ACCESS_REQUEST_SECONDS,
  clearBrowserToken,
  linkTokenOf,
  readBrowserToken,
  setBrowserToken,
} from "./waiting-browser.ts";

interface Asking {
  readonly name: string;
  readonly cause: string | undefined;
  readonly browserToken: string;
  /** Signed in, though Salesforce does not answer for the person any more. */
  readonly caller: Caller | undefined;
}

/** The browser's side: understand an error page, ask an administrator, wait. Nobody needs to be signed in. */
export function registerSalesforceAccess(app: FastifyInstance, context: FeatureContext): void {
  const { clock, config, database } = context;
  const limiter = createRequestLimiter(() => clock.now());

  registerPublicEndpoint(app, explainSalesforceError, async ({ body }) => explainSalesforceText(body.text));

  registerPublicEndpoint(app, askSalesforceAccess, async ({ body, request, reply }) => {
    const known = readBrowserToken(request, config);
    const pending = known === undefined ? undefined : await findPending(context, known);
    if (!pending && !limiter.take(request.ip)) throw new RequestError("too_many_requests");
    const browserToken = pending && known !== undefined ? known : newToken();
    const asking = {
      name: body.name ?? "",
      cause: findError(body.cause ?? "")?.vendor === "salesforce" ? body.cause : undefined,
      browserToken,
      caller: await request.findCaller(),
    };
    const asked = pending ? await askAgain(context, pending, asking) : await ask(context, asking);
    setBrowserToken(reply, browserToken, config);
    const link = `${config.publicUrl}/salesforce-access#${linkTokenOf(browserToken)}`;
    return {
      request: describeSalesforceAccess(asked, context),
      link,
      draft: writeDraft(asking.name, link, context),
    };
  });

  registerPublicEndpoint(app, getSalesforceAccess, async ({ request }) => {
    const found = await findOfBrowser(context, request);
    return { request: found ? describeSalesforceAccess(found, context) : null };
  });

  registerPublicEndpoint(app, withdrawSalesforceAccess, async ({ request, reply }) => {
    const found = await findOfBrowser(context, request);
    if (!found) return { request: null };
    const withdrawn = await database.salesforceAccessRequests.move(found.id, "withdrawn");
    if (withdrawn) await auditAccess(context, withdrawn, "withdraw");
    clearBrowserToken(reply, config);
    return { request: describeSalesforceAccess(withdrawn ?? found, context) };
  });
}

async function findOfBrowser(
  { config, database }: FeatureContext,
  request: FastifyRequest,
): Promise<SalesforceAccessRequest | undefined> {
  const token = readBrowserToken(request, config);
  return token === undefined ? undefined : database.salesforceAccessRequests.findByBrowser(token);
}

async function findPending(
  { clock, database }: FeatureContext,
  browserToken: string,
): Promise<SalesforceAccessRequest | undefined> {
  const found = await database.salesforceAccessRequests.findByBrowser(browserToken);
  const isPending = found && found.state !== "connected" && found.state !== "withdrawn";
  return isPending && found.expiresAt > clock.now() ? found : undefined;
}

async function ask(
  context: FeatureContext,
  { name, cause, browserToken, caller }: Asking,
): Promise<SalesforceAccessRequest> {
  const { config, database } = context;
  const loginHost = new URL(config.salesforce.loginUrl).host;
  // Only an org that answers at the very host where people sign in is known before anybody has signed in.
  const organizationId =
    caller?.organizationId ?? (await database.organizations.findOnlyOneAtHost(loginHost))?.id;
  const asked = await database.salesforceAccessRequests.create({
    organizationId,
    userId: caller?.user.id,
    browserToken,
    linkToken: linkTokenOf(browserToken),
    loginHost,
    cause,
    askedByName: name === "" ? (caller?.user.displayName ?? "") : name,
    lifetimeSeconds: ACCESS_REQUEST_SECONDS,
  });
  await auditAccess(context, asked, "ask");
  return asked;
}

/** The person may know more by now, and asks anew where the administrator had answered. */
async function askAgain(
  context: FeatureContext,
  pending: SalesforceAccessRequest,
  { name, cause }: Asking,
): Promise<SalesforceAccessRequest> {
  const changes = {
    ...(cause === undefined ? {} : { cause }),
    ...(name === "" ? {} : { askedByName: name }),
  };
  const { salesforceAccessRequests } = context.database;
  if (pending.state === "open") {
    if (Object.keys(changes).length > 0) await salesforceAccessRequests.describe(pending.id, changes);
    return { ...pending, ...changes };
  }
  const moved = await salesforceAccessRequests.move(pending.id, "open", { ...changes, declineReason: null });
  if (moved) await auditAccess(context, moved, "ask");
  return moved ?? pending;
}

/** For the person's own mail program: we send no mail for somebody whom we do not know. */
function writeDraft(
  name: string,
  link: string,
  { config }: FeatureContext,
): { subject: string; text: string } {
  const { productName } = config.product;
  return {
    subject: `Please allow ${productName} in Salesforce`,
    text: [
      "Hello,",
      "",
      `I would like to use ${productName} with Salesforce. Salesforce does not let me in until an administrator has allowed it once.`,
      "This page says what it asks for and what to do, step by step. It needs no account:",
      link,
      "",
      ...(name === "" ? ["Thank you"] : ["Thank you", name]),
    ].join("\n"),
  };
}
