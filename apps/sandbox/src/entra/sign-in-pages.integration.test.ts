import { afterEach, beforeEach, expect, test } from "vitest";
import { directoryOf } from "../core/directory.ts";
import { PageWalker } from "./testing/page-walker.ts";
import {
  authorizeUrl,
  callback,
  mailboxStage,
  productUrl,
  signInStage,
  startSandbox,
  type SandboxUnderTest,
} from "./testing/sandbox-under-test.ts";
import { demoMicrosoftApp, demoTenants } from "../core/demo-ids.ts";

let under: SandboxUnderTest;
let browser: PageWalker;
beforeEach(async () => {
  under = await startSandbox();
  browser = new PageWalker(under.origin);
});
afterEach(() => under.close());

const ask = (parameters: Record<string, string> = {}, tenant?: string) =>
  authorizeUrl(under.origin, { parameters, ...(tenant === undefined ? {} : { tenant }) });
const adminConsentUrl = (scope = mailboxStage) =>
  `${under.origin}/${demoTenants.contoso}/v2.0/adminconsent?${new URLSearchParams({
    client_id: demoMicrosoftApp.appId,
    redirect_uri: `${productUrl}/approval/callback`,
    scope,
    state: "s",
  }).toString()}`;

test("shows the wall with Microsoft's words and leads back by its link", async () => {
  await browser.open(ask());
  expect(browser.title).toBe("Pick an account");
  await browser.press("Adele Vance");
  expect(browser.title).toBe("Need admin approval");
  expect(browser.text).toContain(
    "Outrigger needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.",
  );
  await browser.link("Return to the application without granting consent");
  expect(browser.left).toBe(`${callback}?error=access_denied&error_subcode=cancel&state=state-1`);
});

test("from the wall an administrator signs in with another account and consents for everybody", async () => {
  await browser.open(ask());
  await browser.press("Adele Vance");
  await browser.link("Have an admin account? Sign in with that account");
  expect(browser.title).toBe("Pick an account");
  await browser.press("Megan Bowen");
  expect(browser.title).toBe("Permissions requested");
  expect(browser.text).toContain("Consent on behalf of your organization");
  await browser.press("Accept", { organization: "true" });
  expect(new URL(browser.left ?? "").searchParams.get("code")).toMatch(/^1\./);
  expect(directoryOf(under.sandbox.context).grants.all()).toMatchObject([{ consentType: "AllPrincipals" }]);
});

test("Back on the picker answers exactly like the wall's link", async () => {
  await browser.open(ask());
  await browser.link("Back");
  expect(browser.left).toBe(`${callback}?error=access_denied&error_subcode=cancel&state=state-1`);
});

test("an unknown account name stays on the picker with a word about it", async () => {
  await browser.open(ask());
  await browser.press("Next", { account: "nobody@contoso.example" });
  expect(browser.title).toBe("Pick an account");
  expect(browser.text).toContain("This username may be incorrect.");
});

test("a browser with one session goes through without a page, and prompt=select_account asks again", async () => {
  await browser.open(ask({ scope: signInStage }));
  await browser.press("Adele Vance");
  await browser.press("Accept");
  browser.left = undefined;
  await browser.open(ask({ scope: signInStage }));
  expect(browser.left).toContain("code=");
  await browser.open(ask({ scope: signInStage, prompt: "select_account" }));
  expect(browser.title).toBe("Pick an account");
});

test("prompt=none without a session answers login_required, and with two sessions interaction_required", async () => {
  await browser.open(ask({ prompt: "none" }));
  expect(new URL(browser.left ?? "").searchParams.get("error")).toBe("login_required");
  for (const person of ["Adele Vance", "Alex Wilber"]) {
    await browser.open(ask({ prompt: "select_account" }));
    await browser.press(person);
  }
  await browser.open(ask({ prompt: "none" }));
  expect(new URL(browser.left ?? "").searchParams.get("error_description")).toContain("AADSTS16000");
});

test("the picker begins with the hinted account, and lists the endpoint's tenant only", async () => {
  await browser.open(ask({ login_hint: "Pradeep@contoso.example" }, "contoso.example"));
  const names = [...browser.html.matchAll(/value="([^"]+@[^"]+)"/g)].map(([, name]) => name);
  expect(names[0]).toBe("pradeep@contoso.example");
  expect(names.filter((name) => !name?.endsWith("@contoso.example"))).toEqual([]);
});

test("a form counts once: sent again it does nothing", async () => {
  await browser.open(ask({ scope: signInStage }));
  await browser.press("Adele Vance");
  const { url, html } = browser;
  await browser.press("Accept");
  Object.assign(browser, { url, html });
  await browser.press("Accept");
  expect(browser.status).toBe(400);
  expect(browser.text).toContain("AADSTS50089");
});

test("a page that the sign-in has left behind no longer acts", async () => {
  await browser.open(ask());
  const { url, html } = browser;
  await browser.press("Adele Vance");
  await browser.link("Have an admin account? Sign in with that account");
  Object.assign(browser, { url, html });
  await browser.press("Megan Bowen");
  expect(browser.text).toContain("AADSTS50089");
});

test("another browser cannot go on with a sign-in that it did not begin", async () => {
  await browser.open(ask({ scope: signInStage }));
  await browser.press("Megan Bowen");
  const stranger = new PageWalker(under.origin);
  await stranger.open("/common/reprocess?ctx=x");
  Object.assign(stranger, { url: browser.url, html: browser.html });
  await stranger.press("Accept", { organization: "true" });
  expect(stranger.text).toContain("AADSTS165000");
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
});

test("fields that a form adds grant nothing more than was asked", async () => {
  await browser.open(ask({ scope: signInStage }));
  await browser.press("Adele Vance");
  await browser.press("Accept", { scope: "Mail.ReadWrite", organization: "true" });
  expect(browser.text).toContain("AADSTS90093");
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
});

test("each permission unfolds its description", async () => {
  await browser.open(adminConsentUrl());
  await browser.press("Isaiah Langer");
  expect(browser.title).toBe("Permissions requested");
  expect(browser.text).toContain("Accept for your organization");
  expect(browser.html).toMatch(/<details>\s*<summary>Read and write access to user mail<\/summary>/);
  expect(browser.text).toContain("Does not include permission to send mail.");
});

test("the verified publisher carries the badge, another is called unverified", async () => {
  await browser.open(ask());
  await browser.press("Adele Vance");
  expect(browser.html).toContain('aria-label="Verified publisher"');
  await under.control("/_sandbox/scenario", {
    apps: [{ appId: demoMicrosoftApp.appId, verifiedPublisher: null }],
  });
  await browser.open(ask({ prompt: "select_account" }));
  await browser.press("Adele Vance");
  expect(browser.text).toContain("unverified");
});

test("the approval form asks for a reason before it sends anything", async () => {
  await browser.open(ask({}, "fabrikam.example"));
  await browser.press("Diego Siciliani");
  expect(browser.title).toBe("Approval required");
  await browser.press("Request approval", { justification: " " });
  expect(browser.title).toBe("Approval required");
  await browser.press("Request approval", { justification: "Sales needs it" });
  expect(browser.title).toBe("Request sent");
  await browser.link("Back to app");
  expect(browser.left).toContain("AADSTS65004");
});

test("response_mode=form_post and fragment carry the answer their way", async () => {
  await browser.open(ask({ response_mode: "fragment" }));
  await browser.link("Back");
  expect(browser.left).toBe(`${callback}#error=access_denied&error_subcode=cancel&state=state-1`);
  await browser.open(ask({ response_mode: "form_post", state: '"><script>' }));
  await browser.link("Back");
  expect(browser.html).toContain(`action="${callback}"`);
  expect(browser.html).toContain("&quot;&gt;&lt;script&gt;");
});

test("an error page never redirects and repeats input as text only", async () => {
  await browser.open(ask({ redirect_uri: "https://evil.example/<img>" }));
  expect(browser.status).toBe(400);
  expect(browser.left).toBeUndefined();
  expect(browser.title).toBe("Sorry, but we're having trouble signing you in");
  expect(browser.html).toContain("AADSTS50011");
  expect(browser.html).not.toContain("<img>");
  expect(browser.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});

test("a parameter that comes twice is refused", async () => {
  await browser.open(`${ask()}&client_id=other`);
  expect(browser.text).toContain("AADSTS9000411");
});

test("signing out ends the session and leads only to registered addresses", async () => {
  await browser.open(ask({ scope: signInStage }));
  await browser.press("Adele Vance");
  await browser.open("/common/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F");
  expect(browser.left).toBeUndefined();
  expect(browser.title).toBe("You signed out of your account");
  await browser.open(ask({ prompt: "none" }));
  expect(new URL(browser.left ?? "").searchParams.get("error")).toBe("login_required");
});
