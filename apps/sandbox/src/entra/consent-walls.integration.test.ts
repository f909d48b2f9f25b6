import { afterEach, beforeEach, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { entraRecords } from "./entra-records.ts";
import {
  mailboxStage,
  signInStage,
  startSandbox,
  type SandboxUnderTest,
} from "./testing/sandbox-under-test.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox();
});
afterEach(() => under.close());

const adele = "adele@contoso.example";

test("a rep under the Microsoft-managed policy passes the sign-in stage and meets the wall at the mailbox stage", async () => {
  const signIn = await under.authorize({ account: adele, scope: signInStage, choices: ["accept"] });
  expect(signIn.pages).toEqual(["Pick an account", "Permissions requested"]);
  expect(new URL(signIn.location ?? "").searchParams.get("state")).toBe("state-1");

  const mailbox = await under.authorize({ account: adele });
  expect(mailbox).toEqual({
    pages: ["Pick an account", "Need admin approval"],
    location: null,
    aadsts: "AADSTS90094",
  });
  const rows = entraRecords(under.sandbox.context).signIns.filter((row) => row.userId === demoUsers.adele);
  expect(rows.map((row) => row.status.errorCode)).toContain(90094);
});

test("leaving the wall by its link says access_denied with error_subcode=cancel and nothing else", async () => {
  const left = await under.authorize({ account: adele, choices: ["return"] });
  const parameters = Object.fromEntries(new URL(left.location ?? "").searchParams);
  expect(parameters).toEqual({ error: "access_denied", error_subcode: "cancel", state: "state-1" });
});

test("declining the prompt says AADSTS65004 and grants nothing", async () => {
  const declined = await under.authorize({ account: adele, scope: signInStage, choices: ["cancel"] });
  const parameters = new URL(declined.location ?? "").searchParams;
  expect(parameters.get("error")).toBe("access_denied");
  expect(parameters.get("error_description")).toMatch(
    /^AADSTS65004: .+ Trace ID: .+ Correlation ID: .+ Timestamp: /,
  );
  expect(declined.aadsts).toBe("AADSTS65004");
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
});

test("an administrator's ticked checkbox lets everybody in, without a further page", async () => {
  const megan = await under.authorize({
    account: "megan@contoso.example",
    choices: ["accept_for_organization"],
  });
  expect(megan.location).toContain("code=");
  const afterwards = await under.authorize({ account: adele });
  expect(afterwards.pages).toEqual(["Pick an account"]);
  expect(afterwards.location).toContain("code=");
});

test("an administrator who forgets the checkbox helps only themselves", async () => {
  await under.authorize({ account: "megan@contoso.example", choices: ["accept"] });
  const afterwards = await under.authorize({ account: adele });
  expect(afterwards.pages.at(-1)).toBe("Need admin approval");
  const consent = entraRecords(under.sandbox.context).audits.find(
    (audit) => audit.activityDisplayName === "Consent to application",
  );
  const properties = Object.fromEntries(
    (consent?.targetResources[0]?.modifiedProperties ?? []).map((one) => [one.displayName, one.newValue]),
  );
  expect(properties["ConsentContext.IsAdminConsent"]).toBe('"True"');
  expect(properties["ConsentContext.OnBehalfOfAll"]).toBe('"False"');
});

test("the checkbox is refused to whom it was not offered", async () => {
  const refused = await under.authorize({
    account: "isaiah@contoso.example",
    choices: ["accept_for_organization"],
  });
  expect(refused.aadsts).toBe("AADSTS90093");
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
});

test("the Cloud Application Administrator grants through /adminconsent, and the answer names tenant and scopes", async () => {
  const granted = await under.adminConsent({
    account: "isaiah@contoso.example",
    tenant: demoTenants.contoso,
    choices: ["accept"],
  });
  expect(granted.pages).toEqual(["Pick an account", "Permissions requested – Accept for your organization"]);
  const parameters = new URL(granted.location ?? "").searchParams;
  expect(parameters.get("admin_consent")).toBe("True");
  expect(parameters.get("tenant")).toBe(demoTenants.contoso);
  expect(parameters.get("state")).toBe("approval-1");
  expect(parameters.get("scope")).toContain("https://graph.microsoft.com/Mail.ReadWrite");
  const grants = directoryOf(under.sandbox.context).grants.all();
  expect(grants).toMatchObject([{ consentType: "AllPrincipals", grantedByUserId: demoUsers.isaiah }]);
  expect((await under.authorize({ account: adele })).location).toContain("code=");
});

test("the Exchange Administrator at /adminconsent meets the wall", async () => {
  const refused = await under.adminConsent({ account: "lidia@contoso.example", choices: ["return"] });
  expect(refused.pages.at(-1)).toBe("Need admin approval");
  expect(refused.aadsts).toMatch(/^AADSTS9009[34]$/);
  expect(directoryOf(under.sandbox.context).grants.size).toBe(0);
});

test("declining /adminconsent carries admin_consent=True beside the error", async () => {
  const declined = await under.adminConsent({ account: "isaiah@contoso.example", choices: ["cancel"] });
  const parameters = new URL(declined.location ?? "").searchParams;
  expect(parameters.get("error")).toBe("access_denied");
  expect(parameters.get("admin_consent")).toBe("True");
  expect(parameters.has("tenant")).toBe(false);
});

test("with the workflow on the rep files a request and returns with 65004", async () => {
  const sent = await under.authorize({
    account: "diego@fabrikam.example",
    choices: ["request_approval", "return"],
  });
  expect(sent.pages).toEqual(["Pick an account", "Approval required", "Request sent"]);
  expect(new URL(sent.location ?? "").searchParams.get("error_description")).toContain("AADSTS65004");
  const again = await under.authorize({ account: "diego@fabrikam.example", choices: ["request_approval"] });
  expect(again.pages.at(-1)).toBe("Request sent");
  const { consentRequests } = entraRecords(under.sandbox.context);
  expect(consentRequests.size).toBe(1);
  expect(consentRequests.all()[0]?.pendingScopes).toContain("Mail.ReadWrite");
});

test("under the legacy policy the rep consents alone", async () => {
  const theo = await under.authorize({ account: "theo@tailspin.example", choices: ["accept"] });
  expect(theo.pages).toEqual(["Pick an account", "Permissions requested"]);
  expect(theo.location).toContain("code=");
  expect(directoryOf(under.sandbox.context).grants.all()).toMatchObject([{ consentType: "Principal" }]);
});

test("prompt=none without a grant comes back as consent_required with 65001", async () => {
  const silent = await under.authorize({ account: adele, parameters: { prompt: "none" } });
  expect(silent.pages).toEqual([]);
  const parameters = new URL(silent.location ?? "").searchParams;
  expect(parameters.get("error")).toBe("consent_required");
  expect(parameters.get("error_description")).toContain("AADSTS65001");
});

test("prompt=consent blocks the rep again after the administrator granted everything", async () => {
  await under.adminConsent({ account: "isaiah@contoso.example", choices: ["accept"] });
  const forced = await under.authorize({ account: adele, parameters: { prompt: "consent" } });
  expect(forced.pages.at(-1)).toBe("Need admin approval");
});

test("a disabled service principal and a missing assignment are pages of their own", async () => {
  await under.adminConsent({ account: "isaiah@contoso.example", choices: ["accept"] });
  const { servicePrincipals } = directoryOf(under.sandbox.context);
  const inContoso = servicePrincipals.find((one) => one.tenantId === demoTenants.contoso)!;
  servicePrincipals.put({ ...inContoso, accountEnabled: false });
  expect((await under.authorize({ account: adele })).aadsts).toBe("AADSTS7000112");
  servicePrincipals.put({ ...inContoso, appRoleAssignmentRequired: true });
  const unassigned = await under.authorize({ account: adele });
  expect(unassigned.aadsts).toBe("AADSTS50105");
  expect(unassigned.location).toBeNull();
});

test("a choice that the page does not offer is refused and changes nothing", async () => {
  const url = `/organizations/oauth2/v2.0/authorize?client_id=x`;
  expect((await under.control("/_sandbox/authorize", { url: "/nowhere", account: adele })).status).toBe(400);
  expect((await under.control("/_sandbox/authorize", { url })).status).toBe(400);
  const wall = await under.authorize({ account: adele, scope: mailboxStage, choices: ["accept"] });
  expect(wall).toMatchObject({ error: "choice_not_offered", page: "Need admin approval" });
});

test.each([
  ["an unknown tenant", { tenant: "nowhere.example" }, {}, "AADSTS90002"],
  ["an unknown client", {}, { client_id: "00000000-0000-4000-8000-000000000000" }, "AADSTS700016"],
  ["a foreign redirect URI", {}, { redirect_uri: "https://evil.example/callback" }, "AADSTS50011"],
  [
    "a redirect URI in another letter case",
    {},
    { redirect_uri: "http://localhost:3000/Connect/microsoft/callback" },
    "AADSTS50011",
  ],
  ["a person of another tenant", { tenant: "fabrikam.example" }, {}, "AADSTS50020"],
  ["personal accounts", { tenant: "consumers" }, {}, "AADSTS700016"],
])("%s stays on Entra's page", async (_name, where, parameters, aadsts) => {
  const outcome = await under.authorize({
    account: adele,
    ...where,
    parameters,
  });
  expect(outcome.aadsts).toBe(aadsts);
  expect(outcome.location).toBeNull();
  expect(outcome.pages.at(-1)).toBe("Sorry, but we're having trouble signing you in");
});

test.each([
  ["prompt=admin_consent", { prompt: "admin_consent" }, "invalid_request", "AADSTS90023"],
  ["a missing response_type", { response_type: "" }, "invalid_request", "AADSTS900144"],
  ["response_type=id_token", { response_type: "id_token" }, "unsupported_response_type", "AADSTS700051"],
  ["an unknown scope", { scope: "openid Mail.Everything" }, "invalid_client", "AADSTS650053"],
  [
    ".default mixed with named scopes",
    { scope: "https://graph.microsoft.com/.default Mail.Read" },
    "invalid_scope",
    "AADSTS70011",
  ],
  ["a weak code challenge", { code_challenge: "short" }, "invalid_request", "AADSTS90023"],
])("%s returns to the application as an error", async (_name, parameters, error, aadsts) => {
  const outcome = await under.authorize({
    account: adele,
    parameters,
  });
  const returned = new URL(outcome.location ?? "").searchParams;
  expect(returned.get("error")).toBe(error);
  expect(returned.get("error_description")).toContain(`${aadsts}:`);
  expect(returned.get("state")).toBe("state-1");
});
