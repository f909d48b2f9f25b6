import {
  PublicClientApplication,
  ConfidentialClientApplication,
  InteractionRequiredAuthError,
  type INetworkModule,
} from "@azure/msal-node";
import { mkdtempSync, readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as oauth from "oauth4webapi";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../core/create-sandbox.ts";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../core/demo-ids.ts";
import { loadCertificates } from "../core/tls/load-certificates.ts";
import { entraPart } from "./entra-part.ts";
import { callback, productUrl, signInStage } from "./testing/sandbox-under-test.ts";
import { verifyAccessToken } from "./verify-access-token.ts";

let sandbox: Sandbox;
let httpOrigin: string;
let tlsOrigin: string;
let ca: string;

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-tls-"));
  const caFile = join(folder, "sandbox-ca.pem");
  const tls = await loadCertificates({ folder: join(folder, "tls"), caFile }, new Date());
  ca = readFileSync(caFile, "utf8");
  sandbox = await createSandbox({
    parts: [entraPart],
    settings: { productUrl, productName: "Outrigger", isLegacyEwsOn: true },
  });
  const http = await sandbox.buildListener();
  httpOrigin = (await http.listen({ port: 0, host: "127.0.0.1" })).replace("127.0.0.1", "localhost");
  const https = await sandbox.buildListener({ https: tls, forceCloseConnections: true });
  tlsOrigin = (await https.listen({ port: 0, host: "127.0.0.1" })).replace("127.0.0.1", "localhost");
});
afterEach(() => sandbox.close());

/** MSAL's network over TLS that trusts the sandbox's CA, as NODE_EXTRA_CA_CERTS does for a whole process. */
function networkTrusting(certificate: string): INetworkModule {
  const send = (url: string, options: any, method: string): Promise<any> =>
    new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        url,
        { method, headers: options?.headers, ca: certificate },
        (response) => {
          let body = "";
          response.on("data", (chunk) => (body += chunk));
          response.on("end", () => {
            resolve({ headers: response.headers, body: JSON.parse(body), status: response.statusCode });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(options?.body);
    });
  return {
    sendGetRequestAsync: (url, options) => send(url, options, "GET"),
    sendPostRequestAsync: (url, options) => send(url, options, "POST"),
  };
}

async function walk(input: { url: string; account: string; choices: string[] }) {
  const response = await fetch(`${httpOrigin}/_sandbox/authorize`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  return (await response.json()) as { pages: string[]; location: string | null };
}

async function codeFor(url: string, account: string, choices: string[] = []): Promise<URL> {
  const { location } = await walk({ url, account, choices });
  return new URL(location ?? "");
}

function msal(): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: demoMicrosoftApp.appId,
      clientSecret: demoMicrosoftApp.clientSecret,
      authority: `${tlsOrigin}/organizations`,
      knownAuthorities: [new URL(tlsOrigin).host],
    },
    system: { networkClient: networkTrusting(ca) },
  });
}

test("msal-node does code with PKCE and then gets tokens silently", async () => {
  const client = msal();
  const verifier = oauth.generateRandomCodeVerifier();
  const url = await client.getAuthCodeUrl({
    scopes: ["User.Read"],
    redirectUri: callback,
    codeChallenge: await oauth.calculatePKCECodeChallenge(verifier),
    codeChallengeMethod: "S256",
  });
  const code = (await codeFor(url, "adele@contoso.example", ["accept"])).searchParams.get("code") ?? "";
  const first = await client.acquireTokenByCode({
    code,
    scopes: ["User.Read"],
    redirectUri: callback,
    codeVerifier: verifier,
  });
  expect(first.account?.username).toBe("adele@contoso.example");
  expect(first.account?.tenantId).toBe(demoTenants.contoso);
  const silent = await client.acquireTokenSilent({
    account: first.account!,
    scopes: ["User.Read"],
    forceRefresh: true,
  });
  expect(silent.fromCache).toBe(false);
  const claims = await verifyAccessToken(sandbox.context, `Bearer ${silent.accessToken}`, {
    audience: "https://graph.microsoft.com",
  });
  expect(claims?.userId).toBe(demoUsers.adele);
});

test("msal-node gets InteractionRequiredAuthError with 65001 where consent is missing", async () => {
  const client = msal();
  const url = await client.getAuthCodeUrl({ scopes: ["User.Read"], redirectUri: callback });
  const code = (await codeFor(url, "adele@contoso.example", ["accept"])).searchParams.get("code") ?? "";
  const { account } = await client.acquireTokenByCode({ code, scopes: ["User.Read"], redirectUri: callback });
  const failure = await client.acquireTokenSilent({ account: account!, scopes: ["Mail.ReadWrite"] }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(InteractionRequiredAuthError);
  expect(failure).toMatchObject({
    errorCode: "invalid_grant",
    subError: "consent_required",
    errorNo: 65001,
  });
});

test("msal-node gets an app-only token for a tenant that has the app", async () => {
  const client = msal();
  const authority = `${tlsOrigin}/${demoTenants.contoso}`;
  const scopes = ["https://graph.microsoft.com/.default"];
  await expect(client.acquireTokenByClientCredential({ scopes, authority })).rejects.toThrow("7000229");
  await codeFor(
    await client.getAuthCodeUrl({ scopes: ["User.Read"], redirectUri: callback }),
    "adele@contoso.example",
    ["accept"],
  );
  const token = await client.acquireTokenByClientCredential({ scopes, authority });
  const claims = await verifyAccessToken(sandbox.context, `Bearer ${token?.accessToken}`, {
    audience: "https://graph.microsoft.com",
  });
  expect(claims).toMatchObject({ userId: undefined, tenantId: demoTenants.contoso, roles: [], scopes: [] });
});

test("msal-node signs a device in by its code, and gets tokens silently after that", async () => {
  await fetch(`${httpOrigin}/_sandbox/scenario`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ entraSettings: { deviceCodeIntervalSeconds: 1 } }),
  });
  const client = new PublicClientApplication({
    auth: {
      clientId: demoMicrosoftApp.appId,
      authority: `${tlsOrigin}/organizations`,
      knownAuthorities: [new URL(tlsOrigin).host],
    },
    system: { networkClient: networkTrusting(ca) },
  });
  const pages: string[][] = [];
  const signedIn = await client.acquireTokenByDeviceCode({
    scopes: ["User.Read"],
    deviceCodeCallback: ({ verificationUri, userCode }) => {
      const url = `${verificationUri}?otc=${userCode}`;
      void walk({ url, account: "adele@contoso.example", choices: ["accept"] }).then((outcome) =>
        pages.push(outcome.pages),
      );
    },
  });
  expect(signedIn?.account?.username).toBe("adele@contoso.example");
  expect(pages[0]?.at(-1)).toBe("You have signed in to the Outrigger application on your device");
  const silent = await client.acquireTokenSilent({
    account: signedIn!.account!,
    scopes: ["User.Read"],
    forceRefresh: true,
  });
  expect(silent.fromCache).toBe(false);
});

test("an http authority is refused by msal-node itself, which is why there is TLS", async () => {
  const client = new PublicClientApplication({
    auth: { clientId: demoMicrosoftApp.appId, authority: `${httpOrigin}/organizations` },
  });
  await expect(client.getAuthCodeUrl({ scopes: ["User.Read"], redirectUri: callback })).rejects.toThrow(
    "authority_uri_insecure",
  );
});

test("oauth4webapi does discovery, code with PKCE, id_token validation and refresh", async () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(`${httpOrigin}/${demoTenants.contoso}/v2.0`);
  const discovered = await oauth.discoveryRequest(issuer, insecure);
  const server = await oauth.processDiscoveryResponse(issuer, discovered);
  const client: oauth.Client = { client_id: demoMicrosoftApp.appId };
  const authentication = oauth.ClientSecretBasic(demoMicrosoftApp.clientSecret);
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(server.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: callback,
    response_type: "code",
    scope: signInStage,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  }).toString();
  const back = await codeFor(url.href, "adele@contoso.example", ["accept"]);
  const parameters = oauth.validateAuthResponse(server, client, back, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    callback,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, answer, insecure);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  expect(claims).toMatchObject({
    iss: issuer.href,
    tid: demoTenants.contoso,
    oid: demoUsers.adele,
    preferred_username: "adele@contoso.example",
    name: "Adele Vance",
    email: "adele@contoso.example",
    ver: "2.0",
  });
  expect(claims?.sub).not.toBe(demoUsers.adele);
  expect(tokens.expires_in).toBeGreaterThanOrEqual(3_600);
  expect(tokens.expires_in).toBeLessThan(5_400);
  const refreshed = await oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication,
      tokens.refresh_token ?? "",
      insecure,
    ),
  );
  expect(refreshed.refresh_token).toBeDefined();
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
});

test("an alias publishes the issuer as a template, and a domain its tenant's own", async () => {
  const read = async (segment: string) =>
    (await (await fetch(`${httpOrigin}/${segment}/v2.0/.well-known/openid-configuration`)).json()) as any;
  expect((await read("organizations")).issuer).toBe(`${httpOrigin}/{tenantid}/v2.0`);
  expect((await read("contoso.example")).issuer).toBe(`${httpOrigin}/${demoTenants.contoso}/v2.0`);
  expect((await read("contoso.example")).token_endpoint).toContain(httpOrigin);
  expect((await read("nowhere.example")).error_codes).toEqual([90002]);
});
