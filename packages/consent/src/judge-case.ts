import type { ConsentCase } from "./consent-case.ts";
import type { ResolvedDecideOptions } from "./decide-options.ts";
import type { Blocker, BlockerCode, Decision, PermissionName } from "./decision.ts";
import { mayGrantTenantWide } from "./directory-roles.ts";
import { judgeAccess, judgeAssignment } from "./judge-access.ts";
import { judgeUserConsent, mayGrantByCustomRole, nameAll } from "./judge-user-consent.ts";
import type { ResolvedRequest } from "./resolve-request.ts";

/** The page or answer, its code, and every gate that fails; none where nothing stands in the way. */
export type Verdict = Pick<Decision, "outcome" | "aadsts" | "blockers">;

/** Everything about a decision but its remedies, which are worked out by judging again what they would change. */
export function judgeCase(
  input: ConsentCase,
  request: ResolvedRequest,
  options: ResolvedDecideOptions,
): Verdict {
  const verdict = judge(input, request, options);
  if (isUnhindered(verdict)) return { ...verdict, blockers: [] };
  const companions = accompany(input, request, verdict.blockers, options);
  return { ...verdict, blockers: mergeBlockers([...verdict.blockers, ...companions]) };
}

/** Signed in, or asked: nothing stands in the way. */
export function isUnhindered({ outcome }: Pick<Decision, "outcome">): boolean {
  return outcome === "code" || outcome === "consent_prompt";
}

function judge(input: ConsentCase, request: ResolvedRequest, options: ResolvedDecideOptions): Verdict {
  const access = judgeAccess(input, request);
  const assignment = judgeAssignment(input);
  const consent =
    input.request.endpoint === "adminconsent"
      ? judgeAdminConsent(input, request)
      : judgeSignInConsent(input, request, options);
  const blockers = [...access, ...assignment].map((finding) => finding.blocker);
  blockers.push(...consent.blockers);

  const isWall = consent.outcome === "need_admin_approval" || consent.outcome === "approval_request";
  const errors =
    options.assignmentCheck === "before_consent" || !isWall ? [...access, ...assignment] : access;
  const [first] = errors;
  if (first) return { outcome: "error", aadsts: first.aadsts, blockers };
  return { ...consent, blockers };
}

/** Steps 10–14 of an ordinary sign-in. */
function judgeSignInConsent(
  input: ConsentCase,
  request: ResolvedRequest,
  options: ResolvedDecideOptions,
): Verdict {
  const { prompt } = input.request;
  const { missing, requested } = request;
  if (missing.length === 0 && !request.alwaysPrompts) {
    return { outcome: "code", aadsts: null, blockers: [] };
  }
  const overMissing = judgeUserConsent(input, missing, options);
  if (prompt === "none") {
    return { outcome: "error", aadsts: "AADSTS65001", blockers: [...absence(input), ...overMissing] };
  }
  const overAll = prompt === "consent" ? judgeUserConsent(input, requested, options) : [];
  const blockers = overAll.length > 0 ? [...overMissing, forcedConsent(input, requested)] : overMissing;
  if (blockers.length === 0) return { outcome: "consent_prompt", aadsts: null, blockers };
  const reasons = overMissing.length > 0 ? overMissing : overAll;
  return { ...wall(input, reasons), blockers };
}

/** /adminconsent: a prompt for whoever may grant all of it, even when it is granted; the wall without a form for others. */
function judgeAdminConsent(input: ConsentCase, { requested, appRoles }: ResolvedRequest): Verdict {
  const { user, app, tenant } = input;
  const all = [...requested, ...appRoles];
  if (mayGrantTenantWide(user.directoryRoles, all) || mayGrantByCustomScopes(input, requested, appRoles)) {
    return { outcome: "consent_prompt", aadsts: null, blockers: [] };
  }
  const refused = all.filter((permission) => !mayGrantTenantWide(user.directoryRoles, [permission]));
  const permissions = refused.map(({ resourceAppId, value }) => ({ resourceAppId, value }));
  const blocker: Blocker = {
    code: "role_may_not_consent",
    setting: "roleManagement.directory.roleAssignments",
    permissions,
    sentence: `This person holds no role in ${tenant.displayName} that may grant ${app.displayName} these permissions for everybody.`,
  };
  return { outcome: "need_admin_approval", aadsts: "AADSTS90094", blockers: [blocker] };
}

function mayGrantByCustomScopes(
  input: ConsentCase,
  requested: readonly PermissionName[],
  appRoles: readonly PermissionName[],
): boolean {
  return appRoles.length === 0 && mayGrantByCustomRole(input, requested);
}

/** Step 14: with the workflow on, the wall is a form. Risky apps have codes of their own, unless an earlier gate failed. */
function wall(input: ConsentCase, reasons: readonly Blocker[]): Verdict {
  const isFormOffered = input.tenant.adminConsentWorkflow.isEnabled;
  const codes = reasons.map((blocker) => blocker.code);
  const beforeRisk: BlockerCode[] = [
    "assignment_required",
    "permission_is_admin_only",
    "user_consent_disabled",
  ];
  const isRiskTheReason = codes.includes("risky_app") && !codes.some((code) => beforeRisk.includes(code));
  if (isFormOffered) {
    const aadsts = isRiskTheReason ? "AADSTS900981" : "AADSTS90095";
    return { outcome: "approval_request", aadsts, blockers: [] };
  }
  const aadsts = isRiskTheReason ? "AADSTS900941" : "AADSTS90094";
  return { outcome: "need_admin_approval", aadsts, blockers: [] };
}

function forcedConsent({ app, tenant }: ConsentCase, permissions: PermissionName[]): Blocker {
  return {
    code: "prompt_forces_consent",
    setting: "request.prompt",
    permissions,
    sentence: `${app.displayName} sends prompt=consent, so people in ${tenant.displayName} meet the wall even after an administrator has granted everything.`,
  };
}

/** A silent request cannot create the service principal that an interactive consent would create. */
function absence({ app, tenant }: ConsentCase): Blocker[] {
  if (app.servicePrincipal !== null) return [];
  return [
    {
      code: "app_not_in_tenant",
      setting: "servicePrincipals",
      permissions: [],
      sentence: `Nobody in ${tenant.displayName} has consented to ${app.displayName} yet.`,
    },
  ];
}

/** Blockers that stand beside the gate that fails: the static list's gap, and EWS in Exchange Online. */
function accompany(
  { app }: ConsentCase,
  { unregistered, requested }: ResolvedRequest,
  blockers: readonly Blocker[],
  options: ResolvedDecideOptions,
): Blocker[] {
  const found: Blocker[] = [];
  if (blockers.length > 0 && unregistered.length > 0) {
    found.push({
      code: "permission_not_in_registration",
      setting: "application.requiredResourceAccess",
      permissions: unregistered,
      sentence: `${nameAll(unregistered)} is not in ${app.displayName}'s registration, so a grant in the admin center would leave it out.`,
    });
  }
  const ews = requested.filter(isEws);
  if (options.isEwsRetired && ews.length > 0) {
    found.push({
      code: "ews_retired",
      setting: "OrganizationConfig.EwsEnabled and EwsAllowedAppIDs",
      permissions: ews,
      sentence:
        "Exchange Online refuses Exchange Web Services since October 2026 unless the organization allowed the app beforehand, and ends them in April 2027.",
    });
  }
  return found;
}

export function isEws(permission: PermissionName): boolean {
  return permission.value.toLowerCase() === "ews.accessasuser.all";
}

/** One blocker per code and setting; its permissions gathered. */
function mergeBlockers(blockers: readonly Blocker[]): Blocker[] {
  const merged: Blocker[] = [];
  for (const blocker of blockers) {
    const earlier = merged.find((candidate) => candidate.code === blocker.code);
    if (earlier === undefined) merged.push({ ...blocker, permissions: [...blocker.permissions] });
    else if (!earlier.sentence.includes(blocker.sentence)) {
      earlier.permissions.push(...blocker.permissions);
      earlier.sentence = `${earlier.sentence} ${blocker.sentence}`;
    }
  }
  return merged;
}
