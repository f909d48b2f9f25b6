import {
  checkSalesforceAppSettings,
  diagnoseSalesforce,
  listSalesforceAccess,
} from "@outrigger/api-contract";
import { diagnoseOrg } from "@outrigger/salesforce";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { openCrm } from "../items/open-crm.ts";
import { checkSalesforceApp } from "./check-salesforce-app.ts";
import { describeClosedOrg, describeFindings } from "./describe-findings.ts";
import { describeSalesforceAccess } from "./describe-salesforce-access.ts";
import { describeSalesforceApp } from "./salesforce-app.ts";

/** The admin panel's page on Salesforce: who asks, what the app is, and what stands in the way. */
export function registerSalesforceAccessAdmin(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;

  registerEndpoint(app, listSalesforceAccess, async ({ caller }) => {
    const requests = await database.salesforceAccessRequests.list(caller.organizationId);
    return {
      requests: requests.map((request) => ({
        ...describeSalesforceAccess(request, context),
        id: request.id,
        askedByName: request.askedByName,
      })),
      app: describeSalesforceApp(config),
    };
  });

  registerEndpoint(app, checkSalesforceAppSettings, async () => {
    const { callbackUrl } = describeSalesforceApp(config);
    return { checks: await checkSalesforceApp({ ...config.salesforce, callbackUrl }, context) };
  });

  registerEndpoint(app, diagnoseSalesforce, async ({ caller }) => {
    const { productName, shortName } = config.product;
    const { client } = await openCrm(caller, context);
    const findings = await diagnoseOrg(client, { appNames: [...new Set([productName, shortName])] }).then(
      (diagnosis) => describeFindings(diagnosis, productName),
      (error: unknown) => [describeClosedOrg(error)],
    );
    await database.auditEntries.add(caller.organizationId, {
      actor: caller.user,
      action: "salesforce_access.diagnose",
      summary: "Read from Salesforce what decides whether people can use the app.",
    });
    return { findings };
  });
}
