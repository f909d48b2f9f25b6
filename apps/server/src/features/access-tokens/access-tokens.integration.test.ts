import { Secret } from "@outrigger/oauth";
import { parseOrganizationId, parseUserId } from "@outrigger/storage";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { createAccessTokens } from "./create-access-tokens.ts";

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.stop());

/** Adele's ids, and a counter of the token calls that our process makes. */
async function signInAdele() {
  await server.signIn("adele@contoso.example");
  const [row] = await server.test.query("select organization_id, id from app_user");
  const counted = { tokenCalls: 0 };
  const countingFetch: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (url.endsWith("/services/oauth2/token")) counted.tokenCalls += 1;
    return fetch(input, init);
  };
  const tokens = createAccessTokens({ ...server.context, fetch: countingFetch });
  return {
    organizationId: parseOrganizationId(row!["organization_id"]),
    userId: parseUserId(row!["id"]),
    counted,
    tokens,
  };
}

it("refreshes once for many who ask at once, and stores the rotated token before handing out the new one", async () => {
  const { organizationId, userId, counted, tokens } = await signInAdele();
  const { connection, getAccessToken } = await tokens.forSalesforce(organizationId, userId);
  const before = await server.test.database.crmConnections.findTokens(organizationId, connection.id);
  const rejected = await getAccessToken({});
  const renewed = await Promise.all(Array.from({ length: 8 }, () => getAccessToken({ rejected })));
  expect(counted.tokenCalls).toBe(1);
  expect(new Set(renewed.map((token) => token.reveal())).size).toBe(1);
  const after = await server.test.database.crmConnections.findTokens(organizationId, connection.id);
  expect(after!.accessToken!.reveal()).toBe(renewed[0]!.reveal());
  expect(after!.refreshToken!.reveal()).not.toBe(before!.refreshToken!.reveal());
  // The rotated one works again.
  await getAccessToken({ rejected: renewed[0] });
  expect(counted.tokenCalls).toBe(2);
});

it("asks the user to sign in, and says so in the audit log, when the refresh token is dead", async () => {
  const { organizationId, userId, tokens } = await signInAdele();
  const { connection, getAccessToken } = await tokens.forSalesforce(organizationId, userId);
  await server.test.database.crmConnections.storeTokens(organizationId, connection.id, {
    accessToken: undefined,
    refreshToken: new Secret("revoked-long-ago"),
  });
  const rejected = await getAccessToken({});
  await expect(getAccessToken({ rejected })).rejects.toMatchObject({
    name: "ConnectorError",
    reason: "reauthorization_required",
  });
  const [row] = await server.test.query("select state, access_token, refresh_token from crm_connection");
  expect(row).toEqual({ state: "needs_sign_in", access_token: null, refresh_token: null });
  const actions = await server.test.query("select action from audit_entry where actor_user_id is null");
  expect(actions).toEqual([{ action: "crm_connection.lose" }]);
  await expect(tokens.forSalesforce(organizationId, userId)).rejects.toMatchObject({
    reason: "reauthorization_required",
  });
});

it("keeps the tokens when Salesforce only does not answer", async () => {
  const { organizationId, userId, tokens } = await signInAdele();
  const { getAccessToken } = await tokens.forSalesforce(organizationId, userId);
  const rejected = await getAccessToken({});
  const offline = createAccessTokens({
    ...server.context,
    fetch: () => Promise.reject(new TypeError("fetch failed")),
  });
  const { getAccessToken: askOffline } = await offline.forSalesforce(organizationId, userId);
  await expect(askOffline({ rejected })).rejects.toMatchObject({ reason: "temporarily_unavailable" });
  expect((await getAccessToken({ rejected })).reveal()).not.toBe(rejected.reveal());
});

it("sends no token to a host that is no longer allowed", async () => {
  const { organizationId, userId, tokens } = await signInAdele();
  await server.test.query("update crm_connection set instance_url = 'https://evil.example'");
  await expect(tokens.forSalesforce(organizationId, userId)).rejects.toMatchObject({
    reason: "admin_action_required",
  });
});
