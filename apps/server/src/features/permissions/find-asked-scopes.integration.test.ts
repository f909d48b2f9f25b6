import { parseOrganizationId } from "@outrigger/storage";
import type { PermissionTier } from "@outrigger/microsoft";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({
    jobs,
    isWorker: true,
    settings: { MICROSOFT_PERMISSION_TIER: "standard" },
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, "adele@contoso.example");
});

async function findOrganizationId() {
  const [row] = await server.test.query("select id from organization");
  return parseOrganizationId(row!["id"]);
}

async function chooseTier(permissionTier: PermissionTier): Promise<void> {
  await server.context.database.settings.change(await findOrganizationId(), { permissionTier });
}

async function grantForEverybody(scope: string): Promise<void> {
  const { clientId } = server.context.config.microsoft;
  await server.control("/_sandbox/scenario", {
    grants: [{ tenant: "contoso.example", appId: clientId, consentType: "AllPrincipals", scope }],
  });
}

const signIn = "openid profile email offline_access User.Read";

async function findConnection(): Promise<Record<string, any>> {
  const [row] = await server.test.query(
    "select mailbox_connection.* from mailbox_connection join app_user on app_user.id = user_id where email = $1",
    [adele.address],
  );
  return row!;
}

/** A new token as a sync round gets it: the stored one is out of date. */
async function renewToken(): Promise<void> {
  const { id } = await findConnection();
  const { accessTokens, database } = server.context;
  const organizationId = await findOrganizationId();
  const stored = await database.mailboxConnections.findTokens(organizationId, id);
  const { getAccessToken } = await accessTokens.forMailbox(organizationId, id);
  await getAccessToken({ rejected: stored?.accessToken });
}

/** What each window at Microsoft asked for. */
async function listAskedIn(kind: string): Promise<string[]> {
  const rows = await server.test.query(
    "select scopes from authorization_attempt where kind = $1 order by started_at",
    [kind],
  );
  return rows.map((row) => row["scopes"].join(" "));
}

describe("an organization that reads mail only", () => {
  test("asks for reading alone: in the window, in the approval, and on Microsoft's approval page", async () => {
    await chooseTier("mail_read_only");
    await adele.meetWall();
    expect(await listAskedIn("microsoft_mailbox")).toEqual([`${signIn} User.ReadBasic.All Mail.Read`]);
    const { token } = await adele.askForApproval();
    const open = await adele.call("POST", "/api/approval-links/open", { token });
    expect(open.body.permissions.map((entry: any) => entry.claimValue)).not.toContain("Mail.ReadWrite");
    expect(JSON.stringify(open.body.commands)).not.toContain("Mail.ReadWrite");
    const { body } = await adele.call("POST", "/api/approval-links/authorize", { token });
    const scope = new URL(body.url).searchParams.get("scope")!;
    expect(scope).toContain("https://graph.microsoft.com/Mail.Read");
    expect(scope).not.toContain("Write");
  });

  test("is connected by what its tier needs", async () => {
    await chooseTier("mail_read_only");
    await grantForEverybody(`${signIn} User.ReadBasic.All Mail.Read`);
    expect(await adele.setUpSync()).toMatchObject({ outcome: "connected" });
    expect((await findConnection())["granted_scopes"]).not.toContain("Mail.ReadWrite");
  });
});

describe("an organization that chooses more", () => {
  beforeEach(async () => {
    await chooseTier("mail_read_only");
    await grantForEverybody(`${signIn} User.ReadBasic.All Mail.Read`);
    await adele.setUpSync();
    await chooseTier("mail_and_calendar");
  });

  test("keeps its people connected with what they have", async () => {
    await renewToken();
    expect(await findConnection()).toMatchObject({ state: "connected" });
    expect((await findConnection())["granted_scopes"]).not.toContain("Calendars.ReadWrite");
  });

  test("gets the added permissions with the first token after the approval", async () => {
    await renewToken();
    await grantForEverybody(
      `${signIn} User.ReadBasic.All Mail.Read Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite`,
    );
    await renewToken();
    expect((await findConnection())["granted_scopes"]).toEqual(
      expect.arrayContaining(["Mail.ReadWrite", "Calendars.ReadWrite", "MailboxSettings.ReadWrite"]),
    );
  });
});

describe("an organization that chooses less", () => {
  const wide = `${signIn} User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite`;

  test("loses nobody although Microsoft granted only the wider permission, and asks for less", async () => {
    await grantForEverybody(wide);
    await adele.setUpSync();
    await chooseTier("mail_read_only");
    await renewToken();
    expect(await findConnection()).toMatchObject({ state: "connected" });
  });

  test("connects new people by the wider grant that its colleagues' tokens have proved", async () => {
    await grantForEverybody(wide);
    await adele.setUpSync();
    await chooseTier("mail_read_only");
    const alex = await Person.signIn(server, "alex@contoso.example");
    expect(await alex.setUpSync()).toMatchObject({ outcome: "connected" });
  });
});

describe("an organization with the sidebar only", () => {
  beforeEach(() => chooseTier("sidebar_only"));

  test("opens no window and asks no administrator", async () => {
    const refused = { status: 409, body: { error: { code: "outside_permission_tier" } } };
    expect(await adele.call("POST", "/api/mailbox-connection/authorizations", {})).toMatchObject(refused);
    expect(await adele.call("POST", "/api/approvals", {})).toMatchObject(refused);
    expect(await listAskedIn("microsoft_sign_in")).toEqual([]);
  });

  test("leaves who is connected as they are, asks Microsoft for nothing, and goes on when it chooses more again", async () => {
    await chooseTier("mail_and_calendar");
    await grantForEverybody(
      `${signIn} User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite`,
    );
    await adele.setUpSync();
    jobs.clear();
    await chooseTier("sidebar_only");
    const before = await countRequests();
    await adele.call("POST", "/api/sync/runs");
    expect(await jobs.runAll("mailbox.sync")).toEqual([]);
    expect(await countRequests()).toBe(before);
    expect(await findConnection()).toMatchObject({ state: "connected" });
    await chooseTier("mail_and_calendar");
    await renewToken();
    expect(await findConnection()).toMatchObject({ state: "connected" });
  });
});

/** Calls to Microsoft so far. */
async function countRequests(): Promise<number> {
  const { totals } = await server.control("/_sandbox/requests");
  return (totals.entra ?? 0) + (totals.graph ?? 0);
}
