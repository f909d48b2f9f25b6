import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { demoSalesforceApp } from "../../core/demo-ids.ts";
import { openSalesforce, verifier, type OpenSalesforce, type Tokens } from "../testing/open-salesforce.ts";

let salesforce: OpenSalesforce;
const opened: OpenSalesforce[] = [];

beforeEach(async () => {
  salesforce = await openSalesforce();
  opened.push(salesforce);
});
afterAll(() => Promise.all(opened.map((each) => each.close())));

const adele = "adele@contoso.example";
const codeOf = (location: string | null) => new URL(location ?? "").searchParams.get("code") ?? "";

function redeem(code: string, changes: Record<string, string> = {}): Promise<Response> {
  return salesforce.postToken({
    grant_type: "authorization_code",
    code,
    redirect_uri: salesforce.redirectUri,
    code_verifier: verifier,
    ...changes,
  });
}

async function refresh(
  refreshToken: string,
): Promise<{ status: number; body: Tokens & Record<string, string> }> {
  const response = await salesforce.postToken({ grant_type: "refresh_token", refresh_token: refreshToken });
  return { status: response.status, body: (await response.json()) as Tokens & Record<string, string> };
}

test("a browser goes from login over Allow Access? to the callback, and the second time straight", async () => {
  const jar: string[] = [];
  const go = async (path: string, form?: Record<string, string>) => {
    const response = await fetch(new URL(path, salesforce.url), {
      redirect: "manual",
      headers: { cookie: jar.join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) jar.push(cookie.split(";")[0] ?? "");
    return {
      location: response.headers.get("location") ?? "",
      status: response.status,
      text: await response.text(),
    };
  };
  const authorizePath = salesforce.authorizeUrl({ login_hint: adele });
  const toLogin = await go(authorizePath);
  expect(toLogin.location).toMatch(/^\/salesforce\/\?ec=302&startURL=/);
  const login = await go(toLogin.location);
  expect(login.text).toContain("Log in to Salesforce");
  expect(login.text.indexOf(adele)).toBeLessThan(login.text.indexOf("megan@contoso.example"));
  const startURL = new URL(toLogin.location, salesforce.url).searchParams.get("startURL") ?? "";
  const afterLogin = await go("/salesforce/login", { username: adele, startURL });
  const toConsent = await go(afterLogin.location);
  const consent = await go(toConsent.location);
  expect(consent.text).toContain("Allow Access?");
  expect(consent.text).toContain("Manage user data via APIs");
  const source = new URL(toConsent.location, salesforce.url).searchParams.get("source") ?? "";
  const done = await go("/salesforce/setup/secur/RemoteAccessAuthorizationPage.apexp", {
    source,
    decision: "allow",
  });
  expect(done.location).toMatch(
    /^http:\/\/product\.test\/sign-in\/salesforce\/callback\?code=.+&state=the-state$/,
  );
  expect((await go(authorizePath)).location).toContain("code=");
  expect((await go(salesforce.authorizeUrl({ prompt: "consent" }))).location).toContain(
    "RemoteAccessAuthorization",
  );
  expect((await go(salesforce.authorizeUrl({ prompt: "login" }))).location).toContain("/salesforce/?ec=302");
  const stale = await go("/salesforce/setup/secur/RemoteAccessAuthorizationPage.apexp", {
    source,
    decision: "allow",
  });
  expect(stale.status).toBe(400);
});

test("a consent page answers only the browser that was asked", async () => {
  const { location, pages } = await salesforce.walk(adele, { choices: ["close"] });
  expect({ location, pages }).toEqual({ location: null, pages: ["Login", "Allow Access?"] });
  const [pending] = salesforce.sandbox.store.collection("salesforcePendingConsents").all();
  const response = await fetch(`${salesforce.url}/setup/secur/RemoteAccessAuthorizationPage.apexp`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ source: pending?.id ?? "", decision: "allow" }),
  });
  expect(response.status).toBe(400);
});

test("login forwards to addresses of this Salesforce alone", async () => {
  for (const startURL of [
    "https://evil.test/",
    "//evil.test",
    "/salesforce//evil.test",
    "/salesforce/\\evil.test",
  ]) {
    const response = await fetch(`${salesforce.url}/login`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ username: adele, startURL }),
    });
    expect(response.headers.get("location")).toBe("/salesforce/home");
  }
});

test("the token answer carries Salesforce's fields, no expiry, and an id_token that verifies", async () => {
  const { location } = await salesforce.walk(adele, { url: salesforce.authorizeUrl({ nonce: "n-1" }) });
  const tokens = (await (await redeem(codeOf(location))).json()) as Tokens & Record<string, string>;
  expect(tokens).toMatchObject({
    token_type: "Bearer",
    instance_url: salesforce.url,
    scope: "api refresh_token id openid",
    issued_at: expect.stringMatching(/^\d{13}$/),
    id: expect.stringMatching(/\/salesforce\/id\/00D\w{15}\/005\w{15}$/),
  });
  expect(tokens).not.toHaveProperty("expires_in");
  const discovery = (await (await fetch(`${salesforce.url}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
    issuer: string;
  };
  const { payload } = await jwtVerify(tokens.id_token, createRemoteJWKSet(new URL(discovery.jwks_uri)), {
    issuer: discovery.issuer,
    audience: demoSalesforceApp.clientId,
  });
  expect(payload).toMatchObject({ sub: tokens.id, nonce: "n-1" });
});

test("identity and userinfo name the user, by header or by token in the query, and refuse others", async () => {
  const tokens = await salesforce.signIn();
  const identity = await fetch(`${tokens.id}?oauth_token=${encodeURIComponent(tokens.access_token)}`);
  expect(await identity.json()).toMatchObject({ username: adele, email: adele, display_name: "Adele Vance" });
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const userinfo = await fetch(`${salesforce.url}/services/oauth2/userinfo`, { headers });
  expect(await userinfo.json()).toMatchObject({ preferred_username: adele, sub: tokens.id });
  const other = await salesforce.signIn("alex@contoso.example");
  expect((await fetch(other.id, { headers })).status).toBe(403);
  const bad = await fetch(tokens.id, { headers: { authorization: "Bearer wrong" } });
  expect([bad.status, await bad.text()]).toEqual([403, "Bad_OAuth_Token"]);
});

test("Deny comes back as access_denied with the state", async () => {
  const { location } = await salesforce.walk(adele, { choices: ["deny"] });
  expect(location).toContain(
    "?error=access_denied&error_description=end-user+denied+authorization&state=the-state",
  );
});

test.each([
  ["blocked", { blocked: true }, "OAUTH_APP_BLOCKED", "this app is blocked by admin"],
  [
    "admin approved users only",
    { permittedUsers: "admin_approved_users" },
    "OAUTH_APP_ACCESS_DENIED",
    "user is not admin approved to access this app",
  ],
])("an app that is %s sends its error to the callback", async (_name, change, error, description) => {
  await salesforce.scenario({ apps: [change] });
  const { location } = await salesforce.walk(adele);
  const query = new URL(location ?? "").searchParams;
  expect([query.get("error"), query.get("error_description")]).toEqual([error, description]);
});

test.each([
  ["not installed", { installed: false }, {}, "invalid_client"],
  ["without the scope", { scopes: ["id", "openid"] }, {}, "invalid_scope"],
  ["not in this org", { present: false }, {}, "OAUTH_EC_APP_NOT_FOUND"],
  [
    "asked with another redirect URI",
    {},
    { redirect_uri: "http://product.test/other" },
    "redirect_uri_mismatch",
  ],
  ["asked with a wrong client id", {}, { client_id: "unknown" }, "invalid_client_id"],
])("an app that is %s leaves the user on a Salesforce page", async (_name, change, parameters, error) => {
  await salesforce.scenario({ apps: [change] });
  const walked = await salesforce.walk(adele, { url: salesforce.authorizeUrl(parameters) });
  expect(walked).toMatchObject({ location: null, error });
  expect(walked.pages.at(-1)).toBe("OAuth Error");
});

test("the generic error page says what Salesforce's says", async () => {
  const page = await fetch(
    `${salesforce.url}/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client&error_description=app+must+be+installed+into+org`,
  );
  const text = await page.text();
  expect(text).toContain("authorize you because of an OAuth error");
  expect(text).toContain(
    "OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication.",
  );
});

test("a system administrator may authorize what is not installed, and who had authorized keeps access", async () => {
  const earlier = await salesforce.signIn();
  await salesforce.scenario({ apps: [{ installed: false }] });
  expect((await salesforce.walk("megan@contoso.example")).location).toContain("code=");
  expect((await salesforce.walk(adele)).location).toContain("code=");
  expect((await refresh(earlier.refresh_token)).status).toBe(200);
  expect((await salesforce.walk("alex@contoso.example")).error).toBe("invalid_client");
});

test("an admin-approved user is let in without a question", async () => {
  await salesforce.scenario({
    apps: [{ permittedUsers: "admin_approved_users", approvedUsernames: [adele] }],
  });
  expect(await salesforce.walk(adele)).toMatchObject({ pages: ["Login"], error: null });
});

test.each([
  [{ response_type: "token" }, "unsupported_response_type"],
  [{ code_challenge: undefined }, "invalid_request"],
  [{ code_challenge: "short" }, "invalid_request"],
  [{ code_challenge_method: "plain" }, "invalid_request"],
])("an authorize call with %j goes back with %s", async (changes, error) => {
  const walked = await salesforce.walk(adele, { url: salesforce.authorizeUrl(changes) });
  expect(walked.error).toBe(error);
  expect(walked.location).toContain("state=the-state");
});

test.each([
  [{ client_secret: "wrong" }, "invalid_client"],
  [{ client_id: "wrong" }, "invalid_client_id"],
  [{ code: "wrong" }, "invalid_grant"],
  [{ redirect_uri: "http://product.test/other" }, "redirect_uri_mismatch"],
  [{ code_verifier: "a".repeat(43) }, "invalid_request"],
  [{ code_verifier: "a".repeat(42) }, "invalid_request"],
  [{ grant_type: "password" }, "unsupported_grant_type"],
])("a token call with %j is refused with %s", async (changes, error) => {
  const { location } = await salesforce.walk(adele);
  const response = await redeem(codeOf(location), changes);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error });
});

test("a challenge without a verifier is an invalid_grant", async () => {
  const { location } = await salesforce.walk(adele);
  const response = await salesforce.postToken({
    grant_type: "authorization_code",
    code: codeOf(location),
    redirect_uri: salesforce.redirectUri,
  });
  expect(await response.json()).toMatchObject({ error: "invalid_grant" });
});

test("a code works once, and its second use takes back what the first gave", async () => {
  const { location } = await salesforce.walk(adele);
  const tokens = (await (await redeem(codeOf(location))).json()) as Tokens;
  expect((await redeem(codeOf(location))).status).toBe(400);
  expect((await salesforce.call(tokens, "v66.0/limits")).status).toBe(401);
});

test("a code dies after 15 minutes", async () => {
  const { location } = await salesforce.walk(adele);
  salesforce.sandbox.clock.advanceSeconds(15 * 60 + 1);
  expect(await (await redeem(codeOf(location))).json()).toMatchObject({ error: "invalid_grant" });
});

test("a refresh rotates the token, and its replay ends the whole family", async () => {
  const tokens = await salesforce.signIn();
  const first = await refresh(tokens.refresh_token);
  expect(first.body.refresh_token).not.toBe(tokens.refresh_token);
  const second = await refresh(first.body.refresh_token);
  expect(second.status).toBe(200);
  const replay = await refresh(tokens.refresh_token);
  expect(replay).toMatchObject({
    status: 400,
    body: { error: "invalid_grant", error_description: "expired access/refresh token" },
  });
  expect((await refresh(second.body.refresh_token)).status).toBe(400);
  expect((await salesforce.call(second.body, "v66.0/limits")).status).toBe(401);
});

test("with rotation switched off the refresh token stays the same", async () => {
  await salesforce.scenario({ apps: [{ refreshTokenRotation: false }] });
  const tokens = await salesforce.signIn();
  expect((await refresh(tokens.refresh_token)).body).not.toHaveProperty("refresh_token");
  expect((await refresh(tokens.refresh_token)).status).toBe(200);
});

test("the sixth approval of a user silently ends the oldest, and nobody else's", async () => {
  const others = await salesforce.signIn("alex@contoso.example");
  const approvals: Tokens[] = [];
  for (let count = 0; count < 6; count += 1) approvals.push(await salesforce.signIn());
  const statuses = await Promise.all(
    [...approvals, others].map(async (tokens) => (await salesforce.call(tokens, "v66.0/limits")).status),
  );
  expect(statuses).toEqual([401, 200, 200, 200, 200, 200, 200]);
  expect((await refresh(approvals[0]!.refresh_token)).status).toBe(400);
});

test("revoking a refresh token kills its access tokens and asks for consent again", async () => {
  const tokens = await salesforce.signIn();
  const response = await fetch(`${salesforce.url}/services/oauth2/revoke`, {
    method: "POST",
    body: new URLSearchParams({ token: tokens.refresh_token }),
  });
  expect([response.status, await response.text()]).toEqual([200, ""]);
  expect((await salesforce.call(tokens, "v66.0/limits")).status).toBe(401);
  expect((await salesforce.walk(adele)).pages).toEqual(["Login", "Allow Access?"]);
});

test("introspection tells a live token from a dead one, and nothing without the secret", async () => {
  const tokens = await salesforce.signIn();
  const introspect = async (token: string, secret: string = demoSalesforceApp.clientSecret) => {
    const response = await fetch(`${salesforce.url}/services/oauth2/introspect`, {
      method: "POST",
      body: new URLSearchParams({ token, client_id: demoSalesforceApp.clientId, client_secret: secret }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  expect(await introspect(tokens.access_token)).toMatchObject({ active: true, username: adele });
  expect(await introspect("nothing")).toEqual({ active: false });
  expect(await introspect(tokens.access_token, "wrong")).toMatchObject({ error: "invalid_client" });
});

test("a session ends with its time, its user or a blocked app", async () => {
  const expiring = await salesforce.signIn();
  salesforce.sandbox.clock.advanceSeconds(7_200);
  const answer = await salesforce.call(expiring, "v66.0/limits");
  expect(answer.status).toBe(401);
  expect(await answer.json()).toEqual([
    { message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" },
  ]);

  const frozen = await salesforce.signIn("alex@contoso.example");
  await salesforce.scenario({ users: [{ username: "alex@contoso.example", isActive: false }] });
  expect((await salesforce.call(frozen, "v66.0/limits")).status).toBe(401);
  expect((await refresh(frozen.refresh_token)).body).toMatchObject({ error: "inactive_user" });

  const blocked = await salesforce.signIn();
  await salesforce.scenario({ apps: [{ blocked: true }] });
  expect((await salesforce.call(blocked, "v66.0/limits")).status).toBe(401);
});

test("a token without the api scope is told that it is not valid for REST", async () => {
  const { location } = await salesforce.walk(adele, { url: salesforce.authorizeUrl({ scope: "id" }) });
  const tokens = (await (await redeem(codeOf(location))).json()) as Tokens;
  const answer = await salesforce.call(tokens, "v66.0/limits");
  expect([answer.status, await answer.json()]).toEqual([
    401,
    [{ message: "This session is not valid for use with the REST API", errorCode: "INVALID_SESSION_ID" }],
  ]);
  expect(tokens).not.toHaveProperty("refresh_token");
});
