import { afterEach, beforeEach, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { entraRecords } from "../entra-records.ts";
import { PageWalker } from "../testing/page-walker.ts";
import { signInStage, startSandbox, type SandboxUnderTest } from "../testing/sandbox-under-test.ts";

let under: SandboxUnderTest;
let browser: PageWalker;
beforeEach(async () => {
  under = await startSandbox();
  browser = new PageWalker(under.origin);
});
afterEach(() => under.close());

const adele = "adele@contoso.example";
const settingsPath = "/entra/consent-and-permissions/user-consent-settings";
const allApps = (search = "") => browser.open(`/entra/enterprise-applications?search=${search}`);

async function signInAs(name: string): Promise<void> {
  await browser.open("/entra");
  expect(browser.title).toBe("Pick an account");
  await browser.press(name);
  expect(browser.title).toBe("All applications");
}

test("the app is absent from the list until somebody has signed in to it", async () => {
  await signInAs("Megan Bowen");
  expect(browser.text).toContain("0 applications found");
  await under.authorize({ account: adele, scope: signInStage, choices: ["accept"] });
  await allApps("outrig");
  expect(browser.text).toContain("1 application found");
  await allApps("nothing-like-it");
  expect(browser.text).toContain("0 applications found");
});

test("the Global Administrator grants in the portal, and the table lists every permission by API", async () => {
  await under.authorize({ account: adele, scope: signInStage, choices: ["accept"] });
  await signInAs("Megan Bowen");
  await allApps("Outrigger");
  await browser.link("Outrigger");
  await browser.link("Permissions");
  await browser.press("Grant admin consent for Contoso");
  expect(browser.title).toBe("Permissions requested");
  expect(browser.text).toContain("Accept for your organization");
  await browser.press("Accept");
  expect(browser.text).toContain("Grant consent successful");
  await browser.press("Refresh");
  for (const column of ["API name", "Claim value", "Permission", "Type", "Granted through", "Granted by"]) {
    expect(browser.html).toContain(`<th scope="col">${column}</th>`);
  }
  expect(browser.text).toContain(
    "Mail.ReadWrite Read and write access to user mail Delegated Admin consent An administrator (Megan Bowen)",
  );
  expect(browser.text).toContain("Office 365 Exchange Online EWS.AccessAsUser.All");
  expect((await under.authorize({ account: adele })).location).toContain("code=");
  await browser.link("User consent");
  expect(browser.text).toContain(
    "User.Read Sign in and read user profile Delegated User consent Adele Vance",
  );
});

test("cancelling the portal's prompt grants nothing and says so", async () => {
  await under.authorize({ account: adele, scope: signInStage, choices: ["accept"] });
  await signInAs("Megan Bowen");
  await browser.link("Outrigger");
  await browser.link("Permissions");
  await browser.press("Grant admin consent for Contoso");
  await browser.press("Cancel");
  expect(browser.text).toContain("Grant consent failed");
  expect(
    directoryOf(under.sandbox.context).grants.filter((grant) => grant.consentType === "AllPrincipals"),
  ).toEqual([]);
});

test("who lacks the role sees the page, and pressing the button only tells which role it takes", async () => {
  await under.authorize({ account: adele, scope: signInStage, choices: ["accept"] });
  await signInAs("Lidia Holloway");
  await browser.link("Outrigger");
  await browser.link("Permissions");
  await browser.press("Grant admin consent for Contoso");
  expect(browser.title).toBe("Outrigger | Permissions");
  expect(browser.text).toContain("You do not have permission to grant admin consent.");
  expect(directoryOf(under.sandbox.context).grants.all()).toMatchObject([{ consentType: "Principal" }]);
});

test("a portal grant replaces an earlier tenant-wide grant, unless the setting says otherwise", async () => {
  await under.adminConsent({
    account: "isaiah@contoso.example",
    choices: ["accept"],
    scope: "Contacts.Read",
  });
  await signInAs("Megan Bowen");
  const grantAgain = async () => {
    await allApps();
    await browser.link("Outrigger");
    await browser.link("Permissions");
    await browser.press("Grant admin consent for Contoso");
    await browser.press("Accept");
  };
  const graphGrant = () =>
    directoryOf(under.sandbox.context).grants.find((grant) => grant.resourceAppId.startsWith("00000003"))
      ?.scope;
  await grantAgain();
  expect(graphGrant()).not.toContain("Contacts.Read ");
  await under.adminConsent({ account: "isaiah@contoso.example", choices: ["accept"], scope: "People.Read" });
  await under.control("/_sandbox/scenario", { entraSettings: { portalGrantReplaces: false } });
  await grantAgain();
  expect(graphGrant()).toContain("People.Read");
});

test("another tenant's application is not found", async () => {
  const elsewhere = directoryOf(under.sandbox.context).servicePrincipals.find(
    (one) => one.tenantId === demoTenants.outriggerVendor,
  )!;
  await signInAs("Megan Bowen");
  await browser.open(`/entra/enterprise-applications/${elsewhere.id}/permissions`);
  expect(browser.title).toBe("Application not found");
});

test.each([
  ["Allow user consent for apps", "legacy", "Permissions requested"],
  ["Let Microsoft manage your consent settings (Recommended)", "recommended", "Need admin approval"],
  [
    "Allow user consent for apps from verified publishers, for selected permissions",
    "low",
    "Need admin approval",
  ],
  ["Do not allow user consent", "none", "Need admin approval"],
])("with '%s' the rep meets the page that follows from it", async (label, value, title) => {
  await signInAs("Megan Bowen");
  await browser.open(settingsPath);
  expect(browser.text).toContain(label);
  await browser.press("Save", { userConsent: value, groupOwnerConsent: "all_groups" });
  expect(browser.text).toContain("User consent settings were saved.");
  expect((await under.authorize({ account: adele })).pages.at(-1)).toBe(title);
});

test("group owner consent is saved and changes nothing for mail", async () => {
  await signInAs("Megan Bowen");
  await browser.open(settingsPath);
  await browser.press("Save", { userConsent: "recommended", groupOwnerConsent: "disabled" });
  const tenant = directoryOf(under.sandbox.context).tenants.get(demoTenants.contoso);
  expect(tenant?.groupOwnerConsent).toBe("disabled");
  expect(tenant?.permissionGrantPoliciesAssigned).toEqual([
    "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
    "ManagePermissionGrantsForSelf.microsoft-user-default-allow-consent-apps",
  ]);
  expect((await under.authorize({ account: adele })).pages.at(-1)).toBe("Need admin approval");
});

test("a custom policy stays assigned beside the chosen option", async () => {
  const custom = "managePermissionGrantsForSelf.our-mail-sync";
  await under.control("/_sandbox/scenario", {
    policies: [{ tenant: "contoso.example", permissionGrantPoliciesAssigned: [custom] }],
  });
  await signInAs("Megan Bowen");
  await browser.open(settingsPath);
  await browser.press("Save", { userConsent: "low" });
  const assigned = () =>
    directoryOf(under.sandbox.context).tenants.get(demoTenants.contoso)?.permissionGrantPoliciesAssigned;
  expect(assigned()).toEqual(["ManagePermissionGrantsForSelf.microsoft-user-default-low", custom]);
});

test.each(["Isaiah Langer", "Adele Vance"])(
  "%s may read the consent settings and not save them",
  async (name) => {
    await signInAs(name);
    await browser.open(settingsPath);
    await browser.press("Save", { userConsent: "legacy" });
    expect(browser.text).toContain("You do not have permission to change these settings.");
    expect((await under.authorize({ account: adele })).pages.at(-1)).toBe("Need admin approval");
  },
);

test("a form without this session's token changes nothing", async () => {
  await signInAs("Megan Bowen");
  await browser.open(settingsPath);
  await browser.press("Save", { userConsent: "legacy", formToken: "forged" });
  expect(browser.status).toBe(400);
  expect(browser.text).toContain("AADSTS165000");
  expect((await under.authorize({ account: adele })).pages.at(-1)).toBe("Need admin approval");
});

test("a grant leaves its audit rows", async () => {
  await under.authorize({ account: adele, scope: signInStage, choices: ["accept"] });
  const names = entraRecords(under.sandbox.context)
    .audits.all()
    .map((audit) => audit.activityDisplayName);
  expect(names).toEqual([
    "Add service principal",
    "Add delegated permission grant",
    "Consent to application",
  ]);
  expect(entraRecords(under.sandbox.context).audits.all()[0]?.initiatedBy.user.id).toBe(demoUsers.adele);
});
