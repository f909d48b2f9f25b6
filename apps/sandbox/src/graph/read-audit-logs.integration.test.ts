import { afterAll, beforeAll, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../core/demo-ids.ts";
import { entraRecords, type SignInLogRow } from "../entra/entra-records.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const appId = "11111111-1111-4111-8111-111111111111";
const asIsaiah = { scopes: ["AuditLog.Read.All", "Application.ReadWrite.All"], userId: demoUsers.isaiah };
const asAdele = { ...asIsaiah, userId: demoUsers.adele };
let graph: OpenGraph;

function row(id: string, changes: Partial<SignInLogRow>): SignInLogRow {
  return {
    id,
    tenantId: demoTenants.contoso,
    createdDateTime: `2026-11-23T10:00:0${id}Z`,
    userId: demoUsers.adele,
    userPrincipalName: "adele@contoso.test",
    userDisplayName: "Adele",
    appId,
    appDisplayName: "App",
    resourceDisplayName: "Microsoft Graph",
    isInteractive: true,
    correlationId: "c",
    conditionalAccessStatus: "notApplied",
    status: { errorCode: 90094, failureReason: "Admin consent is required." },
    ...changes,
  };
}

beforeAll(async () => {
  graph = await openGraph();
  const { signIns, audits } = entraRecords(graph.sandbox.context);
  signIns.put(row("1", {}));
  signIns.put(row("2", {}));
  signIns.put(row("3", { status: { errorCode: 0, failureReason: "Other." } }));
  signIns.put(row("4", { appId: "22222222-2222-4222-8222-222222222222" }));
  signIns.put(row("5", { tenantId: demoTenants.fabrikam }));
  signIns.put(row("6", { isInteractive: false }));
  for (const [id, tenantId, activityDisplayName] of [
    ["a", demoTenants.contoso, "Consent to application"],
    ["b", demoTenants.contoso, "Add service principal"],
    ["c", demoTenants.fabrikam, "Consent to application"],
  ] as const) {
    audits.put({
      id,
      tenantId,
      activityDisplayName,
      activityDateTime: "2026-11-23T10:00:00Z",
      category: "ApplicationManagement",
      loggedByService: "Core Directory",
      operationType: "Assign",
      result: "success",
      resultReason: "",
      correlationId: "c",
      initiatedBy: { user: { id: demoUsers.megan, userPrincipalName: "megan@contoso.test" } },
      targetResources: [],
      additionalDetails: [],
    });
  }
});
afterAll(() => graph.close());

test("sign-ins are found by application and error code, newest first, of the own tenant only", async () => {
  const filter = `appId eq '${appId}' and status/errorCode eq 90094`;
  const { status, json } = await graph.call("GET", `/auditLogs/signIns?$filter=${filter}`, asIsaiah);
  expect(status).toBe(200);
  expect(json.value.map(({ id }: { id: string }) => id)).toEqual(["2", "1"]);
  expect(json.value[0]).not.toHaveProperty("tenantId");
  expect(json.value[0].status).toMatchObject({ errorCode: 90094, additionalDetails: null });
});

test("directory audits are found by activity, a page at a time", async () => {
  const filter = "$filter=activityDisplayName eq 'Consent to application'";
  const { json } = await graph.call("GET", `/auditLogs/directoryAudits?${filter}`, asIsaiah);
  expect(json.value.map(({ id }: { id: string }) => id)).toEqual(["a"]);
  const first = await graph.call("GET", "/auditLogs/directoryAudits?$top=1", asIsaiah);
  expect(first.json.value).toHaveLength(1);
  expect(first.json["@odata.nextLink"]).toContain("$skiptoken");
});

test("the logs are closed to who holds the scope but no role that reads them", async () => {
  for (const path of ["/auditLogs/signIns", "/auditLogs/directoryAudits"]) {
    expect((await graph.call("GET", path, asAdele)).status).toBe(403);
  }
});
