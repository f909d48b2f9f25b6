import { decide } from "@outrigger/consent";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { buildConsentCase } from "../../entra/consent-case.ts";
import { entraRecords } from "../../entra/entra-records.ts";
import { microsoftGraph } from "../../entra/permission-catalog.ts";
import { openGraph, type OpenGraph } from "../testing/open-graph.ts";

const path = "/policies/permissionGrantPolicies";
const mailReadWrite = "024d486e-b451-40bb-833d-3e66d98c5c73";
const asMegan = {
  userId: demoUsers.megan,
  scopes: ["Policy.ReadWrite.PermissionGrant", "Policy.ReadWrite.Authorization"],
};
const mailSync = { id: "mail-sync", displayName: "Mail sync for CRM", description: "This app alone" };
const include = {
  permissionType: "delegated",
  resourceApplication: microsoftGraph.appId,
  clientApplicationIds: [demoMicrosoftApp.appId],
  permissions: [mailReadWrite],
};
let graph: OpenGraph;

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
});
afterAll(() => graph.close());

function contoso() {
  return directoryOf(graph.sandbox.context).tenants.get(demoTenants.contoso)!;
}

function outcomeForAdele(): string {
  const directory = directoryOf(graph.sandbox.context);
  return decide(
    buildConsentCase(graph.sandbox.context, {
      tenant: contoso(),
      app: directory.applications.find(({ appId }) => appId === demoMicrosoftApp.appId)!,
      user: directory.users.get(demoUsers.adele)!,
      endpoint: "authorize",
      scope: "Mail.ReadWrite",
    }),
  ).outcome;
}

async function assign(policies: readonly string[]) {
  return graph.call("PATCH", "/policies/authorizationPolicy", {
    ...asMegan,
    body: { defaultUserRolePermissions: { permissionGrantPoliciesAssigned: policies } },
  });
}

describe("built-in policies", () => {
  test("stand in every tenant with their condition sets", async () => {
    const { json } = await graph.call("GET", path, asMegan);
    const policies = new Map<string, { includes: unknown[]; excludes: unknown[] }>(
      json.value.map((policy: { id: string }) => [policy.id, policy]),
    );
    expect(policies.get("microsoft-user-default-legacy")!.includes).toMatchObject([
      { permissionType: "delegatedUserConsentable", permissions: ["all"], resourceApplication: "any" },
    ]);
    expect(policies.get("microsoft-user-default-low")!.includes).toMatchObject([
      { permissionClassification: "low", clientApplicationTenantIds: [demoTenants.contoso] },
      { permissionClassification: "low", clientApplicationsFromVerifiedPublisherOnly: true },
    ]);
    const [excluded] = policies.get("microsoft-user-default-recommended")!.excludes;
    expect(excluded).toMatchObject({ permissions: expect.arrayContaining([mailReadWrite]) });
    expect(policies.get("microsoft-user-default-allow-consent-apps")!.includes).toMatchObject([
      { clientApplicationIds: expect.arrayContaining(["9e5f94bc-e8a4-4e73-b8be-63364c29d753"]) },
    ]);
    expect(policies.has("microsoft-application-admin")).toBe(true);
    expect(policies.has("microsoft-company-admin")).toBe(true);
  });

  test.each([
    ["PATCH", "", { displayName: "Mine" }],
    ["DELETE", "", undefined],
    ["POST", "/includes", include],
    ["POST", "/excludes", include],
  ])("cannot be changed: %s %s", async (method, rest, body) => {
    const target = `${path}/microsoft-user-default-legacy${rest}`;
    const before = (await graph.call("GET", path, asMegan)).json;
    const answer = await graph.call(method, target, { ...asMegan, ...(body ? { body } : {}) });
    expect(answer).toMatchObject({ status: 403, json: { error: { code: "Authorization_RequestDenied" } } });
    expect((await graph.call("GET", path, asMegan)).json).toEqual(before);
  });
});

describe("a policy of the tenant's own", () => {
  test("opens exactly its permissions to exactly its application, once it is assigned", async () => {
    expect(outcomeForAdele()).toBe("need_admin_approval");
    expect((await graph.call("POST", path, { ...asMegan, body: mailSync })).status).toBe(201);
    const made = await graph.call("POST", `${path}/mail-sync/includes`, { ...asMegan, body: include });
    expect(made).toMatchObject({
      status: 201,
      json: {
        ...include,
        permissionClassification: "all",
        clientApplicationTenantIds: ["all"],
        clientApplicationPublisherIds: ["all"],
        clientApplicationsFromVerifiedPublisherOnly: false,
      },
    });
    expect(outcomeForAdele()).toBe("need_admin_approval");
    const assigned = contoso().permissionGrantPoliciesAssigned;
    expect((await assign([...assigned, "managePermissionGrantsForSelf.mail-sync"])).status).toBe(204);
    expect(outcomeForAdele()).toBe("consent_prompt");
    const sets = `${path}/mail-sync/includes`;
    expect((await graph.call("GET", `${sets}/${made.json.id}`, asMegan)).json).toMatchObject(include);
    expect((await graph.call("DELETE", `${sets}/${made.json.id}`, asMegan)).status).toBe(204);
    expect(outcomeForAdele()).toBe("need_admin_approval");
    expect((await graph.call("GET", sets, asMegan)).json.value).toEqual([]);
  });

  test("is narrowed by what it excludes", async () => {
    await graph.call("POST", path, { ...asMegan, body: mailSync });
    await graph.call("POST", `${path}/mail-sync/includes`, { ...asMegan, body: include });
    await assign(["managePermissionGrantsForSelf.mail-sync"]);
    expect(outcomeForAdele()).toBe("consent_prompt");
    const body = { permissionType: "delegated", clientApplicationTenantIds: [demoTenants.outriggerVendor] };
    expect((await graph.call("POST", `${path}/mail-sync/excludes`, { ...asMegan, body })).status).toBe(201);
    expect(outcomeForAdele()).toBe("need_admin_approval");
  });

  test("is renamed, and deleted although it is assigned, unless the setting says otherwise", async () => {
    await graph.call("POST", path, { ...asMegan, body: mailSync });
    const own = `${path}/mail-sync`;
    expect((await graph.call("PATCH", own, { ...asMegan, body: { displayName: "Other" } })).status).toBe(204);
    expect((await graph.call("GET", own, asMegan)).json).toMatchObject({ ...mailSync, displayName: "Other" });
    const assigned = ["managePermissionGrantsForSelf.mail-sync"];
    await assign(assigned);
    entraRecords(graph.sandbox.context).changeSettings({ assignedGrantPolicyMayBeDeleted: false });
    expect((await graph.call("DELETE", own, asMegan)).status).toBe(400);
    entraRecords(graph.sandbox.context).changeSettings({ assignedGrantPolicyMayBeDeleted: true });
    expect((await graph.call("DELETE", own, asMegan)).status).toBe(204);
    expect((await graph.call("GET", own, asMegan)).status).toBe(404);
    expect(outcomeForAdele()).toBe("need_admin_approval");
    // What was assigned stays named there, and can no longer be assigned anew.
    expect(contoso().permissionGrantPoliciesAssigned).toEqual(assigned);
    expect((await assign(assigned)).status).toBe(400);
  });

  test("leaves its rows in the audit log", async () => {
    await graph.call("POST", path, { ...asMegan, body: mailSync });
    await graph.call("POST", `${path}/mail-sync/includes`, { ...asMegan, body: include });
    await graph.call("DELETE", `${path}/mail-sync`, asMegan);
    expect(
      entraRecords(graph.sandbox.context)
        .audits.all()
        .map(({ activityDisplayName, category }) => `${category}: ${activityDisplayName}`),
    ).toEqual(
      ["Add", "Update", "Delete"].map((verb) => `PermissionGrantPolicy: ${verb} permission grant policy`),
    );
  });

  test("of a scenario keeps the ids of its other condition sets when one goes", async () => {
    const { tenants } = directoryOf(graph.sandbox.context);
    const sets = ["Mail.Read", "Mail.Send", "User.Read"].map((value) => ({ permissions: [value] }));
    tenants.put({ ...contoso(), customPolicies: [{ id: "staged", includes: sets, excludes: [] }] });
    const ids = async () => {
      const { json } = await graph.call("GET", `${path}/staged/includes`, asMegan);
      return json.value.map(({ id }: { id: string }) => id);
    };
    const before = await ids();
    await graph.call("DELETE", `${path}/staged/includes/${before[0]}`, asMegan);
    expect(await ids()).toEqual(before.slice(1));
  });
});

describe("what is no policy", () => {
  test.each([
    [{ ...mailSync, id: "microsoft-mine" }, 400],
    [{ ...mailSync, id: "two words" }, 400],
    [{ ...mailSync, id: "x".repeat(65) }, 400],
    [{ id: "nameless" }, 400],
    [{ ...mailSync, displayName: "x".repeat(300) }, 400],
    [{ ...mailSync, includes: [include] }, 400],
  ])("%j is refused with %i", async (body, status) => {
    expect((await graph.call("POST", path, { ...asMegan, body })).status).toBe(status);
    expect(contoso().customPolicies).toEqual([]);
  });

  test("an id is taken once, in any letter case", async () => {
    await graph.call("POST", path, { ...asMegan, body: mailSync });
    const again = await graph.call("POST", path, { ...asMegan, body: { ...mailSync, id: "Mail-Sync" } });
    expect(again).toMatchObject({
      status: 409,
      json: { error: { code: "Request_MultipleObjectsWithSameKeyValue" } },
    });
  });

  test.each([
    { ...include, permissionType: "delegatedUserConsentable" },
    { resourceApplication: microsoftGraph.appId },
    { ...include, permissions: [] },
    { ...include, permissions: "all" },
    { ...include, permissionClassification: "tiny" },
    { ...include, id: "chosen" },
  ])("the condition set %j is refused", async (body) => {
    await graph.call("POST", path, { ...asMegan, body: mailSync });
    expect((await graph.call("POST", `${path}/mail-sync/includes`, { ...asMegan, body })).status).toBe(400);
    expect(contoso().customPolicies[0]?.includes).toEqual([]);
  });
});
