import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passSalesforce } from "../../testing/pass-salesforce.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const callbackPath = "/sign-in/salesforce/callback";

/** Opens Salesforce's page and gives the callback's address without going there. */
async function stopBeforeCallback(browser: TestBrowser, username = "adele@contoso.example"): Promise<URL> {
  const stopAt = (url: URL): boolean => url.pathname === callbackPath;
  let page = await browser.visit(`${server.productUrl}/sign-in/salesforce/start?surface=sidebar`, { stopAt });
  for (let step = 0; step < 4 && page.url.pathname !== callbackPath; step += 1) {
    page = await browser.press(page, page.body.includes(`value="${username}"`) ? username : /allow/i, {
      stopAt,
    });
  }
  return page.url;
}

async function countPeople(): Promise<unknown> {
  return server.test.query(
    "select (select count(*) from app_user) users, (select count(*) from web_session) sessions, (select count(*) from handoff) handoffs",
  );
}

describe("signing in with Salesforce", () => {
  it("hands the sidebar a code that becomes a session once", async () => {
    const dialog = new TestBrowser();
    const end = await passSalesforce(dialog, {
      productUrl: server.productUrl,
      surface: "sidebar",
      username: "adele@contoso.example",
    });
    expect(end.url.pathname).toBe("/sidebar/dialog.html");
    const handoffCode = new URLSearchParams(end.url.hash.slice(1)).get("signed_in");

    const sidebar = new TestBrowser();
    const created = await sidebar.call("POST", `${server.productUrl}/api/session`, { handoffCode });
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      user: { displayName: "Adele Vance", email: "adele@contoso.example", isAdmin: false },
      crm: { vendor: "salesforce", state: "connected" },
      mailbox: { state: "not_connected" },
    });
    expect(created.headers.get("set-cookie")).toMatch(/outrigger_session=[^;]+;.*HttpOnly; SameSite=Lax/);

    const again = await new TestBrowser().call("POST", `${server.productUrl}/api/session`, { handoffCode });
    expect(again).toMatchObject({ status: 400, body: { error: { code: "handoff_invalid" } } });
    expect((await sidebar.call("GET", `${server.productUrl}/api/session`)).body.user.displayName).toBe(
      "Adele Vance",
    );
  });

  it("makes an administrator of whoever may modify all data in Salesforce, and of nobody else", async () => {
    const admin = await server.signIn("pradeep@contoso.example");
    const rep = await server.signIn("alex@contoso.example");
    expect((await admin.call("GET", `${server.productUrl}/api/users`)).status).toBe(200);
    expect(await rep.call("GET", `${server.productUrl}/api/users`)).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden" } },
    });
  });

  it("finds the same user and organization again, and keeps one connection", async () => {
    await server.signIn("adele@contoso.example");
    await server.signIn("adele@contoso.example");
    const users = await server.test.query("select id from app_user where email = 'adele@contoso.example'");
    const connections = await server.test.query("select id from crm_connection where user_id = $1", [
      users[0]!["id"],
    ]);
    expect([users.length, connections.length]).toEqual([1, 1]);
    expect(await server.test.query("select id from organization")).toHaveLength(1);
  });

  it("stores tokens encrypted", async () => {
    await server.signIn("adele@contoso.example");
    const [row] = await server.test.query("select access_token, refresh_token from crm_connection limit 1");
    expect(row!["access_token"]).toMatch(/^v1\.test\./);
    expect(row!["refresh_token"]).toMatch(/^v1\.test\./);
  });

  it("ends the session when the user signs out", async () => {
    const browser = await server.signIn("adele@contoso.example");
    const cookie = browser.cookie("localhost", "outrigger_session")!;
    expect((await browser.call("DELETE", `${server.productUrl}/api/session`)).status).toBe(200);
    browser.setCookie("localhost", "outrigger_session", cookie);
    expect((await browser.call("GET", `${server.productUrl}/api/session`)).status).toBe(401);
  });
});

describe("a callback that must not work", () => {
  const cases: [string, (callback: URL) => URL, string][] = [
    ["without a state", (url) => without(url, "state"), "authorization_not_found"],
    ["with a state we never made", (url) => withState(url, "A".repeat(43)), "authorization_not_found"],
    ["with a state that is no state", (url) => withState(url, "<script>"), "authorization_not_found"],
  ];
  it.each(cases)("%s shows an error page and changes nothing", async (_name, change, code) => {
    const browser = new TestBrowser();
    const callback = await stopBeforeCallback(browser);
    const before = await countPeople();
    const page = await browser.visit(change(callback));
    expect(page.status).toBe(400);
    expect(page.body).toContain(`<code>${code}</code>`);
    expect(page.body).not.toContain("<script>");
    expect(await countPeople()).toEqual(before);
  });

  it("in another browser changes nothing, and leaves the sign-in to its owner", async () => {
    const browser = new TestBrowser();
    const callback = await stopBeforeCallback(browser);
    const before = await countPeople();
    const foreign = await new TestBrowser().visit(callback);
    expect([foreign.status, foreign.body.includes("authorization_not_found")]).toEqual([400, true]);
    expect(await countPeople()).toEqual(before);
    const own = await browser.visit(callback, { stopAt: (url) => url.pathname === "/sidebar/dialog.html" });
    expect(own.url.hash).toMatch(/^#signed_in=/);
  });

  it("for the second time changes nothing", async () => {
    const browser = new TestBrowser();
    const callback = await stopBeforeCallback(browser);
    const flowCookie = `outrigger_flow_${callback.searchParams.get("state")!.slice(0, 8)}`;
    const binding = browser.cookie("localhost", flowCookie)!;
    await browser.visit(callback, { stopAt: (url) => url.pathname === "/sidebar/dialog.html" });
    const before = await countPeople();
    browser.setCookie("localhost", flowCookie, binding);
    const page = await browser.visit(callback);
    expect([page.status, page.body.includes("authorization_not_found")]).toEqual([400, true]);
    expect(await countPeople()).toEqual(before);
  });

  it("after a quarter of an hour is told to start again", async () => {
    const browser = new TestBrowser();
    const callback = await stopBeforeCallback(browser);
    server.advanceSeconds(16 * 60);
    const page = await browser.visit(callback);
    expect([page.status, page.body.includes("authorization_expired")]).toEqual([400, true]);
  });

  it("with a made-up code is refused by Salesforce and explained", async () => {
    const browser = new TestBrowser();
    const callback = await stopBeforeCallback(browser);
    callback.searchParams.set("code", "made-up");
    const page = await browser.visit(callback);
    expect([page.status, page.body.includes("authorization_refused")]).toEqual([400, true]);
  });

  it("with Salesforce's own wall says what it is and who must act", async () => {
    const browser = new TestBrowser();
    const callback = await stopBeforeCallback(browser);
    callback.searchParams.delete("code");
    callback.searchParams.set("error", "OAUTH_APP_BLOCKED");
    callback.searchParams.set("error_description", "this app is blocked by admin");
    const page = await browser.visit(callback);
    expect(page.status).toBe(400);
    expect(page.body).toContain("authorization_refused");
    expect(page.body).toContain("OAUTH_APP_BLOCKED");
    expect(page.body).toContain("<ol>");
  });
});

function without(url: URL, name: string): URL {
  const changed = new URL(url);
  changed.searchParams.delete(name);
  return changed;
}

function withState(url: URL, state: string): URL {
  const changed = new URL(url);
  changed.searchParams.set("state", state);
  return changed;
}
