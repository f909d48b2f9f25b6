import { lookUpItem, saveItem } from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { ConnectorError } from "@outrigger/sync-core";
import { lookUpOpenItem } from "./look-up-open-item.ts";
import { openCrm } from "./open-crm.ts";
import { saveOpenItem } from "./save-open-item.ts";

/** `/api/items`: what the sidebar shows beside the open mail, and saving it by hand. Needs no mailbox permission. */
export function registerItems(app: FastifyInstance, context: FeatureContext): void {
  registerEndpoint(app, lookUpItem, async ({ caller, body }) =>
    askVendor(async () => lookUpOpenItem(body, await openCrm(caller, context))),
  );

  registerEndpoint(app, saveItem, async ({ caller, body }) => {
    const saved = await askVendor(async () => saveOpenItem(body, await openCrm(caller, context)));
    if (saved.state === "saved") {
      await context.database.auditEntries.add(caller.organizationId, {
        actor: caller.user,
        action: "item.save",
        summary: "Saved a mail to Salesforce by hand.",
      });
    }
    return saved;
  });
}

/** A person is waiting: what the sync would try again later is told to them as it is. */
async function askVendor<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.reason === "reauthorization_required")
      throw new RequestError("crm_not_connected", undefined, { cause: error });
    if (error.reason === "temporarily_unavailable" || error.reason === "rate_limited") {
      throw new RequestError("vendor_unavailable", undefined, { cause: error });
    }
    throw error;
  }
}
