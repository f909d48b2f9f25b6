import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { auditAccess } from "./audit-access.ts";
import { clearBrowserToken, readBrowserToken } from "./waiting-browser.ts";

/** Somebody signed in with Salesforce in this browser: what it waited for is proved, and by whom is known. */
export async function confirmSalesforceAccess(
  context: FeatureContext,
  {
    caller,
    request,
    reply,
  }: { readonly caller: Caller; readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<void> {
  const { config, database } = context;
  const token = readBrowserToken(request, config);
  if (token === undefined) return;
  clearBrowserToken(reply, config);
  const found = await database.salesforceAccessRequests.findByBrowser(token);
  if (!found) return;
  const connected = await database.salesforceAccessRequests.move(found.id, "connected", {
    organizationId: caller.organizationId,
    userId: caller.user.id,
  });
  if (connected) await auditAccess(context, connected, "confirm", caller.user);
}
