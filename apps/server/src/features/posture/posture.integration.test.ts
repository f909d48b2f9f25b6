import { readingPaths } from "@outrigger/microsoft";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Administrator } from "../../testing/administrator.ts";
import { grantMailPermissions, removeApplication } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const contosoId = "11111111-1111-4111-8111-111111111111";
const fabrikamId = "22222222-2222-4222-8222-222222222222";
const megan = "megan@contoso.example";
const jobs = new StepJobQueue();
let server: TestServer;
let pradeep: Administrator;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  const adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  pradeep = new Administrator(server, await server.signIn("pradeep@contoso.example"));
});

async function signInAtMicrosoft(purpose: "read_tenant" | "watch_tenant", account = megan): Promise<void> {
  const start = await pradeep.call("POST", "/api/administrator-sessions/authorize", {
    purpose,
    returnTo: "posture",
    tenantId: contosoId,
  });
  const visit = await pradeep.comeBack(await pradeep.answer(new URL(start.body.url), account));
  expect(visit.url.pathname).toBe("/admin/posture");
}

const read = () => pradeep.call("POST", "/api/posture/readings/signed-in");
const readByWatch = () => pradeep.call("POST", "/api/posture/readings/watched", { tenantId: contosoId });

async function contoso(): Promise<any> {
  const { body } = await pradeep.call("GET", "/api/posture");
  return body.tenants.find((tenant: any) => tenant.tenantId === contosoId);
}

async function notices(): Promise<any[]> {
  return (await pradeep.call("GET", "/api/notices")).body.notices;
}

function cell(tenant: any, person: string, kind: string) {
  return tenant.rows
    .find((row: any) => row.person === person)
    .cells.find((candidate: any) => candidate.kind === kind);
}

async function audit(action: string): Promise<string[]> {
  const rows = await server.test.query("select summary from audit_entry where action = $1 order by at", [
    action,
  ]);
  return rows.map((row) => String(row["summary"]));
}
const setPolicy = (policy: object) =>
  server.control("/_sandbox/scenario", { policies: [{ tenant: "contoso.example", ...policy }] });
const setApp = (change: object) =>
  server.control("/_sandbox/scenario", {
    servicePrincipals: [
      { tenant: "contoso.example", appId: server.context.config.microsoft.clientId, ...change },
    ],
  });

describe("without a reading", () => {
  test("says what the defaults would mean, and that nobody has looked", async () => {
    const tenant = await contoso();
    expect(tenant).toMatchObject({ reading: null, verdict: "unknown", grants: null, watch: null });
    expect(cell(tenant, "user", "write_mail")).toMatchObject({ outcome: "need_admin_approval" });
    expect(cell(tenant, "user", "write_mail").dependsOn.length).toBeGreaterThan(0);
    expect(tenant.unknown.map(({ scope }: any) => scope)).toContain("Policy.Read.All");
  });

  test("reads nothing without an administrator's sign-in for reading", async () => {
    expect(await read()).toMatchObject({
      status: 401,
      body: { error: { code: "administrator_session_required" } },
    });
    expect((await readByWatch()).status).toBe(404);
  });
});

describe("an administrator's reading", () => {
  test("tells who sees what, by which setting, the one thing that blocks, and the least fix", async () => {
    await signInAtMicrosoft("read_tenant");
    expect((await read()).body).toMatchObject({ tenantId: contosoId });
    const tenant = await contoso();
    expect(tenant).toMatchObject({
      displayName: "Contoso",
      verdict: "blocked",
      reading: { source: "administrator", readerName: "Megan Bowen" },
      blocker: { code: "policy_excludes_permission" },
    });
    expect(tenant.fix[0]).toMatchObject({ code: "admin_consent_link", url: null });
    expect(tenant.fix[0].actors).toContain("Cloud Application Administrator");
    expect(cell(tenant, "user", "sign_in")).toMatchObject({ possible: ["consent_prompt"] });
    expect(cell(tenant, "user", "calendar")).toMatchObject({ possible: ["need_admin_approval"] });
    expect(cell(tenant, "user", "calendar").setting).toBeTruthy();
    expect(cell(tenant, "global_administrator", "calendar")).toMatchObject({ possible: ["consent_prompt"] });
    expect(tenant.columns.find(({ kind }: any) => kind === "contacts")).toMatchObject({ isAsked: false });
    expect(tenant.grants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          claimValue: "User.Read",
          grantedThrough: "user_consent",
          principalName: "Adele Vance",
        }),
      ]),
    );
    expect(await audit("posture.read")).toEqual([expect.stringContaining("Megan Bowen")]);
    expect(await server.test.query("select refresh_token from tenant_watch")).toEqual([]);
  });

  test("shows the portal's columns of a tenant-wide grant", async () => {
    await grantMailPermissions(server);
    await signInAtMicrosoft("read_tenant");
    await read();
    const tenant = await contoso();
    expect(tenant.verdict).toBe("clear");
    expect(tenant.grants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          apiName: "Microsoft Graph",
          claimValue: "Mail.ReadWrite",
          type: "Delegated",
          grantedThrough: "admin_consent",
          principalName: null,
        }),
      ]),
    );
  });

  test("keeps the last ten, and says when each was made", async () => {
    await signInAtMicrosoft("read_tenant");
    for (let count = 0; count < 12; count += 1) {
      server.advanceSeconds(1);
      await read();
    }
    const { history, reading } = await contoso();
    expect(history).toHaveLength(10);
    expect(history[0]).toEqual(reading);
    expect(history.map(({ readAt }: any) => readAt)).toEqual(
      history
        .map(({ readAt }: any) => readAt)
        .toSorted()
        .toReversed(),
    );
  });

  test("of a person without a role says what was not seen, instead of failing", async () => {
    await setPolicy({
      permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"],
    });
    await grantReading();
    await signInAtMicrosoft("read_tenant", "alex@contoso.example");
    expect((await read()).status).toBe(200);
    const tenant = await contoso();
    expect(tenant.reading).toMatchObject({ readerName: "Alex Wilber" });
    expect(tenant.unknown).toEqual(
      expect.arrayContaining([expect.objectContaining({ part: "signIns", scope: "AuditLog.Read.All" })]),
    );
  });
});

/** So that somebody without a role gets the token, and only the role is missing. */
async function grantReading(): Promise<void> {
  const { scopesFor } = await import("../administrator-sessions/purpose-scopes.ts");
  await server.control("/_sandbox/scenario", {
    grants: [
      {
        tenant: "contoso.example",
        appId: server.context.config.microsoft.administrator.clientId,
        consentType: "AllPrincipals",
        scope: scopesFor("read_tenant").join(" "),
      },
    ],
  });
}

describe("drift", () => {
  beforeEach(async () => {
    await grantMailPermissions(server);
    await signInAtMicrosoft("read_tenant");
    await read();
  });

  test.each([
    ["app_disabled", () => setApp({ accountEnabled: false }), () => setApp({ accountEnabled: true })],
    [
      "assignment_required",
      () => setApp({ appRoleAssignmentRequired: true }),
      () => setApp({ appRoleAssignmentRequired: false }),
    ],
    ["grant_revoked", () => removeApplication(server), () => grantMailPermissions(server)],
    [
      "consent_policy_changed",
      () => setPolicy({ permissionGrantPoliciesAssigned: [] }),
      () =>
        setPolicy({
          permissionGrantPoliciesAssigned: [
            "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
            "ManagePermissionGrantsForSelf.microsoft-user-default-allow-consent-apps",
          ],
        }),
    ],
  ])(
    "%s is told once, with old and new in the audit log, and is gone when it is undone",
    async (kind, change, undo) => {
      expect(await notices()).toEqual([]);
      await change();
      await read();
      await read();
      expect(await notices()).toEqual(
        expect.arrayContaining([expect.objectContaining({ kind, tenantId: contosoId, isDismissed: false })]),
      );
      const told = (await audit("notice.raise")).filter((summary) =>
        summary.includes(kind.replaceAll("_", " ")),
      );
      expect(told).toHaveLength(1);
      expect(told[0]).toContain(" → ");
      await undo();
      await read();
      expect((await notices()).filter((notice) => notice.kind === kind)).toEqual([]);
      expect(await audit("notice.resolve")).toEqual(
        expect.arrayContaining([expect.stringContaining(kind.replaceAll("_", " "))]),
      );
    },
  );

  test("two readings at once tell one change once", async () => {
    await setApp({ accountEnabled: false });
    await Promise.all([read(), read(), read()]);
    expect(await audit("notice.raise")).toHaveLength(1);
  });

  test("dismissed, it is out of sight for everybody, and comes back when it happens again", async () => {
    await setApp({ accountEnabled: false });
    await read();
    const [{ id }] = (await notices()) as [{ id: string }];
    expect((await pradeep.call("POST", `/api/notices/${id}/dismiss`)).status).toBe(200);
    await read();
    expect(await notices()).toMatchObject([{ id, isDismissed: true }]);
    await setApp({ accountEnabled: true });
    await read();
    expect((await pradeep.call("POST", `/api/notices/${id}/dismiss`)).status).toBe(404);
    await setApp({ accountEnabled: false });
    await read();
    expect(await notices()).toMatchObject([{ kind: "app_disabled", isDismissed: false }]);
  });

  test("goes by mail to the organization's admins, once", async () => {
    await setApp({ accountEnabled: false });
    await read();
    await jobs.start("notices.mail");
    await jobs.start("notices.mail");
    const { messages } = await server.control("/_sandbox/outbox");
    const mails = messages.filter(({ subject }: any) => subject.includes("something changed"));
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails[0])).toContain("switched off in Contoso");
  });
});

describe("a file that an administrator made alone", () => {
  async function makeFile(): Promise<Record<string, unknown>> {
    const { clientId } = server.context.config.microsoft;
    await signInAtMicrosoft("read_tenant");
    await read();
    const [row] = await server.test.query("select reading from tenant_reading");
    await server.test.query("delete from tenant_reading");
    const reading = row!["reading"] as Record<string, unknown>;
    expect(Object.keys(reading)).toEqual(
      expect.arrayContaining(readingPaths({ appId: clientId }).map(({ part }) => part)),
    );
    return reading;
  }
  const upload = (reading: unknown) => pradeep.call("POST", "/api/posture/readings", { reading });

  test("shows the same page, says that it is a file, and raises nothing", async () => {
    const reading = await makeFile();
    expect((await upload(reading)).status).toBe(200);
    expect(await contoso()).toMatchObject({
      verdict: "blocked",
      reading: { source: "file", readerName: "Pradeep Gupta" },
    });
    const disabled = { ...(reading["servicePrincipal"] as object), accountEnabled: false };
    await upload({ ...reading, servicePrincipal: disabled });
    expect(await notices()).toEqual([]);
  });

  test("is refused for another app or company, and names the fault in a broken one", async () => {
    const reading = await makeFile();
    const answers = await Promise.all([
      upload({ ...reading, appId: "0a0a0a0a-0000-4000-8000-00000000000b" }),
      upload({ ...reading, organization: { id: fabrikamId } }),
      upload({ ...reading, authorizationPolicy: { defaultUserRolePermissions: 5 } }),
      upload("text"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 400, 400]);
    expect(JSON.stringify(answers[2]?.body)).toContain("authorizationPolicy.defaultUserRolePermissions");
    expect(await server.test.query("select 1 from tenant_reading")).toEqual([]);
  });

  test("keeps no hint of a secret", async () => {
    const reading = await makeFile();
    const application = { displayName: "x", passwordCredentials: [{ keyId: "k", hint: "s3cr3t" }] };
    await upload({ ...reading, application });
    const [row] = await server.test.query("select reading from tenant_reading");
    expect(JSON.stringify(row)).not.toContain("s3cr3t");
  });

  test("comes from commands that are shown for three tools", async () => {
    const { body } = await pradeep.call("GET", "/api/posture/commands");
    expect(body.commands.map(({ kind }: any) => kind)).toEqual(["graph", "powershell", "azure-cli"]);
  });
});

describe("watching", () => {
  beforeEach(async () => {
    await grantMailPermissions(server);
    await signInAtMicrosoft("watch_tenant");
  });

  test("needs an administrator's leave, whose token stands encrypted in its own table and nowhere else", async () => {
    const [row] = await server.test.query("select * from tenant_watch");
    expect(row).toMatchObject({ reader_name: "Megan Bowen", state: "watching" });
    expect(row!["refresh_token"]).toMatch(/^v1\.test\./);
    expect((row!["scopes"] as string[]).some((scope) => /Write|^Mail|^Calendars/.test(scope))).toBe(false);
    expect((await contoso()).watch).toMatchObject({ state: "watching", readerName: "Megan Bowen" });
    expect(JSON.stringify(await contoso())).not.toContain("v1.test");
    const connections = await server.test.query(
      "select 1 from mailbox_connection where mailbox_address like 'megan%'",
    );
    expect(connections).toEqual([]);
  });

  test("reads every day and on demand, and tells what changed in between", async () => {
    await jobs.start("tenants.watch");
    expect((await contoso()).history).toHaveLength(1);
    await jobs.start("tenants.watch");
    expect((await contoso()).history).toHaveLength(1);
    await setApp({ accountEnabled: false });
    server.advanceSeconds(25 * 3600);
    await server.control("/_sandbox/clock", { advanceSeconds: 25 * 3600 });
    // The watch signed in to the administrators' registration, so that a product that is off is told, not missed.
    await jobs.start("tenants.watch");
    expect((await contoso()).history).toHaveLength(2);
    expect((await notices()).map(({ kind }) => kind)).toEqual(["app_disabled"]);
  });

  test("tells a revoked grant from one day to the next", async () => {
    expect((await readByWatch()).status).toBe(200);
    const { clientId } = server.context.config.microsoft;
    await server.control("/_sandbox/scenario", {
      grants: [
        { tenant: "contoso.example", appId: clientId, consentType: "AllPrincipals", scope: "User.Read" },
      ],
    });
    expect((await readByWatch()).status).toBe(200);
    expect(await notices()).toMatchObject([{ kind: "grant_narrowed", source: "reading" }]);
    await grantMailPermissions(server);
    await readByWatch();
    expect(await notices()).toEqual([]);
  });

  test("two readers at once spend one refresh token after the other", async () => {
    await server.control("/_sandbox/scenario", { entraSettings: { rotatedRefreshTokensStillWork: false } });
    const answers = await Promise.all([readByWatch(), readByWatch(), readByWatch()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("stops when somebody says so: the token is deleted", async () => {
    const answer = await pradeep.call("DELETE", `/api/posture/watches/${contosoId}`);
    expect(answer.body).toEqual({ stopped: true });
    expect(await server.test.query("select 1 from tenant_watch")).toEqual([]);
    expect((await readByWatch()).status).toBe(404);
    expect((await pradeep.call("DELETE", `/api/posture/watches/${contosoId}`)).status).toBe(404);
    expect(await audit("posture.stop_watching")).toHaveLength(1);
  });

  test("ends by itself when Microsoft no longer takes the sign-in, and says so until somebody signs in again", async () => {
    await server.control("/_sandbox/scenario", {
      users: [{ userPrincipalName: megan, revokeSessions: true }],
    });
    expect((await readByWatch()).status).toBe(409);
    expect(await server.test.query("select state, refresh_token from tenant_watch")).toEqual([
      { state: "ended", refresh_token: null },
    ]);
    expect(await notices()).toMatchObject([{ kind: "watch_ended" }]);
    await signInAtMicrosoft("watch_tenant");
    expect(await notices()).toEqual([]);
  });
});

describe("another organization", () => {
  test("sees neither reading nor notice, and stops nobody's watch", async () => {
    await signInAtMicrosoft("watch_tenant");
    await readByWatch();
    await server.test.query(
      "insert into organization values (gen_random_uuid(), '00Dother', 'Other', 'https://x.my.salesforce.com', now())",
    );
    const [other] = await server.test.query(
      "select id from organization where salesforce_organization_id = '00Dother'",
    );
    const organizationId = other!["id"] as never;
    const { database } = server.context;
    expect(await database.tenantReadings.findLatest(organizationId, contosoId)).toBeUndefined();
    expect(await database.tenantWatches.find(organizationId, contosoId)).toBeUndefined();
    expect(await database.tenantWatches.stop(organizationId, contosoId)).toBe(false);
    expect((await contoso()).watch).not.toBeNull();
  });
});
