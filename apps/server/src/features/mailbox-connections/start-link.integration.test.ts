import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { TestBrowser } from "../../testing/test-browser.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let diego: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  diego = await Person.signIn(server, "diego@fabrikam.example");
});

/** Diego's start link, made out for Adele's mailbox. */
async function askForLink(): Promise<string> {
  const { body } = await diego.call("POST", "/api/mailbox-connection/authorizations", {
    mailboxAddress: "adele@contoso.example",
  });
  return server.productUrl + body.startUrl;
}

function readAction(page: string): string {
  const path = /class="action" href="([^"]+)"/.exec(page)?.[1] ?? "";
  return server.productUrl + path;
}

test("a start link that somebody else opens says whose mailbox it would connect, and goes nowhere by itself", async () => {
  await grantMailPermissions(server);
  const victim = new TestBrowser();
  const visit = await victim.visit(await askForLink());
  expect(visit.url.origin).toBe(server.productUrl);
  expect(visit.body).toContain("Connect a mailbox for Diego Siciliani?");
  expect(visit.body).toContain("Fabrikam Sales");
  expect(await diego.mailbox()).toMatchObject({ state: "not_connected", mailboxAddress: null });
});

test("the answer counts in the browser that gave it, once, and nowhere else", async () => {
  const browser = new TestBrowser();
  const action = readAction((await browser.visit(await askForLink())).body);
  const isMicrosoft = (url: URL): boolean => url.origin === server.sandboxUrl;
  const other = await new TestBrowser().visit(action, { stopAt: isMicrosoft });
  expect(other.status).toBe(400);
  expect(other.body).toContain("handoff_invalid");

  const second = readAction((await browser.visit(await askForLink())).body);
  expect((await browser.visit(second, { stopAt: isMicrosoft })).url.origin).toBe(server.sandboxUrl);
  expect((await browser.visit(second, { stopAt: isMicrosoft })).status).toBe(400);
});

test("the owner's own browser goes straight on to Microsoft", async () => {
  const { url } = await diego.openWindow();
  expect(url.origin).toBe(server.sandboxUrl);
});
