import { afterAll, beforeEach, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { listReviewerIds } from "../../entra/consent-reviewers.ts";
import { openGraph, type OpenGraph } from "../testing/open-graph.ts";

const path = "/policies/adminConsentRequestPolicy";
const scopes = ["Policy.ReadWrite.ConsentRequest"];
const asMegan = { scopes, userId: demoUsers.megan };
const group = "6f1b3a50-0000-4000-8000-000000000001";
const nested = "6f1b3a50-0000-4000-8000-000000000002";
const isaiah = { query: `/users/${demoUsers.isaiah}`, queryType: "MicrosoftGraph" };
const policy = {
  isEnabled: true,
  notifyReviewers: true,
  remindersEnabled: false,
  requestDurationInDays: 5,
  reviewers: [isaiah],
};
let graph: OpenGraph;

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
  const { groups } = directoryOf(graph.sandbox.context);
  const fresh = {
    tenantId: demoTenants.contoso,
    displayName: "Reviewers",
    description: null,
    createdDateTime: "2026-01-01T00:00:00Z",
  };
  groups.put({ ...fresh, id: group, memberUserIds: [demoUsers.lidia], memberGroupIds: [nested] });
  // A circle of groups is walked once.
  groups.put({ ...fresh, id: nested, memberUserIds: [demoUsers.alex], memberGroupIds: [group] });
});
afterAll(() => graph.close());

function contoso() {
  return directoryOf(graph.sandbox.context).tenants.get(demoTenants.contoso)!;
}

test("the workflow is switched on with its reviewers and read back, its version one higher", async () => {
  const before = await graph.call("GET", path, asMegan);
  expect(before.json).toMatchObject({ isEnabled: false, version: 0, reviewers: [] });
  expect((await graph.call("PUT", path, { ...asMegan, body: policy })).status).toBe(204);
  expect(contoso().adminConsentWorkflow).toMatchObject({ isEnabled: true, reviewerIds: [demoUsers.isaiah] });
  const { json } = await graph.call("GET", path, asMegan);
  expect(json).toMatchObject({ ...policy, version: 1, reviewers: [{ ...isaiah, queryRoot: null }] });
  // What was read can be written back as it is.
  expect((await graph.call("PUT", path, { ...asMegan, body: json })).status).toBe(204);
  expect((await graph.call("GET", `${path}?$select=version`, asMegan)).json).toMatchObject({ version: 2 });
});

test("members of groups and of roles review, as they come and go", async () => {
  const reviewers = [
    `/groups/${group}/transitiveMembers/microsoft.graph.user`,
    "/beta/roleManagement/directory/roleAssignments?$filter=roleDefinitionId eq '158c047a-c907-4556-b7ef-446551a6b5f7'",
  ].map((query) => ({ query, queryType: "MicrosoftGraph" }));
  expect((await graph.call("PUT", path, { ...asMegan, body: { ...policy, reviewers } })).status).toBe(204);
  expect(listReviewerIds(graph.sandbox.context, contoso()).toSorted()).toEqual(
    [demoUsers.lidia, demoUsers.alex, demoUsers.isaiah].toSorted(),
  );
  const { users } = directoryOf(graph.sandbox.context);
  users.put({ ...users.get(demoUsers.isaiah)!, directoryRoles: [] });
  expect(listReviewerIds(graph.sandbox.context, contoso())).not.toContain(demoUsers.isaiah);
  expect((await graph.call("GET", path, asMegan)).json.reviewers).toMatchObject(reviewers);
});

test("only a Global Administrator changes it, and a role is needed to read it", async () => {
  const asIsaiah = { scopes, userId: demoUsers.isaiah };
  expect((await graph.call("PUT", path, { ...asIsaiah, body: policy })).status).toBe(403);
  expect((await graph.call("GET", path, asIsaiah)).status).toBe(200);
  expect((await graph.call("GET", path, { scopes, userId: demoUsers.adele })).status).toBe(403);
  expect(
    (await graph.call("PUT", path, { ...asMegan, scopes: ["Policy.Read.All"], body: policy })).status,
  ).toBe(403);
});

test.each([
  { ...policy, isEnabled: undefined },
  { ...policy, requestDurationInDays: undefined },
  { ...policy, requestDurationInDays: 61 },
  { ...policy, requestDurationInDays: 0 },
  { ...policy, reviewers: [] },
  {
    ...policy,
    reviewers: [{ query: "/users/b0000000-0000-4000-8000-000000000002", queryType: "MicrosoftGraph" }],
  },
  { ...policy, reviewers: [{ query: "/users", queryType: "MicrosoftGraph" }] },
  { ...policy, reviewers: [{ ...isaiah, queryType: "Other" }] },
  { ...policy, surplus: true },
])("%j is refused and changes nothing", async (body) => {
  const before = contoso();
  expect((await graph.call("PUT", path, { ...asMegan, body })).status).toBe(400);
  expect(contoso()).toEqual(before);
});
