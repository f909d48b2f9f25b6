import { endpoints, errorBodySchema, type Endpoint } from "@outrigger/api-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { TestBrowser } from "../testing/test-browser.ts";

let server: TestServer;
let admin: TestBrowser;
let rep: TestBrowser;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signIn("pradeep@contoso.example");
  rep = await server.signIn("adele@contoso.example");
  // Both have their mailbox's row from here on, so that looking does not count as a change.
  for (const browser of [admin, rep]) await browser.call("GET", `${server.productUrl}/api/session`);
});
afterAll(() => server.stop());

const nobodysId = "00000000-0000-4000-8000-000000000000";

function addressOf(endpoint: Endpoint, id = nobodysId): string {
  return server.productUrl + endpoint.path.replaceAll(/:\w+/g, id);
}

/** Whatever a caller may send in place of a body; what an endpoint takes is left out for it. */
const oddBodies: unknown[] = [
  undefined,
  null,
  [],
  {},
  0,
  "text",
  { unknown: true },
  { __proto__: null, constructor: { prototype: {} } },
  { token: 1 },
  { token: "short" },
  { token: "x".repeat(100), reason: "" },
  { handoffCode: {} },
  { handoffCode: "x".repeat(100_000) },
  { to: "no address", message: "" },
  { to: "a@contoso.example\r\nBcc: b@contoso.example", message: "x" },
  { email: "x".repeat(400), displayName: "" },
  { email: "a@contoso.example", displayName: 7 },
  { text: null, limit: -1 },
  { saw: "nothing" },
  { mailboxAddress: "\u0000" },
  { initialWindowDays: 0 },
  { initialWindowDays: "6" },
  { internalDomains: ["not a domain"] },
  { internalDomains: "contoso.example" },
  { internetMessageId: "", participants: [] },
  { internetMessageId: "<a@b>", participants: [{ role: "boss", address: "", name: "" }] },
  { reason: "x".repeat(501) },
  { reason: { $ne: null } },
  { reason: "a\u0000b" },
  { token: "x".repeat(40), reason: "a\u0000b" },
  { text: "a\u0000b" },
  { email: "a@contoso.example", displayName: "a\u0000b" },
];

/** For the endpoints with an id in their path: one of these is all right. */
const goodBodies: unknown[] = [
  { to: "megan@contoso.example", message: "Please." },
  { to: "megan@contoso.example", when: "now" },
];

const accepts = (endpoint: Endpoint, body: unknown): boolean =>
  endpoint.body === undefined || endpoint.body.safeParse(body).success;

async function readEverything(): Promise<Record<string, unknown>> {
  const tables = await server.test.query(
    "select table_name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const contents: Record<string, unknown> = {};
  for (const { table_name: table } of tables) {
    const [row] = await server.test.query(
      `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as sum from ${String(table)} t`,
    );
    contents[String(table)] = row!["sum"];
  }
  return contents;
}

/** The code of an answer that refuses as the contract says; else what came instead. */
function refusalOf(answer: { status: number; body: unknown }): string {
  const parsed = errorBodySchema.safeParse(answer.body);
  const isRefusal = answer.status >= 400 && answer.status < 500 && parsed.success;
  return isRefusal ? "refused" : `${answer.status} ${JSON.stringify(answer.body)}`;
}

const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);

it("sees the whole contract", () => {
  expect(endpoints.length).toBeGreaterThan(25);
});

describe("every endpoint", () => {
  it.each(named.filter(([, endpoint]) => endpoint.access !== "public"))(
    "%s asks a stranger to sign in",
    async (_name, endpoint) => {
      const stranger = new TestBrowser();
      const answer = await stranger.call(
        endpoint.method,
        addressOf(endpoint),
        endpoint.method === "GET" ? undefined : {},
      );
      expect(answer).toMatchObject({ status: 401, body: { error: { code: "not_signed_in" } } });
      stranger.setCookie("localhost", "outrigger_session", "made-up");
      expect((await stranger.call(endpoint.method, addressOf(endpoint))).status).toBe(401);
    },
  );

  it.each(named.filter(([, endpoint]) => endpoint.access === "admin"))(
    "%s refuses a user who is no administrator",
    async (_name, endpoint) => {
      const before = await readEverything();
      const answer = await rep.call(
        endpoint.method,
        addressOf(endpoint),
        endpoint.method === "GET" ? undefined : {},
      );
      expect(answer).toMatchObject({ status: 403, body: { error: { code: "forbidden" } } });
      expect(await readEverything()).toEqual(before);
    },
  );

  it.each(named.filter(([, endpoint]) => endpoint.method !== "GET"))(
    "%s refuses a call that another site's page makes",
    async (_name, endpoint) => {
      const before = await readEverything();
      const cookie = `outrigger_session=${admin.cookie("localhost", "outrigger_session")}`;
      for (const headers of [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site" },
      ]) {
        const response = await fetch(addressOf(endpoint), {
          method: endpoint.method,
          headers: { ...headers, cookie },
        });
        expect([response.status, await response.json()]).toMatchObject([
          403,
          { error: { code: "forbidden" } },
        ]);
      }
      expect(await readEverything()).toEqual(before);
    },
  );

  it.each(named.filter(([, endpoint]) => endpoint.body !== undefined))(
    "%s refuses every odd body with a code, and changes nothing",
    async (name, endpoint) => {
      const before = await readEverything();
      const odd = oddBodies.filter((body) => !accepts(endpoint, body));
      expect(odd.length).toBeGreaterThan(5);
      for (const body of odd) {
        const answer = await admin.call(endpoint.method, addressOf(endpoint), body);
        expect([`${name} ${JSON.stringify(body)}`, refusalOf(answer)]).toEqual([
          `${name} ${JSON.stringify(body)}`,
          "refused",
        ]);
        expect(answer.body.error.code).toBe("invalid_input");
      }
      for (const text of ["{", "[1,", '{"a":', "\u0000", '{"__proto__":{"isAdmin":true}}']) {
        const answer = await admin.call(endpoint.method, addressOf(endpoint), text);
        expect([`${name} ${text}`, refusalOf(answer)]).toEqual([`${name} ${text}`, "refused"]);
      }
      expect(await readEverything()).toEqual(before);
    },
  );

  it.each(named.filter(([, endpoint]) => endpoint.params !== undefined))(
    "%s refuses ids that are none, and ids of nobody",
    async (name, endpoint) => {
      const before = await readEverything();
      for (const id of ["1", "not-an-id", "%00", "..%2f..%2fetc", "'%20or%201=1", "x".repeat(150)]) {
        const sent = endpoint.method === "GET" ? undefined : {};
        expect([
          `${name} ${id}`,
          refusalOf(await admin.call(endpoint.method, addressOf(endpoint, id), sent)),
        ]).toEqual([`${name} ${id}`, "refused"]);
      }
      const body =
        endpoint.body === undefined ? undefined : goodBodies.find((body) => accepts(endpoint, body));
      const answer = await admin.call(endpoint.method, addressOf(endpoint), body);
      expect([`${name} of nobody`, refusalOf(answer)]).toEqual([`${name} of nobody`, "refused"]);
      // A public one asks for its own credential before it looks anything up.
      expect(endpoint.access === "public" ? [401, 404] : [404]).toContain(answer.status);
      expect(await readEverything()).toEqual(before);
    },
  );

  it.each(named.filter(([, endpoint]) => endpoint.query instanceof z.ZodObject))(
    "%s refuses odd query parameters",
    async (_name, endpoint) => {
      for (const name of Object.keys((endpoint.query as z.ZodObject).shape)) {
        const answer = await admin.call(endpoint.method, `${addressOf(endpoint)}?${name}=-1&${name}=x`);
        expect([name, refusalOf(answer)]).toEqual([name, "refused"]);
      }
    },
  );
});

describe("addresses outside the contract", () => {
  it.each([
    "/api/nothing",
    "/api/users/",
    "/sidebar/../package.json",
    "/sidebar/%2e%2e/package.json",
    "/help/..%2fhelp",
    "/sidebar/assets/..%2f..%2findex.html",
  ])("%s is not found", async (path) => {
    const response = await fetch(server.productUrl + path);
    expect([response.status, await response.json()]).toMatchObject([404, { error: { code: "not_found" } }]);
  });

  it("refuses a body that is too large", async () => {
    const answer = await admin.call("POST", `${server.productUrl}/api/users/search`, {
      text: "x".repeat(5_000_000),
    });
    expect(["large", refusalOf(answer)]).toEqual(["large", "refused"]);
  });

  it("refuses a body of another type", async () => {
    const response = await fetch(`${server.productUrl}/api/session`, {
      method: "POST",
      body: "handoffCode=1",
    });
    expect(["text", refusalOf({ status: response.status, body: await response.json() })]).toEqual([
      "text",
      "refused",
    ]);
  });

  it.each([
    "/sign-in/salesforce/start",
    "/sign-in/salesforce/start?surface=moon",
    "/sign-in/salesforce/callback?code=a&state=b",
    "/connect/microsoft/start",
    "/connect/microsoft/start?ticket=x",
    "/connect/microsoft/callback",
    "/connect/microsoft/callback?state=a&state=b",
    "/approval/callback",
    "/administrator/callback",
    "/administrator/callback?state=a&state=b",
    "/approval/callback?state=x&admin_consent=True&tenant=y",
  ])("a window at %s gets a 4xx, and nothing changes", async (path) => {
    const before = await readEverything();
    const response = await fetch(server.productUrl + path, { redirect: "manual" });
    expect([400, 404]).toContain(response.status);
    expect(await readEverything()).toEqual(before);
  });
});
