import { afterAll, beforeEach, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../core/demo-ids.ts";
import { entraRecords, type ConsentRequest } from "../entra/entra-records.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const appId = "11111111-1111-4111-8111-111111111111";
const otherApp = "22222222-2222-4222-8222-222222222222";
const path = "/identityGovernance/appConsent/appConsentRequests";
const scopes = ["ConsentRequest.Read.All"];
const asMegan = { scopes, userId: demoUsers.megan };
const asAlex = { scopes, userId: demoUsers.alex };
let graph: OpenGraph;

function put(changes: Partial<ConsentRequest> & { id: string }): void {
  entraRecords(graph.sandbox.context).consentRequests.put({
    tenantId: demoTenants.contoso,
    appId,
    appDisplayName: "App",
    userId: demoUsers.adele,
    pendingScopes: ["Mail.Read"],
    reason: "Mail in the CRM",
    status: "InProgress",
    createdDateTime: graph.sandbox.context.clock.now().toISOString(),
    ...changes,
  });
}

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
});
afterAll(() => graph.close());

test("requests show per application what is pending and who asked, of the own tenant only", async () => {
  put({ id: "1" });
  put({ id: "2", status: "Expired", pendingScopes: ["Mail.Send"], userId: demoUsers.lidia });
  put({ id: "3", tenantId: demoTenants.fabrikam, appId: otherApp });
  const { json } = await graph.call("GET", path, asMegan);
  expect(json.value).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      appId,
      appDisplayName: "App",
      pendingScopes: [{ displayName: "Mail.Read" }],
    },
  ]);
  const own = `${path}/${json.value[0].id}`;
  expect((await graph.call("GET", own, asMegan)).json).toMatchObject({ appId });
  const users = await graph.call("GET", `${own}/userConsentRequests?$filter=status eq 'InProgress'`, asMegan);
  expect(users.json.value).toMatchObject([
    {
      id: "1",
      approvalId: "1",
      status: "InProgress",
      completedDateTime: null,
      createdBy: { user: { id: demoUsers.adele, userPrincipalName: "adele@contoso.example" } },
    },
  ]);
  expect((await graph.call("GET", `${path}/${appId}`, asMegan)).status).toBe(404);
  const expanded = await graph.call("GET", `${path}?$expand=userConsentRequests`, asMegan);
  expect(expanded.json.value[0].userConsentRequests).toHaveLength(2);
});

test("are filtered by the state of what users asked", async () => {
  put({ id: "1" });
  put({ id: "2", appId: otherApp, appDisplayName: "Other", status: "Completed" });
  const filter = encodeURIComponent("userConsentRequests/any (u:u/status eq 'InProgress')");
  const { json } = await graph.call("GET", `${path}?$filter=${filter}`, asMegan);
  expect(json.value.map((one: { appId: string }) => one.appId)).toEqual([appId]);
  for (const wrong of ["nothing/any(u:u/status eq 'x')", "userConsentRequests/any(u:v/status eq 'x')"]) {
    const refused = await graph.call("GET", `${path}?$filter=${encodeURIComponent(wrong)}`, asMegan);
    expect(refused.status).toBe(400);
  }
});

test("run out after the days of the policy, by the sandbox's clock", async () => {
  const expiresDateTime = new Date(graph.sandbox.clock.now().getTime() + 5 * 86_400_000).toISOString();
  put({ id: "1", expiresDateTime });
  put({ id: "2", status: "Completed", userId: demoUsers.lidia, expiresDateTime });
  const statuses = async () => {
    const [{ id }] = (await graph.call("GET", path, asMegan)).json.value;
    const { json } = await graph.call("GET", `${path}/${id}/userConsentRequests`, asMegan);
    return new Map(json.value.map(({ id: row, status }: { id: string; status: string }) => [row, status]));
  };
  graph.sandbox.clock.advanceSeconds(5 * 86_400 - 60);
  expect(await statuses()).toEqual(
    new Map([
      ["1", "InProgress"],
      ["2", "Completed"],
    ]),
  );
  graph.sandbox.clock.advanceSeconds(61);
  expect(await statuses()).toEqual(
    new Map([
      ["1", "Expired"],
      ["2", "Completed"],
    ]),
  );
  expect((await graph.call("GET", path, asMegan)).json.value[0].pendingScopes).toEqual([]);
});

test("wait for their reviewers alone, who need no role to see them", async () => {
  put({ id: "1", reviewerIds: [demoUsers.alex] });
  put({ id: "2", appId: otherApp, status: "Completed", reviewerIds: [demoUsers.alex] });
  const mine = `${path}/filterByCurrentUser(on='reviewer')`;
  const seen = (await graph.call("GET", mine, asAlex)).json.value;
  expect(seen.map((one: { appId: string }) => one.appId)).toEqual([appId]);
  expect((await graph.call("GET", mine, asMegan)).json.value).toEqual([]);
  expect((await graph.call("GET", path, asAlex)).status).toBe(403);
  expect((await graph.call("GET", `${path}/filterByCurrentUser(on='other')`, asAlex)).status).toBe(400);
  const users = `${path}/${seen[0].id}/userConsentRequests/filterByCurrentUser(on='reviewer')`;
  expect((await graph.call("GET", users, asAlex)).json.value).toMatchObject([
    {
      id: "1",
      approval: { stages: [{ assignedToMe: true, status: "InProgress", reviewResult: "NotReviewed" }] },
    },
  ]);
});

test("tell what a reviewer decided", async () => {
  put({
    id: "1",
    status: "Completed",
    review: {
      result: "Blocked",
      reviewedByUserId: demoUsers.megan,
      reviewedDateTime: "2026-11-23T10:00:00Z",
      justification: "Never heard of it",
    },
  });
  const [{ id }] = (await graph.call("GET", path, asMegan)).json.value;
  const own = `${path}/${id}/userConsentRequests/1`;
  const { json } = await graph.call("GET", own, asMegan);
  expect(json).toMatchObject({ status: "Completed", completedDateTime: "2026-11-23T10:00:00Z" });
  const stage = {
    status: "Completed",
    reviewResult: "Deny",
    justification: "Never heard of it",
    assignedToMe: false,
    reviewedBy: { id: demoUsers.megan, displayName: "Megan Bowen" },
  };
  expect(json.approval.stages).toMatchObject([stage]);
  expect((await graph.call("GET", `${own}/approval`, asMegan)).json).toMatchObject({ stages: [stage] });
  expect((await graph.call("GET", `${own}/approval/stages`, asMegan)).json.value).toMatchObject([stage]);
  expect((await graph.call("GET", `${path}/${id}/userConsentRequests/2`, asMegan)).status).toBe(404);
});
