import { afterEach, beforeEach, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { outboxPart } from "../../outbox/outbox-part.ts";
import { entraRecords } from "../entra-records.ts";
import { PageWalker } from "../testing/page-walker.ts";
import { startSandbox, type SandboxUnderTest } from "../testing/sandbox-under-test.ts";
import { putScenario } from "../testing/stage-situation.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox({ parts: [outboxPart] });
});
afterEach(() => under.close());

const diego = "diego@fabrikam.example";
const requests = "/entra/enterprise-applications/admin-consent-requests";

async function portal(name: string): Promise<PageWalker> {
  const walker = await new PageWalker(under.origin).open("/entra");
  return walker.press(name);
}

const ask = (justification?: string) =>
  under.control("/_sandbox/authorize", {
    url: `${under.origin}/organizations/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: demoMicrosoftApp.appId,
      response_type: "code",
      redirect_uri: "http://localhost:3000/connect/microsoft/callback",
      scope: "openid offline_access User.Read Mail.ReadWrite",
    }).toString()}`,
    account: diego,
    choices: ["request_approval"],
    ...(justification === undefined ? {} : { justification }),
  });

async function outbox(): Promise<{ to: string[]; subject: string; text: string }[]> {
  const response = await fetch(`${under.origin}/_sandbox/outbox`);
  return ((await response.json()) as any).messages;
}

test("a reviewer sees who asks for what and why, approves, and the person who asked is told and let in", async () => {
  await ask("Sales needs <b>mail</b> in the CRM.");
  expect((await outbox()).map(({ to, subject }) => [to, subject])).toEqual([
    [["nina@fabrikam.example"], "Action required: Review the admin consent request for Outrigger"],
  ]);
  const walker = await portal("Nina Brandt");
  await walker.link("Admin consent requests");
  expect(walker.text).toContain("Pending");
  await walker.link("Outrigger");
  expect(walker.title).toBe("Outrigger | Request details");
  expect(walker.text).toContain("Sales needs <b>mail</b> in the CRM.");
  expect(walker.html).not.toContain("<b>mail");
  expect(walker.text).toContain("Read and write access to user mail");
  expect(walker.text).toContain(diego);
  await walker.press("Review permissions and consent");
  expect(walker.title).toBe("Permissions requested");
  await walker.press("Accept");
  expect(walker.text).toContain("The request was approved");
  const [grant] = directoryOf(under.sandbox.context).grants.all();
  expect(grant?.consentType).toBe("AllPrincipals");
  expect(grant?.scope.split(" ")).toEqual(
    expect.arrayContaining(["openid", "profile", "email", "offline_access", "User.Read", "Mail.ReadWrite"]),
  );
  expect((await outbox()).at(-1)).toMatchObject({
    to: [diego],
    subject: "Your request for Outrigger has been approved",
  });
  expect((await ask()).body).toMatchObject({ pages: ["Pick an account"], aadsts: null });
});

test("a reviewer without a role that may grant is refused at approval, and may deny", async () => {
  await putScenario(under, {
    users: [{ userPrincipalName: "rita@fabrikam.example", displayName: "Rita Reviewer", id: "rita" }],
    policies: [
      { tenant: "fabrikam.example", adminConsentWorkflow: { isEnabled: true, reviewerIds: ["rita"] } },
    ],
  });
  await ask();
  const walker = await portal("Rita Reviewer");
  await walker.link("Admin consent requests");
  await walker.link("Outrigger");
  await walker.press("Review permissions and consent");
  expect(walker.text).toContain("You do not have permission to grant admin consent");
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
  await walker.press("Deny", { justification: "Not this year." });
  expect(walker.text).toContain("The request was denied");
  expect((await outbox()).at(-1)).toMatchObject({
    to: [diego],
    subject: "Your request for Outrigger has been denied",
  });
  expect((await outbox()).at(-1)?.text).toContain("Not this year.");
  // Denied, people may ask again; that is a second request.
  await ask();
  expect(entraRecords(under.sandbox.context).consentRequests.size).toBe(2);
});

test("an application that a reviewer blocks is there disabled, and nobody gets to its form again", async () => {
  await ask();
  const walker = await portal("Nina Brandt");
  await walker.open(`${requests}/${demoMicrosoftApp.appId}`);
  await walker.press("Block", { justification: " " });
  expect(walker.text).toContain("Enter a justification");
  await walker.press("Block", { justification: "Looks risky." });
  expect(walker.text).toContain("The application was blocked");
  expect((await ask()).body.aadsts).toBe("AADSTS7000112");
  const principal = directoryOf(under.sandbox.context).servicePrincipals.find(
    ({ tenantId }) => tenantId === demoTenants.fabrikam,
  );
  expect(principal?.accountEnabled).toBe(false);
});

test("a request expires after the tenant's days, and a new one may follow", async () => {
  await ask();
  await under.control("/_sandbox/clock", { advanceSeconds: 30 * 86_400 + 1 });
  const walker = await portal("Nina Brandt");
  await walker.link("Admin consent requests");
  expect(walker.text).toContain("Nothing waits for you");
  await walker.link("All");
  expect(walker.text).toContain("Expired");
  await ask();
  await walker.link("My pending");
  expect(walker.text).toContain("Pending");
});

test("whoever is no reviewer neither sees nor answers a request, whatever form they send", async () => {
  await ask();
  const walker = await portal("Diego Siciliani");
  await walker.open(`${requests}/${demoMicrosoftApp.appId}`);
  expect(walker.title).toBe("Admin consent requests");
  expect(walker.text).toContain("Nothing waits for you");
  const token = /name="formToken" value="([^"]+)"/.exec(walker.html)?.[1] ?? "";
  await walker.open(`${requests}/${demoMicrosoftApp.appId}/deny`, {
    method: "POST",
    body: new URLSearchParams({ formToken: token, justification: "I decide." }),
  });
  expect(walker.title).toBe("Admin consent requests");
  expect(entraRecords(under.sandbox.context).consentRequests.all()[0]?.status).toBe("InProgress");
});

test("a reviewer who cancels at the prompt has granted nothing, and the request is still there", async () => {
  await ask();
  const walker = await portal("Nina Brandt");
  await walker.open(`${requests}/${demoMicrosoftApp.appId}`);
  await walker.press("Review permissions and consent");
  await walker.press("Cancel");
  expect(walker.text).toContain("The permissions were not accepted");
  expect(walker.text).toContain("1 pending");
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
});

test("what is asked anew although it is granted can be reviewed, too", async () => {
  const scope = "openid offline_access User.Read Mail.ReadWrite";
  await putScenario(under, {
    grants: [
      { tenant: "fabrikam.example", appId: demoMicrosoftApp.appId, consentType: "AllPrincipals", scope },
    ],
  });
  await under.authorize({
    account: diego,
    scope,
    parameters: { prompt: "consent" },
    choices: ["request_approval"],
  });
  const walker = await portal("Nina Brandt");
  await walker.open(`${requests}/${demoMicrosoftApp.appId}`);
  expect(walker.title).toBe("Outrigger | Request details");
  expect(walker.text).toContain("Read and write access to user mail");
});

test("a reviewer who is added later does not see what was asked before", async () => {
  await ask();
  await putScenario(under, {
    users: [{ userPrincipalName: "rita@fabrikam.example", displayName: "Rita Reviewer", id: "rita" }],
    policies: [
      { tenant: "fabrikam.example", adminConsentWorkflow: { isEnabled: true, reviewerIds: ["rita"] } },
    ],
  });
  const walker = await portal("Rita Reviewer");
  await walker.link("Admin consent requests");
  expect(walker.text).toContain("Nothing waits for you");
});

test("the form says that a request is pending, and a second one is not kept", async () => {
  await ask();
  const walker = new PageWalker(under.origin);
  const url = `/organizations/oauth2/v2.0/authorize?client_id=${demoMicrosoftApp.appId}&response_type=code&redirect_uri=${encodeURIComponent("http://localhost:3000/connect/microsoft/callback")}&scope=Mail.ReadWrite`;
  await walker.open(url);
  await walker.press("Diego Siciliani");
  expect(walker.title).toBe("Approval required");
  expect(walker.text).toContain("The request is pending.");
  await walker.press("Request approval", { justification: "Still needed." });
  expect(walker.title).toBe("Request sent");
  expect(entraRecords(under.sandbox.context).consentRequests.size).toBe(1);
});
