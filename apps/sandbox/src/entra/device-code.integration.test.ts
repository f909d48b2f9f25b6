import { afterEach, beforeEach, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants } from "../core/demo-ids.ts";
import {
  mailboxStage,
  signInStage,
  startSandbox,
  type SandboxUnderTest,
} from "./testing/sandbox-under-test.ts";
import { PageWalker } from "./testing/page-walker.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox();
});
afterEach(() => under.close());

const { appId } = demoMicrosoftApp;

async function begin(parameters: Record<string, string> = {}, tenant = "organizations") {
  const response = await fetch(`${under.origin}/${tenant}/oauth2/v2.0/devicecode`, {
    method: "POST",
    body: new URLSearchParams({ client_id: appId, scope: signInStage, ...parameters }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, any> };
}

async function poll(deviceCode: string, more: Record<string, string> = {}) {
  const response = await fetch(`${under.origin}/organizations/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: appId,
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: deviceCode,
      ...more,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, any> };
}

async function approve(
  code: { verification_uri: string; user_code: string },
  account: string,
  choices = ["accept"],
) {
  const url = `${code.verification_uri}?otc=${code.user_code}`;
  return (await under.control("/_sandbox/authorize", { url, account, choices })).body;
}
const tick = () => under.control("/_sandbox/clock", { advanceSeconds: 5 });

test("says what Microsoft says: codes, the page, how long and how often", async () => {
  const { status, body } = await begin();
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(
    ["device_code", "expires_in", "interval", "message", "user_code", "verification_uri"].sort(),
  );
  expect(body).toMatchObject({
    verification_uri: `${under.origin}/common/oauth2/deviceauth`,
    expires_in: 900,
    interval: 5,
  });
  expect(body["user_code"]).toMatch(/^[A-Z2-9]{9}$/);
  expect(body["message"]).toContain(`enter the code ${body["user_code"]} to authenticate`);
});

test("refuses a request for codes that names no scope, no app, or what does not exist", async () => {
  expect((await begin({ scope: "" })).body["error_codes"]).toEqual([900144]);
  expect((await begin({ client_id: "nobody" })).body["error_codes"]).toEqual([700016]);
  expect((await begin({ scope: "Mail.Eat" })).body["error_codes"]).toEqual([650053]);
  expect((await begin({}, "nowhere.example")).body["error_codes"]).toEqual([90002]);
});

test("keeps the device waiting, then gives it the tokens of whoever signed in, once", async () => {
  const { body: code } = await begin();
  const waiting = await poll(code["device_code"]);
  expect(waiting).toMatchObject({
    status: 400,
    body: { error: "authorization_pending", error_codes: [70016] },
  });
  const walked = await approve(code as never, "adele@contoso.example");
  expect(walked).toEqual({
    pages: [
      "Pick an account",
      "Are you trying to sign in to Outrigger?",
      "Permissions requested",
      "You have signed in to the Outrigger application on your device",
    ],
    location: null,
    aadsts: null,
  });
  await tick();
  const tokens = await poll(code["device_code"]);
  expect(tokens.status).toBe(200);
  expect(tokens.body["scope"].split(" ")).toContain("User.Read");
  expect((await poll(code["device_code"])).body).toMatchObject({
    error: "bad_verification_code",
    error_codes: [70018],
  });
  // What a public client was given it exchanges without a secret, too.
  const refreshed = await fetch(`${under.origin}/organizations/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: appId,
      grant_type: "refresh_token",
      refresh_token: tokens.body["refresh_token"],
    }),
  });
  expect(refreshed.status).toBe(200);
});

test("tells a device that polls too often to slow down, unless the setting says otherwise", async () => {
  const { body: code } = await begin();
  await poll(code["device_code"]);
  expect((await poll(code["device_code"])).body["error"]).toBe("slow_down");
  await tick();
  // The interval has grown to ten seconds.
  expect((await poll(code["device_code"])).body["error"]).toBe("slow_down");
  await under.control("/_sandbox/scenario", { entraSettings: { devicePollingSlowsDown: false } });
  expect((await poll(code["device_code"])).body["error"]).toBe("authorization_pending");
});

test("ends with expired_token when nobody came, and takes the code no more", async () => {
  const { body: code } = await begin();
  await under.control("/_sandbox/clock", { advanceSeconds: 901 });
  expect((await poll(code["device_code"])).body).toMatchObject({
    error: "expired_token",
    error_codes: [70020],
  });
  expect((await approve(code as never, "adele@contoso.example")).pages).toEqual(["Enter code"]);
});

test("ends with authorization_declined after Cancel, at the question or at the prompt", async () => {
  for (const choices of [["cancel"], ["return"]]) {
    const scope = choices[0] === "return" ? mailboxStage : signInStage;
    const { body: code } = await begin({ scope });
    await approve(code as never, "adele@contoso.example", choices);
    const answer = await poll(code["device_code"]);
    expect(answer.body["error"]).toBe("authorization_declined");
  }
});

test("shows the wall, and leaves the device waiting while somebody stands before it", async () => {
  const { body: code } = await begin({ scope: mailboxStage });
  const walked = await approve(code as never, "adele@contoso.example", []);
  expect(walked.pages.at(-1)).toBe("Need admin approval");
  expect(walked.aadsts).toBe("AADSTS90094");
  expect((await poll(code["device_code"])).body["error"]).toBe("authorization_pending");
});

test("wants the secret where the registration does not allow public client flows", async () => {
  await under.control("/_sandbox/scenario", { apps: [{ appId, isFallbackPublicClient: false }] });
  const { body: code } = await begin();
  expect((await poll(code["device_code"])).body).toMatchObject({
    error: "invalid_client",
    error_codes: [7000218],
  });
  const withSecret = await poll(code["device_code"], { client_secret: demoMicrosoftApp.clientSecret });
  expect(withSecret.body["error"]).toBe("authorization_pending");
  const wrong = await poll(code["device_code"], { client_secret: "wrong" });
  expect(wrong.body["error_codes"]).toEqual([7000215]);
});

test("does not spare the secret on any other way, though public client flows are allowed", async () => {
  const { body } = await under.signIn({ account: "adele@contoso.example" });
  const response = await fetch(`${under.origin}/organizations/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: appId,
      grant_type: "refresh_token",
      refresh_token: body["refresh_token"],
    }),
  });
  expect(((await response.json()) as any).error_codes).toEqual([7000218]);
});

test("gives one device its tokens once, however many polls come at once", async () => {
  const { body: code } = await begin();
  await approve(code as never, "adele@contoso.example");
  const answers = await Promise.all([1, 2, 3, 4].map(() => poll(code["device_code"])));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("keeps another application from a device's tokens", async () => {
  const other = "12121212-0000-4000-8000-000000000001";
  await under.control("/_sandbox/scenario", {
    apps: [
      {
        appId: other,
        displayName: "Other",
        homeTenantId: demoTenants.contoso,
        isFallbackPublicClient: true,
      },
    ],
  });
  const { body: code } = await begin();
  await approve(code as never, "adele@contoso.example");
  expect((await poll(code["device_code"], { client_id: other })).body["error_codes"]).toEqual([70018]);
});

test("is walked in a browser: a wrong code stays, a right one leads to the device's sign-in", async () => {
  const { body: code } = await begin();
  const walker = await new PageWalker(under.origin).open(code["verification_uri"]);
  expect(walker.title).toBe("Enter code");
  await walker.press("Next", { otc: `<b>"wrong` });
  expect(walker.title).toBe("Enter code");
  expect(walker.text).toContain("That code didn't work");
  expect(walker.html).not.toContain("<b>");
  await walker.press("Next", { otc: code["user_code"].toLowerCase() });
  expect(walker.title).toBe("Pick an account");
  await walker.press("Adele Vance");
  expect(walker.title).toBe("Are you trying to sign in to Outrigger?");
  await walker.press("Continue");
  expect(walker.title).toBe("Permissions requested");
  await walker.press("Accept");
  expect(walker.title).toBe("You have signed in to the Outrigger application on your device");
  expect(walker.left).toBeUndefined();
  await walker.open(code["verification_uri"]);
  await walker.press("Next", { otc: code["user_code"] });
  expect(walker.text).toContain("That code didn't work");
});
