import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openGraph, type CallOptions, type OpenGraph } from "./testing/open-graph.ts";

let graph: OpenGraph;
beforeAll(async () => {
  graph = await openGraph();
});
afterEach(() => graph.sandbox.faults.clear());
afterAll(() => graph.close());

interface Answer {
  id: string;
  status: number;
  headers: Record<string, string>;
  body: any;
}

async function batch(requests: unknown[], options: CallOptions = {}): Promise<Map<string, Answer>> {
  const { status, json } = await graph.call("POST", "/$batch", { ...options, body: { requests } });
  expect(status).toBe(200);
  return new Map(json.responses.map((answer: Answer) => [answer.id, answer]));
}

test("gives each step its own status, and bytes as base64", async () => {
  const id = (await graph.call("GET", "/me/messages?$top=1")).json.value[0].id;
  const answers = await batch([
    { id: "a", method: "GET", url: "/me?$select=mail" },
    { id: "b", method: "GET", url: "/me/messages/nothing" },
    { id: "c", method: "GET", url: `/me/messages/${id}/$value` },
    {
      id: "d",
      method: "PATCH",
      url: `/me/messages/${id}`,
      body: { isRead: true },
      headers: { "Content-Type": "application/json" },
    },
    { id: "e", method: "GET", url: "/servicePrincipals" },
  ]);
  const statuses = Object.fromEntries([...answers.values()].map((answer) => [answer.id, answer.status]));
  expect(statuses).toEqual({ a: 200, b: 404, c: 200, d: 200, e: 403 });
  expect(answers.get("a")!.body.mail).toBe("adele@contoso.example");
  expect(answers.get("b")!.body.error.code).toBe("ErrorItemNotFound");
  expect(Buffer.from(answers.get("c")!.body, "base64").toString()).toContain("Message-ID:");
  expect(answers.get("d")!.body.isRead).toBe(true);
});

test("counts a Prefer header for its own step only", async () => {
  const list = { method: "GET", url: "/me/messages?$top=1&$select=id" };
  const answers = await batch(
    [
      { id: "plain", ...list },
      { id: "immutable", ...list, headers: { Prefer: 'IdType="ImmutableId"' } },
    ],
    { headers: { prefer: 'IdType="ImmutableId"' } },
  );
  expect(answers.get("plain")!.body.value[0].id).toMatch(/^AAMk/);
  expect(answers.get("immutable")!.body.value[0].id).toMatch(/^AAkA/);
});

test("runs a step after those it depends on, and not at all after a failed one", async () => {
  const answers = await batch([
    {
      id: "1",
      method: "POST",
      url: "/me/mailFolders",
      body: { displayName: "Batch" },
      headers: { "content-type": "application/json" },
    },
    { id: "2", method: "GET", url: "/me/mailFolders?$filter=displayName eq 'Batch'", dependsOn: ["1"] },
    { id: "3", method: "GET", url: "/me/messages/nothing" },
    { id: "4", method: "GET", url: "/me", dependsOn: ["3"] },
    { id: "5", method: "GET", url: "/me", dependsOn: ["4"] },
  ]);
  expect(answers.get("2")!.body.value).toHaveLength(1);
  expect(answers.get("4")!.status).toBe(424);
  expect(answers.get("5")!.status).toBe(424);
});

test("lets a queued fault meet one step and spares the others", async () => {
  graph.sandbox.faults.next("graph", { status: 429, retryAfterSeconds: 3, pathContains: "/me/messages" });
  const answers = await batch([
    { id: "a", method: "GET", url: "/me" },
    { id: "b", method: "GET", url: "/me/messages" },
  ]);
  expect(answers.get("a")!.status).toBe(200);
  expect(answers.get("b")).toMatchObject({
    status: 429,
    headers: { "Retry-After": "3" },
    body: { error: { code: "ApplicationThrottled" } },
  });
});

const step = { id: "1", method: "GET", url: "/me" };
test.each([
  [
    "more than twenty steps",
    { requests: Array.from({ length: 21 }, (_, index) => ({ ...step, id: String(index) })) },
  ],
  ["two steps of one id", { requests: [step, step] }],
  ["a dependency on nothing", { requests: [{ ...step, dependsOn: ["x"] }] }],
  [
    "a circle",
    {
      requests: [
        { ...step, dependsOn: ["2"] },
        { ...step, id: "2", dependsOn: ["1"] },
      ],
    },
  ],
  ["no steps", { requests: [] }],
  ["no requests", {}],
  ["a step without a method", { requests: [{ id: "1", url: "/me" }] }],
])("refuses %s", async (_, body) => {
  const answer = await graph.call("POST", "/$batch", { body });
  expect(answer.status).toBe(400);
  expect(answer.json.error.code).toEqual(expect.any(String));
});

test("refuses a batch within a batch and an absolute address", async () => {
  const answers = await batch([
    { id: "a", method: "POST", url: "/$batch", body: { requests: [] } },
    { id: "b", method: "GET", url: "https://elsewhere.example/me" },
  ]);
  expect([...answers.values()].map(({ status }) => status)).toEqual([400, 400]);
});

test("needs a token of its own and runs no step for who has none", async () => {
  const answer = await graph.app.inject({
    method: "POST",
    url: "/graph/v1.0/$batch",
    payload: { requests: [step] },
  });
  expect(answer.statusCode).toBe(401);
});
