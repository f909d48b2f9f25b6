import { afterAll, beforeAll, expect, test } from "vitest";
import { demoMicrosoftApp } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { callback, startSandbox, type SandboxUnderTest } from "./testing/sandbox-under-test.ts";

let under: SandboxUnderTest;
beforeAll(async () => {
  under = await startSandbox();
});
afterAll(() => under.close());

const oddValues = [
  "",
  "\u0000",
  "\ud83d\ude00".repeat(50),
  "a".repeat(5_000),
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "%zz",
  "http://[",
  "http://localhost:99999/connect/microsoft/callback",
  '{"$ne":null}',
];
const fields =
  "client_id client_secret redirect_uri response_type response_mode scope state nonce prompt login_hint code_challenge code_challenge_method grant_type device_code otc code code_verifier refresh_token ctx flowToken account answer justification formToken post_logout_redirect_uri search tab userConsent groupOwnerConsent".split(
    " ",
  );
const good: Record<string, string> = {
  client_id: demoMicrosoftApp.appId,
  client_secret: demoMicrosoftApp.clientSecret,
  redirect_uri: callback,
  response_type: "code",
  scope: "openid User.Read",
  grant_type: "authorization_code",
  code: "1.x",
};
const routes = [
  ["GET", "/common/oauth2/v2.0/authorize"],
  ["POST", "/common/oauth2/v2.0/authorize"],
  ["POST", "/common/oauth2/v2.0/token"],
  ["POST", "/common/oauth2/v2.0/devicecode"],
  ["GET", "/common/oauth2/deviceauth"],
  ["POST", "/common/oauth2/deviceauth"],
  ["POST", "/common/DeviceConfirm"],
  ["POST", "/common/SAS/ProcessAuth"],
  ["GET", "/common/oauth2/v2.0/logout"],
  ["GET", "/organizations/v2.0/adminconsent"],
  ["GET", "/contoso.example/adminconsent"],
  ["GET", "/common/reprocess"],
  ["GET", "/common/return"],
  ["GET", "/common/switch-account"],
  ["POST", "/common/login"],
  ["POST", "/common/Consent/Set"],
  ["POST", "/common/AdminConsentRequest"],
  ["GET", "/error"],
  ["GET", "/entra"],
  ["POST", "/entra/sign-in"],
  ["POST", "/entra/sign-out"],
  ["GET", "/entra/enterprise-applications"],
  ["GET", "/entra/enterprise-applications/x/permissions"],
  ["POST", "/entra/enterprise-applications/x/permissions/grant-admin-consent"],
  ["POST", "/entra/consent-and-permissions/user-consent-settings"],
  ["GET", "/graph/oidc/userinfo"],
] as const;

test.each(routes)(
  "%s %s never fails with a 500, whatever comes in, and grants nothing",
  async (method, path) => {
    const oddFields = fields.map((field, index) => ({
      ...good,
      [field]: oddValues[index % oddValues.length] ?? "",
    }));
    const allOdd = oddValues.map((value) => Object.fromEntries(fields.map((field) => [field, value])));
    const twice = fields.map((field) => `${new URLSearchParams(good).toString()}&${field}=a&${field}=b`);
    const calls = [...oddFields, ...allOdd, ...twice].map((call) => new URLSearchParams(call));
    const answer = async (query: URLSearchParams) => {
      const url = `${under.origin}${path}`;
      const response = await (method === "GET"
        ? fetch(`${url}?${query.toString()}`, { redirect: "manual" })
        : fetch(url, { method: "POST", body: query, redirect: "manual" }));
      const isPage = response.headers.get("content-type")?.startsWith("text/html") === true;
      return { query: query.toString(), status: response.status, body: isPage ? await response.text() : "" };
    };
    const answers = await Promise.all(calls.map(answer));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(answers.filter(({ body }) => body.includes("<script>alert"))).toEqual([]);
    expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
  },
);

test.each(["%zz", "__proto__", "\u0000", "a".repeat(4_000), "..%2f..", "<b>"])(
  "the tenant %j is refused",
  async (tenant) => {
    for (const path of ["oauth2/v2.0/authorize", "v2.0/.well-known/openid-configuration", "adminconsent"]) {
      const segment = tenant === "%zz" || tenant.includes("%2f") ? tenant : encodeURIComponent(tenant);
      const response = await fetch(`${under.origin}/${segment}/${path}`);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
  },
);

test.each([
  [null],
  ["text"],
  [[]],
  [{ url: 1, account: 2 }],
  [{ url: "http://[", account: "x" }],
  [{ url: "/x".repeat(20_000), account: "x" }],
])("the control API refuses %j with 400", async (body) => {
  expect((await under.control("/_sandbox/authorize", body)).status).toBe(400);
});
