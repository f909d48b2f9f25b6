import {
  declineSalesforceAccessLink,
  finishSalesforceAccessLink,
  openSalesforceAccessLink,
} from "@outrigger/api-contract";
import type { SalesforceAccessRequest } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { auditAccess } from "./audit-access.ts";
import { describeSalesforceAccessPage } from "./describe-salesforce-access.ts";

/** What the page behind the administrator's link may do; whoever holds the link may, and nobody is signed in. */
export function registerSalesforceAccessLinks(app: FastifyInstance, context: FeatureContext): void {
  const { salesforceAccessRequests } = context.database;

  registerPublicEndpoint(app, openSalesforceAccessLink, async ({ body }) =>
    describeSalesforceAccessPage(await findLinked(body.token, context), context),
  );

  registerPublicEndpoint(app, finishSalesforceAccessLink, async ({ body }) => {
    const { id } = await findLinked(body.token, context);
    const done = await salesforceAccessRequests.move(id, "administrator_done", { declineReason: null });
    if (!done) throw new RequestError("conflict");
    await auditAccess(context, done, "done");
    return describeSalesforceAccessPage(done, context);
  });

  registerPublicEndpoint(app, declineSalesforceAccessLink, async ({ body }) => {
    const { id } = await findLinked(body.token, context);
    const declined = await salesforceAccessRequests.move(id, "declined", { declineReason: body.reason });
    if (!declined) throw new RequestError("conflict");
    await auditAccess(context, declined, "decline");
    return describeSalesforceAccessPage(declined, context);
  });
}

async function findLinked(
  token: string,
  { clock, database }: FeatureContext,
): Promise<SalesforceAccessRequest> {
  const request = await database.salesforceAccessRequests.findByLink(token);
  if (!request) throw new RequestError("link_invalid");
  if (request.state === "withdrawn") throw new RequestError("link_revoked");
  if (request.state !== "connected" && request.expiresAt <= clock.now())
    throw new RequestError("link_expired");
  return request;
}
