import { inspect } from "node:util";
import { generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  exchangeCode,
  type OAuthError,
  refreshTokens,
  revokeToken,
  Secret,
  validateIdToken,
} from "./index.ts";
import { NOW, startFakeServer, TENANT_ID } from "./testing/fake-server.ts";

let fake: Awaited<ReturnType<typeof startFakeServer>>;
beforeAll(async () => {
  fake = await startFakeServer();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.replies.length = 0;
  fake.received.length = 0;
});

const exchange = (nonce?: string) =>
  exchangeCode(fake.parties, {
    code: new Secret("code1"),
    redirectUri: "http://localhost:3000/callback",
    codeVerifier: new Secret("v".repeat(64)),
    scopes: ["openid", "User.Read"],
    nonce,
  });
const refresh = () =>
  refreshTokens(fake.parties, { refreshToken: new Secret("old1"), scopes: ["Mail.Read"] });
const failure = async (promise: Promise<unknown>): Promise<OAuthError> =>
  promise.then(
    () => {
      throw new Error("It should have failed.");
    },
    (error: unknown) => error as OAuthError,
  );

describe("exchangeCode", () => {
  it("sends code, verifier and secret in the form, and reads the tokens", async () => {
    const idToken = await fake.signIdToken();
    fake.replies.push({
      body: {
        token_type: "Bearer",
        expires_in: 3600,
        scope: "User.Read Mail.Read",
        access_token: "access1",
        refresh_token: "refresh1",
        id_token: idToken,
        instance_url: "https://x.my.salesforce.com",
      },
    });
    const tokens = await exchange("nonce1");
    expect(Object.fromEntries(fake.received[0]?.form ?? [])).toEqual({
      grant_type: "authorization_code",
      code: "code1",
      redirect_uri: "http://localhost:3000/callback",
      code_verifier: "v".repeat(64),
      client_id: "client1",
      client_secret: "s3cret&=",
    });
    expect(tokens.accessToken.reveal()).toBe("access1");
    expect(tokens.refreshToken?.reveal()).toBe("refresh1");
    expect(tokens.scope).toEqual(["User.Read", "Mail.Read"]);
    expect(tokens.expiresAt).toEqual(new Date(NOW.getTime() + 3600_000));
    expect(tokens.idTokenClaims?.claims["tid"]).toBe(TENANT_ID);
    expect(tokens.extra).toEqual({ instance_url: "https://x.my.salesforce.com" });
    expect(JSON.stringify(tokens) + inspect(tokens)).not.toMatch(/access1|refresh1/);
  });

  it("takes the asked scopes where the server names none, and no expiry where it tells none", async () => {
    fake.replies.push({ body: { token_type: "Bearer", access_token: "a" } });
    const tokens = await exchange();
    expect(tokens.scope).toEqual(["openid", "User.Read"]);
    expect(tokens.expiresAt).toBeUndefined();
  });

  it("refuses a reply without the ID token that the nonce asks for", async () => {
    fake.replies.push({ body: { token_type: "Bearer", access_token: "a" } });
    expect((await failure(exchange("nonce1"))).error).toBe("invalid_id_token");
  });

  it("keeps everything that the wire says about a refusal", async () => {
    fake.replies.push({
      status: 400,
      body: {
        error: "invalid_grant",
        error_description: "AADSTS65001: The user or administrator has not consented…",
        error_codes: [65001],
        suberror: "consent_required",
        trace_id: "t1",
        correlation_id: "c1",
        claims: "{}",
      },
    });
    expect(await failure(exchange())).toMatchObject({
      step: "exchange_code",
      error: "invalid_grant",
      status: 400,
      suberror: "consent_required",
      errorCodes: [65001],
      traceId: "t1",
      correlationId: "c1",
      claims: "{}",
      message: "OAuth: could not exchange code: invalid_grant",
    });
  });

  it.each([
    ["a maintenance page with 503", { status: 503, body: "<html>" }, "temporarily_unavailable"],
    ["a page with 200", { status: 200, body: "<html>" }, "invalid_response"],
    ["no access token", { body: { token_type: "Bearer" } }, "invalid_response"],
    ["an error with 200", { body: { error: "invalid_grant" } }, "invalid_grant"],
    ["a redirect", { status: 302, headers: { location: "/keys" }, body: "" }, "invalid_response"],
    ["more than it will hold", { body: "x".repeat(300_000) }, "network_error"],
  ])("fails plainly on %s", async (_, reply, error) => {
    fake.replies.push(reply);
    expect((await failure(exchange())).error).toBe(error);
    expect(fake.received).toHaveLength(1);
  });

  it("never lets tokens out through an error", async () => {
    fake.replies.push({ body: { access_token: "leak1", refresh_token: "leak2", token_type: 7 } });
    expect(inspect(await failure(exchange()), { depth: 9 })).not.toMatch(/leak[12]/);
  });

  it("keeps the server's sentence, which may name a user, out of what loggers write", async () => {
    const description = "AADSTS50020: User account 'adele@contoso.example' does not exist";
    fake.replies.push({ status: 400, body: { error: "x", error_description: description } });
    const error = await failure(exchange());
    expect(error.errorDescription).toBe(description);
    expect(JSON.stringify(error) + inspect(error)).not.toContain("adele");
  });

  it("refuses plain http to any host but this machine", async () => {
    const server = { ...fake.parties.server, tokenEndpoint: "http://login.example/token" };
    const attempt = refreshTokens({ ...fake.parties, server }, { refreshToken: new Secret("x"), scopes: [] });
    await expect(attempt).rejects.toThrow("https");
  });
});

describe("refreshTokens", () => {
  it("returns the rotated refresh token", async () => {
    fake.replies.push({ body: { token_type: "Bearer", access_token: "a", refresh_token: "new1" } });
    expect((await refresh()).refreshToken?.reveal()).toBe("new1");
    expect(fake.received[0]?.form.get("grant_type")).toBe("refresh_token");
    expect(fake.received[0]?.form.get("scope")).toBe("Mail.Read");
  });

  it("keeps the old refresh token when none comes back", async () => {
    fake.replies.push({ body: { token_type: "Bearer", access_token: "a" } });
    expect((await refresh()).refreshToken?.reveal()).toBe("old1");
  });
});

describe("revokeToken", () => {
  it("names the token and the client, and takes 200 for done", async () => {
    fake.replies.push({ body: "" });
    await revokeToken(fake.parties, new Secret("old1"));
    expect(fake.received[0]?.path).toBe("/revoke");
    expect(fake.received[0]?.form.get("token")).toBe("old1");
  });

  it("follows no redirect: the token and the secret would go with it", async () => {
    fake.replies.push({ status: 307, headers: { location: "/elsewhere" }, body: "" });
    await failure(revokeToken(fake.parties, new Secret("old1")));
    expect(fake.received.map(({ path }) => path)).toEqual(["/revoke"]);
  });
});

describe("validateIdToken", () => {
  const validate = (idToken: string, nonce = "nonce1") =>
    validateIdToken({ parties: fake.parties, idToken, nonce });

  it("accepts a token of any tenant whose issuer fits its tid", async () => {
    const claims = await validate(await fake.signIdToken());
    expect(claims).toMatchObject({ subject: "subject1", issuer: `${fake.root}/${TENANT_ID}/v2.0` });
  });

  const otherTenant = "99999999-2222-4333-8444-555555555555";
  it.each([
    ["a tid that is not the issuer's tenant", { tid: otherTenant }],
    ["no tid", { tid: undefined }],
    ["a tid that is no GUID", { tid: "../evil" }],
    ["another audience", { aud: "client2" }],
    ["several audiences without us as the authorized party", { aud: ["client1", "client2"] }],
    ["another nonce", { nonce: "nonce2" }],
    ["a time that has passed", { exp: Math.floor(NOW.getTime() / 1000) - 120 }],
    ["no subject", { sub: undefined }],
  ])("refuses %s", async (_, claims) => {
    const error = await failure(validate(await fake.signIdToken(claims)));
    expect(error).toMatchObject({ step: "validate_id_token", error: "invalid_id_token" });
  });

  it("refuses another key's signature and an unsigned token", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const forged = await fake.signIdToken({}, privateKey);
    expect((await failure(validate(forged))).error).toBe("invalid_id_token");
    const [, payload] = forged.split(".");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    expect((await failure(validate(unsigned))).error).toBe("invalid_id_token");
  });
});
