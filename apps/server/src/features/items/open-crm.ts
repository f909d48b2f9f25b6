import { createSalesforceClient, createSalesforceSink, type SalesforceClient } from "@outrigger/salesforce";
import { DEFAULT_SYNC_RULES, type CrmSink, type SyncRules } from "@outrigger/sync-core";
import type { Database, OrganizationId, UserId } from "@outrigger/storage";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { getCrmOrganizationId, listInternalDomains } from "../sync/sync.job.ts";

/** Salesforce as the caller sees it, with the rules that tell colleagues from customers. */
export interface OpenCrm {
  readonly client: SalesforceClient;
  readonly sink: CrmSink;
  readonly instanceUrl: string;
  readonly rules: SyncRules;
  readonly organizationId: OrganizationId;
  readonly crmOrganizationId: string;
  readonly userId: UserId;
  readonly database: Database;
}

/** @throws {RequestError} `crm_not_connected`. */
export async function openCrm({ organizationId, user }: Caller, context: FeatureContext): Promise<OpenCrm> {
  const { accessTokens, clock, config, database, fetch } = context;
  const { connection, getAccessToken } = await accessTokens.forSalesforce(organizationId, user.id);
  const client = createSalesforceClient({
    instanceUrl: connection.instanceUrl,
    apiVersion: config.salesforce.apiVersion,
    fetch,
    getAccessToken,
    now: () => clock.now(),
    sleep: (durationMs) => clock.sleep(durationMs),
  });
  const mailbox = await database.mailboxConnections.findOrCreate(organizationId, user.id);
  return {
    client,
    sink: createSalesforceSink({ client }),
    instanceUrl: connection.instanceUrl,
    rules: {
      ...DEFAULT_SYNC_RULES,
      ownAddresses: [user.email, ...(mailbox.mailboxAddress === null ? [] : [mailbox.mailboxAddress])],
      internalDomains: await listInternalDomains(mailbox, context),
    },
    organizationId,
    crmOrganizationId: await getCrmOrganizationId(organizationId, context),
    userId: user.id,
    database,
  };
}
