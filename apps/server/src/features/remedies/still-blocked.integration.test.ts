import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Administrator } from "../../testing/administrator.ts";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const contosoId = "11111111-1111-4111-8111-111111111111";
const isaiah = "isaiah@contoso.example";
const megan = "megan@contoso.example";
const jobs = new StepJobQueue();
let server: TestServer;
let token: string;
let adele: Person;
let administrator: Administrator;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  ({ token } = await adele.askForApproval());
  administrator = new Administrator(server);
});

/** Changes the sandbox's Contoso. */
async function stage(scenario: object): Promise<void> {
  await server.control("/_sandbox/scenario", scenario);
}

const appId = () => server.context.config.microsoft.clientId;
const mailboxScopes = () => {
  const { config, microsoft } = server.context;
  return microsoft.askedScopes(config.microsoft.permissionTier).graph;
};

async function read(account = megan) {
  await administrator.signIn(token, "read_tenant", account);
  const answer = await administrator.call("POST", "/api/remedies/still-blocked");
  expect(answer.status).toBe(200);
  return answer.body;
}

const codes = (body: any): string[] => body.findings.map(({ code }: any) => code);

const reportDone = () => administrator.call("POST", "/api/remedies/report-done", { token });

describe("an administrator who signs in to have it looked at reads the cause by name", () => {
  test("a grant for the administrator alone", async () => {
    const grant = { tenant: contosoId, appId: appId(), consentType: "Principal", user: megan };
    await stage({ grants: [{ ...grant, scope: mailboxScopes().join(" ") }] });
    const body = await read();
    expect(codes(body)).toEqual(["granted_to_administrator_only"]);
    expect(body.findings[0]).toMatchObject({ certainty: "certain", names: ["Adele Vance"] });
    expect(body.findings[0].nextStep).toContain("administrator's link");
  });

  test("a grant that replaced an earlier, wider one", async () => {
    await grantMailPermissions(server);
    await reportDone();
    expect((await adele.mailbox()).state).toBe("connected");
    const alex = await Person.signIn(server, "alex@contoso.example");
    const narrow = mailboxScopes().filter((scope) => !scope.startsWith("Calendars"));
    await stage({
      grants: [{ tenant: contosoId, appId: appId(), consentType: "AllPrincipals", scope: narrow.join(" ") }],
    });
    await alex.setUpSync({ mailbox: ["return"] });
    ({ token } = await alex.askForApproval());
    const body = await read();
    expect(codes(body)).toEqual(["grant_replaced"]);
    expect(body.findings[0].sentence).toContain("Calendars.ReadWrite");
  });

  test("a permission that is missing in the registration", async () => {
    const narrow = mailboxScopes().filter((scope) => !scope.startsWith("Calendars"));
    const listed = { resourceAppId: "00000003-0000-0000-c000-000000000000", scopes: narrow };
    await stage({
      apps: [{ appId: appId(), homeTenantId: contosoId, requiredResourceAccess: [listed] }],
      grants: [{ tenant: contosoId, appId: appId(), consentType: "AllPrincipals", scope: narrow.join(" ") }],
    });
    expect(codes(await read())).toEqual(["permission_not_in_registration"]);
  });

  test("another application of the same name that was approved", async () => {
    const other = "0b0b0b0b-0000-4000-8000-00000000000b";
    await stage({ apps: [{ appId: other, displayName: "Outrigger", homeTenantId: contosoId }] });
    await stage({
      servicePrincipals: [{ tenant: contosoId, appId: other }],
      grants: [{ tenant: contosoId, appId: other, consentType: "AllPrincipals", scope: "Mail.ReadWrite" }],
    });
    expect(codes(await read())).toEqual(["other_app_approved"]);
  });

  test("people who are not assigned", async () => {
    await grantMailPermissions(server);
    await stage({
      servicePrincipals: [
        { tenant: contosoId, appId: appId(), appRoleAssignmentRequired: true, assignedUsers: [megan] },
      ],
    });
    const body = await read();
    expect(codes(body)).toEqual(["user_not_assigned"]);
    expect(body.findings[0].names).toEqual(["Adele Vance"]);
  });

  test("a grant that is not to be seen yet", async () => {
    await reportDone();
    const body = await read();
    expect([body.verdict, codes(body)]).toEqual(["pending", ["grant_not_visible_yet"]]);
    server.advanceSeconds(1200);
    const later = await administrator.call("POST", "/api/remedies/still-blocked");
    expect([later.body.verdict, codes(later.body)]).toEqual(["blocked", ["nothing_granted"]]);
  });

  test("nothing in the way any more: whoever waited is connected while they look", async () => {
    await grantMailPermissions(server);
    expect(await read()).toMatchObject({ verdict: "clear", findings: [], connectedNames: ["Adele Vance"] });
  });
});

describe("without a sign-in, a token's refusal tells what it can", () => {
  test("an application that is switched off", async () => {
    await grantMailPermissions(server);
    await stage({ servicePrincipals: [{ tenant: contosoId, appId: appId(), accountEnabled: false }] });
    const { body } = await reportDone();
    expect(codes(body)).toEqual(["app_disabled"]);
    expect(body).toMatchObject({ verdict: "blocked", needsReading: false, waitingNames: ["Adele Vance"] });
    expect(body.findings[0].nextStep).toContain("Enabled for users to sign in");
  });

  test("people who are not assigned, told to the one who waits, too", async () => {
    await grantMailPermissions(server);
    await stage({
      servicePrincipals: [
        { tenant: contosoId, appId: appId(), appRoleAssignmentRequired: true, assignedUsers: [] },
      ],
    });
    expect(codes((await reportDone()).body)).toEqual(["user_not_assigned"]);
    server.advanceSeconds(5);
    const answer = await adele.call("POST", "/api/remedies/report-done-as-waiter");
    expect(codes(answer.body)).toEqual(["user_not_assigned"]);
  });

  test("a refusal that may have many causes asks for a reading, and never guesses", async () => {
    server.advanceSeconds(5);
    const { body } = await adele.call("POST", "/api/remedies/report-done-as-waiter");
    expect(body).toMatchObject({ verdict: "blocked", findings: [], needsReading: true });
  });

  test("a grant that stands connects whoever waits", async () => {
    await grantMailPermissions(server);
    expect((await reportDone()).body).toMatchObject({ verdict: "clear", connectedNames: ["Adele Vance"] });
    expect((await adele.mailbox()).state).toBe("connected");
  });
});

test("a stranger to the tenant learns nothing: no session, a forged link, a session for another tenant", async () => {
  expect((await administrator.call("POST", "/api/remedies/still-blocked")).status).toBe(401);
  const forged = await administrator.call("POST", "/api/remedies/report-done", { token: "x".repeat(43) });
  expect(forged.body.error.code).toBe("link_invalid");
  await administrator.signIn(token, "read_tenant", isaiah);
  await server.test.query(
    "update administrator_session set tenant_id = '22222222-2222-4222-8222-222222222222'",
  );
  const answer = await administrator.call("POST", "/api/remedies/still-blocked");
  expect(answer.body.waitingNames ?? []).toEqual([]);
});
