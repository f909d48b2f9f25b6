import { afterAll, beforeAll, expect, test } from "vitest";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

const jobs = new StepJobQueue();
const lines: string[] = [];
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    jobs,
    isWorker: true,
    settings: { LOG_LEVEL: "debug" },
    logTo: { write: (line) => void lines.push(line) },
  });
});
afterAll(() => server.stop());

/** Whatever in an address or cookie is a secret or names a person: codes, states, tickets, nonces, challenges, hints. */
function secretsOf(browser: TestBrowser): string[] {
  const fromAddresses = browser.history.flatMap((url) => [
    ...[...url.searchParams].filter(([name]) => isSecretParameter(name)).map(([, value]) => value),
    ...new URLSearchParams(url.hash.slice(1)).values(),
  ]);
  const cookies = ["outrigger_session", "outrigger_connect", "outrigger_approval"].flatMap(
    (name) => browser.cookie("localhost", name) ?? [],
  );
  return [...fromAddresses, ...cookies].filter((secret) => secret.length >= 12);
}

function isSecretParameter(name: string): boolean {
  return ["code", "state", "nonce", "ticket", "code_challenge", "login_hint", "source"].includes(name);
}

async function readStoredTokens(): Promise<string[]> {
  const { crmConnections, mailboxConnections } = server.context.database;
  const tokens = [];
  for (const row of await server.test.query("select organization_id, id from crm_connection"))
    tokens.push(await crmConnections.findTokens(row["organization_id"], row["id"]));
  for (const row of await server.test.query("select organization_id, id from mailbox_connection"))
    tokens.push(await mailboxConnections.findTokens(row["organization_id"], row["id"]));
  return tokens.flatMap((stored) => [
    ...(stored?.accessToken ? [stored.accessToken.reveal()] : []),
    ...(stored?.refreshToken ? [stored.refreshToken.reveal()] : []),
  ]);
}

/** Failures are logged as the program does it. */
async function runRounds(): Promise<void> {
  for (const error of await jobs.runAll("mailbox.sync"))
    server.context.logger.error({ job: "mailbox.sync", err: error }, "A job failed.");
}

test("a whole flow with its failures logs no token, code, state, address, name or mail", async () => {
  const secrets: string[] = [];
  const adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  const { approvalId, token } = await adele.askForApproval("My very own reason");
  const sent = await adele.call("POST", `/api/approvals/${approvalId}/mails`, {
    to: "isaiah@contoso.example",
    message: "Words for Isaiah",
  });
  expect(sent.status).toBe(200);

  const isaiah = new TestBrowser();
  const links = `${server.productUrl}/api/approval-links`;
  const { body } = await isaiah.call("POST", `${links}/authorize`, { token });
  const { location } = await server.control("/_sandbox/authorize", {
    url: body.url,
    account: "isaiah@contoso.example",
    choices: ["accept"],
  });
  await isaiah.visit(location, { stopAt: (url) => url.pathname === "/approval" });
  secrets.push(token, new URL(body.url).searchParams.get("state")!);

  // What goes wrong is logged most.
  await isaiah.visit(location);
  await adele.browser.visit(
    `${server.productUrl}/connect/microsoft/callback?state=a-made-up-state&code=a-made-up-code`,
  );
  await adele.browser.visit(
    `${server.productUrl}/connect/microsoft/start?ticket=a-made-up-ticket-of-some-length`,
  );
  await adele.call("POST", "/api/session", { handoffCode: "a-made-up-handoff-code" });
  await adele.call("POST", "/api/items/save", { subject: "A subject that is refused", bodyText: 7 });
  await server.control("/_sandbox/scenario", {
    mailboxes: {
      "adele@contoso.example": {
        messages: [
          {
            internetMessageId: "<hostile@test.example>",
            subject: "A sender without a domain",
            from: { name: "Robot Robotson", address: "robot@localhost" },
            to: ["diane.prescott@northwind.example"],
            body: "Beep beep beep.",
          },
        ],
      },
    },
  });
  const outages = [
    { target: "graph", status: 500, times: 5 },
    { target: "salesforce", pathContains: "composite", status: 500, times: 4 },
    { target: "entra", status: 503, times: 1 },
  ];
  for (const outage of outages) {
    await server.control("/_sandbox/faults", outage);
    await adele.call("POST", "/api/sync/runs");
    await runRounds();
    server.advanceSeconds(60);
    await adele.call("POST", "/api/mailbox-connection/check");
  }
  await fetch(`${server.sandboxUrl}/_sandbox/faults`, { method: "DELETE" });
  secrets.push(...(await readStoredTokens()));
  await adele.call("POST", "/api/sync/runs");
  await runRounds();
  const item = {
    internetMessageId: "<by-hand@test.example>",
    participants: [{ role: "from", address: "diane.prescott@northwind.example", name: "Diane Prescott" }],
  };
  await adele.call("POST", "/api/items/lookup", item);
  await adele.call("POST", "/api/items/save", {
    ...item,
    subject: "Saved by hand",
    sentAt: new Date().toISOString(),
    bodyText: "A text that nobody else should read",
  });
  await server.control("/_sandbox/scenario", {
    users: [{ userPrincipalName: "adele@contoso.example", revokeSessions: true }],
  });
  server.advanceSeconds(2 * 3600);
  await adele.call("POST", "/api/sync/runs");
  await runRounds();
  secrets.push(...(await readStoredTokens()), ...secretsOf(adele.browser), ...secretsOf(isaiah));

  const log = lines.join("");
  for (const told of ["A request was refused.", "A job failed.", "temporarily_unavailable"])
    expect(log).toContain(told);
  expect(secrets.length).toBeGreaterThan(20);
  const words = [
    "a-made-up",
    "My very own reason",
    "Words for Isaiah",
    "A subject that is refused",
    "A sender without a domain",
    "Beep beep",
    "Purchase order",
    "Saved by hand",
    "nobody else should read",
    "Prescott",
    "Robotson",
    "Adele Vance",
    server.context.config.microsoft.clientSecret!.reveal(),
    server.context.config.salesforce.clientSecret!.reveal(),
  ];
  const leaked = [...secrets, ...words].filter((secret) => log.includes(secret));
  expect(leaked).toEqual([]);
  expect(log).not.toMatch(/eyJ[\w-]{10}/);
  expect(log.match(/[\w.'+-]+@[\w-]+\.[\w.-]+/g) ?? []).toEqual([]);
});
