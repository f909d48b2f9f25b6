import type { SandboxContext } from "../../core/part.ts";
import { changePolicy } from "../oauth/app-policies.ts";
import { oauthStoreOf } from "../oauth/oauth-store.ts";
import { createSigningKey } from "../oauth/signing-key.ts";
import type { Org } from "../org.ts";
import { demoOrgIds, demoSalesforceUsers } from "./demo-salesforce.ts";
import { describeProductApp } from "./register-product-app.ts";
import { seedContosoCrm, seedFabrikamCrm } from "./seed-crm.ts";
import { seedOrg } from "./seed-org.ts";

/** Enterprise Edition with four licences: 100,000 calls and 1,000 more per licence. */
const dailyApiRequestsMax = 104_000;

export async function seedSalesforce(context: SandboxContext): Promise<void> {
  await createSigningKey(context.store);
  const app = describeProductApp(context);
  context.store.transaction(() => {
    oauthStoreOf(context.store).apps.put(app);
    const contoso = seedOrg(context, describeOrg("contoso", "Contoso Sales"), demoSalesforceUsers.contoso);
    const fabrikam = seedOrg(
      context,
      describeOrg("fabrikam", "Fabrikam Sales"),
      demoSalesforceUsers.fabrikam,
    );
    seedContosoCrm(contoso);
    seedFabrikamCrm(fabrikam);
    for (const opened of [contoso, fabrikam]) changePolicy(opened, app, { present: true, installed: true });
  });
}

function describeOrg(key: keyof typeof demoOrgIds, name: string): Org {
  return {
    id: demoOrgIds[key],
    key,
    name,
    emailMessageEnabled: true,
    m365KeyField: true,
    dailyApiRequestsMax,
  };
}
