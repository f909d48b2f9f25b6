import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

let server: TestServer;
let adele: Person;
let diego: Person;
let contoso: { approvalId: string; token: string };
let fabrikam: { approvalId: string; token: string };

beforeAll(async () => {
  server = await startTestServer({ jobs: new StepJobQueue() });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  contoso = await adele.askForApproval();
  diego = await Person.signIn(server, "diego@fabrikam.example");
  await diego.setUpSync({ signIn: ["return"] });
  fabrikam = await diego.askForApproval();
});

function useLink(action: string, token: string, body: object = {}) {
  return new TestBrowser().call("POST", `${server.productUrl}/api/approval-links/${action}`, {
    token,
    ...body,
  });
}

async function listLinks(approvalId: string): Promise<Record<string, any>[]> {
  return server.test.query(
    "select id, revoked_at, recipient from approval_link where approval_id = $1 order by created_at",
    [approvalId],
  );
}

describe("one organization's link or approval under another's name", () => {
  test("an admin cannot revoke a foreign link through an approval of their own", async () => {
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    const [foreign] = await listLinks(fabrikam.approvalId);
    const path = `/api/approvals/${contoso.approvalId}/links/${foreign!["id"]}/revoke`;
    expect(await pradeep.call("POST", path)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
    expect((await useLink("open", fabrikam.token)).status).toBe(200);
    expect((await listLinks(fabrikam.approvalId))[0]!["revoked_at"]).toBeNull();
  });

  test("an admin cannot revoke a link of another approval of their own organization by mistake", async () => {
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    await useLink("decline", contoso.token, { reason: "No." });
    const second = await adele.askForApproval();
    const [first] = await listLinks(contoso.approvalId);
    const path = `/api/approvals/${second.approvalId}/links/${first!["id"]}/revoke`;
    expect((await pradeep.call("POST", path)).status).toBe(404);
  });

  test("a link opens its own approval alone, whatever else is sent along", async () => {
    const page = (await useLink("open", fabrikam.token)).body;
    expect(page.approval.id).toBe(fabrikam.approvalId);
    expect(JSON.stringify(page)).not.toContain("Adele");
    const more = await useLink("open", fabrikam.token, { approvalId: contoso.approvalId });
    expect(more.body.error.code).toBe("invalid_input");
  });
});

describe("the way to Microsoft and back", () => {
  async function authorize(token: string): Promise<{ browser: TestBrowser; url: URL }> {
    const browser = new TestBrowser();
    const path = `${server.productUrl}/api/approval-links/authorize`;
    const { body } = await browser.call("POST", path, { token });
    return { browser, url: new URL(body.url) };
  }

  test("leads to Microsoft alone, and back to us alone, whatever the callback asks for", async () => {
    const { browser, url } = await authorize(contoso.token);
    expect(url.origin).toBe(server.sandboxUrl);
    expect(new URL(url.searchParams.get("redirect_uri")!).origin).toBe(server.productUrl);
    const back = new URL(url.searchParams.get("redirect_uri")!);
    for (const [name, value] of Object.entries({
      state: url.searchParams.get("state")!,
      error: "access_denied",
      redirect_uri: "https://evil.example/",
      return_to: "//evil.example",
      error_uri: "https://evil.example/",
    })) {
      back.searchParams.set(name, value);
    }
    const seen = await browser.visit(back, { stopAt: () => true });
    expect(seen.url.origin).toBe(server.productUrl);
    expect(`${seen.url.pathname}${seen.url.hash}`).toMatch(/^\/approval#r=[\w-]{43}$/);
    expect(browser.history.every(({ hostname }) => hostname !== "evil.example")).toBe(true);
  });

  test("of one approval does not finish another's: the state decides, not the tenant", async () => {
    const mine = await authorize(contoso.token);
    const back = new URL(mine.url.searchParams.get("redirect_uri")!);
    back.searchParams.set("state", mine.url.searchParams.get("state")!);
    back.searchParams.set("admin_consent", "True");
    const [{ tenant_id: foreignTenant } = { tenant_id: "" }] = await server.test.query(
      "select tenant_id from approval where id = $1",
      [fabrikam.approvalId],
    );
    back.searchParams.set("tenant", String(foreignTenant));
    await mine.browser.visit(back, { stopAt: () => true });
    const states = await server.test.query("select id, state from approval");
    expect(states.map(({ state }) => state)).toEqual(["open", "open"]);
  });
});

describe("links forwarded from links", () => {
  test("all end with the first, however long the chain, and none outlives it", async () => {
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    const tokens = [contoso.token];
    for (let hop = 0; hop < 4; hop += 1) {
      server.advanceSeconds(86_400);
      const { body } = await useLink("forward", tokens.at(-1)!);
      tokens.push(new URL(body.link).hash.slice(1));
    }
    const [first] = await listLinks(contoso.approvalId);
    await pradeep.call("POST", `/api/approvals/${contoso.approvalId}/links/${first!["id"]}/revoke`);
    for (const token of tokens) expect((await useLink("open", token)).body.error.code).toBe("link_revoked");
    const again = await adele.askForApproval();
    const forwarded = (await useLink("forward", again.token)).body;
    server.advanceSeconds(14 * 86_400 + 1);
    const late = new URL(forwarded.link).hash.slice(1);
    expect((await useLink("open", late)).body.error.code).toBe("link_expired");
  });

  test("two forwardings at once are two links, and the last that is allowed is only one", async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => useLink("forward", contoso.token)));
    const links = answers.filter(({ status }) => status === 200).map(({ body }) => body.link);
    expect(new Set(links).size).toBe(links.length);
    expect(links.length).toBeLessThanOrEqual(20);
  });
});

test.each([
  ["markup", `<script>fetch("//evil.example")</script>`],
  ["line breaks", "No.\r\nSet-Cookie: a=b\r\n\r\n<html>"],
  ["turned text", "No \u202eevil"],
])("%s in a decline's reason reaches the person as the text that it is", async (_name, reason) => {
  expect((await useLink("decline", contoso.token, { reason })).status).toBe(200);
  const answer = await adele.call("GET", "/api/mailbox-connection");
  expect(answer.body.approval.declineReason).toBe(reason.trim());
  expect(answer.headers.get("content-type")).toContain("application/json");
  expect(answer.headers.get("set-cookie") ?? "").not.toContain("a=b");
});

test("neither tokens nor addresses of administrators are in the audit log, the timeline or another's answers", async () => {
  await adele.call("POST", `/api/approvals/${contoso.approvalId}/mails`, {
    to: "isaiah@contoso.example",
    message: "",
  });
  const pradeep = await Person.signIn(server, "pradeep@contoso.example");
  const seen = JSON.stringify([
    (await pradeep.call("GET", "/api/audit")).body,
    (await pradeep.call("GET", "/api/approvals")).body,
    await adele.mailbox(),
    (await useLink("open", contoso.token)).body,
  ]);
  expect(seen).not.toContain("isaiah@");
  expect(seen).not.toContain(contoso.token);
});
