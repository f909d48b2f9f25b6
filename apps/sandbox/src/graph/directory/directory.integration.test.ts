import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { openGraph, type OpenGraph } from "../testing/open-graph.ts";

const cloudApplicationAdministrator = "158c047a-c907-4556-b7ef-446551a6b5f7";
const pilots = "6f1b3a50-0000-4000-8000-000000000001";
const nested = "6f1b3a50-0000-4000-8000-000000000002";
const eventual = { consistencylevel: "eventual" };
let graph: OpenGraph;

function read(target: string, options: object = {}) {
  return graph.call("GET", target, { scopes: ["Directory.Read.All"], ...options });
}

function names(json: { value: { displayName: string }[] }): string[] {
  return json.value.map(({ displayName }) => displayName);
}

beforeAll(async () => {
  graph = await openGraph();
  await graph.call("POST", "/_sandbox/scenario", {
    body: {
      groups: [
        {
          tenant: "contoso.example",
          id: nested,
          displayName: "Pilots in sales",
          members: ["alex@contoso.example"],
        },
        {
          tenant: "contoso.example",
          id: pilots,
          displayName: "Pilots",
          members: ["adele@contoso.example"],
          memberGroups: [nested],
        },
      ],
    },
  });
});
afterAll(() => graph.close());

describe("roles", () => {
  test("assignments of a person come with their definition", async () => {
    const filter = encodeURIComponent(`principalId eq '${demoUsers.isaiah}'`);
    const { json } = await read(
      `/roleManagement/directory/roleAssignments?$filter=${filter}&$expand=roleDefinition`,
      { scopes: ["RoleManagement.Read.Directory"] },
    );
    expect(json.value).toMatchObject([
      {
        principalId: demoUsers.isaiah,
        roleDefinitionId: cloudApplicationAdministrator,
        roleDefinition: { displayName: "Cloud Application Administrator", isBuiltIn: true },
      },
    ]);
    expect((await read("/roleManagement/directory/roleAssignments?$expand=nothing")).status).toBe(400);
  });

  test("definitions are found by id and by name", async () => {
    const path = "/roleManagement/directory/roleDefinitions";
    const one = await read(`${path}/${cloudApplicationAdministrator}`);
    expect(one.json.displayName).toBe("Cloud Application Administrator");
    const filter = encodeURIComponent("displayName eq 'Global Administrator'");
    expect(names((await read(`${path}?$filter=${filter}`)).json)).toEqual(["Global Administrator"]);
    expect((await read(`${path}/${pilots}`)).status).toBe(404);
  });

  test("that somebody holds are listed with who holds them, of the own tenant", async () => {
    const held = names((await read("/directoryRoles")).json);
    expect(held.toSorted()).toEqual([
      "Cloud Application Administrator",
      "Exchange Administrator",
      "Global Administrator",
    ]);
    const members = await read(`/directoryRoles(roleTemplateId='${cloudApplicationAdministrator}')/members`);
    expect(names(members.json)).toEqual(["Isaiah Langer"]);
    expect((await read(`/directoryRoles(roleTemplateId='${pilots}')`)).status).toBe(404);
  });
});

describe("groups", () => {
  test("show their members, directly and through groups within", async () => {
    expect(names((await read("/groups?$orderby=displayName desc")).json)).toEqual([
      "Pilots in sales",
      "Pilots",
    ]);
    const direct = await read(`/groups/${pilots}/members`);
    expect(names(direct.json)).toEqual(["Adele Vance", "Pilots in sales"]);
    const users = await read(`/groups/${pilots}/members/microsoft.graph.user`);
    expect(names(users.json)).toEqual(["Adele Vance"]);
    const all = await read(`/groups/${pilots}/transitiveMembers/microsoft.graph.user`);
    expect(names(all.json).toSorted()).toEqual(["Adele Vance", "Alex Wilber"]);
    expect((await read(`/users/${demoUsers.alex}/memberOf`)).json.value).toMatchObject([
      { "@odata.type": "#microsoft.graph.group", displayName: "Pilots in sales" },
    ]);
  });

  test("of another tenant are not there", async () => {
    const elsewhere = { userId: "b0000000-0000-4000-8000-000000000002", tenantId: demoTenants.fabrikam };
    expect((await read("/groups", elsewhere)).json.value).toEqual([]);
    expect((await read(`/groups/${pilots}`, elsewhere)).status).toBe(404);
  });
});

describe("people", () => {
  test("are searched by the beginning of a word of a name", async () => {
    const search = encodeURIComponent('"displayName:van" OR "mail:alex"');
    const found = await read(`/users?$search=${search}&$orderby=displayName`, { headers: eventual });
    expect(names(found.json)).toEqual(["Adele Vance", "Alex Wilber"]);
    const filter = encodeURIComponent("startswith(displayName,'Meg')");
    expect(names((await read(`/users?$filter=${filter}`)).json)).toEqual(["Megan Bowen"]);
  });

  test.each([
    ['"displayName:ada"', {}],
    ["displayName:ada", eventual],
    ['"jobTitle:ada"', eventual],
    ['"displayName:ada" AND', eventual],
    ["", eventual],
  ])("are not searched by %j with %j", async (search, headers) => {
    expect((await read(`/users?$search=${encodeURIComponent(search)}`, { headers })).status).toBe(400);
  });

  test("show their own memberships to User.Read, and those of others to more", async () => {
    const own = { scopes: ["User.Read"], userId: demoUsers.isaiah };
    expect(names((await read("/me/memberOf/microsoft.graph.directoryRole", own)).json)).toEqual([
      "Cloud Application Administrator",
    ]);
    expect((await read(`/users/${demoUsers.isaiah}/memberOf`, own)).status).toBe(200);
    expect((await read(`/users/${demoUsers.megan}/memberOf`, own)).status).toBe(403);
  });
});

test("domains are those of the tenant", async () => {
  expect((await read("/domains")).json.value).toMatchObject([{ id: "contoso.example", isDefault: true }]);
  expect((await read("/domains/contoso.example")).json).toMatchObject({ isVerified: true });
  expect((await read("/domains/fabrikam.example")).status).toBe(404);
});

describe("groups and assignment", () => {
  test("a group is assigned for its direct members, and taken off again", async () => {
    const asIsaiah = {
      scopes: ["AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "Directory.Read.All"],
      userId: demoUsers.isaiah,
    };
    const { servicePrincipals, applications } = directoryOf(graph.sandbox.context);
    const app = applications.find(({ signInAudience }) => signInAudience === "AzureADMultipleOrgs")!;
    const { json } = await graph.call("POST", "/servicePrincipals", {
      ...asIsaiah,
      body: { appId: app.appId },
    });
    const path = `/servicePrincipals/${json.id}/appRoleAssignedTo`;
    const body = {
      principalId: pilots,
      resourceId: json.id,
      appRoleId: "00000000-0000-0000-0000-000000000000",
    };
    const made = await graph.call("POST", path, { ...asIsaiah, body });
    expect(made).toMatchObject({
      status: 201,
      json: { principalType: "Group", principalDisplayName: "Pilots" },
    });
    expect((await graph.call("POST", path, { ...asIsaiah, body })).status).toBe(400);
    const ofAdele = await graph.call("GET", `/users/${demoUsers.adele}/appRoleAssignments`, asIsaiah);
    expect(ofAdele.json.value).toMatchObject([{ principalId: pilots }]);
    // Whoever is in a group within the group is not assigned.
    const ofAlex = await graph.call("GET", `/users/${demoUsers.alex}/appRoleAssignments`, asIsaiah);
    expect(ofAlex.json.value).toEqual([]);
    const ofGroup = await graph.call("GET", `/groups/${pilots}/appRoleAssignments`, asIsaiah);
    expect(ofGroup.json.value).toHaveLength(1);
    expect((await graph.call("DELETE", `${path}/${made.json.id}`, asIsaiah)).status).toBe(204);
    expect(servicePrincipals.get(json.id)?.assignedGroupIds).toEqual([]);
  });
});
