import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  buildAuthorizationUrl,
  createPkcePair,
  parseSecureUrl,
  readAuthorizationResponse,
  Secret,
} from "./index.ts";

const server = {
  issuer: "https://login.example",
  authorizationEndpoint: "https://login.example/authorize?keep=1",
  tokenEndpoint: "https://login.example/token",
};

describe("Secret", () => {
  it("prints, serialises and inspects as [redacted]", () => {
    const secret = new Secret("hidden1");
    const outputs = [JSON.stringify({ secret }), inspect({ secret }), String(secret)];
    expect(outputs.join(" ")).not.toContain("hidden1");
    expect(secret.reveal()).toBe("hidden1");
  });
});

describe("createPkcePair", () => {
  it("makes a fresh 64-character verifier with its S256 challenge", async () => {
    const [one, two] = await Promise.all([createPkcePair(), createPkcePair()]);
    expect(one.verifier.reveal()).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(one.challenge).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one.verifier.reveal()).not.toBe(two.verifier.reveal());
  });
});

describe("buildAuthorizationUrl", () => {
  it("sets the protocol's parameters over any vendor parameter of the same name", () => {
    const url = buildAuthorizationUrl({
      server,
      client: { clientId: "client1" },
      redirectUri: "https://app.example/cb",
      scopes: ["openid", "User.Read"],
      state: "state1",
      nonce: "nonce1",
      pkce: { challenge: "c", method: "S256" },
      parameters: { login_hint: "adele@contoso.example", state: "evil" },
    });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      keep: "1",
      login_hint: "adele@contoso.example",
      response_type: "code",
      client_id: "client1",
      redirect_uri: "https://app.example/cb",
      scope: "openid User.Read",
      state: "state1",
      nonce: "nonce1",
      code_challenge: "c",
      code_challenge_method: "S256",
    });
  });
});

describe("readAuthorizationResponse", () => {
  const read = (query: string) => readAuthorizationResponse(new URLSearchParams(query), "s1");

  it("reads a code", () => {
    const response = read("code=c1&state=s1&session_state=x");
    expect(response.outcome === "code" && response.code.reveal()).toBe("c1");
  });

  it("reads what Entra sends for the return link of the wall: a refusal without a description", () => {
    expect(read("error=access_denied&error_subcode=cancel&state=s1")).toMatchObject({
      outcome: "refused",
      error: "access_denied",
      errorSubcode: "cancel",
      description: undefined,
    });
  });

  it("lets the error win over admin_consent=True and over a code", () => {
    const query = "admin_consent=True&code=c1&error=access_denied&state=s1";
    expect(read(query).outcome).toBe("refused");
  });

  it.each([
    ["another state", "code=c1&state=s2", "state_mismatch"],
    ["no state", "code=c1", "state_mismatch"],
    ["a repeated code", "code=c1&code=c2&state=s1", "invalid_response"],
    ["a repeated state", "code=c1&state=s1&state=s1", "invalid_response"],
    ["neither code nor error", "state=s1", "invalid_response"],
    ["an oversized code", `code=${"c".repeat(9000)}&state=s1`, "invalid_response"],
  ])("refuses %s", (_, query, error) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ error }));
  });
});

describe("parseSecureUrl", () => {
  it.each(["https://x.example/a", "http://localhost:4000", "http://127.0.0.1:1", "http://[::1]:1"])(
    "accepts %s",
    (url) => {
      expect(parseSecureUrl(url)).toBeInstanceOf(URL);
    },
  );

  it.each([
    "http://x.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "https://user:pw@x.example",
    "javascript:alert(1)",
    "/relative",
    "",
  ])("refuses %s", (url) => {
    expect(() => parseSecureUrl(url)).toThrow(TypeError);
  });
});
