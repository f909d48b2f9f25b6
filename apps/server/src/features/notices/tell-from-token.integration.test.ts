import { parseOrganizationId } from "@outrigger/storage";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions, removeApplication } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  await grantMailPermissions(server);
  adele = await Person.signIn(server, "adele@contoso.example");
  const { outcome } = await adele.setUpSync();
  if (outcome !== "connected") throw new Error(`Setting up sync ended with ${outcome}.`);
});

/** A new token as a sync round gets it; what was thrown where it was refused. */
async function renewToken(address = "adele@contoso.example"): Promise<unknown> {
  const [row] = await server.test.query(
    "select c.organization_id, c.id from mailbox_connection c join app_user u on u.id = c.user_id where u.email = $1",
    [address],
  );
  const organizationId = parseOrganizationId(row!["organization_id"]);
  const id = row!["id"] as never;
  try {
    const stored = await server.context.database.mailboxConnections.findTokens(organizationId, id);
    const { getAccessToken } = await server.context.accessTokens.forMailbox(organizationId, id);
    return await getAccessToken({ rejected: stored?.accessToken });
  } catch (error) {
    return error;
  }
}

async function open(): Promise<any[]> {
  return server.test.query(
    "select kind, source, before, after from notice where resolved_at is null order by raised_at",
  );
}
const setApp = (change: object) =>
  server.control("/_sandbox/scenario", {
    servicePrincipals: [
      { tenant: "contoso.example", appId: server.context.config.microsoft.clientId, ...change },
    ],
  });

describe("the first refused token tells the organization before the others meet the wall", () => {
  test.each([
    ["grant_revoked", () => removeApplication(server)],
    ["app_disabled", () => setApp({ accountEnabled: false })],
    ["assignment_required", () => setApp({ appRoleAssignmentRequired: true })],
  ])("%s", async (kind, change) => {
    expect(await renewToken()).not.toBeInstanceOf(Error);
    expect(await open()).toEqual([]);
    await change();
    expect(await renewToken()).toBeInstanceOf(Error);
    expect(await open()).toMatchObject([{ kind, source: "token" }]);
    const [entry] = await server.test.query("select summary from audit_entry where action = 'notice.raise'");
    expect(entry!["summary"]).toContain(kind.replaceAll("_", " "));
  });

  test("once, however many people lose it", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    await alex.setUpSync();
    await removeApplication(server);
    await Promise.all([renewToken(), renewToken("alex@contoso.example")]);
    expect((await open()).length).toBeGreaterThanOrEqual(1);
    await renewToken("alex@contoso.example");
    expect(new Set((await open()).map(({ kind }) => kind))).toEqual(new Set(["grant_revoked"]));
  });
});

test("is over when the person is connected again", async () => {
  await removeApplication(server);
  await renewToken();
  expect(await open()).toHaveLength(1);
  await grantMailPermissions(server);
  await adele.setUpSync();
  expect(await open()).toEqual([]);
});

test("who asks for less, as the organization chose less, has lost nothing", async () => {
  const [row] = await server.test.query("select id from organization");
  const organizationId = parseOrganizationId(row!["id"]);
  await server.context.database.settings.change(organizationId, { permissionTier: "mail_read_only" });
  expect(await renewToken()).not.toBeInstanceOf(Error);
  expect(await open()).toEqual([]);
});

test("a session that ended is the person's own affair", async () => {
  await server.control("/_sandbox/scenario", {
    users: [{ userPrincipalName: "adele@contoso.example", revokeSessions: true }],
  });
  expect(await renewToken()).toBeInstanceOf(Error);
  expect(await open()).toEqual([]);
});
