import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runCheck } from "../../commands/registration.ts";
import { runRegistrationTest } from "../../commands/registration-test.ts";
import type { CommandIo } from "../../commands/command-io.ts";
import { parseRegistrationConfig } from "../../config.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { redirectPaths } from "./plan-registration.ts";

const contoso = "11111111-1111-4111-8111-111111111111";
/** `Connect-MgGraph`'s own client. */
const graphCommandLine = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
const jobs = new StepJobQueue();
let server: TestServer;
let pradeep: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  pradeep = await Person.signIn(server, "pradeep@contoso.example");
});

/** A Graph token of Megan's, as the printed commands have one. */
async function getGraphToken(): Promise<string> {
  const verifier = "v".repeat(64);
  const url = new URL(`${server.sandboxUrl}/${contoso}/oauth2/v2.0/authorize`);
  url.search = new URLSearchParams({
    client_id: graphCommandLine,
    response_type: "code",
    redirect_uri: "http://localhost",
    scope: "https://graph.microsoft.com/Application.ReadWrite.All",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "s",
  }).toString();
  const answer = await server.control("/_sandbox/authorize", {
    url: url.href,
    account: "megan@contoso.example",
    choices: ["accept"],
  });
  const response = await fetch(`${server.sandboxUrl}/${contoso}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: graphCommandLine,
      code: new URL(answer.location).searchParams.get("code")!,
      // Entra adds the path that the address lacks.
      redirect_uri: "http://localhost/",
      code_verifier: verifier,
    }),
  });
  const tokens: any = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(tokens));
  return tokens.access_token;
}

/** Sends the printed requests as they are; placeholders are filled in from the answers. */
async function runPrintedRequests(text: string, token: string): Promise<any[]> {
  const answers: any[] = [];
  for (const block of text.split(/^# \d.*$/m).filter((part) => part.trim() !== "")) {
    const [, method, url, body] = /^\s*(\w+) (\S+)\nContent-Type: application\/json\n\n([\s\S]*)$/.exec(
      block,
    )!;
    const fill = (part: string) => part.replaceAll("<appId>", answers[0]?.appId);
    const response = await fetch(fill(url!), {
      method: method!,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: fill(body!),
    });
    const answer: any = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    answers.push(answer);
  }
  return answers;
}

function collect(readInput: (printed: string) => Promise<string>) {
  let output = "";
  let errors = "";
  const io: CommandIo = {
    readInput: () => readInput(errors),
    writeOutput: (text) => void (output += text),
    writeError: (text) => void (errors += text),
  };
  return { io, output: () => output, errors: () => errors };
}

async function testSignIn(changes: Record<string, string>, tenant = "contoso.example") {
  const config = parseRegistrationConfig({
    PUBLIC_URL: server.productUrl,
    MICROSOFT_LOGIN_URL: server.sandboxUrl,
    MICROSOFT_GRAPH_URL: `${server.sandboxUrl}/graph/v1.0`,
    ...changes,
  });
  const seen = collect(async (printed) => {
    const url = /^http\S+$/m.exec(printed)![0];
    const answer = await server.control("/_sandbox/authorize", {
      url,
      account: "adele@contoso.example",
      choices: ["accept"],
    });
    return answer.location ?? answer.aadsts;
  });
  const exitCode = await runRegistrationTest({ tenant }, { config, fetch }, seen.io);
  return { exitCode, output: seen.output(), errors: seen.errors() };
}

describe("a registration made by the printed requests", () => {
  async function register(): Promise<{ id: string; secret: string; keyId: string; token: string }> {
    const { body } = await pradeep.call("GET", "/api/registration");
    const [one] = body.variants;
    const http = one.commands.find(({ language }: any) => language === "http").text;
    const token = await getGraphToken();
    const [application, , password] = await runPrintedRequests(http, token);
    return { id: application.appId, secret: password.secretText, keyId: password.keyId, token };
  }

  test("passes the sign-in test and the check", async () => {
    const { id, secret, token } = await register();
    const passed = await testSignIn({ MICROSOFT_CLIENT_ID: id, MICROSOFT_CLIENT_SECRET: secret });
    expect(passed).toMatchObject({ exitCode: 0, output: expect.stringContaining("Sign-in works") });
    const answer = await fetch(`${server.sandboxUrl}/graph/v1.0/applications(appId='${id}')`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const json = await answer.text();
    const seen = collect(async () => json);
    const config = parseRegistrationConfig({ PUBLIC_URL: server.productUrl, MICROSOFT_CLIENT_ID: id });
    const exitCode = await runCheck({ from: "-" }, config, seen.io);
    expect(seen.output()).toBe("The registration is as it has to be.\n");
    expect(exitCode).toBe(0);
  });

  test("with the secret's id for its value, a wrong client id, tenant or address, says what to change", async () => {
    const { id, secret, keyId } = await register();
    const ok = { MICROSOFT_CLIENT_ID: id, MICROSOFT_CLIENT_SECRET: secret };
    const idPasted = await testSignIn({ ...ok, MICROSOFT_CLIENT_SECRET: keyId });
    expect(idPasted).toMatchObject({ exitCode: 1, output: expect.stringContaining("AADSTS7000215") });
    expect(idPasted.output).toContain("Secret ID was copied instead of the Value");
    expect(idPasted.output + idPasted.errors).not.toContain(keyId);
    const missing = await testSignIn({ MICROSOFT_CLIENT_ID: id });
    expect(missing.output).toContain("AADSTS7000218");
    const unknown = await testSignIn({ ...ok, MICROSOFT_CLIENT_ID: "99999999-0000-4000-8000-000000000009" });
    expect(unknown.output).toContain("AADSTS700016");
    expect((await testSignIn(ok, "nowhere.example")).output).toContain("AADSTS90002");
    expect((await testSignIn(ok, "organizations")).output).toContain("AADSTS50194");
    const moved = await testSignIn({ ...ok, PUBLIC_URL: "https://elsewhere.example" });
    expect(moved.output).toContain("AADSTS50011");
  });
});

describe("the admin panel's test", () => {
  async function startTest(account = "adele@contoso.example"): Promise<URL> {
    const { body } = await pradeep.call("POST", "/api/registration/tests", { tenant: "contoso.example" });
    const { location } = await pradeep.answerMicrosoft(new URL(body.url), ["accept"], account);
    return location!;
  }
  const readTest = async () => (await pradeep.call("GET", "/api/registration")).body.lastTest;
  const comeBack = (location: URL, browser = pradeep.browser) =>
    browser.visit(location, { stopAt: (url) => url.pathname === "/admin/registration" });

  test("goes round, keeps nobody's token, and connects nobody", async () => {
    await comeBack(await startTest());
    expect(await readTest()).toMatchObject({ state: "works", code: null, fix: null });
    expect(
      await server.test.query("select 1 from mailbox_connection where refresh_token is not null"),
    ).toEqual([]);
    expect((await pradeep.mailbox()).state).toBe("not_connected");
  });

  test("is not finished from another browser, nor twice", async () => {
    const location = await startTest();
    const stranger = await Person.signIn(server, "alex@contoso.example");
    await stranger.browser.visit(location);
    expect(await readTest()).toMatchObject({ state: "started" });
    await comeBack(location);
    expect(await readTest()).toMatchObject({ state: "works" });
    const again = await pradeep.browser.visit(location);
    expect(again.status).toBe(400);
  });

  test("is an admin's", async () => {
    const adele = await Person.signIn(server, "adele@contoso.example");
    for (const [method, path] of [
      ["GET", "/api/registration"],
      ["POST", "/api/registration/tests"],
      ["POST", "/api/registration/checks"],
    ] as const) {
      expect(await adele.call(method, path, method === "GET" ? undefined : {})).toMatchObject({
        status: 403,
      });
    }
  });

  test("refuses a tenant that leads elsewhere", async () => {
    expect(await pradeep.call("POST", "/api/registration/tests", { tenant: "../evil" })).toMatchObject({
      status: 400,
    });
  });
});

describe("the check", () => {
  test("reads Graph with an administrator's sign-in for this purpose", async () => {
    const without = await pradeep.call("POST", "/api/registration/checks", {});
    expect(without).toMatchObject({ body: { error: { code: "administrator_session_required" } } });
    const { body } = await pradeep.call("POST", "/api/administrator-sessions/authorize", {
      purpose: "check_registration",
      returnTo: "registration",
    });
    const url = new URL(body.url ?? JSON.stringify(body));
    const { location } = await pradeep.answerMicrosoft(url, ["accept"], "megan@contoso.example");
    await pradeep.browser.visit(location!, { stopAt: ({ pathname }) => pathname === "/admin/registration" });
    const checked = await pradeep.call("POST", "/api/registration/checks", {});
    expect(checked).toMatchObject({
      status: 200,
      body: { hasPrincipal: true },
    });
  });

  test("takes pasted JSON, and refuses what is none", async () => {
    for (const application of ["no json", "{}", '{"appId":"x"}', "[]"]) {
      expect(await pradeep.call("POST", "/api/registration/checks", { application })).toMatchObject({
        status: 400,
      });
    }
    const application = JSON.stringify({ appId: server.context.config.microsoft.clientId });
    const { body } = await pradeep.call("POST", "/api/registration/checks", { application });
    expect(body.findings.map(({ code }: any) => code)).toEqual(
      expect.arrayContaining(["redirect_uri_missing", "permission_missing", "secret_missing"]),
    );
  });
});

test("no answer carries the secret, and the addresses are those that the product uses", async () => {
  const { body } = await pradeep.call("GET", "/api/registration");
  expect(JSON.stringify(body)).not.toContain(server.context.config.microsoft.clientSecret!.reveal());
  expect(body.secret).toBe("set");
  const { redirectUri, adminConsentRedirectUri, administratorRedirectUri } = server.context.microsoft;
  expect(redirectPaths.map((path) => `${server.productUrl}${path}`)).toEqual([
    redirectUri,
    adminConsentRedirectUri,
    administratorRedirectUri,
  ]);
});
