import { afterEach, beforeEach, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { entraRecords } from "../entra-records.ts";
import { PageWalker } from "../testing/page-walker.ts";
import { mailboxStage, startSandbox, type SandboxUnderTest } from "../testing/sandbox-under-test.ts";
import { putScenario } from "../testing/stage-situation.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox();
  await putScenario(under, {
    grants: [
      {
        tenant: "contoso.example",
        appId: demoMicrosoftApp.appId,
        consentType: "AllPrincipals",
        scope: mailboxStage,
      },
    ],
  });
});
afterEach(() => under.close());

const adele = "adele@contoso.example";

async function portal(name: string, ...links: string[]): Promise<PageWalker> {
  const walker = await new PageWalker(under.origin).open("/entra");
  await walker.press(name);
  for (const link of links) await walker.link(link);
  return walker;
}
const contoso = () => directoryOf(under.sandbox.context).tenants.get(demoTenants.contoso)!;
const principal = () =>
  directoryOf(under.sandbox.context).servicePrincipals.find(
    ({ tenantId }) => tenantId === demoTenants.contoso,
  )!;

test("Properties switch the application off and want assignment; Users and groups assigns", async () => {
  const walker = await portal("Isaiah Langer", "Outrigger", "Properties");
  await walker.press("Save", { accountEnabled: "no", assignmentRequired: "no" });
  expect(walker.text).toContain("The properties were saved");
  expect((await under.authorize({ account: adele })).aadsts).toBe("AADSTS7000112");
  await walker.press("Save", { accountEnabled: "yes", assignmentRequired: "yes" });
  expect((await under.authorize({ account: adele })).aadsts).toBe("AADSTS50105");
  await walker.link("Users and groups");
  await walker.press("Assign", { user: "nobody@contoso.example" });
  expect(walker.text).toContain("There is no such user");
  await walker.press("Assign", { user: adele });
  expect(walker.text).toContain("Adele Vance");
  expect((await under.authorize({ account: adele })).location).toContain("code=");
  await walker.press("Remove");
  expect(principal().assignedUserIds).toEqual([]);
});

test("Permissions: Revoke permission takes one away, and its refresh tokens stop carrying it", async () => {
  const { body } = await under.signIn({ account: adele, scope: mailboxStage, choices: [] });
  const walker = await portal("Isaiah Langer", "Outrigger", "Permissions");
  expect(walker.text).toContain("Review permissions");
  await walker.press("Revoke permission", {
    permission: "00000003-0000-0000-c000-000000000000/Mail.ReadWrite",
  });
  expect(walker.text).toContain("The permission was revoked");
  expect(walker.text).not.toContain("Mail.ReadWrite");
  const refreshed = await under.token({
    grant_type: "refresh_token",
    refresh_token: body["refresh_token"],
    scope: mailboxStage,
  });
  expect(refreshed.body).toMatchObject({ error: "invalid_grant", suberror: "consent_required" });
  const names = entraRecords(under.sandbox.context).audits.all();
  expect(names.map((row) => row.activityDisplayName)).toContain("Remove delegated permission grant");
});

test("nobody without the role changes an application, whatever form they send", async () => {
  const walker = await portal("Adele Vance", "Outrigger", "Properties");
  await walker.press("Save", { accountEnabled: "no", assignmentRequired: "no" });
  expect(walker.text).toContain("You do not have permission");
  await walker.link("Users and groups");
  await walker.press("Assign", { user: adele });
  expect(walker.text).toContain("You do not have permission");
  expect(principal()).toMatchObject({ accountEnabled: true, assignedUserIds: [] });
});

test("Admin consent settings: a Global Administrator switches the workflow on, with reviewers and days", async () => {
  const walker = await portal("Isaiah Langer", "Admin consent settings");
  const wish = {
    isEnabled: "yes",
    notifyReviewers: "yes",
    remindersEnabled: "no",
    requestDurationInDays: "7",
  };
  await walker.press("Save", wish);
  expect(walker.text).toContain("It takes a Global Administrator");
  const megan = await portal("Megan Bowen", "Admin consent settings");
  await megan.press("Save", wish);
  expect(megan.text).toContain("Choose at least one reviewer");
  await megan.press("Save", { ...wish, requestDurationInDays: "0", [`reviewer-${demoUsers.megan}`]: "on" });
  expect(megan.text).toContain("from 1 to 60");
  await megan.press("Save", { ...wish, [`reviewer-${demoUsers.megan}`]: "on" });
  expect(contoso().adminConsentWorkflow).toMatchObject({
    isEnabled: true,
    reviewerIds: [demoUsers.megan],
    requestDurationInDays: 7,
    remindersEnabled: false,
  });
});

test("Permission classifications: the five at once, one more, one less, and none for administrators only", async () => {
  const walker = await portal("Isaiah Langer", "Permission classifications");
  await walker.press("Yes, add the 5 most-requested permissions");
  expect(contoso().classifications).toHaveLength(5);
  const graph = "00000003-0000-0000-c000-000000000000";
  await walker.press("Add permission", { permission: `${graph}/Mail.Read` });
  expect(contoso().classifications).toHaveLength(6);
  await walker.press("Add permission", { permission: `${graph}/Directory.Read.All` });
  expect(walker.text).toContain("cannot be classified");
  await walker.press("Remove");
  expect(contoso().classifications).toHaveLength(5);
});

test("User consent settings assign a policy of the tenant's own", async () => {
  await putScenario(under, {
    policies: [
      {
        tenant: "contoso.example",
        customPolicies: [
          { id: "our-mail-sync", displayName: "Mail sync", includes: [{ permissionType: "delegated" }] },
        ],
      },
    ],
  });
  const walker = await portal("Megan Bowen", "User consent settings");
  expect(walker.text).toContain("Custom policy: Mail sync");
  await walker.press("Save", { userConsent: "custom:our-mail-sync" });
  expect(contoso().permissionGrantPoliciesAssigned).toContain("ManagePermissionGrantsForSelf.our-mail-sync");
  await walker.press("Save", { userConsent: "custom:absent" });
  expect(walker.text).toContain("Nothing was saved");
});

test("the logs tell the wall and the grant, filtered, to whoever may read them", async () => {
  await putScenario(under, {
    servicePrincipals: [{ tenant: "contoso.example", appId: demoMicrosoftApp.appId, removed: true }],
  });
  await under.authorize({ account: adele });
  await under.adminConsent({ account: "isaiah@contoso.example", choices: ["accept"] });
  const walker = await portal("Isaiah Langer", "Sign-in logs");
  expect(walker.text).toContain("90094");
  await walker.press("Apply", { code: "AADSTS90094", user: "adele", status: "failure" });
  expect(walker.text).toContain("1 row found");
  await walker.link("Audit logs");
  await walker.press("Apply", { activity: "Consent to application" });
  expect(walker.text).toContain("1 row found");
  expect(walker.text).toContain("ConsentContext.OnBehalfOfAll");
  await walker.open(`/entra/enterprise-applications/${principal().id}/audit-logs`);
  expect(walker.title).toBe("Outrigger | Audit logs");
  expect(walker.text).toContain("Consent to application");
  expect((await portal("Adele Vance", "Sign-in logs")).text).toContain("You do not have access");
});

test("App registrations: permissions, redirect URIs, and a secret whose value is shown once", async () => {
  const appId = "12121212-0000-4000-8000-000000000001";
  await putScenario(under, {
    apps: [{ appId, displayName: "Own sync", homeTenantId: demoTenants.contoso, redirectUris: [] }],
  });
  const app = () => directoryOf(under.sandbox.context).applications.find((one) => one.appId === appId)!;
  const walker = await portal("Isaiah Langer", "App registrations", "Own sync");
  await walker.press("Add permission", { permission: "00000003-0000-0000-c000-000000000000/Mail.ReadWrite" });
  expect(walker.text).toContain("Not granted");
  await walker.press("Grant admin consent for Contoso");
  await walker.press("Accept");
  expect(walker.text).toContain("Granted for Contoso");
  await walker.link("Authentication");
  await walker.press("Add URI", { uri: "http://elsewhere.example/callback" });
  expect(walker.text).toContain("That cannot be registered");
  await walker.press("Add URI", { uri: "https://own.example/callback" });
  expect(app().redirectUris).toEqual(["https://own.example/callback"]);
  await walker.press("Save", { isFallbackPublicClient: "yes" });
  expect(app().isFallbackPublicClient).toBe(true);
  await walker.link("Certificates & secrets");
  await walker.press("New client secret", { description: "for tests", days: "30" });
  const { value, keyId } = app().secrets[0]!;
  expect(walker.text).toContain(value);
  expect(walker.text).toContain(keyId);
  await walker.link("Authentication");
  await walker.link("Certificates & secrets");
  expect(walker.text).not.toContain(value);
  expect(walker.text).toContain(keyId);
  const before = directoryOf(under.sandbox.context).applications.find(
    (one) => one.appId === demoMicrosoftApp.appId,
  );
  await walker.open(`/entra/app-registrations/${demoMicrosoftApp.appId}/authentication`);
  expect(walker.title).toBe("App registrations");
  expect(before?.homeTenantId).not.toBe(demoTenants.contoso);
});

test("a form of another session changes nothing", async () => {
  const walker = await portal("Megan Bowen", "Admin consent settings");
  await walker.press("Save", {
    formToken: "forged",
    isEnabled: "yes",
    [`reviewer-${demoUsers.megan}`]: "on",
  });
  expect(walker.text).toContain("AADSTS165000");
  expect(contoso().adminConsentWorkflow.isEnabled).toBe(false);
});
