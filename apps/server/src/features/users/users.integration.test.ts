import { afterEach, beforeEach, expect, it } from "vitest";
import { Secret } from "@outrigger/oauth";
import { parseUserId } from "@outrigger/storage";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import type { TestBrowser } from "../../testing/test-browser.ts";

let server: TestServer;
let admin: TestBrowser;

beforeEach(async () => {
  server = await startTestServer();
  admin = await server.signIn("pradeep@contoso.example");
});
afterEach(() => server.stop());

async function findUser(email: string): Promise<any> {
  const answer = await admin.call("POST", `${server.productUrl}/api/users/search`, { text: email });
  return answer.body.users[0];
}

/** A person of another organization, as a second customer of the same installation would have. */
async function addStranger() {
  const { database } = server.context;
  const organization = await database.organizations.save({
    salesforceOrganizationId: "00D000000000099AAA",
    displayName: "Elsewhere",
    instanceUrl: server.sandboxUrl,
  });
  return database.users.provision(organization.id, { email: "eve@elsewhere.example", displayName: "Eve" });
}

it("removes a user with tokens, sessions and sync data, and leaves the others at work", async () => {
  const adele = await server.signIn("adele@contoso.example");
  const alex = await server.signIn("alex@contoso.example");
  const { id } = await findUser("adele@contoso.example");
  const userId = parseUserId(id);
  const { database } = server.context;
  const user = (await admin.call("GET", `${server.productUrl}/api/session`)).body.organization.id;
  const connection = await database.mailboxConnections.findOrCreate(user, userId);
  await database.mailboxConnections.storeTokens(connection.organizationId, connection.id, {
    accessToken: new Secret("access"),
    accessTokenExpiresAt: undefined,
    refreshToken: new Secret("refresh"),
  });
  const [before] = await server.test.query("select id from crm_connection where user_id = $1", [id]);
  const tokens = await database.crmConnections.findTokens(connection.organizationId, before!["id"]);

  const preview = await admin.call("GET", `${server.productUrl}/api/users/${id}/force-delete`);
  expect(preview.body).toMatchObject({ tokenCount: 2, linkCount: 0 });
  const deleted = await admin.call("POST", `${server.productUrl}/api/users/${id}/force-delete`);
  expect(deleted).toMatchObject({ status: 200, body: { deleted: true, revokedAt: ["salesforce"] } });

  expect(await findUser("adele@contoso.example")).toBeUndefined();
  expect((await adele.call("GET", `${server.productUrl}/api/session`)).status).toBe(401);
  expect((await alex.call("GET", `${server.productUrl}/api/session`)).status).toBe(200);
  for (const table of ["crm_connection", "mailbox_connection", "web_session", "sync_link"]) {
    expect(await server.test.query(`select 1 from ${table} where user_id = $1`, [id])).toEqual([]);
  }
  const refused = await fetch(`${server.sandboxUrl}/salesforce/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${tokens!.accessToken!.reveal()}` },
  });
  expect(refused.status).toBe(403);
  const again = await admin.call("POST", `${server.productUrl}/api/users/${id}/force-delete`);
  expect(again).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
});

it("removes a user who has never signed in", async () => {
  const created = await admin.call("POST", `${server.productUrl}/api/users`, {
    email: "megan@contoso.example",
    displayName: "Megan Bowen",
  });
  expect(created.body).toMatchObject({
    state: "provisioned",
    crmState: "never_signed_in",
    mailboxState: "not_connected",
  });
  const url = `${server.productUrl}/api/users/${created.body.id}/force-delete`;
  expect((await admin.call("POST", url)).body).toEqual({ deleted: true, revokedAt: [] });
});

it("refuses to add an address twice, in whatever case", async () => {
  const add = (email: string) =>
    admin.call("POST", `${server.productUrl}/api/users`, { email, displayName: "Megan Bowen" });
  expect((await add("megan@contoso.example")).status).toBe(200);
  expect(await add("Megan@Contoso.example")).toMatchObject({
    status: 409,
    body: { error: { code: "conflict" } },
  });
});

it("makes the provisioned person and the one who signs in the same user", async () => {
  const created = await admin.call("POST", `${server.productUrl}/api/users`, {
    email: "Adele@contoso.example",
    displayName: "Adele",
  });
  await server.signIn("adele@contoso.example");
  expect(await findUser("adele@contoso.example")).toMatchObject({ id: created.body.id, state: "active" });
});

it("knows nothing of another organization's people", async () => {
  const stranger = await addStranger();
  for (const method of ["GET", "POST"]) {
    const answer = await admin.call(method, `${server.productUrl}/api/users/${stranger.id}/force-delete`);
    expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  }
  expect(await findUser("eve@elsewhere.example")).toBeUndefined();
  expect(await server.test.query("select 1 from app_user where id = $1", [stranger.id])).toHaveLength(1);
});

it("takes the signs of a search pattern for plain text", async () => {
  for (const text of ["%", "_", "\\"]) {
    const answer = await admin.call("POST", `${server.productUrl}/api/users/search`, { text });
    expect(answer.body).toEqual({ users: [], total: 0 });
  }
});

it("writes what was done into the audit log, without addresses", async () => {
  await admin.call("POST", `${server.productUrl}/api/users`, {
    email: "x@contoso.example",
    displayName: "Xenia",
  });
  await admin.call("PATCH", `${server.productUrl}/api/settings`, { initialWindowDays: null });
  const { entries } = (await admin.call("GET", `${server.productUrl}/api/audit`)).body;
  expect(entries.map((entry: any) => entry.action)).toEqual([
    "settings.change",
    "user.provision",
    "session.create",
  ]);
  expect(JSON.stringify(entries)).not.toContain("@");
  expect((await admin.call("GET", `${server.productUrl}/api/settings`)).body.initialWindowDays).toBeNull();
});

it("counts people in the overview", async () => {
  const answer = await admin.call("GET", `${server.productUrl}/api/overview`);
  expect(answer.body).toMatchObject({
    connectedCount: 0,
    stuckCount: 0,
    notConnectedCount: 1,
    bestFix: null,
  });
  expect(answer.body.savedPerHour).toHaveLength(24);
});
