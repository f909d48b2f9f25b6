import { expect, test } from "vitest";
import { demoTenants, demoUsers } from "../core/demo-ids.ts";
import { entraRecords } from "../entra/entra-records.ts";
import { openGraph } from "./testing/open-graph.ts";

const appId = "11111111-1111-4111-8111-111111111111";
const path = "/identityGovernance/appConsent/appConsentRequests";
const asMegan = { scopes: ["ConsentRequest.Read.All", "Policy.Read.All"], userId: demoUsers.megan };

test("requests show per application what is pending and who asked, of the own tenant only", async () => {
  const graph = await openGraph();
  const { consentRequests } = entraRecords(graph.sandbox.context);
  const row = {
    appId,
    appDisplayName: "App",
    reason: "Mail in the CRM",
    createdDateTime: "2026-11-23T10:00:00Z",
  };
  const asked = {
    ...row,
    tenantId: demoTenants.contoso,
    userId: demoUsers.adele,
    pendingScopes: ["Mail.Read"],
  };
  consentRequests.put({ ...asked, id: "1", status: "InProgress" });
  consentRequests.put({ ...asked, id: "2", status: "Expired", pendingScopes: ["Mail.Send"] });
  consentRequests.put({
    ...asked,
    id: "3",
    status: "InProgress",
    tenantId: demoTenants.fabrikam,
    appId: "x",
  });
  const { json } = await graph.call("GET", path, asMegan);
  expect(json.value).toEqual([
    { id: appId, appId, appDisplayName: "App", pendingScopes: [{ displayName: "Mail.Read" }] },
  ]);
  const users = await graph.call(
    "GET",
    `${path}/${appId}/userConsentRequests?$filter=status eq 'InProgress'`,
    asMegan,
  );
  expect(users.json.value).toHaveLength(1);
  expect(users.json.value[0]).toMatchObject({ id: "1", createdBy: { user: { id: demoUsers.adele } } });
  expect((await graph.call("GET", `${path}/x`, asMegan)).status).toBe(404);
  await graph.close();
});
