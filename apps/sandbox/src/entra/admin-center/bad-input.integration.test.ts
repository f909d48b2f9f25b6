import { afterAll, beforeAll, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { PageWalker } from "../testing/page-walker.ts";
import { startSandbox, type SandboxUnderTest } from "../testing/sandbox-under-test.ts";
import { putScenario } from "../testing/stage-situation.ts";

const { appId } = demoMicrosoftApp;
const ownAppId = "12121212-0000-4000-8000-000000000001";
const tenant = "contoso.example";

let under: SandboxUnderTest;
let megan: PageWalker;
let principalId = "";
beforeAll(async () => {
  under = await startSandbox();
  await putScenario(under, {
    apps: [
      { appId: ownAppId, displayName: "<script>alert(1)</script>\u202e", homeTenantId: demoTenants.contoso },
    ],
    servicePrincipals: [{ tenant, appId: ownAppId }],
    policies: [
      {
        tenant,
        adminConsentWorkflow: { isEnabled: true, reviewerIds: ["a0000000-0000-4000-8000-000000000003"] },
      },
    ],
    consentRequests: [
      {
        tenant,
        appId,
        user: "adele@contoso.example",
        scope: "Mail.Read",
        reason: "<script>alert(2)</script>",
      },
    ],
  });
  const principals = directoryOf(under.sandbox.context).servicePrincipals;
  principalId = principals.find((one) => one.appId === ownAppId)?.id ?? "";
  megan = await new PageWalker(under.origin).open("/entra");
  await megan.press("Megan Bowen");
});
afterAll(() => under.close());

const oddValues = [
  "",
  "\u0000",
  "\ud83d\ude00".repeat(50),
  "a".repeat(1_000),
  "<script>alert(3)</script>",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "%zz",
  "http://[",
  "-1",
  "1e400",
];
const fields =
  "user accountEnabled assignmentRequired permission level justification isEnabled notifyReviewers requestDurationInDays userConsent groupOwnerConsent uri isFallbackPublicClient description days keyId notice tab search code status activity by result".split(
    " ",
  );
const applications = "/entra/enterprise-applications";
const settings = "/entra/consent-and-permissions";
const own = `/entra/app-registrations/${ownAppId}`;
const pages = [
  ["GET", `${applications}/:principal`],
  ["GET", `${applications}/:principal/properties`],
  ["POST", `${applications}/:principal/properties`],
  ["GET", `${applications}/:principal/users-and-groups`],
  ["POST", `${applications}/:principal/users-and-groups`],
  ["POST", `${applications}/:principal/users-and-groups/remove`],
  ["GET", `${applications}/:principal/permissions`],
  ["POST", `${applications}/:principal/permissions/revoke`],
  ["POST", `${applications}/:principal/permissions/grant-admin-consent`],
  ["GET", `${applications}/:principal/sign-in-logs`],
  ["GET", `${applications}/:principal/audit-logs`],
  ["GET", `${applications}/admin-consent-requests`],
  ["GET", `${applications}/admin-consent-requests/${appId}`],
  ["POST", `${applications}/admin-consent-requests/${ownAppId}/review`],
  ["POST", `${applications}/admin-consent-requests/__proto__/deny`],
  ["GET", `${settings}/user-consent-settings`],
  ["POST", `${settings}/user-consent-settings`],
  ["GET", `${settings}/admin-consent-settings`],
  ["POST", `${settings}/admin-consent-settings`],
  ["GET", `${settings}/permission-classifications`],
  ["POST", `${settings}/permission-classifications`],
  ["POST", `${settings}/permission-classifications/remove`],
  ["GET", "/entra/app-registrations"],
  ["GET", `${own}/api-permissions`],
  ["POST", `${own}/api-permissions`],
  ["POST", `${own}/api-permissions/remove`],
  ["POST", `${own}/api-permissions/grant-admin-consent`],
  ["GET", `${own}/authentication`],
  ["POST", `${own}/authentication/redirect-uris`],
  ["POST", `${own}/certificates-and-secrets`],
  ["POST", `${own}/certificates-and-secrets/remove`],
  ["GET", "/entra/monitoring/sign-in-logs"],
  ["GET", "/entra/monitoring/audit-logs"],
] as const;

test.each(pages)(
  "%s %s as an administrator never fails with a 500, whatever comes in",
  async (method, path) => {
    await megan.open("/entra/app-registrations");
    const formToken = /name="formToken" value="([^"]+)"/.exec(megan.html)?.[1] ?? "";
    const address = path.replace(":principal", principalId);
    const before = directoryOf(under.sandbox.context).tenants.get(demoTenants.contoso);
    for (const value of oddValues) {
      const sent = new URLSearchParams(fields.map((field): [string, string] => [field, value]));
      sent.set("formToken", formToken);
      await (method === "GET"
        ? megan.open(`${address}?${sent.toString()}`)
        : megan.open(address, { method: "POST", body: sent }));
      expect({ value, status: megan.status }).toMatchObject({ status: 200 });
      expect(megan.html).not.toContain("<script>alert");
    }
    const { permissionGrantPoliciesAssigned, adminConsentWorkflow } = directoryOf(
      under.sandbox.context,
    ).tenants.get(demoTenants.contoso)!;
    expect({ permissionGrantPoliciesAssigned, adminConsentWorkflow }).toEqual({
      permissionGrantPoliciesAssigned: before?.permissionGrantPoliciesAssigned,
      adminConsentWorkflow: before?.adminConsentWorkflow,
    });
  },
);
