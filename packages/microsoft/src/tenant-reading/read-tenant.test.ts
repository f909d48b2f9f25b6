import { ConnectorError } from "@outrigger/sync-core";
import { describe, expect, it } from "vitest";
import { createFakeGraph, graphError, GRAPH_URL, type FakeAnswer } from "../testing/fake-graph.ts";
import { readTenant } from "./read-tenant.ts";
import { readingPaths, readingScopes } from "./reading-parts.ts";

const APP = "0a0a0a0a-0000-4000-8000-00000000000a";
const TENANT = "11111111-1111-4111-8111-111111111111";
const principal = {
  id: "sp-1",
  appId: APP,
  accountEnabled: true,
  appRoleAssignmentRequired: false,
  oauth2PermissionScopes: [{ id: "x" }],
};

/** Graph's answers by the start of the path, the longest match first; anything else is an empty list. */
function answerFrom(answers: Record<string, FakeAnswer>) {
  const starts = Object.keys(answers).sort((a, b) => b.length - a.length);
  return createFakeGraph(({ path }) => {
    const start = starts.find((candidate) => path.startsWith(candidate));
    return start === undefined ? { body: { value: [] } } : (answers[start] ?? {});
  });
}
const organization = { body: { value: [{ id: TENANT, displayName: "Contoso" }] } };
const wish = { appId: APP.toUpperCase(), withLogs: true, withRequests: true };

describe("readTenant", () => {
  it("puts Graph's code and status in the place of each refused part, and reads the others", async () => {
    const graph = answerFrom({
      "/organization": organization,
      "/policies/authorizationPolicy": { status: 403, body: graphError("Authorization_RequestDenied") },
      [`/servicePrincipals(appId='${APP}')`]: { status: 404, body: graphError("Request_ResourceNotFound") },
      "/auditLogs/signIns": {
        status: 429,
        headers: { "retry-after": "120" },
        body: graphError("TooManyRequests"),
      },
      "/groupSettings": { body: { value: [{ templateId: "t", values: [], displayName: "x" }] } },
    });
    const reading = await readTenant(graph.client, { ...wish, appId: APP });
    expect(reading).toMatchObject({
      format: "outrigger-tenant-reading-1",
      appId: APP,
      organization: { value: [{ id: TENANT }] },
      authorizationPolicy: { error: { code: "Authorization_RequestDenied", status: 403 } },
      servicePrincipal: { error: { code: "Request_ResourceNotFound", status: 404 } },
      signIns: { error: { code: "TooManyRequests", retryAfterSeconds: 120 } },
      groupSettings: { value: [{ templateId: "t" }] },
    });
    // A refusal's text may name people.
    expect(JSON.stringify(reading)).not.toContain("private");
    expect(graph.calls.every(({ method }) => method === "GET")).toBe(true);
  });

  it("sits out a short wait and reads every page", async () => {
    const row = (id: string) => ({ id, principalId: id, principalType: "User", resourceId: "r" });
    let throttled = 0;
    const graph = createFakeGraph(({ path }) => {
      if (path.startsWith("/organization")) return organization;
      if (path.includes("/appRoleAssignedTo?$skiptoken=2")) return { body: { value: [row("u2")] } };
      if (!path.includes("/appRoleAssignedTo")) return { body: { value: [] } };
      throttled += 1;
      if (throttled === 1) return { status: 429, headers: { "retry-after": "3" } };
      const next = `${GRAPH_URL}/servicePrincipals(appId='${APP}')/appRoleAssignedTo?$skiptoken=2`;
      return { body: { value: [row("u1")], "@odata.nextLink": next } };
    });
    const { appRoleAssignedTo } = await readTenant(graph.client, wish);
    expect(appRoleAssignedTo).toMatchObject({ value: [{ principalId: "u1" }, { principalId: "u2" }] });
    expect(graph.sleeps).toEqual([3000]);
  });

  it("says that there is more instead of reading a list for ever", async () => {
    const next = `${GRAPH_URL}/groupSettings?page=again`;
    const graph = answerFrom({
      "/organization": organization,
      "/groupSettings": { body: { value: [{ templateId: "t" }], "@odata.nextLink": next } },
    });
    const { groupSettings } = await readTenant(graph.client, wish);
    expect(groupSettings).toMatchObject({ "@odata.nextLink": next });
    expect((groupSettings as { value: unknown[] }).value).toHaveLength(40);
  });

  it("stops at the rows that a reading can hold, where a company has consented by the ten thousand", async () => {
    const next = `${GRAPH_URL}/servicePrincipals(appId='${APP}')/oauth2PermissionGrants?page=again`;
    const rows = Array.from({ length: 999 }, (_, index) => ({ id: String(index), scope: "User.Read" }));
    const graph = answerFrom({
      "/organization": organization,
      [`/servicePrincipals(appId='${APP}')/oauth2PermissionGrants`]: {
        body: { value: rows, "@odata.nextLink": next },
      },
    });
    const { oauth2PermissionGrants } = await readTenant(graph.client, wish);
    const { value, ...rest } = oauth2PermissionGrants as { value: unknown[] };
    expect(value.length).toBeLessThan(10_000);
    expect(rest).toHaveProperty(["@odata.nextLink"], next);
  });

  it("keeps no hint of a secret, no working sign-in, no other app's audit row and no address", async () => {
    const audit = (target: string) => ({
      activityDisplayName: "Consent to application",
      activityDateTime: "2026-11-20T10:00:00Z",
      initiatedBy: { user: { id: "megan", ipAddress: "192.0.2.7" } },
      targetResources: [{ id: target, modifiedProperties: [] }],
    });
    const graph = answerFrom({
      "/organization": organization,
      [`/servicePrincipals(appId='${APP}')`]: { body: principal },
      [`/servicePrincipals(appId='${APP}')/`]: { body: { value: [] } },
      "/applications": {
        body: {
          displayName: "Outrigger",
          passwordCredentials: [{ keyId: "k", hint: "s3c", endDateTime: "x" }],
        },
      },
      "/auditLogs/signIns": {
        body: {
          value: [
            { id: "1", status: { errorCode: 0 } },
            { id: "2", status: { errorCode: 90094 } },
          ],
        },
      },
      "/auditLogs/directoryAudits": { body: { value: [audit("sp-1"), audit("another")] } },
    });
    const reading = await readTenant(graph.client, wish);
    expect(reading["application"]).toEqual({
      displayName: "Outrigger",
      passwordCredentials: [{ keyId: "k", endDateTime: "x" }],
    });
    expect(reading["servicePrincipal"]).not.toHaveProperty("oauth2PermissionScopes");
    expect(reading["signIns"]).toEqual({ value: [{ id: "2", status: { errorCode: 90094 } }] });
    expect(reading["directoryAudits"]).toMatchObject({ value: [{ targetResources: [{ id: "sp-1" }] }] });
    expect(JSON.stringify(reading)).not.toMatch(/s3c|192\.0\.2|another/);
  });

  it("reads the sets of the tenant's own policies where the list leaves them out", async () => {
    const graph = answerFrom({
      "/organization": organization,
      "/policies/permissionGrantPolicies": { body: { value: [{ id: "microsoft-x" }, { id: "ours/../me" }] } },
      "/policies/permissionGrantPolicies/ours": { body: { value: [{ permissionType: "delegated" }] } },
    });
    const { permissionGrantPolicies } = await readTenant(graph.client, wish);
    expect(permissionGrantPolicies).toMatchObject({
      value: [{ id: "microsoft-x" }, { includes: [{ permissionType: "delegated" }], excludes: [{}] }],
    });
  });

  it("names the tenant by what the caller knows where the organization may not be read", async () => {
    const denied = { status: 403, body: graphError("Authorization_RequestDenied") };
    const graph = answerFrom({ "/organization": denied });
    expect(await readTenant(graph.client, { ...wish, tenantId: TENANT })).toMatchObject({
      organization: { id: TENANT },
    });
  });

  it.each([
    [401, "reauthorization_required"],
    [503, "temporarily_unavailable"],
  ])("gives up after one part when Graph answers %s to the first", async (status, reason) => {
    const graph = createFakeGraph(() => ({ status, body: graphError("x") }));
    const error = await readTenant(graph.client, wish).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ reason });
    expect(new Set(graph.calls.map(({ path }) => path)).size).toBe(1);
  });
});

describe("readingPaths", () => {
  it("asks for logs and requests only when told to, and then for their scopes", () => {
    const parts = readingPaths({ appId: APP }).map(({ part }) => part);
    expect(parts).not.toContain("signIns");
    expect(parts).not.toContain("appConsentRequests");
    expect(readingScopes().join(" ")).not.toMatch(/AuditLog|ConsentRequest|Write/);
    expect(readingScopes(wish)).toEqual(
      expect.arrayContaining(["AuditLog.Read.All", "ConsentRequest.Read.All"]),
    );
  });

  it("lets no app id escape its place in an address", () => {
    expect(() => readingPaths({ appId: "x')/owners" })).toThrow(TypeError);
  });
});
