import { FAILURE_REASONS, type FailureReason } from "@outrigger/sync-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions, removeApplication } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { SalesforceOrg } from "../../testing/salesforce-org.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const adeleAddress = "adele@contoso.example";
/** The seeded mail of the last day with a customer among its people. */
const expectedSubjects = [
  "Kick-off for the second warehouse",
  "Purchase order 4471",
  "RE: Purchase order 4471",
];

const jobs = new StepJobQueue();
let server: TestServer;
let salesforce: SalesforceOrg;
let pradeep: Person;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({
    jobs,
    isWorker: true,
    settings: { SYNC_INITIAL_WINDOW_DAYS: "1" },
  });
  salesforce = new SalesforceOrg(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  pradeep = await Person.signIn(server, "pradeep@contoso.example");
  adele = await Person.signIn(server, adeleAddress);
  await grantMailPermissions(server);
  await adele.setUpSync();
  jobs.clear();
});

/** One round of Adele's mailbox, as the queue runs it; what it threw for the queue to try again. */
async function runRound(): Promise<unknown> {
  const [row] = await server.test.query("select organization_id, id from mailbox_connection");
  const payload = { organizationId: row!["organization_id"], mailboxConnectionId: row!["id"] };
  return jobs.start("mailbox.sync", payload).then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function lastRun(): Promise<Record<string, any>> {
  const [row] = await server.test.query("select * from sync_run order by started_at desc limit 1");
  return row!;
}

function fail(target: "graph" | "salesforce" | "entra", fault: Record<string, unknown>): Promise<unknown> {
  return server.control("/_sandbox/faults", { target, ...fault });
}

async function listActions(): Promise<string[]> {
  const rows = await server.test.query("select action from audit_entry order by at");
  return rows.map(({ action }) => String(action));
}

/** Two hours on, for both sides: access tokens have ended. */
async function outliveAccessTokens(): Promise<void> {
  server.advanceSeconds(7200);
  await server.control("/_sandbox/clock", { advanceSeconds: 7200 });
}

async function countCalls(pathPart: string): Promise<number> {
  const { requests } = await server.control("/_sandbox/requests");
  return requests.filter(({ path }: { path: string }) => path.includes(pathPart)).length;
}

const salesforceFault = (status: number, errorCode: string) => ({
  status,
  body: [{ errorCode, message: "As Salesforce says it." }],
});
const graphFault = (status: number, code: string) => ({ status, body: { error: { code, message: "No." } } });

interface Provoked {
  readonly reason: FailureReason;
  readonly by: string;
  /** Makes the next round fail. */
  readonly provoke: () => Promise<unknown>;
  /** Whether the queue is to try again. */
  readonly isTriedAgain: boolean;
  readonly mailboxState: string;
  /** What a person does about it; the round after it saves everything. */
  readonly repair?: () => Promise<unknown>;
}

const provoked: Provoked[] = [
  {
    reason: "rate_limited",
    by: "Graph's 429 with a long Retry-After",
    provoke: () => fail("graph", { pathContains: "delta", status: 429, retryAfterSeconds: 600 }),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "rate_limited",
    by: "Salesforce's daily limit",
    provoke: () => fail("salesforce", salesforceFault(403, "REQUEST_LIMIT_EXCEEDED")),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "temporarily_unavailable",
    by: "Graph's 503 that stays",
    provoke: () => fail("graph", { pathContains: "delta", status: 503, times: 4 }),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "temporarily_unavailable",
    by: "a connection to Salesforce that breaks",
    provoke: () => fail("salesforce", { pathContains: "composite", status: 0, times: 3 }),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "version_conflict",
    by: "Salesforce's 412",
    provoke: () => fail("salesforce", { pathContains: "composite/sobjects", status: 412, body: "" }),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "record_not_found",
    by: "Salesforce's 404",
    provoke: () =>
      fail("salesforce", { pathContains: "composite/sobjects", ...salesforceFault(404, "NOT_FOUND") }),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "unexpected_response",
    by: "a web page in Graph's place",
    provoke: () => fail("graph", { pathContains: "delta", status: 203, body: "<html>Sign in</html>" }),
    isTriedAgain: true,
    mailboxState: "connected",
  },
  {
    reason: "reauthorization_required",
    by: "a token that Graph refuses twice",
    provoke: () =>
      fail("graph", { pathContains: "delta", times: 2, ...graphFault(401, "InvalidAuthenticationToken") }),
    isTriedAgain: false,
    mailboxState: "needs_sign_in",
    repair: () => adele.setUpSync(),
  },
  {
    reason: "reauthorization_required",
    by: "a session that Microsoft has ended",
    provoke: async () => {
      const users = [{ userPrincipalName: adeleAddress, revokeSessions: true }];
      await server.control("/_sandbox/scenario", { users });
      await outliveAccessTokens();
    },
    isTriedAgain: false,
    mailboxState: "needs_sign_in",
    repair: () => adele.setUpSync(),
  },
  {
    reason: "consent_required",
    by: "a grant that was taken back",
    provoke: async () => {
      const appId = server.context.config.microsoft.clientId;
      const grant = { tenant: "contoso.example", appId, consentType: "AllPrincipals", scope: "User.Read" };
      await server.control("/_sandbox/scenario", { grants: [grant] });
      await outliveAccessTokens();
    },
    isTriedAgain: false,
    mailboxState: "blocked",
    repair: async () => {
      await grantMailPermissions(server);
      server.advanceSeconds(5);
      await jobs.start("mailbox_connections.check_waiting");
    },
  },
  {
    reason: "admin_action_required",
    by: "an application that an administrator has disabled",
    provoke: async () => {
      const appId = server.context.config.microsoft.clientId;
      const change = { tenant: "contoso.example", appId, accountEnabled: false };
      await server.control("/_sandbox/scenario", { servicePrincipals: [change] });
      await outliveAccessTokens();
    },
    isTriedAgain: false,
    mailboxState: "blocked",
    repair: async () => {
      const appId = server.context.config.microsoft.clientId;
      const change = { tenant: "contoso.example", appId, accountEnabled: true };
      await server.control("/_sandbox/scenario", { servicePrincipals: [change] });
      server.advanceSeconds(5);
      await jobs.start("mailbox_connections.check_waiting");
    },
  },
  {
    reason: "permission_missing",
    by: "Graph's 403 in spite of a good token",
    provoke: () =>
      fail("graph", { pathContains: "delta", times: 9, ...graphFault(403, "ErrorAccessDenied") }),
    isTriedAgain: false,
    mailboxState: "connected",
  },
  {
    reason: "admin_action_required",
    by: "a person without a mailbox",
    provoke: () =>
      fail("graph", { pathContains: "delta", times: 9, ...graphFault(404, "MailboxNotEnabledForRESTAPI") }),
    isTriedAgain: false,
    mailboxState: "connected",
  },
  {
    reason: "permission_missing",
    by: "Salesforce's missing right",
    provoke: () => fail("salesforce", salesforceFault(403, "INSUFFICIENT_ACCESS")),
    isTriedAgain: false,
    mailboxState: "connected",
  },
];

describe("each reason of a failed round", () => {
  test.each(provoked)(
    "$reason, by $by: is written down, and nothing is lost or doubled afterwards",
    async ({ reason, provoke, isTriedAgain, mailboxState, repair }) => {
      await provoke();
      const thrown = await runRound();
      expect(thrown === undefined ? undefined : (thrown as { reason?: string }).reason).toBe(
        isTriedAgain ? reason : undefined,
      );
      expect(await lastRun()).toMatchObject({ outcome: "failed", failure: reason });
      const [row] = await server.test.query("select state from mailbox_connection");
      expect(row!["state"]).toBe(mailboxState);

      await fetch(`${server.sandboxUrl}/_sandbox/faults`, { method: "DELETE" });
      await repair?.();
      expect(await runRound()).toBeUndefined();
      expect(await lastRun()).toMatchObject({ outcome: "finished", failure: null });
      expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
    },
  );

  test("there is none that nobody provokes", () => {
    // These two never fail a round; they have tests of their own below.
    const inTheRound: FailureReason[] = ["cursor_expired", "record_rejected"];
    const covered = new Set([...provoked.map(({ reason }) => reason), ...inTheRound]);
    expect(FAILURE_REASONS.filter((reason) => !covered.has(reason))).toEqual([]);
  });
});

describe("what a round gets over by itself", () => {
  test("Graph's short Retry-After is waited for, as long as it says", async () => {
    const before = server.context.clock.now().getTime();
    await fail("graph", { pathContains: "delta", status: 429, retryAfterSeconds: 17 });
    expect(await runRound()).toBeUndefined();
    expect(server.context.clock.now().getTime() - before).toBeGreaterThanOrEqual(17_000);
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });

  test("one 503 of Graph and one HTML page of Salesforce's balancer", async () => {
    await fail("graph", { status: 503 });
    await fail("salesforce", { pathContains: "query", status: 503 });
    await fail("salesforce", { pathContains: "composite/sobjects", status: 503 });
    expect(await runRound()).toBeUndefined();
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });

  test("cursor_expired: a cursor that Microsoft forgot: the folder is read again, nothing is saved twice", async () => {
    await runRound();
    const mailboxes = { [adeleAddress]: { expireDeltaTokens: true } };
    await server.control("/_sandbox/scenario", { mailboxes });
    expect(await runRound()).toBeUndefined();
    expect(await lastRun()).toMatchObject({ outcome: "finished", saved_count: 0, issue_count: 0 });
    expect((await lastRun())["examined_count"]).toBeGreaterThan(0);
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });

  test("a session that Salesforce has ended is renewed once for the whole round", async () => {
    const before = await countCalls("/salesforce/services/oauth2/token");
    await fail("salesforce", { pathContains: "/data/", ...salesforceFault(401, "INVALID_SESSION_ID") });
    expect(await runRound()).toBeUndefined();
    expect((await countCalls("/salesforce/services/oauth2/token")) - before).toBe(1);
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });

  test("an access token that has ended is renewed without a word", async () => {
    await outliveAccessTokens();
    expect(await runRound()).toBeUndefined();
    expect(await salesforce.listSubjects()).toEqual(expect.arrayContaining(expectedSubjects));
    expect((await adele.mailbox()).state).toBe("connected");
  });
});

describe("an answer of Salesforce that is lost after the write", () => {
  const orgs = [
    { name: "with the key field", org: {}, object: "EmailMessage" as const },
    { name: "without the key field", org: { m365KeyField: false }, object: "EmailMessage" as const },
    {
      name: "without Enhanced Email",
      org: { emailMessage: false, m365KeyField: false },
      object: "Task" as const,
    },
  ];
  const losses = [
    { how: "the connection breaks", fault: { status: 0 } },
    { how: "the balancer answers 503", fault: { status: 503 } },
  ];
  const cases = orgs.flatMap((org) => losses.map((loss) => ({ ...org, ...loss })));
  test.each(cases)("in an org $name, as $how: every mail is there once", async ({ org, object, fault }) => {
    await server.control("/_sandbox/scenario", { salesforce: { orgs: [{ org: "contoso", ...org }] } });
    await fail("salesforce", { pathContains: "composite/sobjects", afterHandling: true, ...fault });
    await runRound();
    expect(await runRound()).toBeUndefined();
    expect(await lastRun()).toMatchObject({ outcome: "finished", issue_count: 0 });
    const subjects = await salesforce.listSubjects(object);
    expect(subjects.filter((subject) => expectedSubjects.includes(subject))).toEqual(expectedSubjects);
    expect(await server.test.query("select 1 from sync_link")).toHaveLength(expectedSubjects.length);
  });
});

describe("a row that Salesforce refuses", () => {
  const hostile = {
    internetMessageId: "<hostile@test.example>",
    subject: "A sender without a domain",
    from: { name: "Robot", address: "robot@localhost" },
    to: [adeleAddress, "diane.prescott@northwind.example"],
    body: "Beep.",
  };

  test("record_rejected: becomes an issue, and the others are saved", async () => {
    await server.control("/_sandbox/scenario", { mailboxes: { [adeleAddress]: { messages: [hostile] } } });
    expect(await runRound()).toBeUndefined();
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
    const { issues, total } = (await pradeep.call("GET", "/api/issues")).body;
    expect(total).toBe(1);
    expect(issues[0]).toMatchObject({
      userDisplayName: "Adele Vance",
      subject: "A sender without a domain",
      reason: "record_rejected",
      attempts: 1,
    });
    expect(issues[0].message).toContain("INVALID_EMAIL_ADDRESS");
    expect(await lastRun()).toMatchObject({ outcome: "finished", issue_count: 1 });
  });

  test("becomes an issue whatever stands in its subject: one odd mail holds up no mailbox", async () => {
    const odd = { ...hostile, subject: "N\u0000ul \ud83d\ude00 <b>" + "x".repeat(500) };
    await server.control("/_sandbox/scenario", { mailboxes: { [adeleAddress]: { messages: [odd] } } });
    expect(await runRound()).toBeUndefined();
    const { issues } = (await pradeep.call("GET", "/api/issues")).body;
    expect(issues[0].subject).toMatch(/^Nul 😀 <b>x+$/);
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });

  test("is no issue any more once a later round has saved it", async () => {
    // The Inbox's two; the one of Sent Items comes in a call of its own.
    const refusal = {
      statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      message: "Not on Mondays.",
      fields: [],
    };
    await fail("salesforce", {
      pathContains: "composite/sobjects",
      status: 201,
      body: [1, 2].map(() => ({ success: false, errors: [refusal] })),
    });
    expect(await runRound()).toBeUndefined();
    const { issues } = (await pradeep.call("GET", "/api/issues")).body;
    expect(issues).toHaveLength(2);
    expect(issues[0].message).toContain("Not on Mondays.");
    expect(await salesforce.listSubjects()).toHaveLength(1);
    await server.test.query("delete from sync_cursor");
    expect(await runRound()).toBeUndefined();
    expect((await pradeep.call("GET", "/api/issues")).body).toEqual({ issues: [], total: 0 });
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });
});

describe("Salesforce's side lost", () => {
  test("a refresh token that is dead asks the user to sign in, once, and the mailbox stays connected", async () => {
    const [row] = await server.test.query(
      "select crm_connection.organization_id, crm_connection.id from crm_connection join app_user on app_user.id = user_id where email = $1",
      [adeleAddress],
    );
    const { crmConnections } = server.context.database;
    const tokens = await crmConnections.findTokens(row!["organization_id"], row!["id"]);
    const token = tokens!.refreshToken!.reveal();
    const revoked = await fetch(`${server.sandboxUrl}/salesforce/services/oauth2/revoke`, {
      method: "POST",
      body: new URLSearchParams({ token }),
    });
    expect(revoked.status).toBe(200);

    expect(await runRound()).toBeUndefined();
    expect(await lastRun()).toMatchObject({ outcome: "failed", failure: "reauthorization_required" });
    const { crm, mailbox } = (await adele.call("GET", "/api/session")).body;
    expect([crm.state, mailbox.state]).toEqual(["needs_sign_in", "connected"]);
    await runRound();
    expect((await listActions()).filter((action) => action === "crm_connection.lose")).toHaveLength(1);

    adele = await Person.signIn(server, adeleAddress);
    expect(await runRound()).toBeUndefined();
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
  });
});

describe("a mailbox that Graph refuses although its permissions stand", () => {
  test("is not blocked and connected over and over: a silent token would always succeed", async () => {
    await fail("graph", { pathContains: "delta", times: 99, ...graphFault(403, "ErrorAccessDenied") });
    for (let round = 0; round < 3; round += 1) {
      await runRound();
      server.advanceSeconds(5);
      await jobs.start("mailbox_connections.check_waiting");
    }
    const connected = (await listActions()).filter((action) => action === "mailbox_connection.connected");
    expect(connected).toHaveLength(1);
    expect((await adele.mailbox()).sync).toMatchObject({ state: "failing" });
  });
});

describe("a user who disconnects in the middle of a round", () => {
  const moments = [
    { when: "before it has a token", target: "salesforce" as const, pathContains: "describe" },
    { when: "while Graph answers", target: "graph" as const, pathContains: "inbox/messages/delta" },
  ];
  test.each(moments)("stays disconnected: $when", async ({ target, pathContains }) => {
    await fail(target, { pathContains, status: 200, delayMs: 700 });
    const round = runRound();
    await expect.poll(() => server.test.query("select 1 from sync_run")).toHaveLength(1);
    await adele.call("DELETE", "/api/mailbox-connection");
    await round;
    const [row] = await server.test.query("select state, access_token from mailbox_connection");
    expect(row).toEqual({ state: "not_connected", access_token: null });
    expect(await server.test.query("select 1 from sync_cursor")).toEqual([]);
  });
});

describe("an application that was removed in the middle", () => {
  test("blocks the connection and stops asking Graph", async () => {
    await runRound();
    await removeApplication(server);
    await outliveAccessTokens();
    expect(await runRound()).toBeUndefined();
    expect(await adele.mailbox()).toMatchObject({ state: "blocked" });
    const { totals } = await server.control("/_sandbox/requests");
    expect(await runRound()).toBeUndefined();
    expect((await server.control("/_sandbox/requests")).totals.graph).toBe(totals.graph);
    expect((await listActions()).filter((action) => action === "mailbox_connection.lose")).toHaveLength(1);
  });
});
