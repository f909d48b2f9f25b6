import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Person, type Choice } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser, type Visit } from "../../testing/test-browser.ts";

const contosoId = "11111111-1111-4111-8111-111111111111";
const fabrikamId = "22222222-2222-4222-8222-222222222222";
const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;
let approvalId: string;
let token: string;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  ({ approvalId, token } = await adele.askForApproval());
});

/** An administrator's browser that has gone on to Microsoft from the link. */
async function goOn(linkToken = token): Promise<{ browser: TestBrowser; url: URL; state: string }> {
  const browser = new TestBrowser();
  const address = `${server.productUrl}/api/approval-links/authorize`;
  const answer = await browser.call("POST", address, { token: linkToken });
  expect(answer.status).toBe(200);
  const url = new URL(answer.body.url);
  return { browser, url, state: url.searchParams.get("state")! };
}

/** Answers Microsoft's pages as `account`; the callback's address. */
async function decide(url: URL, account: string, choices: Choice[]): Promise<URL> {
  const answer = await server.control("/_sandbox/authorize", { url: url.href, account, choices });
  return new URL(answer.location);
}

function callbackWith(parameters: Record<string, string>): URL {
  return new URL(`${server.productUrl}/approval/callback?${new URLSearchParams(parameters).toString()}`);
}

/** Comes back to us; the token of the page that says what has come of it. */
async function comeBack(browser: TestBrowser, callback: URL): Promise<string> {
  const visit = await browser.visit(callback, { stopAt: (url) => url.pathname === "/approval" });
  const result = /^#r=([\w-]{32,})$/.exec(visit.url.hash)?.[1];
  if (!result) throw new Error(`The callback answered ${visit.status} ${visit.url.href}: ${visit.body}`);
  return result;
}

async function open(linkToken: string): Promise<any> {
  const address = `${server.productUrl}/api/approval-links/open`;
  return (await new TestBrowser().call("POST", address, { token: linkToken })).body;
}

async function findState(): Promise<unknown> {
  const [row] = await server.test.query("select state from approval where id = $1", [approvalId]);
  return row?.["state"];
}

async function isAdeleConnected(): Promise<boolean> {
  server.advanceSeconds(5);
  return (await adele.mailbox()).state === "connected";
}

function expectErrorPage(page: Visit, code: string): void {
  expect([page.status, page.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
  expect(page.body).toContain(`<code>${code}</code>`);
}

describe("the administrator", () => {
  test("grants by the link: everybody who waited is connected without doing anything", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    await alex.meetWall();
    await alex.askForApproval();
    const { browser, url } = await goOn();
    expect(url.pathname).toBe(`/${contosoId}/v2.0/adminconsent`);
    const result = await comeBack(browser, await decide(url, "isaiah@contoso.example", ["accept"]));
    expect(await open(result)).toMatchObject({
      approval: { state: "granted", waitingCount: 0 },
      waitingNames: [],
      result: { outcome: "granted", connectedNames: ["Adele Vance", "Alex Wilber"] },
    });
    const states = await server.test.query("select state from mailbox_connection order by user_id");
    expect(states).toEqual([{ state: "connected" }, { state: "connected" }]);
    expect(jobs.countWaiting("mailbox.sync")).toBe(2);
  });

  test("leaves no token of their own behind: what is stored is each user's", async () => {
    const { browser, url } = await goOn();
    await comeBack(browser, await decide(url, "megan@contoso.example", ["accept"]));
    const stored = await server.test.query(
      "select mailbox_address, microsoft_user_id from mailbox_connection where refresh_token is not null",
    );
    expect(stored).toEqual([
      {
        mailbox_address: "adele@contoso.example",
        microsoft_user_id: "a0000000-0000-4000-8000-000000000001",
      },
    ]);
  });

  test("without a sufficient role is told so, and nothing changes", async () => {
    const { browser, url } = await goOn();
    const result = await comeBack(browser, await decide(url, "lidia@contoso.example", ["return"]));
    expect((await open(result)).result.outcome).toBe("not_allowed");
    expect([await findState(), await isAdeleConnected()]).toEqual(["open", false]);
    expect((await open(token)).approval.state).toBe("open");
  });

  test("who cancels on Microsoft's page has granted nothing, though the answer says admin_consent=True", async () => {
    const { browser, url } = await goOn();
    const callback = await decide(url, "isaiah@contoso.example", ["cancel"]);
    expect(callback.searchParams.get("admin_consent")).toBe("True");
    const result = await comeBack(browser, callback);
    expect((await open(result)).result.outcome).toBe("refused");
    expect([await findState(), await isAdeleConnected()]).toEqual(["open", false]);
  });

  test("may try again after a mistake, with the same link", async () => {
    const first = await goOn();
    await comeBack(first.browser, await decide(first.url, "isaiah@contoso.example", ["cancel"]));
    const second = await goOn();
    await comeBack(second.browser, await decide(second.url, "isaiah@contoso.example", ["accept"]));
    expect([await findState(), await isAdeleConnected()]).toEqual(["granted", true]);
  });
});

describe("a redirect that lies", () => {
  test("about a grant proves nothing: the approval waits for a token", async () => {
    const { browser, state } = await goOn();
    const result = await comeBack(
      browser,
      callbackWith({ state, admin_consent: "True", tenant: contosoId, scope: "everything" }),
    );
    expect(await open(result)).toMatchObject({
      approval: { state: "verifying", waitingCount: 1 },
      result: { outcome: "verifying", connectedNames: [] },
    });
    expect(await isAdeleConnected()).toBe(false);
    expect((await adele.mailbox()).state).toBe("waiting");

    const again = await goOn();
    await comeBack(again.browser, await decide(again.url, "isaiah@contoso.example", ["accept"]));
    expect([await findState(), await isAdeleConnected()]).toEqual(["granted", true]);
  });

  test("about the tenant is named as a foreign one and changes nothing", async () => {
    const { browser, state } = await goOn();
    const result = await comeBack(
      browser,
      callbackWith({ state, admin_consent: "True", tenant: fabrikamId }),
    );
    expect((await open(result)).result.outcome).toBe("other_tenant");
    expect([await findState(), await isAdeleConnected()]).toEqual(["open", false]);
    const [row] = await server.test.query("select tenant_id from approval");
    expect(row!["tenant_id"]).toBe(contosoId);
  });

  test("with an error beside admin_consent=True is a refusal", async () => {
    const { browser, state } = await goOn();
    const result = await comeBack(
      browser,
      callbackWith({
        state,
        admin_consent: "True",
        tenant: contosoId,
        error: "access_denied",
        error_description: "<script>alert(1)</script>",
      }),
    );
    const page = await open(result);
    expect(page.result.outcome).toBe("not_allowed");
    expect(JSON.stringify(page)).not.toContain("script");
    expect(await findState()).toBe("open");
  });

  const silent = [{}, { admin_consent: "False" }, { admin_consent: "<b>" }, { code: "a-code" }];
  test.each(silent)("that says %j is no grant", async (parameters) => {
    const { browser, state } = await goOn();
    const result = await comeBack(browser, callbackWith({ state, ...parameters }));
    expect((await open(result)).result.outcome).toBe("refused");
    expect([await findState(), await isAdeleConnected()]).toEqual(["open", false]);
  });
});

describe("a callback that must not work", () => {
  test.each([{}, { state: "" }, { state: "A".repeat(43) }, { state: "a\u0000b" }])(
    "with %j shows an error page",
    async (parameters) => {
      const { browser } = await goOn();
      const lie = callbackWith({ ...parameters, admin_consent: "True", tenant: contosoId });
      expectErrorPage(await browser.visit(lie), "authorization_not_found");
      expect(await findState()).toBe("open");
    },
  );

  test("from another browser, or twice, or with two states, shows an error page", async () => {
    const { browser, state } = await goOn();
    const callback = callbackWith({ state, admin_consent: "True", tenant: contosoId });
    expectErrorPage(await new TestBrowser().visit(callback), "authorization_not_found");
    const doubled = new URL(callback);
    doubled.searchParams.append("state", state);
    expectErrorPage(await browser.visit(doubled), "authorization_not_found");
    expect(await findState()).toBe("open");
    await comeBack(browser, callback);
    expectErrorPage(await browser.visit(callback), "authorization_not_found");
  });

  test("after half an hour sends the administrator back to the link", async () => {
    const { browser, state } = await goOn();
    server.advanceSeconds(30 * 60 + 1);
    const page = await browser.visit(callbackWith({ state, admin_consent: "True", tenant: contosoId }));
    expectErrorPage(page, "authorization_expired");
    expect(page.body).toContain("Open the link");
    expect(await findState()).toBe("open");
  });

  test("takes no state of a user's window, and a user's window none of the administrator's", async () => {
    const { browser, state } = await goOn();
    const window = await adele.openWindow();
    const usersState = window.url.searchParams.get("state")!;
    expectErrorPage(
      await browser.visit(callbackWith({ state: usersState, admin_consent: "True", tenant: contosoId })),
      "authorization_not_found",
    );
    const atWindow = `${server.productUrl}/connect/microsoft/callback?state=${state}&code=made-up`;
    expectErrorPage(await adele.browser.visit(atWindow), "authorization_not_found");
    expect(await findState()).toBe("open");
  });
});

describe("the token of the way back", () => {
  test("shows, and may neither authorize nor decline", async () => {
    const { browser, url } = await goOn();
    const result = await comeBack(browser, await decide(url, "isaiah@contoso.example", ["cancel"]));
    expect((await open(result)).approval.state).toBe("open");
    for (const [action, body] of [
      ["authorize", { token: result }],
      ["decline", { token: result, reason: "No." }],
    ] as const) {
      const address = `${server.productUrl}/api/approval-links/${action}`;
      expect(await new TestBrowser().call("POST", address, body)).toMatchObject({
        status: 404,
        body: { error: { code: "link_invalid" } },
      });
    }
    expect(await findState()).toBe("open");
  });

  test("ends within the hour", async () => {
    const { browser, url } = await goOn();
    const result = await comeBack(browser, await decide(url, "isaiah@contoso.example", ["cancel"]));
    server.advanceSeconds(3601);
    expect((await open(result)).error.code).toBe("link_expired");
  });

  test("ends with the approval when that is revoked", async () => {
    const { browser, url } = await goOn();
    const result = await comeBack(browser, await decide(url, "isaiah@contoso.example", ["cancel"]));
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    await pradeep.call("POST", `/api/approvals/${approvalId}/revoke`);
    expect((await open(result)).error.code).toBe("link_revoked");
  });
});

describe("somebody who was refused at the sign-in stage already", () => {
  test("is asked to sign in once after the grant, and is connected then", async () => {
    const diego = await Person.signIn(server, "diego@fabrikam.example");
    const window = await diego.setUpSync({ signIn: ["return"] });
    expect(window).toMatchObject({ outcome: "blocked" });
    const asked = await diego.askForApproval();
    const { browser, url } = await goOn(asked.token);
    expect(url.pathname).toBe(`/${fabrikamId}/v2.0/adminconsent`);
    const result = await comeBack(browser, await decide(url, "nina@fabrikam.example", ["accept"]));
    expect((await open(result)).result.outcome).toBe("verifying");
    expect((await diego.mailbox()).state).toBe("needs_sign_in");
    expect(await diego.setUpSync()).toMatchObject({ outcome: "connected" });
    expect((await open(asked.token)).approval.state).toBe("granted");
  });
});
