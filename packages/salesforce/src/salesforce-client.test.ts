import { describe, expect, it } from "vitest";
import { createSalesforceClient } from "./index.ts";
import { createFakeSalesforce, fault } from "./testing/fake-salesforce.ts";

const read = { operation: "read limits", path: "limits" };
const write = { operation: "write", path: "composite/sobjects", method: "POST" as const, body: {} };
const down = { status: 503, body: fault("SERVER_UNAVAILABLE") };

describe("createSalesforceClient", () => {
  it("calls the pinned version with the token in a header, and reads the usage", async () => {
    const headers = { "sforce-limit-info": "api-usage=18/15000" };
    const salesforce = createFakeSalesforce(() => ({ headers, body: { a: 1 } }));
    expect(salesforce.client.readUsage()).toBeUndefined();
    await expect(salesforce.client.send(read)).resolves.toEqual({ a: 1 });
    expect(salesforce.calls[0]?.path).toBe("/services/data/v66.0/limits");
    expect(salesforce.calls[0]?.headers.get("authorization")).toBe("Bearer token1");
    expect(salesforce.client.readUsage()).toEqual({ usedCalls: 18, maxCalls: 15_000 });
  });

  it("renews the token once for an ended session, and stops at a permanent one", async () => {
    const body = fault("INVALID_SESSION_ID", "Session expired or invalid");
    const salesforce = createFakeSalesforce(() => ({ status: 401, body }));
    await expect(salesforce.client.send(write)).rejects.toMatchObject({
      reason: "reauthorization_required",
    });
    expect(salesforce.rejectedTokens).toEqual(["token1"]);
    expect(salesforce.calls).toHaveLength(2);
  });

  it("does not renew where the session is refused for what it is", async () => {
    const body = fault("INVALID_SESSION_ID", "This session is not valid for use with the REST API");
    const salesforce = createFakeSalesforce(() => ({ status: 401, body }));
    await expect(salesforce.client.send(read)).rejects.toMatchObject({
      reason: "admin_action_required",
    });
    expect(salesforce.rejectedTokens).toEqual([]);
  });

  it("repeats reads and keyed writes after a passing failure, other writes never", async () => {
    const reading = createFakeSalesforce(() => (reading.calls.length < 3 ? down : {}));
    await reading.client.send(read);
    expect(reading.sleeps).toEqual([1000, 2000]);
    const keyed = createFakeSalesforce(() => (keyed.calls.length < 2 ? down : {}));
    await keyed.client.send({ ...write, isRepeatable: true });
    const unkeyed = createFakeSalesforce(() => down);
    await expect(unkeyed.client.send(write)).rejects.toMatchObject({
      reason: "temporarily_unavailable",
    });
    expect(unkeyed.calls).toHaveLength(1);
  });

  it("takes a maintenance page for what it is, whatever its status", async () => {
    const page = createFakeSalesforce(() => ({ body: "<html>private</html>" }));
    await expect(page.client.send(read)).rejects.toMatchObject({ reason: "unexpected_response" });
    const broken = createFakeSalesforce(() => Promise.reject(new TypeError("fetch failed")));
    await expect(broken.client.send(read)).rejects.toMatchObject({
      reason: "temporarily_unavailable",
    });
  });

  it.each([
    ["http://contoso.my.salesforce.com", "v66.0"],
    ["https://contoso.my.salesforce.com", "latest"],
    ["https://contoso.my.salesforce.com", "v66.0/../../x"],
  ])("refuses %s at %s", (instanceUrl, apiVersion) => {
    const options = {
      instanceUrl,
      apiVersion,
      fetch,
      now: () => new Date(),
      sleep: () => Promise.resolve(),
      getAccessToken: () => Promise.reject(new Error("not asked")),
    };
    expect(() => createSalesforceClient(options)).toThrow(TypeError);
  });
});
