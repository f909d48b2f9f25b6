import type { SalesforceAccessRequest, User } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

const SUMMARIES = {
  ask: "Somebody asked a Salesforce administrator to allow the app.",
  withdraw: "Somebody withdrew the request to a Salesforce administrator.",
  done: "Somebody with the link said that the app is allowed in Salesforce.",
  decline: "Somebody with the link declined to allow the app in Salesforce.",
  confirm: "A sign-in proved that the app is allowed in Salesforce.",
} as const;

/** An organization's log takes what is known to be its own; of the others a line without a name stays in the server's log. */
export async function auditAccess(
  { database, logger }: Pick<FeatureContext, "database" | "logger">,
  { organizationId, id }: SalesforceAccessRequest,
  what: keyof typeof SUMMARIES,
  actor?: User,
): Promise<void> {
  const action = `salesforce_access.${what}`;
  if (organizationId === null) {
    logger.info(
      { action, salesforceAccessRequestId: id },
      "A request to a Salesforce administrator changed.",
    );
    return;
  }
  await database.auditEntries.add(organizationId, {
    action,
    summary: SUMMARIES[what],
    ...(actor === undefined ? {} : { actor }),
  });
}
