import { buildAdminConsentUrl } from "../admin-consent-url.ts";
import type { ApplicationReading, PermissionGrant } from "../consent-case.ts";
import type { PermissionName } from "../decision.ts";
import { isBasicSignIn, nameAll } from "../judge-user-consent.ts";
import { registeredPermissions, keyOf, resolveRequest, type ResolvedRequest } from "../resolve-request.ts";
import { NAMES, afterApprovalTexts } from "./after-approval-texts.ts";
import type {
  AfterApproval,
  AfterApprovalCode,
  AfterApprovalDiagnosis,
  AfterApprovalFinding,
} from "./after-approval.ts";
import { fillInNames } from "./fill-in-names.ts";

/** A grant by the portal or /adminconsent is to be seen after seconds, at most minutes. */
const VISIBLE_AFTER_MS = 10 * 60_000;

/**
 * Tells why people are still blocked although somebody approved: every cause that the given facts show, each with who
 * acts and the exact next step. Pure; a fact that is left out is never guessed at. `grants` are those of `clientId` in
 * the tenant in which people wait (Graph: oauth2PermissionGrants). Sources: "Grant tenant-wide admin consent", "Scopes
 * and permissions" (incremental consent, .default).
 */
export function diagnoseAfterApproval(approval: AfterApproval): AfterApprovalDiagnosis {
  const missingOf = new Map(approval.waitingUserIds.map((id) => [id, missingFor(approval, id)]));
  const isElsewhere = isOtherTenant(approval);
  const found = [
    ...(isElsewhere ? [draft("wrong_tenant", { userIds: [...approval.waitingUserIds] })] : []),
    ...findAccessCauses(approval),
    ...(isElsewhere ? [] : findGrantCauses(approval, missingOf)),
    ...findRequestCauses(approval, missingOf),
  ];
  const findings = found.map((one) => describe(one, approval));
  const blocked = new Set(findings.flatMap(({ userIds }) => userIds));
  const isWaitingEnough = findings.every(
    ({ code }) => code === "grant_not_visible_yet" || code === "token_older_than_grant",
  );
  return {
    verdict: findings.length === 0 ? "clear" : isWaitingEnough ? "pending" : "blocked",
    findings,
    unblockedUserIds: approval.waitingUserIds.filter((id) => !blocked.has(id)),
  };
}

type Draft = Pick<AfterApprovalFinding, "code" | "certainty" | "userIds" | "permissions">;

function draft(code: AfterApprovalCode, parts: Partial<Omit<Draft, "code">>): Draft {
  return { code, certainty: "certain", userIds: [], permissions: [], ...parts };
}

function isOtherTenant({ tenantId, approvedInTenantId }: AfterApproval): boolean {
  if (tenantId === undefined || approvedInTenantId === undefined) return false;
  return tenantId.toLowerCase() !== approvedInTenantId.toLowerCase();
}

/** What keeps people out before any question of grants. */
function findAccessCauses({ servicePrincipal, waitingUserIds }: AfterApproval): Draft[] {
  const drafts: Draft[] = [];
  if (servicePrincipal?.accountEnabled === false) {
    drafts.push(draft("app_disabled", { userIds: [...waitingUserIds] }));
  }
  if (servicePrincipal?.appRoleAssignmentRequired === true) {
    const assigned = new Set(servicePrincipal.assignedUserIds.map((id) => id.toLowerCase()));
    const userIds = waitingUserIds.filter((id) => !assigned.has(id.toLowerCase()));
    if (userIds.length > 0) drafts.push(draft("user_not_assigned", { userIds }));
  }
  return drafts;
}

/** Why a permission is not granted to somebody who waits. A permission that nothing explains is named as such. */
function findGrantCauses(
  approval: AfterApproval,
  missingOf: ReadonlyMap<string, readonly PermissionName[]>,
): Draft[] {
  const missing = uniqueOf([...missingOf.values()].flat());
  if (missing.length === 0) return [];
  const explained = [
    ...explainByReplacement(approval, missing),
    ...explainByRegistration(approval, missing),
    ...explainByOtherPerson(approval, missing),
    ...explainByOtherApp(approval, missing),
  ];
  const known = keysOf(explained.flatMap(({ permissions }) => permissions));
  const unexplained = missing.filter((permission) => !known.has(keyOf(permission)));
  const rest = unexplained.length > 0 ? [nameRest(approval, unexplained)] : [];
  return [...explained, ...rest].map((one) => {
    const concerned = keysOf(one.permissions);
    const userIds = [...missingOf].flatMap(([id, lacking]) =>
      lacking.some((permission) => concerned.has(keyOf(permission))) ? [id] : [],
    );
    return { ...one, userIds };
  });
}

/** A new tenant-wide grant does not keep the earlier one's permissions (warning in "Grant tenant-wide admin consent"). */
function explainByReplacement({ previousGrants = [] }: AfterApproval, missing: PermissionName[]): Draft[] {
  const before = keysOf(namesOf(previousGrants.filter(isForAll)));
  const permissions = missing.filter((permission) => before.has(keyOf(permission)));
  return permissions.length > 0 ? [draft("grant_replaced", { permissions })] : [];
}

/** Only where the listed permissions came through: then the static list was granted, and the rest could not be. */
function explainByRegistration(approval: AfterApproval, missing: PermissionName[]): Draft[] {
  const { registration } = approval;
  if (registration === undefined || !hasRealGrantForAll(approval)) return [];
  const listed = keysOf(registeredPermissions(appOf(approval)));
  const permissions = missing.filter(
    (permission) => !listed.has(keyOf(permission)) && !isBasicSignIn(permission),
  );
  if (permissions.length === 0) return [];
  const isAllListedGranted = !missing.some((permission) => listed.has(keyOf(permission)));
  const certainty = isAllListedGranted ? "certain" : "likely";
  return [draft("permission_not_in_registration", { permissions, certainty })];
}

/** A Principal grant of somebody who does not wait: the administrator's own, when they forgot the tick. */
function explainByOtherPerson(approval: AfterApproval, missing: PermissionName[]): Draft[] {
  const { approvedBy, consentEvents = [], waitingUserIds } = approval;
  const waiting = new Set(waitingUserIds.map((id) => id.toLowerCase()));
  const own = approval.grants.filter(({ consentType, principalId }) => {
    if (consentType !== "Principal" || principalId === null) return false;
    const id = principalId.toLowerCase();
    return approvedBy === undefined ? !waiting.has(id) : id === approvedBy.toLowerCase();
  });
  const theirs = keysOf(namesOf(own));
  const permissions = missing.filter((permission) => theirs.has(keyOf(permission)));
  if (permissions.every(isBasicSignIn)) return [];
  const isOnRecord =
    consentEvents.some((event) => event.isAdminConsent && !event.onBehalfOfAll) &&
    !consentEvents.some((event) => event.onBehalfOfAll);
  const isProved = approvedBy !== undefined || isOnRecord;
  const certainty = isProved ? "certain" : "likely";
  return [draft("granted_to_administrator_only", { permissions, certainty })];
}

function explainByOtherApp(approval: AfterApproval, missing: PermissionName[]): Draft[] {
  const clientId = approval.clientId.toLowerCase();
  const others = (approval.otherAppIds ?? []).filter((id) => id.toLowerCase() !== clientId);
  const hasOwnGrant = !namesOf(approval.grants).every(isBasicSignIn);
  if (others.length === 0 || hasOwnGrant) return [];
  return [draft("other_app_approved", { permissions: missing })];
}

function nameRest(approval: AfterApproval, permissions: PermissionName[]): Draft {
  const { approvedAt, now } = approval;
  const ageMs = approvedAt && now ? now.getTime() - approvedAt.getTime() : undefined;
  if (ageMs !== undefined && ageMs < VISIBLE_AFTER_MS) {
    return draft("grant_not_visible_yet", { permissions, certainty: "likely" });
  }
  return draft(hasRealGrantForAll(approval) ? "grant_incomplete" : "nothing_granted", { permissions });
}

/** What is wrong with the request or its token although the grant may be complete. */
function findRequestCauses(
  approval: AfterApproval,
  missingOf: ReadonlyMap<string, readonly PermissionName[]>,
): Draft[] {
  const drafts: Draft[] = [];
  if (approval.prompt?.trim().toLowerCase() === "consent") {
    drafts.push(draft("prompt_forces_consent", { userIds: [...approval.waitingUserIds] }));
  }
  const { approvedAt, tokens = [] } = approval;
  const stale = approval.waitingUserIds.filter(
    (userId) =>
      missingOf.get(userId)?.length === 0 &&
      tokens.some(
        (token) =>
          token.userId.toLowerCase() === userId.toLowerCase() &&
          approvedAt !== undefined &&
          token.issuedAt.getTime() < approvedAt.getTime(),
      ),
  );
  if (stale.length > 0) drafts.push(draft("token_older_than_grant", { userIds: stale }));
  return drafts;
}

function describe(found: Draft, approval: AfterApproval): AfterApprovalFinding {
  const { sentence, whoActs, nextStep, isLinkNext } = afterApprovalTexts[found.code];
  const fill = (text: string): string =>
    fillInNames(text, approval.names ?? {}).replaceAll(NAMES, () => nameAll(found.permissions));
  const finding = {
    ...found,
    sentence: fill(sentence),
    whoActs: [...whoActs],
    nextStep: fill(nextStep),
  };
  if (isLinkNext !== true || approval.tenantId === undefined) return finding;
  const url = buildAdminConsentUrl({
    tenant: approval.tenantId,
    clientId: approval.clientId,
    permissions: requestFor(approval, "").requested,
    loginHost: approval.loginHost,
  });
  return { ...finding, url };
}

function missingFor(approval: AfterApproval, userId: string): PermissionName[] {
  return requestFor(approval, userId).missing;
}

/** The request without its prompt: whether it is granted does not depend on that. */
function requestFor(approval: AfterApproval, userId: string): ResolvedRequest {
  return resolveRequest({
    app: appOf(approval),
    user: { id: userId },
    grants: [...approval.grants],
    request: { endpoint: "authorize", scope: approval.requestedScopes, prompt: null },
  });
}

function appOf({ registration = [] }: AfterApproval): Pick<ApplicationReading, "requiredResourceAccess"> {
  return { requiredResourceAccess: [...registration] };
}

function hasRealGrantForAll({ grants }: AfterApproval): boolean {
  return !namesOf(grants.filter(isForAll)).every(isBasicSignIn);
}

function isForAll({ consentType }: PermissionGrant): boolean {
  return consentType === "AllPrincipals";
}

function namesOf(grants: readonly PermissionGrant[]): PermissionName[] {
  return grants.flatMap(({ resourceAppId, scope }) =>
    scope
      .split(/\s+/)
      .filter(Boolean)
      .map((value) => ({ resourceAppId, value })),
  );
}

function keysOf(permissions: readonly PermissionName[]): Set<string> {
  return new Set(permissions.map(keyOf));
}

function uniqueOf(permissions: readonly PermissionName[]): PermissionName[] {
  return [...new Map(permissions.map((permission) => [keyOf(permission), permission])).values()];
}
