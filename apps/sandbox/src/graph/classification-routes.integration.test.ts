import { expect, test } from "vitest";
import { demoUsers } from "../core/demo-ids.ts";
import { findScope, microsoftGraph } from "../entra/permission-catalog.ts";
import { openGraph } from "./testing/open-graph.ts";

const scopes = ["Application.Read.All", "Policy.ReadWrite.PermissionGrant"];
const asIsaiah = { scopes, userId: demoUsers.isaiah };
const path = `/servicePrincipals(appId='${microsoftGraph.appId}')/delegatedPermissionClassifications`;

test("a permission is classified once by who may, an admin-only one never, and unclassified again", async () => {
  const graph = await openGraph();
  const { id } = findScope(microsoftGraph, "Contacts.Read")!;
  const admin = microsoftGraph.scopes.find(({ type }) => type === "Admin")!;
  const body = { permissionId: id, permissionName: "Contacts.Read", classification: "low" };
  expect((await graph.call("POST", path, { scopes, userId: demoUsers.adele, body })).status).toBe(403);
  const made = await graph.call("POST", path, { ...asIsaiah, body });
  expect(made).toMatchObject({ status: 201, json: { permissionName: "Contacts.Read" } });
  expect((await graph.call("POST", path, { ...asIsaiah, body })).status).toBe(400);
  const adminOnly = { ...body, permissionId: admin.id };
  expect((await graph.call("POST", path, { ...asIsaiah, body: adminOnly })).status).toBe(400);
  const names = async () =>
    (await graph.call("GET", path, asIsaiah)).json.value.map(
      ({ permissionName }: { permissionName: string }) => permissionName,
    );
  expect(await names()).toContain("Contacts.Read");
  expect((await graph.call("DELETE", `${path}/${made.json.id}`, asIsaiah)).status).toBe(204);
  expect(await names()).not.toContain("Contacts.Read");
  await graph.close();
});
