import { test } from "vitest";
import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

const appId = "0a0a0a0a-0000-4000-8000-00000000000a";
const ownAppId = "12121212-0000-4000-8000-000000000001";

/** A tenant in which everything has happened once, so that no list is empty. */
const scenario = {
  policies: [
    {
      tenant: "contoso.example",
      adminConsentWorkflow: { isEnabled: true, reviewerIds: ["a0000000-0000-4000-8000-000000000003"] },
      classifications: [{ value: "User.Read", classification: "low" }],
    },
  ],
  apps: [
    {
      appId: ownAppId,
      displayName: "Own sync",
      homeTenantId: "11111111-1111-4111-8111-111111111111",
      redirectUris: ["https://own.example/a/rather/long/path/to/the/callback/of/the/application"],
      requiredResourceAccess: [
        { resourceAppId: "00000003-0000-0000-c000-000000000000", scopes: ["User.Read", "Mail.ReadWrite"] },
      ],
      secrets: [
        {
          keyId: "f0000000-0000-4000-8000-000000000001",
          value: "not-a-real-secret",
          endDateTime: "2027-01-01T00:00:00Z",
        },
      ],
    },
  ],
  grants: [
    { tenant: "contoso.example", appId, consentType: "AllPrincipals", scope: "User.Read Calendars.Read" },
  ],
  servicePrincipals: [{ tenant: "contoso.example", appId, assignedUsers: ["adele@contoso.example"] }],
  consentRequests: [
    {
      tenant: "contoso.example",
      appId,
      user: "adele@contoso.example",
      scope: "User.Read Mail.ReadWrite Calendars.ReadWrite",
      reason: "Our team keeps its mail with customers in Salesforce.",
    },
  ],
};

const portalPages = [
  ["requests", "/entra/enterprise-applications/admin-consent-requests"],
  ["request", `/entra/enterprise-applications/admin-consent-requests/${appId}`],
  ["workflow", "/entra/consent-and-permissions/admin-consent-settings"],
  ["classifications", "/entra/consent-and-permissions/permission-classifications"],
  ["registrations", "/entra/app-registrations"],
  ["api-permissions", `/entra/app-registrations/${ownAppId}/api-permissions`],
  ["authentication", `/entra/app-registrations/${ownAppId}/authentication`],
  ["secrets", `/entra/app-registrations/${ownAppId}/certificates-and-secrets`],
  ["sign-in-logs", "/entra/monitoring/sign-in-logs"],
  ["audit-logs", "/entra/monitoring/audit-logs"],
] as const;

const policy = { tenant: "contoso.example", id: "53003000-0000-4000-8000-000000000001" };
const steps = [
  ["mfa", "Approve sign in request"],
  ["mfa_registration", "More information required"],
  ["block", "You cannot access this right now"],
] as const;

describeInBrowser("the sandbox's Entra reads well, narrow and wide", (stage) => {
  for (const width of [320, 1280]) {
    test(`the admin center at ${width} px`, async () => {
      const { system } = stage;
      await system.control("/_sandbox/reset");
      await system.control("/_sandbox/scenario", scenario);
      await system.control("/_sandbox/authorize", {
        url: `/organizations/oauth2/v2.0/authorize?client_id=${appId}&response_type=code&scope=Mail.ReadWrite&redirect_uri=${encodeURIComponent(`${system.productUrl}/connect/microsoft/callback`)}`,
        account: "adele@contoso.example",
      });
      const portal = await EntraAdminCenter.open(await stage.openProfile({ width }), system, "Megan Bowen");
      for (const [name, path] of portalPages) {
        await portal.page.goto(`${system.sandboxUrl}${path}`);
        await lookAtScreen(portal.page, `entra-${name}-${width}`);
      }
      await portal.searchApplications("Outrigger");
      await portal.openPermissions("Outrigger");
      await portal.setAssignmentRequired(false);
      await lookAtScreen(portal.page, `entra-properties-${width}`);
      await portal.assignUser("alex@contoso.example");
      await lookAtScreen(portal.page, `entra-users-and-groups-${width}`);
    });

    test(`the steps of a sign-in at ${width} px`, async () => {
      const { system } = stage;
      await system.control("/_sandbox/reset");
      const page = await (await stage.openProfile({ width })).newPage();
      const window = new MicrosoftWindow(page);
      await page.goto(`${system.sandboxUrl}/common/oauth2/deviceauth?otc=ABCDEFGHJ`);
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByRole("alert").waitFor();
      await lookAtScreen(page, `entra-enter-code-${width}`);
      const asked = await fetch(`${system.sandboxUrl}/organizations/oauth2/v2.0/devicecode`, {
        method: "POST",
        body: new URLSearchParams({ client_id: appId, scope: "User.Read" }),
      });
      const code = (await asked.json()) as { user_code: string };
      await page.getByLabel("Code").fill(code.user_code);
      await page.getByRole("button", { name: "Next" }).click();
      await window.pickAccount("Adele Vance");
      await window.seeTitle("Are you trying to sign in to Outrigger?");
      await lookAtScreen(page, `entra-confirm-device-${width}`);
      await page.getByRole("button", { name: "Cancel" }).click();
      for (const [control, title] of steps) {
        await system.control("/_sandbox/scenario", { conditionalAccess: [{ ...policy, control }] });
        const query = new URLSearchParams({
          client_id: appId,
          response_type: "code",
          redirect_uri: `${system.productUrl}/connect/microsoft/callback`,
          scope: "User.Read",
          prompt: "select_account",
        });
        await page.goto(`${system.sandboxUrl}/organizations/oauth2/v2.0/authorize?${query.toString()}`);
        await window.pickAccount("Adele Vance");
        await window.seeTitle(title);
        await lookAtScreen(page, `entra-${control}-${width}`);
      }
    });
  }
});
