import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser, type Visit } from "../../testing/test-browser.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  adele = await Person.signIn(server, "adele@contoso.example");
});

const isLastPage = (url: URL): boolean => url.pathname === "/sidebar/dialog.html";

/** The window of `person` has passed the sign-in stage: our callback's address, not yet visited. */
async function stopBeforeCallback(person: Person): Promise<URL> {
  const { url } = await person.openWindow();
  const { location } = await person.answerMicrosoft(url, ["accept"]);
  return location!;
}

/** Everything that a callback could have changed. */
async function readConnections(): Promise<unknown> {
  return server.test.query(
    "select user_id, state, tenant_id, microsoft_user_id, mailbox_address, access_token, refresh_token from mailbox_connection order by user_id",
  );
}

function expectErrorPage(page: Visit, code: string): void {
  expect([page.status, page.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
  expect(page.body).toContain(`<code>${code}</code>`);
  expect(page.headers.get("cache-control")).toBe("no-store");
}

function changed(url: URL, change: (parameters: URLSearchParams) => void): URL {
  const copy = new URL(url);
  change(copy.searchParams);
  return copy;
}

describe("a callback that must not work", () => {
  const cases: [string, (parameters: URLSearchParams) => void][] = [
    ["without a state", (p) => p.delete("state")],
    ["with an empty state", (p) => p.set("state", "")],
    ["with a state we never made", (p) => p.set("state", "A".repeat(43))],
    ["with a state that is markup", (p) => p.set("state", "<script>alert(1)</script>")],
    ["with a state that PostgreSQL cannot keep", (p) => p.set("state", "a\u0000b")],
    ["with a very long state", (p) => p.set("state", "a".repeat(7000))],
    ["with two states", (p) => p.append("state", "A".repeat(43))],
  ];
  test.each(cases)("%s changes nothing and leaves the window to its owner", async (_name, change) => {
    const callback = await stopBeforeCallback(adele);
    const before = await readConnections();
    const page = await adele.browser.visit(changed(callback, change));
    expectErrorPage(page, "authorization_not_found");
    expect(page.body).not.toContain("<script>");
    expect(await readConnections()).toEqual(before);
    expect((await adele.follow(callback)).origin).toBe(server.sandboxUrl);
  });

  test("from a browser without the window's cookie changes nothing", async () => {
    const callback = await stopBeforeCallback(adele);
    const before = await readConnections();
    expectErrorPage(await new TestBrowser().visit(callback), "authorization_not_found");
    expect(await readConnections()).toEqual(before);
    expect((await adele.follow(callback)).origin).toBe(server.sandboxUrl);
  });

  test("from the browser of somebody with a window of their own changes nothing for either", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    const adeles = await stopBeforeCallback(adele);
    const alexs = await stopBeforeCallback(alex);
    const before = await readConnections();
    expectErrorPage(await alex.browser.visit(adeles), "authorization_not_found");
    expect(await readConnections()).toEqual(before);
    expect((await alex.follow(alexs)).origin).toBe(server.sandboxUrl);
  });

  test("for the second time changes nothing", async () => {
    const callback = await stopBeforeCallback(adele);
    await adele.follow(callback);
    const before = await readConnections();
    expectErrorPage(await adele.browser.visit(callback), "authorization_not_found");
    expect(await readConnections()).toEqual(before);
  });

  test("twice at once goes on once", async () => {
    const callback = await stopBeforeCallback(adele);
    const stopAt = (url: URL): boolean => url.origin === server.sandboxUrl;
    const visits = await Promise.all(
      [1, 2, 3].map(() => adele.browser.visit(callback, { stopAt }).then(({ status }) => status)),
    );
    expect(visits.filter((status) => status === 302)).toHaveLength(1);
    expect(visits.filter((status) => status === 400)).toHaveLength(2);
  });

  test("after the window's time is told to start again", async () => {
    const callback = await stopBeforeCallback(adele);
    server.advanceSeconds(601);
    const before = await readConnections();
    expectErrorPage(await adele.browser.visit(callback), "authorization_expired");
    expect(await readConnections()).toEqual(before);
  });

  test("of a window that the user has replaced by another changes nothing", async () => {
    const callback = await stopBeforeCallback(adele);
    const binding = adele.browser.cookie("localhost", "outrigger_connect")!;
    await adele.openWindow();
    adele.browser.setCookie("localhost", "outrigger_connect", binding);
    const before = await readConnections();
    expectErrorPage(await adele.browser.visit(callback), "authorization_not_found");
    expect(await readConnections()).toEqual(before);
  });

  test("with Salesforce's state, or at Salesforce's address, changes nothing", async () => {
    const callback = await stopBeforeCallback(adele);
    const before = await readConnections();
    const { pathname } = callback;
    for (const [path, code] of [
      ["/sign-in/salesforce/callback", "authorization_not_found"],
      ["/approval/callback", "authorization_not_found"],
    ] as const) {
      const elsewhere = new URL(callback);
      elsewhere.pathname = path;
      expectErrorPage(await adele.browser.visit(elsewhere), code);
    }
    const start = await fetch(`${server.productUrl}/sign-in/salesforce/start?surface=sidebar`, {
      redirect: "manual",
    });
    const state = new URL(start.headers.get("location")!).searchParams.get("state")!;
    const atMicrosoft = changed(callback, (p) => p.set("state", state));
    expect(atMicrosoft.pathname).toBe(pathname);
    expectErrorPage(await adele.browser.visit(atMicrosoft), "authorization_not_found");
    expect(await readConnections()).toEqual(before);
  });
});

describe("an answer that cannot be used", () => {
  const cases: [string, (parameters: URLSearchParams) => void][] = [
    ["a code that Microsoft never gave", (p) => p.set("code", "made-up")],
    ["no code at all", (p) => p.delete("code")],
    ["two codes", (p) => p.append("code", "another")],
    ["an endless code", (p) => p.set("code", "a".repeat(9000))],
  ];
  test.each(cases)(
    "%s ends the window as failed, without tokens, and may be tried again",
    async (_name, change) => {
      const callback = await stopBeforeCallback(adele);
      const end = await adele.follow(changed(callback, change));
      expect(end.hash).toMatch(/^#mailbox=blocked&turn=/);
      const [row] = await server.test.query(
        "select state, refresh_token, microsoft_user_id from mailbox_connection",
      );
      expect(row).toEqual({ state: "blocked", refresh_token: null, microsoft_user_id: null });
      const [attempt] = await server.test.query(
        "select result, pkce_verifier from authorization_attempt where kind = 'microsoft_sign_in'",
      );
      expect(attempt).toEqual({ result: "failed", pkce_verifier: null });
      expect((await adele.meetWall()).outcome).toBe("blocked");
    },
  );

  test("a stranger's code in the user's own callback brings no token (PKCE, RFC 7636 §4.6)", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    const alexs = await stopBeforeCallback(alex);
    const adeles = await stopBeforeCallback(adele);
    const injected = changed(adeles, (p) => p.set("code", alexs.searchParams.get("code")!));
    expect((await adele.follow(injected)).hash).toMatch(/^#mailbox=blocked&turn=/);
    const [row] = await server.test.query(
      "select refresh_token, microsoft_user_id, mailbox_address from mailbox_connection join app_user on app_user.id = user_id where email like 'adele%'",
    );
    expect(row).toEqual({ refresh_token: null, microsoft_user_id: null, mailbox_address: null });
  });

  test("markup among the parameters is kept nowhere", async () => {
    const callback = await stopBeforeCallback(adele);
    const refused = changed(callback, (p) => {
      p.delete("code");
      p.set("error", "<script>alert(1)</script>");
      p.set("error_subcode", "<b>");
      p.set("error_description", "AADSTS90094<img src=x> Correlation ID: nonsense");
    });
    expect((await adele.follow(refused)).hash).toMatch(/^#mailbox=blocked&turn=/);
    const [attempt] = await server.test.query(
      "select wire_error, error_subcode, aadsts_code, correlation_id from authorization_attempt where kind = 'microsoft_sign_in'",
    );
    expect(attempt).toEqual({
      wire_error: null,
      error_subcode: null,
      aadsts_code: "AADSTS90094",
      correlation_id: null,
    });
    expect(JSON.stringify(await adele.mailbox())).not.toContain("<");
  });
});

describe("the window's address", () => {
  test("asks for a code with PKCE, state and nonce, never for consent, and carries no secret", async () => {
    const { url } = await adele.openWindow();
    const parameters = Object.fromEntries(url.searchParams);
    expect(parameters).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${server.productUrl}/connect/microsoft/callback`,
    });
    expect(parameters["state"]).toMatch(/^[\w-]{32,}$/);
    expect(parameters["nonce"]).toMatch(/^[\w-]{32,}$/);
    expect(url.searchParams.has("prompt")).toBe(false);
    expect(url.href).not.toContain(server.context.config.microsoft.clientSecret!.reveal());
  });

  test("changed to another redirect address is refused by Microsoft without a redirect", async () => {
    const { url } = await adele.openWindow();
    const answer = await adele.answerMicrosoft(
      changed(url, (p) => p.set("redirect_uri", "https://evil.example/callback")),
      ["accept"],
    );
    expect(answer).toMatchObject({ location: undefined, aadsts: "AADSTS50011" });
  });
});

describe("the ticket that opens the window", () => {
  test("works once", async () => {
    const { startUrl } = await adele.askForWindow();
    expect((await adele.follow(startUrl)).origin).toBe(server.sandboxUrl);
    expectErrorPage(await adele.browser.visit(startUrl), "handoff_invalid");
  });

  test("works for a minute", async () => {
    const { startUrl } = await adele.askForWindow();
    server.advanceSeconds(61);
    expectErrorPage(await adele.browser.visit(startUrl), "handoff_invalid");
    expect(await server.test.query("select 1 from authorization_attempt where kind like 'micro%'")).toEqual(
      [],
    );
  });

  test("is no handoff code, and a handoff code is no ticket", async () => {
    const { startUrl } = await adele.askForWindow();
    const ticket = new URL(startUrl).searchParams.get("ticket")!;
    expect(await adele.call("POST", "/api/session", { handoffCode: ticket })).toMatchObject({
      status: 400,
      body: { error: { code: "handoff_invalid" } },
    });
    const [user] = await server.test.query("select organization_id, id from app_user");
    const handoffCode = await server.context.database.handoffs.create({
      organizationId: user!["organization_id"],
      userId: user!["id"],
      kind: "signed_in",
      payload: {},
      lifetimeSeconds: 60,
    });
    const url = `${server.productUrl}/connect/microsoft/start?ticket=${handoffCode}`;
    expectErrorPage(await adele.browser.visit(url), "handoff_invalid");
  });

  test.each(["", "?ticket=", "?ticket=x", `?ticket=${"A".repeat(43)}`, "?ticket=a&ticket=b"])(
    "%s is refused",
    async (query) => {
      const page = await adele.browser.visit(`${server.productUrl}/connect/microsoft/start${query}`);
      expectErrorPage(page, "handoff_invalid");
      expect(page.body).not.toContain("AAAA");
    },
  );

  test("the window lands nowhere but at Microsoft or on our own page", async () => {
    const { startUrl } = await adele.askForWindow();
    const tampered = new URL(startUrl);
    tampered.searchParams.set("returnUrl", "https://evil.example");
    const visit = await adele.browser.visit(tampered, { stopAt: () => true });
    expect(visit.url.origin).toBe(server.sandboxUrl);
    expect(isLastPage(visit.url)).toBe(false);
  });
});

describe("somebody else's window", () => {
  test("cannot be reported as closed by a colleague or by another organization", async () => {
    const { authorizationId, url } = await adele.openWindow();
    await adele.follow((await adele.answerMicrosoft(url, ["accept"])).location!);
    const path = `/api/mailbox-connection/authorizations/${authorizationId}/closed`;
    for (const address of ["alex@contoso.example", "diego@fabrikam.example"]) {
      const other = await Person.signIn(server, address);
      expect(await other.call("POST", path)).toMatchObject({
        status: 404,
        body: { error: { code: "authorization_not_found" } },
      });
    }
    expect((await adele.mailbox()).state).toBe("authorizing");
  });
});
