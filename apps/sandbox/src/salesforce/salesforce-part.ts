import type { SandboxPart } from "../core/part.ts";
import { describeSalesforceState } from "./describe-state.ts";
import { registerAuthorization } from "./oauth/authorization.routes.ts";
import { registerTokens } from "./oauth/token.routes.ts";
import { registerPages } from "./pages/pages.routes.ts";
import { registerDataApi } from "./rest/data.routes.ts";
import { salesforceScenario } from "./scenario.ts";
import { refreshProductApp } from "./seed/register-product-app.ts";
import { seedSalesforce } from "./seed/seed-salesforce.ts";

/**
 * Salesforce under `/salesforce`: OAuth, REST API and pages of the demo orgs, after Salesforce's documentation.
 * What it covers and where it is thinner than Salesforce stands in this folder's README.
 */
export const salesforcePart: SandboxPart = {
  name: "salesforce",
  register: async (app, context) => {
    refreshProductApp(context);
    // Each in a scope of its own: the APIs parse bodies and shape errors in their own way.
    await app.register(async (scope) => registerAuthorization(scope, context));
    await app.register(async (scope) => registerTokens(scope, context));
    await app.register(async (scope) => registerDataApi(scope, context));
    await app.register(async (scope) => registerPages(scope, context));
  },
  seed: seedSalesforce,
  keptAtReset: ["salesforceSigningKeys"],
  scenario: salesforceScenario,
  describeState: describeSalesforceState,
};
