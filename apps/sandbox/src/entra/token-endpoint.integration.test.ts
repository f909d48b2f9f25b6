import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import {
  callback,
  mailboxStage,
  pkce,
  signInStage,
  startSandbox,
  type SandboxUnderTest,
} from "./testing/sandbox-under-test.ts";
import { verifyAccessToken } from "./verify-access-token.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox();
});
afterEach(() => under.close());

const adele = "adele@contoso.example";
const graph = { audience: "https://graph.microsoft.com" };

async function newCode(parameters: Record<string, string> = {}, scope = signInStage): Promise<string> {
  const { location } = await under.authorize({ account: adele, scope, choices: ["accept"], parameters });
  return new URL(location ?? "").searchParams.get("code") ?? "";
}
const redeem = (code: string, more: Record<string, string> = {}) =>
  under.token({ grant_type: "authorization_code", code, redirect_uri: callback, ...more });
const refresh = (token: string, more: Record<string, string> = {}) =>
  under.token({ grant_type: "refresh_token", refresh_token: token, ...more });

test("the access token carries who, where, for which app and every scope consented at that API", async () => {
  const { body } = await under.signIn({ account: adele });
  expect(body["scope"].split(" ").sort()).toEqual(["User.Read", "email", "openid", "profile"]);
  const payload = decodeJwt(body["access_token"]);
  expect(payload).toMatchObject({
    aud: "https://graph.microsoft.com",
    tid: demoTenants.contoso,
    oid: demoUsers.adele,
    appid: demoMicrosoftApp.appId,
    azp: demoMicrosoftApp.appId,
    upn: adele,
    idtyp: "user",
  });
  const claims = await verifyAccessToken(under.sandbox.context, `Bearer ${body["access_token"]}`, graph);
  expect(claims?.scopes).toContain("User.Read");
});

test("a token expires by the sandbox's clock, and no other audience or altered token passes", async () => {
  const { body } = await under.signIn({ account: adele });
  const header = `Bearer ${body["access_token"]}`;
  const verify = (given: string | undefined, options = graph) =>
    verifyAccessToken(under.sandbox.context, given, options);
  expect(await verify(header, { audience: "https://outlook.office365.com" })).toBeUndefined();
  expect(await verify(undefined)).toBeUndefined();
  expect(await verify(`${header.slice(0, -6)}AAAAAA`)).toBeUndefined();
  expect(await verify(`Bearer ${body["id_token"]}`, { audience: demoMicrosoftApp.appId })).toBeUndefined();
  under.sandbox.clock.advanceSeconds(5_400);
  expect(await verify(header)).toBeUndefined();
});

test("a code works once", async () => {
  const code = await newCode();
  expect((await redeem(code)).status).toBe(200);
  const again = await redeem(code);
  expect(again.status).toBe(400);
  expect(again.body).toMatchObject({ error: "invalid_grant", error_codes: [54005] });
});

test("two redemptions at once give one answer", async () => {
  const code = await newCode();
  const answers = await Promise.all([redeem(code), redeem(code), redeem(code)]);
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
});

test("a code is over after ten minutes", async () => {
  const code = await newCode();
  under.sandbox.clock.advanceSeconds(600);
  expect((await redeem(code)).body["error_codes"]).toEqual([70008]);
});

test("PKCE: the right verifier passes; a wrong, missing or unasked one does not", async () => {
  const { verifier, challenge } = pkce();
  const protectedBy = { code_challenge: challenge, code_challenge_method: "S256" };
  expect(
    (await redeem(await newCode(protectedBy), { code_verifier: pkce().verifier })).body["error_codes"],
  ).toEqual([501481]);
  expect((await redeem(await newCode(protectedBy))).body["error_codes"]).toEqual([501481]);
  expect((await redeem(await newCode(), { code_verifier: verifier })).body["error_codes"]).toEqual([501481]);
  expect((await redeem(await newCode(protectedBy), { code_verifier: verifier })).status).toBe(200);
  const plain = await newCode({ code_challenge: verifier, code_challenge_method: "plain" });
  expect((await redeem(plain, { code_verifier: verifier })).status).toBe(200);
});

test("errors have Entra's layout, on one line, with ids, time and a link", async () => {
  const { status, body } = await redeem("1.unknown");
  expect(status).toBe(400);
  expect(Object.keys(body)).toEqual([
    "error",
    "error_description",
    "error_codes",
    "timestamp",
    "trace_id",
    "correlation_id",
    "error_uri",
  ]);
  expect(body["timestamp"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
  expect(body["error_description"]).toBe(
    `AADSTS70000: Provided grant is invalid or malformed. Trace ID: ${body["trace_id"]} Correlation ID: ${body["correlation_id"]} Timestamp: ${body["timestamp"]}`,
  );
  expect(body["error_uri"]).toBe(`${under.origin}/error?code=70000`);
});

test.each([
  ["a wrong secret", { client_secret: "wrong" }, 401, 7000215],
  ["a missing secret", { client_secret: "" }, 401, 7000218],
  ["an unknown client", { client_id: "00000000-0000-4000-8000-000000000000" }, 400, 700016],
  ["a missing client", { client_id: "" }, 400, 900144],
  ["a missing grant type", { grant_type: "" }, 400, 900144],
  ["an unsupported grant type", { grant_type: "password" }, 400, 70003],
  ["a missing code", { code: "" }, 400, 900144],
  ["another redirect URI", { redirect_uri: "http://localhost:3000/approval/callback" }, 400, 500112],
  [
    "several resources at once",
    { scope: "Mail.Read https://outlook.office365.com/EWS.AccessAsUser.All" },
    400,
    28000,
  ],
  ["a scope that does not exist", { scope: "Mail.Everything" }, 400, 650053],
])(
  "%s is refused and leaves the code unused or its tokens unissued",
  async (_name, parameters, status, code) => {
    const answer = await redeem(await newCode(), parameters);
    expect(answer.status).toBe(status);
    expect(answer.body["error_codes"]).toEqual([code]);
    expect(answer.body["access_token"]).toBeUndefined();
  },
);

test("a refresh brings a new token; the old one goes on working unless the setting says otherwise", async () => {
  const { body } = await under.signIn({ account: adele });
  const first = await refresh(body["refresh_token"]);
  expect(first.body["refresh_token"]).not.toBe(body["refresh_token"]);
  expect((await refresh(body["refresh_token"])).status).toBe(200);
  await under.control("/_sandbox/scenario", { entraSettings: { rotatedRefreshTokensStillWork: false } });
  expect((await refresh(body["refresh_token"])).body).toMatchObject({
    error: "invalid_grant",
    suberror: "bad_token",
  });
  expect((await refresh(first.body["refresh_token"])).status).toBe(200);
});

test("a refresh token fetches any consented resource, and 65001 where consent is missing", async () => {
  const { body } = await under.signIn({ account: adele });
  const mailbox = await refresh(body["refresh_token"], { scope: mailboxStage });
  expect(mailbox.status).toBe(400);
  expect(mailbox.body).toMatchObject({
    error: "invalid_grant",
    suberror: "consent_required",
    error_codes: [65001],
  });
  await under.adminConsent({
    account: "isaiah@contoso.example",
    choices: ["accept"],
    scope: `${mailboxStage} https://outlook.office365.com/EWS.AccessAsUser.All`,
  });
  const granted = await refresh(body["refresh_token"], { scope: mailboxStage });
  expect(granted.body["scope"]).toContain("Mail.ReadWrite");
  const exchange = await refresh(body["refresh_token"], {
    scope: "https://outlook.office365.com/EWS.AccessAsUser.All",
  });
  expect(exchange.body["scope"]).toBe("https://outlook.office365.com/EWS.AccessAsUser.All");
  expect(decodeJwt(exchange.body["access_token"]).aud).toBe("https://outlook.office365.com");
});

test("revoking a grant takes the scope out of the next token", async () => {
  await under.adminConsent({ account: "isaiah@contoso.example", choices: ["accept"] });
  const { body } = await under.signIn({ account: adele, scope: mailboxStage, choices: [] });
  const { grants } = directoryOf(under.sandbox.context);
  for (const grant of grants.all()) grants.delete(grant.id);
  expect((await refresh(body["refresh_token"])).body["error_codes"]).toEqual([65001]);
});

test("a disabled person, a removed person and revoked sessions end the refresh", async () => {
  const { users } = directoryOf(under.sandbox.context);
  const { body } = await under.signIn({ account: adele });
  const user = users.get(demoUsers.adele)!;
  users.put({ ...user, accountEnabled: false });
  expect((await refresh(body["refresh_token"])).body["error_codes"]).toEqual([50057]);
  users.delete(user.id);
  expect((await refresh(body["refresh_token"])).body["error_codes"]).toEqual([50034]);
  users.put(user);
  await under.control("/_sandbox/scenario", { users: [{ userPrincipalName: adele, revokeSessions: true }] });
  expect((await refresh(body["refresh_token"])).body["error_codes"]).toEqual([50173]);
});

test("a refresh token is over after 90 days without use", async () => {
  const { body } = await under.signIn({ account: adele });
  under.sandbox.clock.advanceSeconds(90 * 86_400);
  expect((await refresh(body["refresh_token"])).body["error_codes"]).toEqual([700082]);
});

test("a code of one tenant is refused at another's endpoint", async () => {
  const code = await newCode();
  const parameters = { grant_type: "authorization_code", code, redirect_uri: callback };
  expect((await under.token(parameters, "fabrikam.example")).body["error_codes"]).toEqual([700005]);
  expect((await under.token(parameters, "contoso.example")).status).toBe(200);
});

test(".default gives what is granted already, and asks for the whole static list where nothing is", async () => {
  const asked = {
    account: "theo@tailspin.example",
    scope: "https://graph.microsoft.com/.default openid offline_access",
  };
  const first = await under.authorize({ ...asked, choices: ["accept"] });
  expect(first.pages).toContain("Permissions requested");
  const again = await under.authorize(asked);
  expect(again.pages).toEqual(["Pick an account"]);
  const scopes = directoryOf(under.sandbox.context)
    .grants.all()
    .map((grant) => grant.scope)
    .join(" ");
  expect(scopes).toContain("Mail.ReadWrite");
  expect(scopes).toContain("EWS.AccessAsUser.All");
});

test("what was signed and granted before a restart counts after it", async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), "sandbox-entra-")), "state.sqlite");
  const before = await startSandbox({ stateFile });
  const { body } = await before.signIn({ account: adele });
  await before.close();
  const after = await startSandbox({ stateFile });
  try {
    expect(
      await verifyAccessToken(after.sandbox.context, `Bearer ${body["access_token"]}`, graph),
    ).toBeDefined();
    const refreshed = await after.token({
      grant_type: "refresh_token",
      refresh_token: body["refresh_token"],
    });
    expect(refreshed.status).toBe(200);
  } finally {
    await after.close();
  }
});
