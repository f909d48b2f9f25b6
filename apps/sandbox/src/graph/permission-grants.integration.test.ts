import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { entraRecords } from "../entra/entra-records.ts";
import { microsoftGraph } from "../entra/permission-catalog.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const asIsaiah = {
  scopes: ["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All", "Application.ReadWrite.All"],
  userId: demoUsers.isaiah,
};
const grants = "/oauth2PermissionGrants";
let graph: OpenGraph;
let clientId: string;
let resourceId: string;

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
  const made = await graph.call("POST", "/servicePrincipals", {
    ...asIsaiah,
    body: { appId: demoMicrosoftApp.appId },
  });
  clientId = made.json.id;
  resourceId = (await graph.call("GET", `/servicePrincipals(appId='${microsoftGraph.appId}')`, asIsaiah)).json
    .id;
});
afterAll(() => graph.close());

async function grant(scope: string, principalId?: string) {
  const consentType = principalId === undefined ? "AllPrincipals" : "Principal";
  const body = { clientId, resourceId, consentType, principalId: principalId ?? null, scope };
  return graph.call("POST", grants, { ...asIsaiah, body });
}

describe("the audit log", () => {
  test("tells of a grant with its cumulative scope, first the API and then the client", async () => {
    const { json } = await grant("openid User.Read");
    await graph.call("PATCH", `${grants}/${json.id}`, {
      ...asIsaiah,
      body: { scope: "openid User.Read Mail.Read" },
    });
    await graph.call("DELETE", `${grants}/${json.id}`, asIsaiah);
    const rows = entraRecords(graph.sandbox.context)
      .audits.all()
      .filter(({ activityDisplayName }) => activityDisplayName.endsWith("delegated permission grant"));
    expect(
      rows.map(({ activityDisplayName, operationType }) => [activityDisplayName, operationType]),
    ).toEqual([
      ["Add delegated permission grant", "Assign"],
      ["Add delegated permission grant", "Assign"],
      ["Remove delegated permission grant", "Unassign"],
    ]);
    const scopes = rows.map(({ targetResources }) =>
      targetResources[0]!.modifiedProperties.find(
        ({ displayName }) => displayName === "DelegatedPermissionGrant.Scope",
      ),
    );
    expect(scopes).toMatchObject([
      { oldValue: null, newValue: '" openid User.Read"' },
      { oldValue: '" openid User.Read"', newValue: '" openid User.Read Mail.Read"' },
      { oldValue: '" openid User.Read Mail.Read"', newValue: null },
    ]);
    for (const { targetResources, additionalDetails } of rows) {
      expect(targetResources.map(({ id }) => id)).toEqual([resourceId, clientId]);
      expect(targetResources[0]!.modifiedProperties).toContainEqual({
        displayName: "ServicePrincipal.ObjectID",
        oldValue: null,
        newValue: JSON.stringify(clientId),
      });
      expect(additionalDetails).toContainEqual({ key: "AppId", value: microsoftGraph.appId });
    }
  });
});

describe("a service principal made just now", () => {
  test("is not found by a grant until it has reached every copy of the directory", async () => {
    entraRecords(graph.sandbox.context).changeSettings({ principalReplicationSeconds: 20 });
    expect(await grant("User.Read")).toMatchObject({
      status: 404,
      json: { error: { code: "Directory_ObjectNotFound" } },
    });
    expect(directoryOf(graph.sandbox.context).grants.size).toBe(0);
    graph.sandbox.clock.advanceSeconds(20);
    expect((await grant("User.Read")).status).toBe(201);
  });
});

describe("delta", () => {
  const targetOf = (link: string) => link.slice(link.indexOf(grants));

  test("tells what is new, changed and gone since the round before", async () => {
    const kept = await grant("User.Read");
    const changed = await grant("User.Read", demoUsers.adele);
    const removed = await grant("User.Read", demoUsers.alex);
    const first = await graph.call("GET", `${grants}/delta`, asIsaiah);
    expect(first.json.value).toHaveLength(3);
    await graph.call("PATCH", `${grants}/${changed.json.id}`, {
      ...asIsaiah,
      body: { scope: "User.Read Mail.Read" },
    });
    await graph.call("DELETE", `${grants}/${removed.json.id}`, asIsaiah);
    const added = await grant("User.Read", demoUsers.lidia);
    const second = await graph.call("GET", targetOf(first.json["@odata.deltaLink"]), asIsaiah);
    const ids = second.json.value.map(({ id }: { id: string }) => id);
    expect(new Set(ids)).toEqual(new Set([changed.json.id, added.json.id, removed.json.id]));
    expect(ids).not.toContain(kept.json.id);
    expect(second.json.value).toContainEqual({ id: removed.json.id, "@removed": { reason: "deleted" } });
    const third = await graph.call("GET", targetOf(second.json["@odata.deltaLink"]), asIsaiah);
    expect(third.json.value).toEqual([]);
  });

  test("goes on page by page", async () => {
    const { grants: stored } = directoryOf(graph.sandbox.context);
    const { json } = await grant("User.Read");
    const row = stored.get(json.id)!;
    for (let index = 0; index < 150; index += 1)
      stored.put({ ...row, id: `grant-${index}`, consentType: "Principal" });
    const seen: string[] = [];
    let target: string | undefined = `${grants}/delta`;
    let pages = 0;
    while (target !== undefined) {
      const page: { value: { id: string }[]; "@odata.nextLink"?: string } = (
        await graph.call("GET", target, asIsaiah)
      ).json;
      seen.push(...page.value.map(({ id }) => id));
      pages += 1;
      target = page["@odata.nextLink"] && targetOf(page["@odata.nextLink"]);
    }
    expect(pages).toBe(2);
    expect(new Set(seen).size).toBe(151);
  });

  test.each(["$deltatoken=unknown", "$skiptoken=unknown.0", "$skiptoken=x", "$select=scope"])(
    "refuses %s",
    async (query) => {
      const { status } = await graph.call("GET", `${grants}/delta?${query}`, asIsaiah);
      expect([400, 410]).toContain(status);
    },
  );

  test("of one tenant opens nothing to another", async () => {
    await grant("User.Read");
    const { json } = await graph.call("GET", `${grants}/delta`, asIsaiah);
    const nina = {
      ...asIsaiah,
      userId: "b0000000-0000-4000-8000-000000000002",
      tenantId: demoTenants.fabrikam,
    };
    expect((await graph.call("GET", targetOf(json["@odata.deltaLink"]), nina)).status).toBe(410);
  });
});

describe("removing a service principal", () => {
  test("takes its grants along, and Microsoft's own stay", async () => {
    await grant("User.Read");
    expect((await graph.call("DELETE", `/servicePrincipals/${resourceId}`, asIsaiah)).status).toBe(403);
    const asAdele = { ...asIsaiah, userId: demoUsers.adele };
    expect((await graph.call("DELETE", `/servicePrincipals/${clientId}`, asAdele)).status).toBe(403);
    expect((await graph.call("DELETE", `/servicePrincipals/${clientId}`, asIsaiah)).status).toBe(204);
    expect(directoryOf(graph.sandbox.context).grants.size).toBe(0);
    expect((await graph.call("GET", `/servicePrincipals/${clientId}`, asIsaiah)).status).toBe(404);
  });
});
