import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openSalesforce, verifier, type OpenSalesforce } from "../testing/open-salesforce.ts";

let salesforce: OpenSalesforce;
const opened: OpenSalesforce[] = [];

beforeEach(async () => {
  salesforce = await openSalesforce();
  opened.push(salesforce);
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const alex = "alex@contoso.example";

async function redeemAs(username: string): Promise<{ status: number; body: unknown }> {
  const { location } = await salesforce.walk(username);
  const response = await salesforce.postToken({
    grant_type: "authorization_code",
    code: new URL(location ?? "").searchParams.get("code") ?? "",
    redirect_uri: salesforce.redirectUri,
    code_verifier: verifier,
  });
  return { status: response.status, body: await response.json() };
}

const notForRest = [
  { message: "This session is not valid for use with the REST API", errorCode: "INVALID_SESSION_ID" },
];
const apiDisabled = [
  { message: "The REST API is not enabled for this Organization.", errorCode: "API_DISABLED_FOR_ORG" },
];

describe("API Access Control", () => {
  test("keeps an app that is not installed from the callback, whoever signs in", async () => {
    await salesforce.scenario({ orgs: [{ apiAccessControl: true }], apps: [{ installed: false }] });
    for (const username of [alex, "megan@contoso.example"]) {
      const { location } = await salesforce.walk(username);
      expect(new URL(location ?? "").searchParams.get("error")).toBe("OAUTH_APP_BLOCKED");
    }
    await salesforce.scenario({ apps: [{ installed: true }] });
    expect((await salesforce.walk(alex)).location).toContain("code=");
  });

  test("ends REST for live sessions with 401 and other words than an ended session has", async () => {
    const tokens = await salesforce.signIn(alex);
    await salesforce.scenario({ orgs: [{ apiAccessControl: true }], apps: [{ installed: false }] });
    const answer = await salesforce.call(tokens, "v66.0/limits");
    expect([answer.status, await answer.json()]).toEqual([401, notForRest]);
    await salesforce.scenario({ apps: [{ installed: true }] });
    expect((await salesforce.call(tokens, "v66.0/limits")).status).toBe(200);
  });
});

describe("without the API", () => {
  test.each([
    ["the edition", { orgs: [{ apiEnabled: false }] }],
    ["the profile", { profiles: [{ name: "Standard User", apiEnabled: false }] }],
  ])(
    "of %s, data calls get 403 API_DISABLED_FOR_ORG and identity calls Bad_OAuth_Token",
    async (_name, change) => {
      const tokens = await salesforce.signIn(alex);
      await salesforce.scenario(change);
      const answer = await salesforce.call(tokens, "v66.0/limits");
      expect([answer.status, await answer.json()]).toEqual([403, apiDisabled]);
      for (const address of [`${salesforce.url}/services/oauth2/userinfo`, tokens.id]) {
        const identity = await fetch(address, {
          headers: { authorization: `Bearer ${tokens.access_token}` },
        });
        expect([identity.status, await identity.text()]).toEqual([403, "Bad_OAuth_Token"]);
      }
    },
  );
});

describe("the token endpoint", () => {
  test.each([
    ["ip_restricted", "ip restricted"],
    ["audience_validation_failed", "Audience validation failed"],
  ])("refuses code and refresh with %s", async (tokenRefusal, description) => {
    const tokens = await salesforce.signIn(alex);
    await salesforce.scenario({ apps: [{ tokenRefusal }] });
    const refused = { status: 400, body: { error: "invalid_grant", error_description: description } };
    expect(await redeemAs(alex)).toEqual(refused);
    const again = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    expect((await salesforce.postToken(again)).status).toBe(400);
    // The refusal is a policy: the token is as good as before once it is lifted.
    await salesforce.scenario({ apps: [{ tokenRefusal: null }] });
    expect((await salesforce.postToken(again)).status).toBe(200);
  });

  test("tells app_not_found for a removed app, and inactive_user for a frozen user", async () => {
    const tokens = await salesforce.signIn(alex);
    const again = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    await salesforce.scenario({ users: [{ username: alex, isActive: false }] });
    expect(await (await salesforce.postToken(again)).json()).toMatchObject({ error: "inactive_user" });
    await salesforce.scenario({ users: [{ username: alex, isActive: true }], apps: [{ present: false }] });
    expect(await (await salesforce.postToken(again)).json()).toEqual({
      error: "app_not_found",
      error_description: "External client app is not installed in this org",
    });
    expect((await salesforce.call(tokens, "v66.0/limits")).status).toBe(401);
    await salesforce.scenario({ apps: [{ present: true }] });
    expect((await salesforce.postToken(again)).status).toBe(200);
  });
});

test("a new app is not known at first, at the page and at the token endpoint", async () => {
  const { refresh_token } = await salesforce.signIn(alex);
  await salesforce.scenario({ apps: [{ usableInSeconds: 600 }] });
  expect(await salesforce.walk(alex)).toMatchObject({ location: null, error: "invalid_client_id" });
  const refused = await salesforce.postToken({ grant_type: "refresh_token", refresh_token });
  expect(await refused.json()).toMatchObject({ error: "invalid_client_id" });
  salesforce.sandbox.clock.advanceSeconds(600);
  expect((await salesforce.walk(alex)).location).toContain("code=");
});
