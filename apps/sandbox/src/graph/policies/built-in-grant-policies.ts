import {
  EXEMPT_MAIL_CLIENTS,
  findKnownPermission,
  MICROSOFT_MANAGED_EXCLUSIONS,
  type PermissionGrantConditionSet,
} from "@outrigger/consent";
import type { PermissionGrantPolicy } from "../../core/directory.ts";
import { apiResources, microsoftGraph } from "../../entra/permission-catalog.ts";

type ConditionSet = PermissionGrantConditionSet;

const everyDelegated: ConditionSet = { permissionType: "delegated" };
const everyApplication: ConditionSet = { permissionType: "application" };
const userConsentable: ConditionSet = { permissionType: "delegatedUserConsentable" };

/** What users may not consent to by themselves where Microsoft manages the policy: one set per API, by permission id. */
const managedExclusions: ConditionSet[] = apiResources.map(({ appId }) => ({
  permissionType: "delegated",
  resourceApplication: appId,
  // Three protocol permissions of Exchange come without an id in every source there is.
  permissions: MICROSOFT_MANAGED_EXCLUSIONS.filter((entry) => entry.resourceAppId === appId).flatMap(
    ({ value }) => findKnownPermission(appId, value)?.id ?? [],
  ),
}));

function policy(
  id: string,
  [displayName, description]: readonly [string, string],
  { includes, excludes = [] }: { includes: ConditionSet[]; excludes?: ConditionSet[] },
): PermissionGrantPolicy {
  return { id, displayName, description, includes, excludes };
}

/** Microsoft's own policies, which every tenant has and nobody can change (manage-app-consent-policies, "Built-in"). */
export function builtInGrantPolicies(tenantId: string): readonly PermissionGrantPolicy[] {
  return [
    policy(
      "microsoft-user-default-legacy",
      [
        "Microsoft User Default Legacy Policy",
        "Permissions that are not limited to administrators, for any client application.",
      ],
      { includes: [userConsentable] },
    ),
    policy(
      "microsoft-user-default-low",
      [
        "Default User Low Risk Policy",
        "Permissions classified low, for applications of this tenant or of verified publishers.",
      ],
      {
        includes: [
          { ...everyDelegated, permissionClassification: "low", clientApplicationTenantIds: [tenantId] },
          {
            ...everyDelegated,
            permissionClassification: "low",
            clientApplicationsFromVerifiedPublisherOnly: true,
          },
        ],
      },
    ),
    policy(
      "microsoft-user-default-recommended",
      ["Microsoft User Default Recommended Policy", "Permissions that Microsoft currently recommends."],
      { includes: [userConsentable], excludes: managedExclusions },
    ),
    policy(
      "microsoft-user-default-allow-consent-apps",
      [
        "Microsoft User Default Allow Consent Apps Policy",
        "Client applications to which users may still consent.",
      ],
      { includes: [{ ...userConsentable, clientApplicationIds: Object.keys(EXEMPT_MAIL_CLIENTS) }] },
    ),
    policy(
      "microsoft-application-admin",
      ["Application Admin Policy", "Permissions consentable by Application Administrators."],
      {
        includes: [everyDelegated, everyApplication],
        excludes: [{ ...everyApplication, resourceApplication: microsoftGraph.appId }],
      },
    ),
    policy(
      "microsoft-company-admin",
      ["Company Admin Policy", "Permissions consentable by Company Administrators."],
      { includes: [everyApplication, everyDelegated] },
    ),
    ...ownedResourcePolicies(),
  ];
}

/** Consent of owners for their own groups, teams and chats: without effect on mail. */
function ownedResourcePolicies(): PermissionGrantPolicy[] {
  return ["chat", "team"].map((kind) =>
    policy(
      `microsoft-dynamically-managed-permissions-for-${kind}`,
      [
        `Dynamically managed permissions for ${kind}s`,
        `Permissions that owners may grant for their own ${kind}s, as Microsoft manages them.`,
      ],
      { includes: [everyApplication] },
    ),
  );
}
