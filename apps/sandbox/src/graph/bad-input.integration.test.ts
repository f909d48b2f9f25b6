import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { graphRoutes } from "./graph-routes.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

let graph: OpenGraph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.close());

const allScopes = [...new Set(graphRoutes.flatMap(({ scopes }) => scopes))];
const asMegan = { scopes: allScopes, userId: "a0000000-0000-4000-8000-000000000003" };

const refusal = {
  error: {
    code: expect.any(String),
    message: expect.any(String),
    innerError: { "request-id": expect.any(String), date: expect.any(String) },
  },
};

/** 4xx with Graph's body; undefined otherwise. */
function refusalOf({ status, json }: { status: number; json: unknown }): unknown {
  return status >= 400 && status < 500 ? json : undefined;
}

test.each([
  "/me/messages?$search=x",
  "/me/messages?$top=0",
  "/me/messages?$top=1001",
  "/me/messages?$top=ten",
  "/me/messages?$skip=-1",
  "/me/messages?$top=1&$top=2",
  "/me/messages?top=1",
  "/me/messages?$select=nothing",
  "/me/messages?$select=",
  "/me/messages?$filter=",
  "/me/messages?$filter=categories/any(c:c eq 'x')",
  "/me/messages?$orderby=nothing",
  "/me/messages?$count=maybe",
  "/me/messages?$expand=extensions",
  "/me/messages/nothing",
  "/me/mailFolders/nothing/messages",
  "/me/mailFolders/inbox/messages/delta?$deltatoken=x",
  "/me/mailFolders/inbox/messages/delta?$skiptoken=",
  "/users?$skiptoken=x",
  "/users?$orderby=jobTitle",
  "/organization?$expand=extensions",
  "/users/nobody@contoso.example",
  "/organization/22222222-2222-4222-8222-222222222222",
  "/servicePrincipals(appId='nothing')",
  "/servicePrincipals/__proto__",
  "/oauth2PermissionGrants/nothing",
  "/nothing",
  "/me/nothing",
  "/",
  "",
])("GET %s is refused in Graph's shape", async (target) => {
  expect(refusalOf(await graph.call("GET", target, asMegan))).toMatchObject(refusal);
});

const badBodies = ['{"a":', "[]", '"x"', "7", '{"unknownProperty":1}'];
// Permanent deletion is a POST without a body.
const bodyRoutes = graphRoutes.filter(
  ({ method, path }) => ["POST", "PATCH", "PUT"].includes(method) && !path.endsWith("/permanentDelete"),
);

test.each(bodyRoutes.map(({ method, path }) => [method, path]))(
  "%s %s refuses bodies that are no JSON or of another shape",
  async (method, path) => {
    const target = path
      .replace("{folderId}", "inbox")
      .replace("{userId}", asMegan.userId)
      .replace("{messageId}", (await graph.call("GET", "/me/messages?$top=1", asMegan)).json.value[0].id)
      .replaceAll(/\{\w+\}/g, "anything");
    for (const body of badBodies) {
      expect(refusalOf(await graph.call(method, target, { ...asMegan, body }))).toMatchObject(refusal);
    }
  },
);

test("whatever a caller sends, no route falls over", async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "me",
      "messages",
      "mailFolders",
      "inbox",
      "delta",
      "$value",
      "$batch",
      "users",
      "attachments",
      "move",
      "('",
      "')",
      "%27",
      "..",
      "a=b",
    ),
    fc.string({ maxLength: 12 }).map(encodeURIComponent),
  );
  const option = fc.tuple(
    fc.constantFrom(
      "$filter",
      "$select",
      "$top",
      "$skip",
      "$orderby",
      "$expand",
      "$deltatoken",
      "$skiptoken",
      "$count",
    ),
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom("receivedDateTime ge 2026-01-01T00:00:00Z", "id", "attachments"),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 6 }),
      fc.array(option, { maxLength: 3 }),
      fc.constantFrom("GET", "POST", "PATCH", "DELETE"),
      fc.option(fc.json({ maxDepth: 3 }), { nil: undefined }),
      async (pieces, options, method, body) => {
        const search = options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
        const target = `/${pieces.join("/")}${search ? `?${search}` : ""}`;
        const { status } = await graph.call(method, target, {
          ...asMegan,
          ...(body === undefined ? {} : { body }),
        });
        expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
});

test("a client-request-id comes back, unless it could carry something else", async () => {
  const id = crypto.randomUUID();
  const echoed = await graph.call("GET", "/me", { headers: { "client-request-id": id } });
  expect(echoed.headers).toMatchObject({ "client-request-id": id, "request-id": expect.any(String) });
  const odd = await graph.call("GET", "/me", { headers: { "client-request-id": "x".repeat(500) } });
  expect(odd.headers["client-request-id"]).toBeUndefined();
});

test("a foreign Host header does not get into links", async () => {
  const answer = await graph.call("GET", "/me/messages", { headers: { host: "evil.example/path?x=" } });
  expect(answer.json["@odata.nextLink"]).toMatch(/^http:\/\/localhost\/graph/);
});
