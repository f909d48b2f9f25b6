import type { ConsentCase, CustomConsentPolicy, TenantReading } from "./consent-case.ts";
import type { BlockerCode, PermissionName, Remedy } from "./decision.ts";
import { selfConsentPolicies } from "./grant-policies.ts";
import { nameAll } from "./judge-user-consent.ts";
import { findKnownPermission } from "./permissions.ts";
import type { RemedyContext } from "./remedy-context.ts";
import { findResource } from "./resources.ts";

const POLICY_GATES: readonly BlockerCode[] = [
  "user_consent_disabled",
  "policy_excludes_permission",
  "permission_not_classified",
  "publisher_not_verified",
];

const POLICY_ADMINISTRATORS = ["Privileged Role Administrator", "Global Administrator"];
const SELF = "managePermissionGrantsForSelf.";

/** Changes to what the tenant lets people consent to; each claims only the gates that are gone once it is made. */
export function policyRemedies(context: RemedyContext): Remedy[] {
  return [
    ...customPolicy(context),
    ...classifyPermissions(context),
    ...enableWorkflow(context),
    ...allowUserConsent(context),
  ];
}

function customPolicy(context: RemedyContext): Remedy[] {
  const { input, request } = context;
  const { app, tenant } = input;
  const id = freePolicyId(tenant);
  // An admin-only permission is nobody's to grant for themselves, whatever a policy says.
  const grantable = request.requested.filter(
    ({ resourceAppId, value }) => findKnownPermission(resourceAppId, value)?.type !== "Admin",
  );
  const includes = includesFor(app.appId, grantable);
  const changed = withTenant(input, {
    customPolicies: [...tenant.customPolicies, { id, includes, excludes: [] }],
    permissionGrantPoliciesAssigned: [...tenant.permissionGrantPoliciesAssigned, `${SELF}${id}`],
  });
  const removes = context.removedBy(POLICY_GATES, changed);
  if (removes.length === 0) return [];
  const kept = JSON.stringify([...tenant.permissionGrantPoliciesAssigned, `${SELF}${id}`]);
  return [
    {
      code: "custom_consent_policy",
      actors: POLICY_ADMINISTRATORS,
      risk: "moderate",
      removes,
      steps: [
        `POST /v1.0/policies/permissionGrantPolicies ${JSON.stringify({ id, displayName: `Consent to ${app.displayName}`, description: `Lets people consent to ${app.displayName}, for ${nameAll(grantable)} only.` })}`,
        ...includes.map(
          (include) =>
            `POST /v1.0/policies/permissionGrantPolicies/${id}/includes ${JSON.stringify(include)}`,
        ),
        `Read /v1.0/policies/authorizationPolicy, then PATCH defaultUserRolePermissions.permissionGrantPoliciesAssigned to ${kept}: the list is replaced as a whole, so the entries that are there must be sent along.`,
        "People then consent for themselves, to this app and these permissions alone; a change of policy can take up to an hour.",
      ],
      url: "https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies",
    },
  ];
}

/** One include per API; by id where it is catalogued, for Graph takes ids only. */
function includesFor(appId: string, permissions: readonly PermissionName[]): CustomConsentPolicy["includes"] {
  const resources = [...new Set(permissions.map(({ resourceAppId }) => resourceAppId))];
  return resources.map((resourceApplication) => ({
    permissionType: "delegated" as const,
    resourceApplication,
    clientApplicationIds: [appId],
    permissions: permissions
      .filter(({ resourceAppId }) => resourceAppId === resourceApplication)
      .map(({ value }) => findKnownPermission(resourceApplication, value)?.id ?? value),
  }));
}

function freePolicyId({ customPolicies }: TenantReading): string {
  const taken = new Set(customPolicies.map(({ id }) => id.toLowerCase()));
  let number = 1;
  let id = "consent-to-one-app";
  while (taken.has(id)) id = `consent-to-one-app-${(number += 1)}`;
  return id;
}

function classifyPermissions(context: RemedyContext): Remedy[] {
  const { input, blockers } = context;
  const permissions = blockers.find(({ code }) => code === "permission_not_classified")?.permissions ?? [];
  if (!selfConsentPolicies(input.tenant).includes("microsoft-user-default-low")) return [];
  const changed = withTenant(input, {
    classifications: [
      ...permissions.map((permission) => ({ ...permission, classification: "low" })),
      ...input.tenant.classifications,
    ],
  });
  const removes = context.removedBy(["permission_not_classified"], changed);
  if (removes.length === 0) return [];
  return [
    {
      code: "classify_permission",
      actors: ["Cloud Application Administrator", "Application Administrator", "Global Administrator"],
      risk: "moderate",
      removes,
      steps: permissions.map(({ resourceAppId, value }) => {
        const resource = findResource(resourceAppId)?.displayName ?? resourceAppId;
        const permissionId = findKnownPermission(resourceAppId, value)?.id ?? "{permission id}";
        return `In Consent and permissions, Permission classifications, Low, add ${value} of ${resource} (or POST /v1.0/servicePrincipals(appId='${resourceAppId}')/delegatedPermissionClassifications ${JSON.stringify({ permissionId, permissionName: value, classification: "low" })}). It then is low for every app.`;
      }),
      url: "https://learn.microsoft.com/entra/identity/enterprise-apps/configure-permission-classifications",
    },
  ];
}

/** Removes no gate: it turns the dead end into a form, 90094 into 90095. */
function enableWorkflow({ input }: RemedyContext): Remedy[] {
  if (input.tenant.adminConsentWorkflow.isEnabled) return [];
  return [
    {
      code: "enable_consent_workflow",
      actors: ["Global Administrator"],
      risk: "moderate",
      removes: [],
      steps: [
        "In the Entra admin center open Enterprise applications, Consent and permissions, Admin consent settings.",
        "Switch on Users can request admin consent to apps they are unable to consent to, and name reviewers who also hold a consent role: a reviewer without one can read a request and not approve it.",
        "People who meet the wall then send a request instead of ending there; the change can take up to an hour.",
      ],
      url: "https://learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow",
    },
  ];
}

function allowUserConsent(context: RemedyContext): Remedy[] {
  const { input } = context;
  const changed = withTenant(input, {
    permissionGrantPoliciesAssigned: [`${SELF}microsoft-user-default-legacy`],
  });
  const removes = context.removedBy(POLICY_GATES, changed);
  if (removes.length === 0) return [];
  return [
    {
      code: "allow_user_consent",
      actors: POLICY_ADMINISTRATORS,
      risk: "broad",
      removes,
      steps: [
        "In Consent and permissions, User consent settings, choose Allow user consent for apps (microsoft-user-default-legacy); the choice Let Microsoft manage would not do, it excludes mail and calendar permissions.",
        `Not recommended: it lets everybody in ${input.tenant.displayName} give any app their data.`,
      ],
      url: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/ConsentPoliciesMenuBlade/~/UserSettings",
    },
  ];
}

function withTenant(input: ConsentCase, changes: Partial<TenantReading>): ConsentCase {
  return { ...input, tenant: { ...input.tenant, ...changes } };
}
