import { afterAll, beforeEach, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { openGraph, type OpenGraph } from "../testing/open-graph.ts";

const templateId = "dffd5d46-495d-40a9-8e21-954ff55e198a";
const group = "6f1b3a50-0000-4000-8000-000000000001";
const asMegan = { scopes: ["Directory.ReadWrite.All"], userId: demoUsers.megan };
let graph: OpenGraph;

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
});
afterAll(() => graph.close());

function contoso() {
  return directoryOf(graph.sandbox.context).tenants.get(demoTenants.contoso)!;
}

function valuesOf(settings: { values: { name: string; value: string }[] }) {
  return Object.fromEntries(settings.values.map(({ name, value }) => [name, value]));
}

async function create(values: { name: string; value: string }[]) {
  return graph.call("POST", "/groupSettings", { ...asMegan, body: { templateId, values } });
}

test("the template tells the settings and their defaults", async () => {
  const { json } = await graph.call("GET", `/groupSettingTemplates/${templateId}`, asMegan);
  expect(json.displayName).toBe("Consent Policy Settings");
  expect(json.values).toContainEqual(
    expect.objectContaining({ name: "BlockUserConsentForRiskyApps", defaultValue: "true" }),
  );
  expect((await graph.call("GET", "/groupSettingTemplates", asMegan)).json.value).toHaveLength(1);
  expect((await graph.call("GET", `/groupSettingTemplates/${group}`, asMegan)).status).toBe(404);
});

test("a tenant without settings gets them once, and they change what Entra decides by", async () => {
  expect((await graph.call("GET", "/groupSettings", asMegan)).json.value).toEqual([]);
  const made = await create([
    { name: "BlockUserConsentForRiskyApps", value: "False" },
    { name: "EnableGroupSpecificConsent", value: "true" },
    { name: "ConstrainGroupSpecificConsentToMembersOfGroupId", value: group },
  ]);
  expect(made.status).toBe(201);
  expect(contoso()).toMatchObject({
    blockUserConsentForRiskyApps: false,
    groupOwnerConsent: "selected_groups",
    adminConsentWorkflow: { isEnabled: false },
  });
  expect((await create([])).status).toBe(409);
  const [listed] = (await graph.call("GET", "/groupSettings", asMegan)).json.value;
  expect((await graph.call("GET", `/groupSettings/${made.json.id}`, asMegan)).json).toMatchObject(listed);
});

test("PATCH takes the whole collection: what is left out falls back to its default", async () => {
  const { json } = await create([{ name: "BlockUserConsentForRiskyApps", value: "false" }]);
  const path = `/groupSettings/${json.id}`;
  const values = [{ name: "EnableAdminConsentRequests", value: "true" }];
  expect((await graph.call("PATCH", path, { ...asMegan, body: { values } })).status).toBe(204);
  expect(contoso()).toMatchObject({
    blockUserConsentForRiskyApps: true,
    adminConsentWorkflow: { isEnabled: true },
  });
  expect(valuesOf((await graph.call("GET", path, asMegan)).json)).toMatchObject({
    EnableAdminConsentRequests: "true",
    BlockUserConsentForRiskyApps: "true",
  });
  expect((await graph.call("DELETE", path, asMegan)).status).toBe(204);
  expect(contoso().adminConsentWorkflow.isEnabled).toBe(false);
  expect((await graph.call("GET", "/groupSettings", asMegan)).json.value).toEqual([]);
  expect((await graph.call("DELETE", path, asMegan)).status).toBe(404);
});

test("a tenant whose workflow is on has settings without anybody having made them", async () => {
  const nina = {
    scopes: ["Directory.Read.All"],
    userId: "b0000000-0000-4000-8000-000000000002",
    tenantId: demoTenants.fabrikam,
  };
  const [settings] = (await graph.call("GET", "/groupSettings", nina)).json.value;
  expect(valuesOf(settings)["EnableAdminConsentRequests"]).toBe("true");
});

test.each([
  { templateId: group, values: [] },
  { templateId, values: [{ name: "Unheard", value: "true" }] },
  { templateId, values: [{ name: "BlockUserConsentForRiskyApps", value: "maybe" }] },
  { templateId, values: [{ name: "ConstrainGroupSpecificConsentToMembersOfGroupId", value: "no-guid" }] },
  { templateId, values: [{ name: "BlockUserConsentForRiskyApps" }] },
  {
    templateId,
    values: ["true", "false"].map((value) => ({ name: "BlockUserConsentForRiskyApps", value })),
  },
  { templateId },
])("%j is refused and changes nothing", async (body) => {
  const before = contoso();
  expect((await graph.call("POST", "/groupSettings", { ...asMegan, body })).status).toBe(400);
  expect(contoso()).toEqual(before);
});
