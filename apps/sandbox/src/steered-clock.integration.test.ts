import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeJwt } from "jose";
import { demoMicrosoftApp, openSandbox, type Sandbox } from "./index.ts";

let sandbox: Sandbox;
let origin: string;

beforeAll(async () => {
  sandbox = await openSandbox({ productUrl: "http://localhost:3000" });
  const listener = await sandbox.buildListener();
  origin = await listener.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => sandbox.close());

const redirectUri = "http://localhost:3000/connect/microsoft/callback";

/** Adele signs in by the demo's registration; her ID token. */
async function fetchIdToken(): Promise<string> {
  const url = new URL(`${origin}/contoso.example/oauth2/v2.0/authorize`);
  url.search = new URLSearchParams({
    client_id: demoMicrosoftApp.appId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email offline_access User.Read",
    state: "s",
  }).toString();
  const answer = await fetch(`${origin}/_sandbox/authorize`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: url.href, account: "adele@contoso.example", choices: ["accept"] }),
  });
  const { location } = (await answer.json()) as { location: string };
  const response = await fetch(`${origin}/contoso.example/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: new URL(location).searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      client_id: demoMicrosoftApp.appId,
      client_secret: demoMicrosoftApp.clientSecret,
      scope: "openid profile User.Read",
    }),
  });
  const tokens = (await response.json()) as { id_token: string };
  return tokens.id_token;
}

test("tokens of a clock that was moved on are not from the future for whoever receives them", async () => {
  await fetch(`${origin}/_sandbox/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceSeconds: 7200 }),
  });
  const claims = decodeJwt(await fetchIdToken());
  const machineSeconds = Date.now() / 1000;
  expect(claims.nbf).toBeLessThanOrEqual(machineSeconds);
  expect(claims.iat).toBeLessThanOrEqual(machineSeconds);
  expect(claims.exp).toBeGreaterThan(machineSeconds + 7200);
});

test("a reset may carry the JSON type without a body", async () => {
  const answer = await fetch(`${origin}/_sandbox/reset`, {
    method: "POST",
    headers: { "content-type": "application/json" },
  });
  expect(answer.status).toBe(200);
});
