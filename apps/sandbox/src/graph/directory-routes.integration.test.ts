import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { graphRoutes } from "./graph-routes.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const scopes = [...new Set(graphRoutes.flatMap((route) => route.scopes))];
const asMegan = { scopes, userId: demoUsers.megan };
const asIsaiah = { scopes, userId: demoUsers.isaiah };
const asAdele = { scopes, userId: demoUsers.adele };
const graphAppId = "00000003-0000-0000-c000-000000000000";

let graph: OpenGraph;
beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
});
afterAll(() => graph.close());

async function addProduct(): Promise<{ clientId: string; resourceId: string }> {
  const made = await graph.call("POST", "/servicePrincipals", {
    ...asIsaiah,
    body: { appId: demoMicrosoftApp.appId },
  });
  expect(made.status).toBe(201);
  const api = await graph.call("GET", `/servicePrincipals(appId='${graphAppId}')`, asIsaiah);
  return { clientId: made.json.id, resourceId: api.json.id };
}

describe("service principals", () => {
  test("of Microsoft's APIs are in every tenant, with the scopes that they publish", async () => {
    const { json } = await graph.call("GET", `/servicePrincipals?$filter=appId eq '${graphAppId}'`, asAdele);
    expect(json.value).toHaveLength(1);
    expect(json.value[0].oauth2PermissionScopes).toContainEqual(
      expect.objectContaining({
        value: "Mail.ReadWrite",
        type: "User",
        isEnabled: true,
        id: "024d486e-b451-40bb-833d-3e66d98c5c73",
      }),
    );
    const other = await graph.call("GET", `/servicePrincipals(appId='${graphAppId}')`, {
      scopes,
      userId: "b0000000-0000-4000-8000-000000000001",
      tenantId: demoTenants.fabrikam,
    });
    expect(other.json.id).not.toBe(json.value[0].id);
  });

  test("are added once, and switched by who may", async () => {
    const { clientId } = await addProduct();
    const again = await graph.call("POST", "/servicePrincipals", {
      ...asMegan,
      body: { appId: demoMicrosoftApp.appId },
    });
    expect(again).toMatchObject({
      status: 409,
      json: { error: { code: "Request_MultipleObjectsWithSameKeyValue" } },
    });
    const change = { body: { accountEnabled: false, appRoleAssignmentRequired: true } };
    expect(
      (await graph.call("PATCH", `/servicePrincipals/${clientId}`, { ...asAdele, ...change })).status,
    ).toBe(403);
    expect(
      (await graph.call("PATCH", `/servicePrincipals/${clientId}`, { ...asIsaiah, ...change })).status,
    ).toBe(204);
    const { json } = await graph.call("GET", `/servicePrincipals/${clientId}`, asAdele);
    expect(json).toMatchObject({ accountEnabled: false, appRoleAssignmentRequired: true });
  });

  test("of unknown applications are not added, nor by who may not", async () => {
    expect(
      (await graph.call("POST", "/servicePrincipals", { ...asMegan, body: { appId: "nothing" } })).status,
    ).toBe(400);
    const byAdele = await graph.call("POST", "/servicePrincipals", {
      ...asAdele,
      body: { appId: demoMicrosoftApp.appId },
    });
    expect(byAdele).toMatchObject({ status: 403, json: { error: { code: "Authorization_RequestDenied" } } });
    expect(
      directoryOf(graph.sandbox.context).servicePrincipals.filter(
        ({ tenantId }) => tenantId === demoTenants.contoso,
      ),
    ).toEqual([]);
  });
});

describe("permission grants", () => {
  test("are written, found, replaced and removed by a role that may consent", async () => {
    const ids = await addProduct();
    const body = {
      ...ids,
      consentType: "AllPrincipals",
      principalId: null,
      scope: "openid  User.Read Mail.ReadWrite",
    };
    expect((await graph.call("POST", "/oauth2PermissionGrants", { ...asAdele, body })).status).toBe(403);
    const made = await graph.call("POST", "/oauth2PermissionGrants", { ...asIsaiah, body });
    expect(made).toMatchObject({ status: 201, json: { ...ids, scope: "openid User.Read Mail.ReadWrite" } });
    const twice = await graph.call("POST", "/oauth2PermissionGrants", { ...asIsaiah, body });
    expect(twice).toMatchObject({
      status: 409,
      json: {
        error: {
          code: "Request_MultipleObjectsWithSameKeyValue",
          message: "Permission entry already exists.",
        },
      },
    });
    const filter = encodeURIComponent(`clientId eq '${ids.clientId}' and consentType eq 'AllPrincipals'`);
    const found = await graph.call("GET", `/oauth2PermissionGrants?$filter=${filter}`, asIsaiah);
    expect(found.json.value).toMatchObject([{ id: made.json.id }]);
    const path = `/oauth2PermissionGrants/${made.json.id}`;
    expect((await graph.call("PATCH", path, { ...asIsaiah, body: { scope: "User.Read" } })).status).toBe(204);
    expect((await graph.call("GET", path, asIsaiah)).json.scope).toBe("User.Read");
    expect((await graph.call("DELETE", path, { ...asAdele })).status).toBe(403);
    expect((await graph.call("DELETE", path, asIsaiah)).status).toBe(204);
    expect((await graph.call("GET", path, asIsaiah)).status).toBe(404);
  });

  test("of one person are theirs alone", async () => {
    const ids = await addProduct();
    const body = { ...ids, consentType: "Principal", principalId: demoUsers.adele, scope: "User.Read" };
    expect((await graph.call("POST", "/oauth2PermissionGrants", { ...asIsaiah, body })).status).toBe(201);
    expect((await graph.call("GET", "/me/oauth2PermissionGrants", asAdele)).json.value).toHaveLength(1);
    expect((await graph.call("GET", "/me/oauth2PermissionGrants", asIsaiah)).json.value).toHaveLength(0);
    const ofClient = await graph.call(
      "GET",
      `/servicePrincipals/${ids.clientId}/oauth2PermissionGrants`,
      asIsaiah,
    );
    expect(ofClient.json.value).toHaveLength(1);
  });

  test("are not seen from another tenant", async () => {
    const ids = await addProduct();
    const body = { ...ids, consentType: "AllPrincipals", scope: "User.Read" };
    const made = await graph.call("POST", "/oauth2PermissionGrants", { ...asMegan, body });
    const nina = { scopes, userId: "b0000000-0000-4000-8000-000000000002", tenantId: demoTenants.fabrikam };
    expect((await graph.call("GET", "/oauth2PermissionGrants", nina)).json.value).toEqual([]);
    expect((await graph.call("DELETE", `/oauth2PermissionGrants/${made.json.id}`, nina)).status).toBe(404);
    expect((await graph.call("POST", "/oauth2PermissionGrants", { ...nina, body })).status).toBe(404);
  });

  test.each([
    [{ consentType: "Principal" }, 400],
    [{ consentType: "AllPrincipals", principalId: demoUsers.adele }, 400],
    [{ consentType: "Principal", principalId: "nobody" }, 404],
    [{ consentType: "Everybody" }, 400],
    [{ consentType: "AllPrincipals", clientId: "nothing" }, 404],
    [{ consentType: "AllPrincipals", resourceId: "nothing" }, 404],
    [{ consentType: "AllPrincipals", scope: 7 }, 400],
  ])("with %j are refused with %i", async (change, status) => {
    const ids = await addProduct();
    const body = { ...ids, scope: "User.Read", ...change };
    expect((await graph.call("POST", "/oauth2PermissionGrants", { ...asMegan, body })).status).toBe(status);
    expect(directoryOf(graph.sandbox.context).grants.size).toBe(0);
  });
});

describe("the authorization policy", () => {
  const path = "/policies/authorizationPolicy";
  const assign = (policies: string[]) => ({
    body: { defaultUserRolePermissions: { permissionGrantPoliciesAssigned: policies } },
  });

  test("is replaced whole by a Global Administrator and by no consent role below", async () => {
    const policies = ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"];
    expect((await graph.call("PATCH", path, { ...asIsaiah, ...assign(policies) })).status).toBe(403);
    expect((await graph.call("PATCH", path, { ...asMegan, ...assign(policies) })).status).toBe(204);
    const { json } = await graph.call("GET", path, asMegan);
    expect(json.defaultUserRolePermissions.permissionGrantPoliciesAssigned).toEqual(policies);
  });

  test.each(["anything", "ManagePermissionGrantsForSelf.unknown-policy", ""])(
    "refuses the policy %j",
    async (policy) => {
      const before = (await graph.call("GET", path, asMegan)).json;
      expect((await graph.call("PATCH", path, { ...asMegan, ...assign([policy]) })).status).toBe(400);
      expect((await graph.call("GET", path, asMegan)).json).toEqual(before);
    },
  );
});

describe("people", () => {
  test("are shown with their basic profile to User.ReadBasic.All, whole to User.Read.All", async () => {
    const path = `/users/${demoUsers.alex}`;
    const basic = await graph.call("GET", path, { scopes: ["User.ReadBasic.All"] });
    expect(basic.json).toMatchObject({ displayName: "Alex Wilber", mail: "alex@contoso.example" });
    expect(basic.json).not.toHaveProperty("jobTitle");
    expect((await graph.call("GET", path, { scopes: ["User.Read.All"] })).json.jobTitle).toBe(
      "Account Executive",
    );
    expect((await graph.call("GET", path, { scopes: ["User.Read"] })).status).toBe(403);
    expect(
      (await graph.call("GET", "/users/alex@contoso.example", { scopes: ["User.ReadBasic.All"] })).json.id,
    ).toBe(demoUsers.alex);
  });

  test("are listed page by page, those of other tenants not", async () => {
    const names: string[] = [];
    let target: string | undefined = "/users?$top=2&$select=userPrincipalName";
    while (target !== undefined) {
      const { json } = await graph.call("GET", target, asAdele);
      names.push(
        ...json.value.map(({ userPrincipalName }: { userPrincipalName: string }) => userPrincipalName),
      );
      const next: string | undefined = json["@odata.nextLink"];
      target = next?.slice(next.indexOf("/users"));
    }
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
    expect(names.every((name) => name.endsWith("@contoso.example"))).toBe(true);
  });

  test("have their directory roles in memberOf", async () => {
    const { json } = await graph.call("GET", "/me/memberOf/microsoft.graph.directoryRole", {
      ...asMegan,
      scopes: ["User.Read"],
    });
    expect(json.value).toMatchObject([
      { displayName: "Global Administrator", roleTemplateId: "62e90394-69f5-4237-9190-012177145e10" },
    ]);
  });
});
