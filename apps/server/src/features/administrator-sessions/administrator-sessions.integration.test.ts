import { administratorPurposes } from "@outrigger/api-contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Administrator } from "../../testing/administrator.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import type { TestBrowser, Visit } from "../../testing/test-browser.ts";
import { openAdministratorGraph } from "./open-administrator-graph.ts";
import { scopesFor } from "./purpose-scopes.ts";

const contosoId = "11111111-1111-4111-8111-111111111111";
const isaiah = "isaiah@contoso.example";
const jobs = new StepJobQueue();
let server: TestServer;
let token: string;
let administrator: Administrator;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  const adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  ({ token } = await adele.askForApproval());
  administrator = new Administrator(server);
});

function expectErrorPage(page: Visit, code: string): void {
  expect([page.status, page.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
  expect(page.body).toContain(`<code>${code}</code>`);
}

async function countSessions(): Promise<number> {
  return (await server.test.query("select 1 from administrator_session")).length;
}

async function lastAttempt(): Promise<Record<string, unknown> | undefined> {
  const [row] = await server.test.query(
    "select * from authorization_attempt where kind = 'microsoft_administrator' order by started_at desc",
  );
  return row;
}

describe("an administrator with a link", () => {
  test("signs in for a purpose: roles, tenant and end are known, and the browser holds a cookie for the API alone", async () => {
    const url = await administrator.goOn(token, "grant_tenant_wide");
    expect(url.pathname).toBe(`/${contosoId}/oauth2/v2.0/authorize`);
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    expect(url.searchParams.has("prompt")).toBe(false);
    expect(url.searchParams.get("scope")?.split(" ")).toEqual(scopesFor("grant_tenant_wide"));
    const response = await administrator.comeBack(await administrator.answer(url, isaiah));
    expect(response.url.href).toBe(`${server.productUrl}/remedies`);
    const cookie = response.headers
      .getSetCookie()
      .find((line) => line.startsWith("outrigger_administrator="));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/api;/);
    expect((await administrator.current()).body).toMatchObject({
      purpose: "grant_tenant_wide",
      tenantId: contosoId,
      tenantDisplayName: "Contoso",
      displayName: "Isaiah Langer",
      roles: ["Cloud Application Administrator"],
      areRolesKnown: true,
      isFromLink: true,
    });
  });

  test("leaves an encrypted access token for an hour and nothing that renews it, and no user's connection gains a token", async () => {
    const before = await server.test.query("select * from mailbox_connection");
    await administrator.signIn(token, "custom_consent_policy", "megan@contoso.example");
    const [row] = await server.test.query("select * from administrator_session");
    expect(row!["access_token"]).toMatch(/^v1\.test\./);
    expect(Object.keys(row!).filter((name) => /refresh/.test(name))).toEqual([]);
    const seconds = (Number(row!["expires_at"]) - Number(row!["created_at"])) / 1000;
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect(await server.test.query("select * from mailbox_connection")).toEqual(before);
    expect(await lastAttempt()).toMatchObject({ result: "succeeded", pkce_verifier: null });
  });

  test("works at Graph until the hour is over; then the sweep forgets the token", async () => {
    await administrator.signIn(token, "grant_tenant_wide", isaiah);
    const [row] = await server.test.query("select organization_id, id from administrator_session");
    const session = { organizationId: row!["organization_id"], id: row!["id"] } as never;
    const graph = openAdministratorGraph(session, server.context);
    const grants = { operation: "list grants", url: "/oauth2PermissionGrants" };
    expect(await graph.send(grants)).toHaveProperty("value");
    server.advanceSeconds(3601);
    await expect(graph.send(grants)).rejects.toMatchObject({ code: "administrator_session_required" });
    expect(await administrator.current()).toMatchObject({
      status: 401,
      body: { error: { code: "administrator_session_required" } },
    });
    expect(await countSessions()).toBe(1);
    await jobs.start("administrator_sessions.sweep");
    expect(await countSessions()).toBe(0);
  });

  test("signs out: the token is gone", async () => {
    await administrator.signIn(token, "grant_tenant_wide", isaiah);
    const answer = await administrator.call("DELETE", "/api/administrator-sessions/current");
    expect(answer.body).toEqual({ signedOut: true });
    expect(await countSessions()).toBe(0);
    expect((await administrator.current()).status).toBe(401);
  });

  test("who cancels at Microsoft reads that nothing was changed, and the attempt says so", async () => {
    const url = await administrator.goOn(token, "grant_tenant_wide");
    const page = await administrator.comeBack(await administrator.answer(url, isaiah, ["cancel"]));
    expectErrorPage(page, "authorization_refused");
    expect(page.body).toContain("Nothing was changed");
    expect(await lastAttempt()).toMatchObject({ result: "refused", wire_error: "access_denied" });
    expect(await countSessions()).toBe(0);
  });

  test("who never comes back leaves an attempt that expires, and nobody's mailbox is touched by that", async () => {
    await administrator.goOn(token, "grant_tenant_wide");
    server.advanceSeconds(16 * 60);
    await jobs.start("authorization_attempts.expire");
    expect(await lastAttempt()).toMatchObject({ result: "expired" });
    expect(await server.test.query("select state from mailbox_connection")).toEqual([{ state: "waiting" }]);
  });
});

describe("a callback", () => {
  test("is good once, for the browser that began, and for a state that we gave", async () => {
    const callback = await administrator.answer(await administrator.goOn(token, "grant_tenant_wide"), isaiah);
    const stranger = new Administrator(server);
    expectErrorPage(await stranger.comeBack(callback), "authorization_not_found");
    stranger.browser.setCookie("localhost", "outrigger_administrator_flow", "made-up");
    expectErrorPage(await stranger.comeBack(callback), "authorization_not_found");
    expect(await countSessions()).toBe(0);
    expect((await administrator.comeBack(callback)).url.pathname).toBe("/remedies");
    expectErrorPage(await administrator.comeBack(callback), "authorization_not_found");
    for (const query of ["", "?code=a&state=b", `${callback.search}&state=b`]) {
      const forged = new URL(`/administrator/callback${query}`, server.productUrl);
      expectErrorPage(await administrator.comeBack(forged), "authorization_not_found");
    }
    expect(await countSessions()).toBe(1);
  });

  test("after its time is refused", async () => {
    const callback = await administrator.answer(await administrator.goOn(token, "grant_tenant_wide"), isaiah);
    server.advanceSeconds(16 * 60);
    expectErrorPage(await administrator.comeBack(callback), "authorization_expired");
    expect(await countSessions()).toBe(0);
  });

  test("of another kind of authorization is not taken, nor this one's by another callback", async () => {
    const callback = await administrator.answer(await administrator.goOn(token, "grant_tenant_wide"), isaiah);
    for (const path of ["/approval/callback", "/connect/microsoft/callback"]) {
      const other = new URL(path + callback.search, server.productUrl);
      const page = await administrator.browser.visit(other);
      expectErrorPage(page, "authorization_not_found");
    }
    expect((await administrator.comeBack(callback)).url.pathname).toBe("/remedies");
  });

  test("with a code of another tenant's account is refused, whatever `tenant` says", async () => {
    const url = await administrator.goOn(token, "grant_tenant_wide");
    url.pathname = "/organizations/oauth2/v2.0/authorize";
    const callback = await administrator.answer(url, "nina@fabrikam.example");
    callback.searchParams.set("tenant", contosoId);
    const page = await administrator.comeBack(callback);
    expect(page.status).toBe(400);
    expect(page.body).toMatch(/administrator_other_tenant|authorization_refused/);
    expect(await countSessions()).toBe(0);
    expect(await lastAttempt()).toMatchObject({ result: "failed" });
  });

  test("of a guest is refused, even with a role", async () => {
    const { clientId } = server.context.config.microsoft.administrator;
    const scope = scopesFor("grant_tenant_wide").join(" ");
    await server.control("/_sandbox/scenario", {
      users: [{ userPrincipalName: "nina@fabrikam.example", guestInTenantIds: [contosoId] }],
      grants: [{ tenant: contosoId, appId: clientId, consentType: "AllPrincipals", scope }],
    });
    const url = await administrator.goOn(token, "grant_tenant_wide");
    const page = await administrator.comeBack(await administrator.answer(url, "nina@fabrikam.example"));
    expectErrorPage(page, "administrator_account_unsuitable");
    expect(await countSessions()).toBe(0);
  });

  test("leads to our own page only, whatever it is told", async () => {
    const callback = await administrator.answer(await administrator.goOn(token, "grant_tenant_wide"), isaiah);
    callback.searchParams.set("returnTo", "https://evil.example");
    callback.searchParams.set("redirect_uri", "https://evil.example");
    expect((await administrator.comeBack(callback)).url.href).toBe(`${server.productUrl}/remedies`);
  });

  test("shows what Microsoft says as text", async () => {
    const url = await administrator.goOn(token, "grant_tenant_wide");
    const state = url.searchParams.get("state")!;
    const query = new URLSearchParams({ state, error: "<script>", error_description: "<img src=x>" });
    const page = await administrator.comeBack(
      new URL(`/administrator/callback?${query.toString()}`, server.productUrl),
    );
    expectErrorPage(page, "authorization_refused");
    expect(page.body).not.toMatch(/<script|<img/);
    expect(await lastAttempt()).toMatchObject({ wire_error: null });
  });
});

describe("from the admin panel", () => {
  async function start(browser: TestBrowser, body: object) {
    return browser.call("POST", `${server.productUrl}/api/administrator-sessions/authorize`, body);
  }

  test("an organization's admin begins for its own tenant only, and comes back to the page it names", async () => {
    const pradeep = await server.signIn("pradeep@contoso.example");
    expect(
      (await start(pradeep, { purpose: "read_tenant", tenantId: "22222222-2222-4222-8222-222222222222" }))
        .status,
    ).toBe(404);
    expect((await start(pradeep, { purpose: "read_tenant", returnTo: "https://evil.example" })).status).toBe(
      400,
    );
    const answer = await start(pradeep, { purpose: "watch_tenant", returnTo: "posture" });
    const url = new URL(answer.body.url);
    expect(url.pathname).toBe(`/${contosoId}/oauth2/v2.0/authorize`);
    const there = new Administrator(server, pradeep);
    const visit = await there.comeBack(await there.answer(url, "megan@contoso.example"));
    expect(visit.url.pathname).toBe("/admin/posture");
    expect((await there.current()).body).toMatchObject({ purpose: "watch_tenant", isFromLink: false });
    await pradeep.call("DELETE", `${server.productUrl}/api/session`);
    expect((await there.current()).status).toBe(401);
  });

  test("a link never begins to watch", async () => {
    const answer = await administrator.call("POST", "/api/administrator-sessions/authorize-link", {
      token,
      purpose: "watch_tenant",
    });
    expect(answer.status).toBe(400);
  });

  test("a call from another site's page is refused", async () => {
    await administrator.signIn(token, "grant_tenant_wide", isaiah);
    const response = await fetch(`${server.productUrl}/api/administrator-sessions/current`, {
      method: "DELETE",
      headers: {
        origin: "https://evil.example",
        cookie: `outrigger_administrator=${administrator.browser.cookie("localhost", "outrigger_administrator")}`,
      },
    });
    expect(response.status).toBe(403);
    expect(await countSessions()).toBe(1);
  });
});

describe("least privilege", () => {
  test("only watching asks for a session that goes on; no purpose asks for a mailbox", () => {
    const lasting = administratorPurposes.filter((purpose) => scopesFor(purpose).includes("offline_access"));
    expect(lasting).toEqual(["watch_tenant"]);
    const all = administratorPurposes.flatMap(scopesFor);
    expect(all.filter((scope) => /^(Mail|Calendars|Contacts|EWS)/.test(scope))).toEqual([]);
  });

  test("reading asks for nothing that writes", () => {
    for (const purpose of ["read_tenant", "watch_tenant", "check_registration"] as const) {
      expect(scopesFor(purpose).filter((scope) => scope.includes("Write"))).toEqual([]);
    }
  });

  test("what an administrator is asked for is never asked of users, nor granted by the admin consent link", () => {
    const { microsoft } = server.context;
    const asked = new Set([...microsoft.askedScopes("everything").all, ...microsoft.signInScopes]);
    const sensitive = administratorPurposes
      .flatMap(scopesFor)
      .filter((scope) => /Grant|Policy|Application|AppRole|Directory/.test(scope));
    expect(sensitive.filter((scope) => asked.has(scope))).toEqual([]);
  });
});
