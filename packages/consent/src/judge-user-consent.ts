import type { ConsentCase } from "./consent-case.ts";
import type { ResolvedDecideOptions } from "./decide-options.ts";
import type { Blocker, BlockerCode, PermissionName } from "./decision.ts";
import { consentReach, customRolePolicies } from "./directory-roles.ts";
import type { PolicyRefusal } from "./grant-policies.ts";
import { refusalsOfPolicy, selfConsentPolicies } from "./grant-policies.ts";
import { findKnownPermission } from "./permissions.ts";
import { keyOf } from "./resolve-request.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

const BASIC_SIGN_IN = new Set(
  ["openid", "profile", "email", "offline_access", "User.Read"].map((value) =>
    keyOf({ resourceAppId: MICROSOFT_GRAPH_APP_ID, value }),
  ),
);

/** OpenID's scopes and User.Read: what every app asks to sign somebody in. */
export function isBasicSignIn(permission: PermissionName): boolean {
  return BASIC_SIGN_IN.has(keyOf(permission));
}

/** Registered on 2020-11-08 or before: exempt from the rule for unverified publishers ("Configure risk-based step-up consent"). */
const UNVERIFIED_EXEMPT_UNTIL = Date.parse("2020-11-08T23:59:59.999Z");

/** Whether a role lets this person consent to these permissions for themselves, past every gate for users. */
export function mayConsentByRole(input: ConsentCase, permissions: readonly PermissionName[]): boolean {
  const { directoryRoles } = input.user;
  if (consentReach(directoryRoles) !== "nothing") return true;
  const policies = [
    ...customRolePolicies(directoryRoles, "ForAll"),
    ...customRolePolicies(directoryRoles, "ForSelf"),
  ];
  return policies.some((policyId) => isAllowedByPolicy(policyId, permissions, input));
}

/** Whether a custom role's policy, held for everybody, allows all these permissions. */
export function mayGrantByCustomRole(input: ConsentCase, permissions: readonly PermissionName[]): boolean {
  return customRolePolicies(input.user.directoryRoles, "ForAll").some((policyId) =>
    isAllowedByPolicy(policyId, permissions, input),
  );
}

/**
 * Risk-based step-up: a multi-tenant app of another tenant, registered after 2020-11-08, without a verified
 * publisher, that asks beyond basic sign-in ("Configure risk-based step-up consent").
 */
export function isRisky({ app, tenant }: ConsentCase, permissions: readonly PermissionName[]): boolean {
  return (
    tenant.blockUserConsentForRiskyApps &&
    app.signInAudience.toLowerCase() !== "azureadmyorg" &&
    app.homeTenantId.toLowerCase() !== tenant.id.toLowerCase() &&
    app.verifiedPublisher === null &&
    !(Date.parse(app.createdDateTime) <= UNVERIFIED_EXEMPT_UNTIL) &&
    !permissions.every(isBasicSignIn)
  );
}

/** Every gate that keeps a user without a role from consenting to these permissions; empty when the user may. */
export function judgeUserConsent(
  input: ConsentCase,
  permissions: readonly PermissionName[],
  options: ResolvedDecideOptions,
): Blocker[] {
  if (permissions.length === 0 || mayConsentByRole(input, permissions)) return [];
  const { app, tenant } = input;
  const blockers: Blocker[] = [];
  if (app.servicePrincipal?.appRoleAssignmentRequired === true) {
    blockers.push({
      code: "assignment_required",
      setting: "servicePrincipal.appRoleAssignmentRequired",
      permissions: [...permissions],
      sentence: `${app.displayName} may be used only by assigned people, and for such apps only an administrator can consent.`,
    });
  }
  const adminOnly = permissions.filter(
    (permission) => findKnownPermission(permission.resourceAppId, permission.value)?.type === "Admin",
  );
  if (adminOnly.length > 0) {
    blockers.push({
      code: "permission_is_admin_only",
      setting: "oauth2PermissionScopes.type = Admin",
      permissions: adminOnly,
      sentence: `${nameAll(adminOnly)} can be granted only by an administrator, whatever the organization's settings are.`,
    });
  }
  const policies = selfConsentPolicies(tenant);
  if (policies.length === 0) {
    blockers.push({
      code: "user_consent_disabled",
      setting: "authorizationPolicy.defaultUserRolePermissions.permissionGrantPoliciesAssigned",
      permissions: [...permissions],
      sentence: `${tenant.displayName} does not let people consent to any app themselves.`,
    });
  }
  if (isRisky(input, permissions)) {
    blockers.push({
      code: "risky_app",
      setting: "Consent Policy Settings.BlockUserConsentForRiskyApps",
      permissions: permissions.filter((permission) => !isBasicSignIn(permission)),
      sentence: `Microsoft treats ${app.displayName} as risky: its publisher is not verified and it asks for more than sign-in.`,
    });
  }
  return [...blockers, ...judgePolicies(input, policies, permissions, options)];
}

function judgePolicies(
  input: ConsentCase,
  policies: readonly string[],
  permissions: readonly PermissionName[],
  options: ResolvedDecideOptions,
): Blocker[] {
  if (policies.length === 0) return [];
  // An admin-only permission has its own blocker and says nothing about the policy.
  const judged = permissions.filter(
    (permission) => findKnownPermission(permission.resourceAppId, permission.value)?.type !== "Admin",
  );
  const isAllowed =
    options.policiesJudge === "whole_request"
      ? policies.some((policyId) => isAllowedByPolicy(policyId, judged, input))
      : judged.every((permission) =>
          policies.some((policyId) => isAllowedByPolicy(policyId, [permission], input)),
        );
  if (isAllowed) return [];
  const refused = collectRefusals(input, { policies, policiesJudge: options.policiesJudge }, judged);
  return POLICY_BLOCKERS.flatMap(({ code, setting, sentence }) => {
    const concerned = refused.get(code) ?? [];
    if (concerned.length === 0) return [];
    return [{ code, setting, permissions: concerned, sentence: sentence(input, nameAll(concerned)) }];
  });
}

type PolicyBlockerCode = Exclude<PolicyRefusal, "not_aimed_at_app">;

const POLICY_BLOCKERS: readonly {
  code: PolicyBlockerCode & BlockerCode;
  setting: string;
  sentence: (input: ConsentCase, names: string) => string;
}[] = [
  {
    code: "policy_excludes_permission",
    setting: "authorizationPolicy.defaultUserRolePermissions.permissionGrantPoliciesAssigned",
    sentence: ({ tenant }, names) =>
      `${tenant.displayName}'s consent policy does not let people grant ${names} themselves.`,
  },
  {
    code: "permission_not_classified",
    setting: "servicePrincipal.delegatedPermissionClassifications",
    sentence: ({ tenant }, names) =>
      `${tenant.displayName} lets people grant only permissions it classified as low impact, and ${names} is not among them.`,
  },
  {
    code: "publisher_not_verified",
    setting: "application.verifiedPublisher",
    sentence: ({ tenant, app }) =>
      `${tenant.displayName} lets people consent only to apps of verified publishers or of its own, and ${app.displayName} is neither.`,
  },
];

function collectRefusals(
  input: ConsentCase,
  { policies, policiesJudge }: { policies: readonly string[] } & Pick<ResolvedDecideOptions, "policiesJudge">,
  permissions: readonly PermissionName[],
): Map<PolicyRefusal, PermissionName[]> {
  const byRefusal = new Map<PolicyRefusal, PermissionName[]>();
  const add = (refusal: PolicyRefusal, permission: PermissionName) => {
    const list = byRefusal.get(refusal) ?? [];
    if (!list.includes(permission)) byRefusal.set(refusal, [...list, permission]);
  };
  for (const permission of permissions) {
    const refusals = policies.flatMap((policyId) => refusalsOfPolicy(policyId, permission, input));
    const isAllowedSomewhere = policies.some(
      (policyId) => refusalsOfPolicy(policyId, permission, input).length === 0,
    );
    if (isAllowedSomewhere) continue;
    const aimed = refusals.filter((refusal) => refusal !== "not_aimed_at_app");
    // Where no policy speaks of this app at all, nothing includes the permission.
    for (const refusal of aimed.length > 0 ? aimed : ["policy_excludes_permission" as const]) {
      add(refusal, permission);
    }
  }
  // Each of the others is allowed by some policy, yet perhaps no single policy allows all of them.
  const refused = new Set([...byRefusal.values()].flat());
  const others = permissions.filter((permission) => !refused.has(permission));
  const isJointlyAllowed = policies.some((policyId) => isAllowedByPolicy(policyId, others, input));
  if (!isJointlyAllowed && policiesJudge === "whole_request") {
    for (const permission of others) add("policy_excludes_permission", permission);
  }
  return byRefusal;
}

function isAllowedByPolicy(
  policyId: string,
  permissions: readonly PermissionName[],
  input: ConsentCase,
): boolean {
  return permissions.every((permission) => refusalsOfPolicy(policyId, permission, input).length === 0);
}

export function nameAll(permissions: readonly PermissionName[]): string {
  const names = permissions.map((permission) => permission.value);
  const last = names.pop();
  if (last === undefined) return "nothing";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}
