import { afterAll, beforeEach, expect, test } from "vitest";
import { demoMicrosoftApp, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { graphRoutes } from "./graph-routes.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const scopes = [...new Set(graphRoutes.flatMap((route) => route.scopes))];
const asIsaiah = { scopes, userId: demoUsers.isaiah };
const asAdele = { scopes, userId: demoUsers.adele };
const defaultAccess = "00000000-0000-0000-0000-000000000000";
let graph: OpenGraph;
let spId: string;

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
  const made = await graph.call("POST", "/servicePrincipals", {
    ...asIsaiah,
    body: { appId: demoMicrosoftApp.appId },
  });
  spId = made.json.id;
});
afterAll(() => graph.close());

test("a person is assigned once, listed, and taken off again", async () => {
  const path = `/servicePrincipals/${spId}/appRoleAssignedTo`;
  const body = { principalId: demoUsers.adele, resourceId: spId, appRoleId: defaultAccess };
  expect((await graph.call("POST", path, { ...asAdele, body })).status).toBe(403);
  const made = await graph.call("POST", path, { ...asIsaiah, body });
  expect(made).toMatchObject({ status: 201, json: { principalId: demoUsers.adele, principalType: "User" } });
  expect((await graph.call("POST", path, { ...asIsaiah, body })).json.error.message).toContain(
    "already exists",
  );
  const list = await graph.call("GET", path, asIsaiah);
  expect(list.json.value.map(({ id }: { id: string }) => id)).toEqual([made.json.id]);
  const { servicePrincipals } = directoryOf(graph.sandbox.context);
  expect(servicePrincipals.get(spId)?.assignedUserIds).toEqual([demoUsers.adele]);
  expect((await graph.call("DELETE", `${path}/${made.json.id}`, asIsaiah)).status).toBe(204);
  expect(servicePrincipals.get(spId)?.assignedUserIds).toEqual([]);
});

test("an assignment to a role that the application lacks, or of a stranger, is refused", async () => {
  const path = `/servicePrincipals/${spId}/appRoleAssignedTo`;
  const body = { principalId: demoUsers.adele, resourceId: spId, appRoleId: spId };
  expect((await graph.call("POST", path, { ...asIsaiah, body })).status).toBe(400);
  const stranger = { ...body, principalId: "nobody", appRoleId: defaultAccess };
  expect((await graph.call("POST", path, { ...asIsaiah, body: stranger })).status).toBe(404);
});
