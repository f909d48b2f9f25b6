import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { passSalesforce } from "../../testing/pass-salesforce.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { TestBrowser, type Visit } from "../../testing/test-browser.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(() => server.startAgain());

const alex = "alex@contoso.example";
const scenario = (salesforce: unknown) => server.control("/_sandbox/scenario", { salesforce });
const api = (path: string) => `${server.productUrl}/api/${path}`;

/** Opens the window as Alex and gives the page on which it ends, wherever that is. */
async function openWindow(browser = new TestBrowser(), choice: RegExp = /^allow/i): Promise<Visit> {
  let page = await browser.visit(`${server.productUrl}/sign-in/salesforce/start?surface=sidebar`);
  if (page.body.includes(`value="${alex}"`)) page = await browser.press(page, alex);
  if (page.body.includes("Allow Access?")) page = await browser.press(page, choice);
  return page;
}

async function signIn(sidebar: TestBrowser): Promise<number> {
  const end = await passSalesforce(new TestBrowser(), {
    productUrl: server.productUrl,
    surface: "sidebar",
    username: alex,
  });
  const handoffCode = new URLSearchParams(end.url.hash.slice(1)).get("signed_in");
  return (await sidebar.call("POST", api("session"), { handoffCode })).status;
}

describe("refusals that come back", () => {
  it.each([
    ["row 1, blocked", { apps: [{ blocked: true }] }, "oauth_app_blocked", "Salesforce administrator"],
    [
      "row 1, API Access Control",
      { orgs: [{ apiAccessControl: true }], apps: [{ installed: false }] },
      "oauth_app_blocked",
      "Salesforce administrator",
    ],
    [
      "row 5",
      { apps: [{ permittedUsers: "admin_approved_users" }] },
      "oauth_app_access_denied",
      "Salesforce administrator",
    ],
    [
      "row 9, address",
      { apps: [{ tokenRefusal: "ip_restricted" }] },
      "ip_restricted",
      "Salesforce administrator",
    ],
    [
      "row 9, audience",
      { apps: [{ tokenRefusal: "audience_validation_failed" }] },
      "audience_validation_failed",
      "the app&#39;s owner",
    ],
    [
      "row 12, edition",
      { orgs: [{ apiEnabled: false }] },
      "api_disabled_for_org",
      "Salesforce administrator",
    ],
    [
      "row 12, profile",
      { profiles: [{ name: "Standard User", apiEnabled: false }] },
      "api_disabled_for_org",
      "Salesforce administrator",
    ],
  ])(
    "%s: the window says what happened, who can fix it, and what is next",
    async (_row, change, anchor, who) => {
      await scenario(change);
      const page = await openWindow();
      expect([page.status, page.url.pathname]).toEqual([400, "/sign-in/salesforce/callback"]);
      expect(page.body).toContain(`href="/help/error-codes#${anchor}"`);
      expect(page.body).toContain(`Who can fix it: ${who}`);
      expect(page.body).toContain("Once it is allowed, sign in again");
      expect(page.body).toMatch(/href="\/sidebar\/dialog\.html#sign_in_failed=\w+"/);
      const [attempt] = await server.test.query("select result, wire_error from authorization_attempt");
      expect(attempt!["result"]).toMatch(/refused|failed/);
    },
  );

  it("row 6, Deny: asks nobody else", async () => {
    const page = await openWindow(new TestBrowser(), /^deny/i);
    expect(page.body).toContain("pressed Deny");
    expect(page.body).toContain("Go back and sign in again");
    expect(page.body).toContain('href="/help/error-codes#salesforce_denied"');
  });
});

describe("refusals that stay at Salesforce", () => {
  it.each([
    ["row 2", { apps: [{ installed: false }] }, "app_must_be_installed"],
    ["row 3", { apps: [{ scopes: ["id", "openid"] }] }, "scope_not_allowed"],
    ["row 4", { apps: [{ present: false }] }, "OAUTH_EC_APP_NOT_FOUND"],
    ["row 7", { apps: [{ redirectUris: ["http://localhost:1/other"] }] }, "redirect_uri_mismatch"],
    ["row 8", { apps: [{ usableInSeconds: 600 }] }, "invalid_client_id"],
  ])("%s: what the person pastes names the row, the fix and the help", async (_row, change, code) => {
    await scenario(change);
    const page = await openWindow();
    expect(page.url.href.startsWith(server.sandboxUrl)).toBe(true);
    const shown = page.body.replaceAll(/<[^>]*>/g, " ").replaceAll("&amp;", "&");
    for (const text of [page.url.href, shown]) {
      // The page of rows 2 and 3 says the same words; only its address tells them apart.
      const isGenericText = text === shown && shown.includes("OAUTH_APPROVAL_ERROR_GENERIC");
      // Rows 7 and 8 stay on the address of our own call, which tells nothing.
      if (text === page.url.href && !text.includes("error")) continue;
      const { status, body } = await new TestBrowser().call("POST", api("salesforce-access/explain"), {
        text,
      });
      expect([status, body]).toMatchObject([
        200,
        isGenericText
          ? { code: null, certainty: "ambiguous", isAdministratorNeeded: true }
          : {
              code,
              certainty: "certain",
              isAdministratorNeeded: true,
              help: `/help/error-codes#${code.toLowerCase()}`,
            },
      ]);
    }
  });

  it("keeps nothing of what was pasted", async () => {
    const text =
      "https://acme.my.salesforce.com/x?error=invalid_client&error_description=secret-person%40acme.example";
    await new TestBrowser().call("POST", api("salesforce-access/explain"), { text });
    for (const table of ["salesforce_access_request", "authorization_attempt", "audit_entry"]) {
      const rows = await server.test.query(`select t::text as row from ${table} t`);
      expect(JSON.stringify(rows)).not.toContain("secret-person");
    }
  });

  it("refuses a text that is too long", async () => {
    const answer = await new TestBrowser().call("POST", api("salesforce-access/explain"), {
      text: "x".repeat(8001),
    });
    expect([answer.status, answer.body.error.code]).toEqual([400, "invalid_input"]);
  });
});

describe("asking a Salesforce administrator", () => {
  async function ask(
    browser: TestBrowser,
    body: object = {},
  ): Promise<{ link: string; token: string; body: any }> {
    const { status, body: answer } = await browser.call("POST", api("salesforce-access"), body);
    expect(status).toBe(200);
    return { link: answer.link, token: answer.link.split("#")[1], body: answer };
  }
  const links = (action: string, body: object) =>
    new TestBrowser().call("POST", api(`salesforce-access-links/${action}`), body);
  const stateOf = async (browser: TestBrowser) =>
    (await browser.call("GET", api("salesforce-access"))).body.request?.state;

  it("ties the request to the browser, lets the administrator answer, and believes a sign-in alone", async () => {
    const sidebar = new TestBrowser();
    const { token, body } = await ask(sidebar, { name: "Alex Wilber", cause: "app_must_be_installed" });
    expect(body.request).toMatchObject({ state: "open", cause: "app_must_be_installed" });
    expect(body.draft.text).toContain(body.link);
    expect(await stateOf(new TestBrowser())).toBeUndefined();

    const page = (await links("open", { token })).body;
    expect(page.request.askedByName).toBe("Alex Wilber");
    expect(page.explanation.code).toBe("app_must_be_installed");
    expect(page.ways).toHaveLength(3);
    expect(page.ways[2].warning).toContain("Everybody in your org");
    expect(page.app.callbackUrl).toBe(`${server.productUrl}/sign-in/salesforce/callback`);
    expect(page.app.scopes.map(({ scope }: { scope: string }) => scope)).toEqual([
      "api",
      "refresh_token",
      "id",
      "openid",
    ]);

    expect((await links("done", { token })).body.request.state).toBe("administrator_done");
    expect(await stateOf(sidebar)).toBe("administrator_done");
    expect(await signIn(sidebar)).toBe(200);
    expect((await links("open", { token })).body.request.state).toBe("connected");
    expect(await links("done", { token })).toMatchObject({ status: 409 });

    const admin = await server.signIn("pradeep@contoso.example");
    const { body: list } = await admin.call("GET", api("salesforce-access/requests"));
    expect(list.requests).toMatchObject([{ state: "connected", askedByName: "Alex Wilber" }]);
    const audit = (await admin.call("GET", api("audit"))).body.entries.map(
      ({ action }: { action: string }) => action,
    );
    expect(audit).toContain("salesforce_access.confirm");
  });

  it("gives the same link when asked again, and takes what is known by then", async () => {
    const sidebar = new TestBrowser();
    const first = await ask(sidebar);
    const second = await ask(sidebar, { name: "Alex", cause: "OAUTH_APP_BLOCKED" });
    expect(second.link).toBe(first.link);
    expect((await links("open", { token: first.token })).body.request).toMatchObject({
      askedByName: "Alex",
      cause: "OAUTH_APP_BLOCKED",
    });
    expect(await server.test.query("select id from salesforce_access_request")).toHaveLength(1);
  });

  it("tells the person why it was declined, and lets them ask anew", async () => {
    const sidebar = new TestBrowser();
    const { token } = await ask(sidebar);
    await links("decline", { token, reason: "Use the <b>other</b> tool" });
    expect((await sidebar.call("GET", api("salesforce-access"))).body.request).toMatchObject({
      state: "declined",
      declineReason: "Use the <b>other</b> tool",
    });
    expect((await ask(sidebar)).body.request).toMatchObject({ state: "open", declineReason: null });
  });

  it("opens nothing by a made-up, withdrawn or old link, and changes nothing", async () => {
    const sidebar = new TestBrowser();
    const { token } = await ask(sidebar);
    expect(await links("open", { token: "x".repeat(43) })).toMatchObject({ status: 404 });
    // The browser's own token is no link, and a link is no browser.
    const cookie = sidebar.cookie("localhost", "outrigger_salesforce_access") ?? "";
    expect(await links("open", { token: cookie })).toMatchObject({ status: 404 });
    const thief = new TestBrowser();
    thief.setCookie("localhost", "outrigger_salesforce_access", token);
    expect(await stateOf(thief)).toBeUndefined();

    const other = new TestBrowser();
    const old = await ask(other);
    server.advanceSeconds(15 * 86_400);
    expect(await links("done", { token: old.token })).toMatchObject({
      status: 410,
      body: { error: { code: "link_expired" } },
    });
    expect(await stateOf(other)).toBe("expired");
  });

  it("withdraws, after which the link is dead", async () => {
    const sidebar = new TestBrowser();
    const { token } = await ask(sidebar);
    expect((await sidebar.call("POST", api("salesforce-access/withdraw"))).body.request.state).toBe(
      "withdrawn",
    );
    expect(await links("open", { token })).toMatchObject({
      status: 410,
      body: { error: { code: "link_revoked" } },
    });
    expect(await stateOf(sidebar)).toBeUndefined();
  });

  it("shows up in the panel at once where a colleague's org is the only one at the host", async () => {
    const admin = await server.signIn("pradeep@contoso.example");
    await ask(new TestBrowser(), { name: "Alex" });
    const { body } = await admin.call("GET", api("salesforce-access/requests"));
    expect(body.requests).toMatchObject([{ state: "open", askedByName: "Alex" }]);
    const rep = await server.signIn("adele@contoso.example");
    expect((await rep.call("GET", api("salesforce-access/requests"))).status).toBe(403);
  });

  it("sends no mail, bears hostile names, and stops a flood", async () => {
    for (const name of ["a\nBcc: x", "<img src=x>", "x".repeat(61)]) {
      expect((await new TestBrowser().call("POST", api("salesforce-access"), { name })).status).toBe(400);
    }
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) {
      statuses.push(
        (await new TestBrowser().call("POST", api("salesforce-access"), { name: "Ω’ مرحبا" })).status,
      );
    }
    expect(statuses.at(-1)).toBe(429);
    const outbox = await server.control("/_sandbox/outbox");
    expect(JSON.stringify(outbox)).not.toContain("salesforce-access#");
  });
});

describe("diagnose", () => {
  const outcomes = (findings: { check: string; outcome: string }[]) =>
    Object.fromEntries(findings.map(({ check, outcome }) => [check, outcome]));

  it("tells an administrator what is well", async () => {
    const admin = await server.signIn("pradeep@contoso.example");
    const { status, body } = await admin.call("POST", api("salesforce-access/diagnose"));
    expect(status).toBe(200);
    expect(outcomes(body.findings)).toMatchObject({
      app: "fine",
      approvals: "fine",
      api_calls: "fine",
      mail: "fine",
    });
  });

  it("finds an app that is known and not installed, and mail that becomes tasks", async () => {
    await scenario({ orgs: [{ emailMessage: false, m365KeyField: false }], apps: [{ installed: false }] });
    // The standard System Administrator may sign in all the same: way 2.
    const admin = await server.signIn("pradeep@contoso.example");
    const { body } = await admin.call("POST", api("salesforce-access/diagnose"));
    expect(outcomes(body.findings)).toMatchObject({ app: "problem", mail: "hint", key_field: "hint" });
    expect(body.findings[0].help).toBe("/help/error-codes#app_must_be_installed");
    expect(body.findings[0].fix.length).toBeGreaterThan(0);
  });

  it("says of a part that the administrator may not read that it is not known, and goes on", async () => {
    await scenario({
      apps: [{ permittedUsers: "admin_approved_users", approvedUsernames: ["pradeep@contoso.example"] }],
    });
    const admin = await server.signIn("pradeep@contoso.example");
    const { body } = await admin.call("POST", api("salesforce-access/diagnose"));
    expect(outcomes(body.findings)).toMatchObject({ app: "fine", assignments: "unknown", api_calls: "fine" });
  });

  it.each([
    [
      "row 11",
      { orgs: [{ apiAccessControl: true }], apps: [{ installed: false }] },
      "app",
      "session_not_valid_for_api",
    ],
    ["row 12", { orgs: [{ apiEnabled: false }] }, "app", "api_disabled_for_org"],
  ])("%s: names what keeps the whole app out", async (_row, change, check, anchor) => {
    const admin = await server.signIn("pradeep@contoso.example");
    await scenario(change);
    const { body } = await admin.call("POST", api("salesforce-access/diagnose"));
    expect(body.findings).toMatchObject([{ check, outcome: "problem", help: `/help/error-codes#${anchor}` }]);
  });

  it("says so when the day's calls are used up", async () => {
    const admin = await server.signIn("pradeep@contoso.example");
    await scenario({ orgs: [{ dailyApiRequestsMax: 1 }] });
    const { body } = await admin.call("POST", api("salesforce-access/diagnose"));
    expect(body.findings).toMatchObject([{ check: "api_calls", outcome: "problem" }]);
  });

  it("asks whoever is no longer connected to sign in", async () => {
    const admin = await server.signIn("pradeep@contoso.example");
    await scenario({ apps: [{ blocked: true }] });
    expect(await admin.call("POST", api("salesforce-access/diagnose"))).toMatchObject({
      status: 409,
      body: { error: { code: "crm_not_connected" } },
    });
  });
});
