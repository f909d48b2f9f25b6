import type { ConsentCase } from "@outrigger/consent";
import { anyone, customer, people, vendor } from "./arbitrary-situation.ts";
import { callback, productUrl, type SandboxUnderTest } from "./sandbox-under-test.ts";

export const appSecret = "staged-secret";
export const adminCallback = `${productUrl}/approval/callback`;

/** The tenants and people that every situation plays among; the rest of a situation is staged per run. */
export async function stagePeople(under: SandboxUnderTest): Promise<void> {
  await putScenario(under, {
    tenants: [
      { id: customer.id, displayName: "Customer", domains: [customer.domain] },
      { id: vendor.id, displayName: "Vendor", domains: [vendor.domain] },
    ],
    users: Object.values(people).map((person) => ({ ...person, displayName: person.id })),
  });
}

/** Sets the sandbox to a case of `decide`, through the sections of a scenario alone. */
export async function stageSituation(under: SandboxUnderTest, input: ConsentCase): Promise<void> {
  const { tenant, app, user, grants } = input;
  const principal = app.servicePrincipal;
  await putScenario(under, {
    policies: [
      {
        tenant: tenant.id,
        permissionGrantPoliciesAssigned: tenant.permissionGrantPoliciesAssigned,
        customPolicies: tenant.customPolicies,
        classifications: tenant.classifications,
        adminConsentWorkflow: tenant.adminConsentWorkflow,
        blockUserConsentForRiskyApps: tenant.blockUserConsentForRiskyApps,
      },
    ],
    users: [
      {
        userPrincipalName: people.outsider.userPrincipalName,
        directoryRoles: ["Global Administrator"],
        guestInTenantIds: user.isGuest ? [customer.id] : [],
      },
    ],
    roles: [{ user: people.member.id, directoryRoles: user.directoryRoles }],
    apps: [
      {
        appId: app.appId,
        displayName: app.displayName,
        homeTenantId: app.homeTenantId,
        signInAudience: app.signInAudience,
        createdDateTime: app.createdDateTime,
        verifiedPublisher: app.verifiedPublisher,
        requiredResourceAccess: app.requiredResourceAccess,
        redirectUris: [callback, adminCallback],
        secrets: [{ keyId: "staged", value: appSecret, endDateTime: "2040-01-01T00:00:00Z" }],
      },
    ],
    servicePrincipals: [
      { tenant: tenant.id, appId: app.appId, removed: true },
      ...(principal
        ? [
            {
              tenant: tenant.id,
              appId: app.appId,
              accountEnabled: principal.accountEnabled,
              appRoleAssignmentRequired: principal.appRoleAssignmentRequired,
              assignedUsers: principal.assignedUserIds,
            },
          ]
        : []),
    ],
    grants: grants.map(({ consentType, principalId, resourceAppId, scope }) => ({
      tenant: tenant.id,
      appId: app.appId,
      consentType,
      ...(principalId === null ? {} : { user: principalId }),
      resourceAppId,
      scope,
    })),
  });
}

/** Sections of a scenario; throws when the sandbox refuses them. */
export async function putScenario(
  under: Pick<SandboxUnderTest, "control">,
  sections: Record<string, unknown>,
): Promise<void> {
  const { status, body } = await under.control("/_sandbox/scenario", sections);
  if (status !== 200) throw new Error(`The sandbox refused the scenario: ${JSON.stringify(body)}`);
}

export function accountOf({ user }: Pick<ConsentCase, "user">): string {
  return anyone(user.id).userPrincipalName;
}
