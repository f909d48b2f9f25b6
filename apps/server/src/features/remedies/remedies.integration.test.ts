import type { RemedyCode } from "@outrigger/api-contract";
import type { ApprovalId, MailboxConnectionId, OrganizationId } from "@outrigger/storage";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Administrator } from "../../testing/administrator.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const contosoId = "11111111-1111-4111-8111-111111111111";
const adeleId = "a0000000-0000-4000-8000-000000000001";
const alexId = "a0000000-0000-4000-8000-000000000002";
const meganId = "a0000000-0000-4000-8000-000000000003";
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

async function signIn(code: RemedyCode, account = isaiah): Promise<void> {
  await administrator.signIn(token, code, account);
}

async function preview(people: string[] = []) {
  const answer = await administrator.call("POST", "/api/remedies/previews", { people });
  expect(answer.body).toMatchObject({ state: "previewed" });
  return answer.body;
}

const apply = (id: string) => administrator.call("POST", `/api/remedies/${id}/apply`);
const undo = (id: string) => administrator.call("POST", `/api/remedies/${id}/undo`);

/** Further people who wait, each with a session at Microsoft to resume. */
async function seatMore(count: number): Promise<void> {
  const { database } = server.context;
  const [row] = await server.test.query("select organization_id, id, approval_id from mailbox_connection");
  const organizationId = row!["organization_id"] as OrganizationId;
  const tokens = await database.mailboxConnections.findTokens(
    organizationId,
    row!["id"] as MailboxConnectionId,
  );
  for (let index = 0; index < count; index += 1) {
    const email = `waiter${index}@contoso.example`;
    const user = await database.users.provision(organizationId, { email, displayName: `Waiter ${index}` });
    const connection = await database.mailboxConnections.findOrCreate(organizationId, user.id);
    await database.mailboxConnections.storeTokens(organizationId, connection.id, tokens!);
    await database.mailboxConnections.change(organizationId, connection.id, {
      state: "waiting",
      tenantId: contosoId,
      approvalId: row!["approval_id"] as ApprovalId,
    });
  }
}

async function wake(): Promise<unknown[]> {
  return jobs.runAll("mailbox_connections.connect_waiting");
}

async function states(): Promise<Record<string, unknown>[]> {
  return server.test.query("select state from mailbox_connection order by created_at");
}

async function approvalState(): Promise<unknown> {
  return (await server.test.query("select state from approval"))[0]?.["state"];
}

test("a tenant-wide grant is shown exactly, made, read, and connects whoever waits without a click", async () => {
  await signIn("grant_tenant_wide");
  const overview = await administrator.call("GET", "/api/remedies");
  expect(overview.body).toMatchObject({
    session: { displayName: "Isaiah Langer" },
    remedy: { code: "grant_tenant_wide", isRoleHeld: true, needs: "nobody" },
    waiting: [{ id: adeleId, displayName: "Adele Vance" }],
    changes: [],
  });
  const change = await preview();
  expect(change.facts[0]).toMatchObject({
    subject: "Everybody: Microsoft Graph",
    before: "Nothing is granted",
  });
  expect(change.requests).toHaveLength(1);
  expect(change.requests[0]).toMatchObject({
    method: "POST",
    url: `${server.context.config.microsoft.graphUrl}/oauth2PermissionGrants`,
  });
  expect(JSON.parse(change.requests[0].body)).toMatchObject({
    consentType: "AllPrincipals",
    principalId: null,
  });
  expect((await adele.mailbox()).state).toBe("waiting");
  const applied = await apply(change.id);
  expect(applied.body).toMatchObject({
    state: "verified",
    doneCount: 1,
    failure: null,
    actorName: "Isaiah Langer",
  });
  expect(await wake()).toEqual([]);
  expect([await states(), await approvalState()]).toEqual([[{ state: "connected" }], "granted"]);
  const progress = await administrator.call("GET", `/api/remedies/${change.id}`);
  expect(progress.body.people).toEqual([{ displayName: "Adele Vance", state: "connected" }]);
  const actions = await server.test.query(
    "select action from audit_entry where action like 'remedy.%' order by at",
  );
  expect(actions.map(({ action }) => action)).toEqual(["remedy.preview", "remedy.apply", "remedy.verify"]);
});

test("everybody who waits is connected, not only the first few", async () => {
  await seatMore(12);
  await signIn("grant_tenant_wide");
  await apply((await preview()).id);
  await wake();
  expect(await states()).toEqual(Array.from({ length: 13 }, () => ({ state: "connected" })));
});

test("after Microsoft's own approval page, too, everybody is connected at once", async () => {
  await seatMore(12);
  const answer = await administrator.call("POST", "/api/approval-links/authorize", { token });
  const way = await server.control("/_sandbox/authorize", {
    url: answer.body.url,
    account: isaiah,
    choices: ["accept"],
  });
  await administrator.browser.visit(way.location, { stopAt: (url) => url.pathname === "/approval" });
  expect(await wake()).toEqual([]);
  expect(await states()).toEqual(Array.from({ length: 13 }, () => ({ state: "connected" })));
  expect(jobs.countWaiting("mailbox_connections.tell_waiter")).toBe(13);
  expect(await jobs.runAll("mailbox_connections.tell_waiter")).toEqual([]);
  const mails = await server.control("/_sandbox/outbox");
  expect(JSON.stringify(mails)).toContain("You are connected to Outrigger");
});

test("a grant for everybody that was read back is the answer, though nobody waits any more", async () => {
  await server.test.query("update mailbox_connection set state = 'not_connected', approval_id = null");
  await signIn("grant_tenant_wide");
  await apply((await preview()).id);
  const [approval] = await server.test.query("select state, decided_by_name from approval");
  expect(approval).toEqual({ state: "granted", decided_by_name: "Isaiah Langer" });
});

test("a second apply finds nothing to do, and two at once write once", async () => {
  await signIn("grant_tenant_wide");
  const change = await preview();
  const answers = await Promise.all([apply(change.id), apply(change.id)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect((await apply(change.id)).status).toBe(409);
  const again = await preview();
  expect(again.requests).toEqual([]);
  expect((await apply(again.id)).body).toMatchObject({ state: "verified", doneCount: 0 });
});

test("a change that no longer fits what was shown is refused, and nothing is written", async () => {
  await signIn("grant_tenant_wide");
  const change = await preview();
  const { clientId } = server.context.config.microsoft;
  await server.control("/_sandbox/scenario", {
    grants: [{ tenant: contosoId, appId: clientId, consentType: "AllPrincipals", scope: "openid Mail.Send" }],
  });
  const answer = await apply(change.id);
  expect(answer).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
  const anew = await preview();
  expect(anew.facts[0].before).toBe("openid Mail.Send");
  expect(anew.requests[0].method).toBe("PATCH");
  expect((await apply(anew.id)).body.state).toBe("verified");
  await undo(anew.id);
  expect((await preview()).facts[0].before).toBe("openid Mail.Send");
});

test("an undo restores what stood there before, and keeps what others have added since", async () => {
  await signIn("grant_tenant_wide");
  const change = await preview();
  await apply(change.id);
  const { clientId, permissionTier } = server.context.config.microsoft;
  const { graph } = server.context.microsoft.askedScopes(permissionTier);
  await server.control("/_sandbox/scenario", {
    grants: [
      {
        tenant: contosoId,
        appId: clientId,
        consentType: "AllPrincipals",
        scope: [...graph, "Contacts.Read"].join(" "),
      },
    ],
  });
  expect((await undo(change.id)).body).toMatchObject({
    state: "undone",
    undoneByName: "Isaiah Langer",
    kept: [],
  });
  expect((await preview()).facts[0].before).toBe("Contacts.Read");
  expect((await undo(change.id)).status).toBe(409);
});

test("chosen people get a grant of their own; everybody else, and the approval, stay as they are", async () => {
  const alex = await Person.signIn(server, "alex@contoso.example");
  await alex.meetWall();
  await alex.askForApproval();
  await signIn("grant_pilot_users");
  expect((await administrator.call("POST", "/api/remedies/previews", { people: [] })).status).toBe(409);
  const found = await administrator.call("POST", "/api/remedies/people", { text: "Adele" });
  expect(found.body.people).toEqual([
    { id: adeleId, displayName: "Adele Vance", address: "adele@contoso.example" },
  ]);
  const change = await preview([adeleId]);
  expect(change.facts[0].subject).toBe("Adele Vance: Microsoft Graph");
  expect((await apply(change.id)).body.state).toBe("verified");
  await wake();
  expect([(await adele.mailbox()).state, (await alex.mailbox()).state]).toEqual(["connected", "waiting"]);
  expect(await approvalState()).not.toBe("granted");
  const progress = await administrator.call("GET", `/api/remedies/${change.id}`);
  expect(progress.body.people).toEqual([{ displayName: "Adele Vance", state: "connected" }]);
  const wider = await preview([alexId]);
  await apply(wider.id);
  await wake();
  // Nobody waits any more, and still nobody has approved for everybody.
  expect([(await alex.mailbox()).state, await approvalState()]).toEqual(["connected", "open"]);
});

test("a consent policy for this application alone keeps all other policies, and people then agree themselves", async () => {
  await signIn("custom_consent_policy", megan);
  const change = await preview();
  expect(change.requests.map(({ method }: any) => method)).toEqual(["POST", "POST", "PATCH"]);
  const before = change.facts[0].before as string;
  expect(change.facts[0].after).toBe(`${before}, mail-sync-0a0a0a0a`);
  expect((await apply(change.id)).body).toMatchObject({ state: "verified", doneCount: 3 });
  await wake();
  expect((await adele.mailbox()).state).toBe("needs_sign_in");
  const ended = await adele.setUpSync({ mailbox: ["accept"] });
  expect(ended).toMatchObject({ pages: ["Pick an account", "Permissions requested"], outcome: "connected" });
  expect((await undo(change.id)).body).toMatchObject({ state: "undone", kept: [] });
  expect((await preview()).facts[0].before).toBe(before);
});

test("people are assigned, and an undo takes only those away", async () => {
  const { clientId } = server.context.config.microsoft;
  await server.control("/_sandbox/scenario", {
    servicePrincipals: [
      {
        tenant: contosoId,
        appId: clientId,
        appRoleAssignmentRequired: true,
        assignedUsers: [isaiah, "alex@contoso.example"],
      },
    ],
  });
  await signIn("assign_users");
  const change = await preview([adeleId, alexId]);
  expect(change.requests).toHaveLength(1);
  expect(change.facts.map(({ before, after }: any) => [before, after])).toEqual([
    ["Yes", "Yes"],
    ["Not assigned", "Assigned"],
    ["Assigned", "Assigned"],
  ]);
  expect((await apply(change.id)).body.state).toBe("verified");
  await undo(change.id);
  const anew = await preview([adeleId, alexId]);
  expect(anew.facts.map(({ before }: any) => before)).toEqual(["Yes", "Not assigned", "Assigned"]);
});

test("the workflow is switched on with reviewers, and off again as it was", async () => {
  await signIn("enable_consent_workflow", megan);
  const change = await preview([meganId]);
  expect(change.facts.slice(0, 2)).toEqual([
    { subject: "Users can request admin consent", before: "No", after: "Yes" },
    { subject: "Reviewers", before: "Nobody", after: "Megan Bowen" },
  ]);
  expect((await apply(change.id)).body.state).toBe("verified");
  await undo(change.id);
  expect((await preview([meganId])).facts[0].before).toBe("No");
});

test("an application that was switched off is switched on, and off again by an undo", async () => {
  // Nobody can sign in to a switched-off application: the session has to be older.
  await signIn("enable_app");
  const { clientId } = server.context.config.microsoft;
  const switchOff = { tenant: contosoId, appId: clientId, accountEnabled: false };
  await server.control("/_sandbox/scenario", { servicePrincipals: [switchOff] });
  const change = await preview();
  expect((await apply(change.id)).body).toMatchObject({ state: "verified", doneCount: 1 });
  expect((await undo(change.id)).body.state).toBe("undone");
  expect((await preview()).facts[0].before).toMatch(/^No/);
});

test("without the role Microsoft refuses: the reader knows beforehand, and a failed change says so", async () => {
  const { clientId } = server.context.config.microsoft;
  const admin = "openid profile User.Read Policy.ReadWrite.ConsentRequest Policy.Read.All User.ReadBasic.All";
  await server.control("/_sandbox/scenario", {
    grants: [{ tenant: contosoId, appId: clientId, consentType: "AllPrincipals", scope: admin }],
  });
  await signIn("enable_consent_workflow", isaiah);
  const overview = await administrator.call("GET", "/api/remedies");
  expect(overview.body.remedy).toMatchObject({
    isRoleHeld: false,
    sufficientRoles: ["Global Administrator"],
  });
  const change = await preview([meganId]);
  const answer = await apply(change.id);
  expect(answer).toMatchObject({ status: 403, body: { error: { code: "administrator_role_missing" } } });
  const progress = await administrator.call("GET", `/api/remedies/${change.id}`);
  expect(progress.body.change).toMatchObject({ state: "failed", doneCount: 0 });
  expect(progress.body.change.failure).toContain("no role");
});

describe("when Graph fails in the middle", () => {
  test("what was done is recorded, and applying again goes on from there", async () => {
    await signIn("custom_consent_policy", megan);
    const change = await preview();
    let calls = 0;
    const { fetch } = server.context;
    Object.assign(server.context, {
      fetch: async (...parameters: Parameters<typeof fetch>) => {
        const method = parameters[1]?.method ?? "GET";
        if (method !== "GET" && (parameters[0] as string).includes("/policies/")) {
          calls += 1;
          if (calls === 2) return new Response('{"error":{"code":"UnknownError"}}', { status: 400 });
        }
        return fetch(...parameters);
      },
    });
    const answer = await apply(change.id);
    Object.assign(server.context, { fetch });
    expect(answer.status).toBe(503);
    const progress = await administrator.call("GET", `/api/remedies/${change.id}`);
    expect(progress.body.change).toMatchObject({ state: "failed", doneCount: 1 });
    expect((await apply(change.id)).body).toMatchObject({ state: "verified", doneCount: 3 });
  });
});

describe("somebody else", () => {
  test("has no change of this session: other browser, other purpose, other organization", async () => {
    await signIn("grant_tenant_wide");
    const change = await preview();
    const stranger = new Administrator(server);
    expect((await stranger.call("POST", `/api/remedies/${change.id}/apply`)).status).toBe(401);
    stranger.browser.setCookie("localhost", "outrigger_administrator", "x".repeat(43));
    expect((await stranger.call("POST", `/api/remedies/${change.id}/apply`)).status).toBe(401);
    await stranger.signIn(token, "enable_app", isaiah);
    expect((await stranger.call("POST", `/api/remedies/${change.id}/apply`)).status).toBe(404);
    expect((await stranger.call("GET", `/api/remedies/${change.id}`)).status).toBe(404);
    await server.test.query("update remedy_change set tenant_id = '22222222-2222-4222-8222-222222222222'");
    expect((await apply(change.id)).status).toBe(404);
  });

  test("a sign-in for reading changes nothing", async () => {
    await administrator.signIn(token, "read_tenant", megan);
    expect((await administrator.call("POST", "/api/remedies/previews", {})).status).toBe(409);
    expect((await administrator.call("GET", "/api/remedies")).body.remedy).toBeNull();
  });

  test("a user's list of changes is their organization's admin's alone", async () => {
    await signIn("grant_tenant_wide");
    await apply((await preview()).id);
    const pradeep = await server.signIn("pradeep@contoso.example");
    const list = await pradeep.call("GET", `${server.productUrl}/api/remedies/changes`);
    expect(list.body.changes).toMatchObject([{ code: "grant_tenant_wide", state: "verified" }]);
    expect((await adele.call("GET", "/api/remedies/changes")).status).toBe(403);
  });
});
