import { afterAll, beforeAll, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
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

test("a row of either log is read by its id, in its own tenant", async () => {
  expect((await graph.call("GET", "/auditLogs/directoryAudits/a", asIsaiah)).json).toMatchObject({ id: "a" });
  expect((await graph.call("GET", "/auditLogs/directoryAudits/c", asIsaiah)).status).toBe(404);
  expect((await graph.call("GET", "/auditLogs/signIns/1", asIsaiah)).json.status.errorCode).toBe(90094);
  expect((await graph.call("GET", "/auditLogs/signIns/5", asIsaiah)).status).toBe(404);
  expect((await graph.call("GET", "/auditLogs/signIns/6", asIsaiah)).status).toBe(404);
});

test("rows are ordered by time as asked, and by nothing unheard of", async () => {
  const oldest = await graph.call("GET", "/auditLogs/signIns?$orderby=createdDateTime asc&$top=2", asIsaiah);
  expect(oldest.json.value.map(({ id }: { id: string }) => id)).toEqual(["1", "2"]);
  expect((await graph.call("GET", "/auditLogs/signIns?$orderby=status", asIsaiah)).status).toBe(400);
});

test("sign-ins show after the log's lag, and not at all without a P1 licence", async () => {
  const { context } = graph.sandbox;
  const now = context.clock.now();
  entraRecords(context).signIns.put(row("9", { createdDateTime: now.toISOString() }));
  entraRecords(context).changeSettings({ signInLogLagSeconds: 120 });
  const ids = async () => {
    const { json } = await graph.call("GET", "/auditLogs/signIns", asIsaiah);
    return json.value.map(({ id }: { id: string }) => id);
  };
  expect(await ids()).not.toContain("9");
  graph.sandbox.clock.advanceSeconds(120);
  expect(await ids()).toContain("9");
  entraRecords(context).changeSettings({ signInLogLagSeconds: 0 });
  const { tenants } = directoryOf(context);
  const contoso = tenants.get(demoTenants.contoso)!;
  tenants.put({ ...contoso, hasPremiumLicense: false });
  const refused = await graph.call("GET", "/auditLogs/signIns", asIsaiah);
  expect(refused.status).toBe(403);
  expect(refused.json.error.code).toBe("Authentication_RequestFromNonPremiumTenantOrB2CTenant");
  expect((await graph.call("GET", "/auditLogs/directoryAudits", asIsaiah)).status).toBe(200);
  tenants.put(contoso);
});

test("reports are throttled at five requests in ten seconds where the setting says so", async () => {
  const { context, clock } = graph.sandbox;
  entraRecords(context).changeSettings({ reportingThrottle: true });
  const call = () => graph.call("GET", "/auditLogs/signIns", asIsaiah);
  const statuses = [];
  for (let index = 0; index < 6; index += 1) statuses.push((await call()).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  const refused = await call();
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  clock.advanceSeconds(10);
  expect((await call()).status).toBe(200);
  entraRecords(context).changeSettings({ reportingThrottle: false });
});
