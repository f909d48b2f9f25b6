import {
  ConnectorError,
  type MailboxChangePage,
  parseMailItemId,
  parseSyncCursor,
  type PullChangesRequest,
} from "@outrigger/sync-core";
import { describe, expect, it } from "vitest";
import { FILTERED_MESSAGES_MAX } from "./graph-mailbox.ts";
import { createGraphMailbox } from "./index.ts";
import {
  batchParts,
  createFakeGraph,
  type FakeCall,
  type FakeGraph,
  graphError,
  graphMessage,
  GRAPH_URL,
} from "./testing/fake-graph.ts";

const INBOX = "/me/mailFolders/inbox/messages/delta";

async function pull(
  graph: FakeGraph,
  request: Partial<PullChangesRequest> = {},
): Promise<MailboxChangePage[]> {
  const pages: MailboxChangePage[] = [];
  const source = createGraphMailbox({ client: graph.client });
  for await (const page of source.pullChanges({ folder: "inbox", ...request })) pages.push(page);
  return pages;
}

const last = { "@odata.deltaLink": `${GRAPH_URL}${INBOX}?$deltatoken=d1` };

describe("pullChanges", () => {
  it("reads headers only, from the start of the window, page by page to the delta link", async () => {
    const graph = createFakeGraph(({ path }) => ({
      body: path.includes("$skiptoken")
        ? { value: [graphMessage("B")], ...last }
        : { value: [graphMessage("A")], "@odata.nextLink": `${GRAPH_URL}${INBOX}?$skiptoken=s1` },
    }));
    const windowStart = new Date("2026-11-17T12:00:00Z");
    const pages = await pull(graph, { windowStart });
    expect(graph.calls[0]?.path).toBe(
      `${INBOX}?$select=id,internetMessageId,conversationId,subject,from,toRecipients,ccRecipients,bccRecipients,receivedDateTime,sentDateTime,isDraft,hasAttachments,categories&$filter=receivedDateTime ge 2026-11-17T12:00:00.000Z`,
    );
    expect(graph.calls[0]?.headers.get("prefer")).toContain("odata.maxpagesize=200");
    expect(pages.map(({ isLast }) => isLast)).toEqual([false, true]);
    expect(pages[0]?.changes[0]).toMatchObject({
      kind: "saved",
      header: {
        id: "A",
        internetMessageId: "<A@customer.example>",
        from: { address: "diane@customer.example", name: "Diane" },
        receivedAt: new Date("2026-11-20T10:00:00Z"),
        folder: "inbox",
      },
    });
  });

  it("goes on where a committed page ended, and then from the delta link", async () => {
    const graph = createFakeGraph(({ path }) => ({
      body: path.includes("token=")
        ? { value: [], ...last }
        : { value: [graphMessage("A")], "@odata.nextLink": `${GRAPH_URL}${INBOX}?$skiptoken=s1` },
    }));
    const source = createGraphMailbox({ client: graph.client });
    const first = await source.pullChanges({ folder: "inbox" })[Symbol.asyncIterator]().next();
    const afterCrash = await pull(graph, { cursor: first.value?.nextCursor });
    await pull(graph, { cursor: afterCrash.at(-1)?.nextCursor });
    const tokens = graph.calls.map(({ path }) => path.split("?")[1]?.slice(0, 15));
    expect(tokens).toEqual(["$select=id,inte", "$skiptoken=s1", "$deltatoken=d1"]);
  });

  it("fetches a page only when it is asked for", async () => {
    const graph = createFakeGraph(() => ({
      body: { value: [], "@odata.nextLink": `${GRAPH_URL}${INBOX}?$skiptoken=s1` },
    }));
    const pages = createGraphMailbox({ client: graph.client }).pullChanges({ folder: "inbox" });
    await pages[Symbol.asyncIterator]().next();
    expect(graph.calls).toHaveLength(1);
  });

  it("tells removals, takes the last word on a repeated message, and completes partial ones", async () => {
    const graph = createFakeGraph(({ path }) =>
      path === "/$batch"
        ? {
            body: {
              responses: [
                { id: "0", status: 200, body: graphMessage("P/=", { subject: "Whole" }) },
                { id: "1", status: 404, body: graphError("ErrorItemNotFound") },
              ],
            },
          }
        : {
            body: {
              value: [
                graphMessage("A", { subject: "old" }),
                { id: "R", "@removed": { reason: "deleted" } },
                { id: "P/=", isRead: true },
                { id: "Gone", isRead: true },
                graphMessage("A", { subject: "new" }),
              ],
              ...last,
            },
          },
    );
    const [page] = await pull(graph);
    const seen = page?.changes.map((change) =>
      change.kind === "saved" ? change.header.subject : `removed ${change.id}`,
    );
    expect(seen).toEqual(["new", "removed R", "Whole"]);
    const parts = batchParts(graph.calls[1] as FakeCall);
    expect(parts[0]?.url).toContain("/me/messages/P%2F%3D?$select=");
    expect(parts[0]?.headers).toEqual({ Prefer: 'IdType="ImmutableId"' });
  });

  it("reads the whole folder when the filtered round met Graph's limit, dropping what is too old", async () => {
    const full = Array.from({ length: FILTERED_MESSAGES_MAX }, (_, index) => graphMessage(`M${index}`));
    const old = graphMessage("Old", { receivedDateTime: "2020-01-01T00:00:00Z" });
    const graph = createFakeGraph(({ path }) => ({
      body: { value: path.includes("$filter") ? full : [graphMessage("M1"), old], ...last },
    }));
    const pages = await pull(graph, { windowStart: new Date("2026-11-01T00:00:00Z") });
    expect(pages.map(({ isLast, changes }) => [isLast, changes.length])).toEqual([
      [false, FILTERED_MESSAGES_MAX],
      [true, 1],
    ]);
    expect(graph.calls[1]?.path).not.toContain("$filter");
  });

  it.each([
    ["410 from Graph", { status: 410, body: graphError("syncStateNotFound") }, "cursor_expired"],
    ["an unknown folder", { status: 404, body: graphError("ErrorItemNotFound") }, "unexpected_response"],
    ["a page without links", { body: { value: [] } }, "unexpected_response"],
    ["a message without an id", { body: { value: [{}], ...last } }, "unexpected_response"],
    ["no permission", { status: 403, body: graphError("ErrorAccessDenied") }, "permission_missing"],
  ])("stops on %s", async (_, answer, reason) => {
    const graph = createFakeGraph(() => answer);
    await expect(pull(graph)).rejects.toMatchObject({ reason });
  });

  it("asks to start from scratch for a cursor that it did not write", async () => {
    const graph = createFakeGraph(() => ({}));
    const cursor = parseSyncCursor("https://evil.example/delta");
    await expect(pull(graph, { cursor })).rejects.toMatchObject({ reason: "cursor_expired" });
    expect(graph.calls).toHaveLength(0);
  });
});

describe("getBodies", () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => parseMailItemId(`M${index}`));
  const ok = (id: string, content = "<p>Hi</p>", contentType = "html") => ({
    id,
    status: 200,
    body: { body: { contentType, content } },
  });

  it("asks 20 at a time and answers every id once, in order", async () => {
    const graph = createFakeGraph((call) => ({
      body: {
        responses: batchParts(call)
          .map(({ id, url }) => ok(id, url))
          .reverse(),
      },
    }));
    const results = await createGraphMailbox({ client: graph.client }).getBodies(ids(45));
    expect(graph.calls.map((call) => batchParts(call).length)).toEqual([20, 20, 5]);
    expect(results.map(({ id }) => id)).toEqual(ids(45));
    expect(results.every(({ outcome }) => outcome === "found")).toBe(true);
    expect(results[44]).toMatchObject({ body: { text: expect.stringContaining("M44") } });
  });

  it("asks again for throttled parts only, after their own wait", async () => {
    const graph = createFakeGraph((call) => ({
      body: {
        responses: batchParts(call).map(({ id }) =>
          id === "1" && graph.calls.length === 1
            ? { id, status: 429, headers: { "Retry-After": "3" }, body: graphError("x") }
            : ok(id),
        ),
      },
    }));
    const results = await createGraphMailbox({ client: graph.client }).getBodies(ids(3));
    expect(results.map(({ outcome }) => outcome)).toEqual(["found", "found", "found"]);
    expect(batchParts(graph.calls[1] as FakeCall).map(({ id }) => id)).toEqual(["1"]);
    expect(graph.sleeps).toEqual([3000]);
  });

  it("tells mail that has gone from mail that failed, and a failure does not hide the others", async () => {
    const graph = createFakeGraph(() => ({
      body: {
        responses: [
          ok("0", "plain\r\ntext", "text"),
          { id: "1", status: 404, body: graphError("ErrorItemNotFound") },
          { id: "2", status: 400, body: graphError("ErrorInvalidIdMalformed") },
        ],
      },
    }));
    const results = await createGraphMailbox({ client: graph.client }).getBodies(ids(4));
    expect(results[0]).toMatchObject({ body: { text: "plain\r\ntext", html: undefined } });
    expect(results[1]).toEqual({ outcome: "gone", id: "M1" });
    expect(results[2]).toMatchObject({ error: { reason: "record_rejected" } });
    expect(results[3]).toMatchObject({ error: { reason: "unexpected_response" } });
    expect((results[3] as { error: unknown }).error).toBeInstanceOf(ConnectorError);
  });

  it("reads internet headers only when told", async () => {
    const graph = createFakeGraph((call) => ({
      body: {
        responses: batchParts(call).map(({ id }) => ({
          id,
          status: 200,
          body: { body: null, internetMessageHeaders: [{ name: "X-A", value: "1" }] },
        })),
      },
    }));
    const source = createGraphMailbox({ client: graph.client, includeInternetHeaders: true });
    expect(await source.getBodies(ids(1))).toMatchObject([{ body: { text: "", internetHeaders: "X-A: 1" } }]);
    expect(batchParts(graph.calls[0] as FakeCall)[0]?.url).toContain("internetMessageHeaders");
    await createGraphMailbox({ client: graph.client }).getBodies(ids(1));
    expect(batchParts(graph.calls[1] as FakeCall)[0]?.url).not.toContain("internetMessageHeaders");
  });
});
