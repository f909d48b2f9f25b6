import { ConnectorError } from "@outrigger/sync-core";
import { describe, expect, it } from "vitest";
import { createFakeGraph, graphError, GRAPH_URL } from "./testing/fake-graph.ts";

const me = { operation: "read the signed-in user", url: "/me" };

async function failure(promise: Promise<unknown>): Promise<ConnectorError> {
  const error: unknown = await promise.catch((cause: unknown) => cause);
  if (error instanceof ConnectorError) return error;
  throw new Error("It should have failed.");
}

describe("createGraphClient", () => {
  it("asks for immutable ids beside every other preference", async () => {
    const graph = createFakeGraph(() => ({ body: { id: "1" } }));
    await graph.client.send({ ...me, prefer: ["odata.maxpagesize=200"] });
    expect(graph.calls[0]?.headers.get("prefer")).toBe('IdType="ImmutableId", odata.maxpagesize=200');
  });

  it("waits as long as Graph says and comes back", async () => {
    const throttled = { status: 429, headers: { "retry-after": "7" }, body: graphError("x") };
    const graph = createFakeGraph(() => (graph.calls.length < 3 ? throttled : { body: { id: "1" } }));
    await expect(graph.client.send(me)).resolves.toEqual({ id: "1" });
    expect(graph.sleeps).toEqual([7000, 7000]);
  });

  it("leaves a long wait to the caller, with its length", async () => {
    const throttled = { status: 429, headers: { "retry-after": "300" }, body: graphError("x") };
    const graph = createFakeGraph(() => throttled);
    expect(await failure(graph.client.send(me))).toMatchObject({
      reason: "rate_limited",
      retryAfterSeconds: 300,
    });
    expect(graph.sleeps).toEqual([]);
  });

  it("renews the token once after a 401, and no more", async () => {
    const unauthorized = { status: 401, body: graphError("InvalidAuthenticationToken") };
    const graph = createFakeGraph(() => unauthorized);
    expect(await failure(graph.client.send(me))).toMatchObject({
      reason: "reauthorization_required",
      vendorCode: "InvalidAuthenticationToken",
      requestId: "r1",
    });
    expect(graph.rejectedTokens).toEqual(["token1"]);
    expect(graph.calls.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer token1",
      "Bearer token2",
    ]);
  });

  it.each([
    "https://evil.example/v1.0/me",
    "https://graph.microsoft.com.evil.example/v1.0/me",
    "https://graph.microsoft.com/beta/me",
    "https://graph.microsoft.com/v1.0evil/me",
    `${GRAPH_URL}/../beta/me`,
    "http://graph.microsoft.com/v1.0/me",
    "not a link",
  ])("does not send the token to %s", async (url) => {
    const graph = createFakeGraph(() => ({}));
    expect(await failure(graph.client.send({ ...me, url }))).toMatchObject({
      vendorCode: "ForeignLink",
    });
    expect(graph.calls).toHaveLength(0);
  });

  it("keeps at most four requests open", async () => {
    const waiting: (() => void)[] = [];
    const graph = createFakeGraph(async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return {};
    });
    const all = Promise.all(Array.from({ length: 10 }, () => graph.client.send(me)));
    const openCounts: number[] = [];
    for (let answered = 0; answered < 10; answered += 1) {
      await expect.poll(() => waiting.length).toBe(Math.min(4, 10 - answered));
      openCounts.push(waiting.length);
      waiting.shift()?.();
    }
    await all;
    expect(Math.max(...openCounts)).toBe(4);
    expect(graph.calls).toHaveLength(10);
  });

  it("says nothing of a body that is not JSON", async () => {
    const graph = createFakeGraph(() => ({ body: "<html>private</html>" }));
    const error = await failure(graph.client.send(me));
    expect(error.reason).toBe("unexpected_response");
    expect(String(error.cause)).not.toContain("private");
  });

  it("calls a broken connection temporary", async () => {
    const graph = createFakeGraph(() => Promise.reject(new TypeError("fetch failed")));
    expect((await failure(graph.client.send(me))).reason).toBe("temporarily_unavailable");
  });
});
