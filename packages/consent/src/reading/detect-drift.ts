import { parseScopes } from "../parse-scopes.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { daysLeft, lastingCredential } from "./observe-tenant.ts";
import type { ReadingPart, TenantSnapshot } from "./tenant-snapshot.ts";

/** What can change in a tenant so that people meet a wall they did not meet before. */
export const driftKinds = [
  "grant_revoked",
  "grant_narrowed",
  "app_disabled",
  "assignment_required",
  "consent_policy_changed",
  "workflow_off",
  "secret_expires",
  "secret_expired",
  "consent_requests_waiting",
] as const;
export type DriftKind = (typeof driftKinds)[number];

/**
 * One change, by kind and subject: at most one of both is open at a time. `before` and `after` are what they were and became: scopes
 * for grants, policies for the consent policy, a date for secrets, names of people for requests.
 */
export type Drift = { kind: DriftKind; subject: string; before: string[]; after: string[] };

/** Days before its end at which a secret is reported. */
const EXPIRY_STEPS = [3, 14, 30];

/** `scope`: the permissions that matter, as a scope string; left out, all that an app was granted. */
export type DriftOptions = { now: Date; scope?: string | undefined };

/**
 * What is worse in `current` than in `previous`; what is bad in itself (a disabled app, an expiring secret) also without a
 * previous reading. A part that either reading could not see is never taken for a change. Pure.
 */
export function detectDrift(
  previous: TenantSnapshot | undefined,
  current: TenantSnapshot,
  { now, scope }: DriftOptions,
): Drift[] {
  const changes = previous && [
    ...grantsLost(previous, current, scope),
    ...assignmentRequired(previous, current),
    ...policyChanged(previous, current),
    ...workflowOff(previous, current),
  ];
  return [
    ...(changes ?? []),
    ...appDisabled(current),
    ...secretsEnding(current, now),
    ...requestsWaiting(current),
  ];
}

/** Whether the reading shows that a reported drift is no more; false where it cannot tell. Pure. */
export function isUndone(drift: Drift, current: TenantSnapshot, now: Date): boolean {
  switch (drift.kind) {
    case "grant_revoked":
    case "grant_narrowed": {
      const lost = drift.before.filter((scope) => !drift.after.includes(scope));
      return (
        knows(current, "oauth2PermissionGrants", "servicePrincipal") &&
        lost.every((scope) => scopesFor(current, drift.subject).has(scope.toLowerCase()))
      );
    }
    case "app_disabled":
      return current.app.servicePrincipal?.accountEnabled === true && knows(current, "servicePrincipal");
    case "assignment_required":
      return (
        knows(current, "servicePrincipal") &&
        current.app.servicePrincipal?.appRoleAssignmentRequired === false
      );
    case "consent_policy_changed":
      return knows(current, "authorizationPolicy") && isSame(policiesOf(current), drift.before);
    case "workflow_off":
      return knows(current, "adminConsentRequestPolicy") && current.tenant.adminConsentWorkflow.isEnabled;
    case "secret_expires":
    case "secret_expired":
      return (
        current.details.credentials.length > 0 &&
        !secretsEnding(current, now).some((ending) => ending.subject === drift.subject)
      );
    case "consent_requests_waiting":
      // Without the part the list is empty because nobody looked.
      return current.details.areRequestsRead && requestsWaiting(current).length === 0;
  }
}

function knows({ unknown }: TenantSnapshot, ...parts: ReadingPart[]): boolean {
  return !unknown.some(({ part }) => parts.includes(part));
}

/** `subject` is empty for everybody, else the id of the one person. */
function scopesFor({ grants }: TenantSnapshot, subject: string): Set<string> {
  const covering = grants.filter(
    ({ consentType, principalId, resourceAppId }) =>
      resourceAppId === MICROSOFT_GRAPH_APP_ID &&
      (consentType === "AllPrincipals" || (subject !== "" && principalId === subject)),
  );
  return new Set(covering.flatMap(({ scope }) => namesOf(scope)).map((name) => name.toLowerCase()));
}

function namesOf(scope: string): string[] {
  return parseScopes(scope).permissions.map(({ value }) => value);
}

/**
 * A tenant-wide grant that is lost says it all; a person's own counts where that one stands, and only when it is gone for that
 * person altogether.
 */
function grantsLost(previous: TenantSnapshot, current: TenantSnapshot, scope: string | undefined): Drift[] {
  const areKnown = [previous, current].every((reading) =>
    knows(reading, "oauth2PermissionGrants", "graphServicePrincipal", "servicePrincipal"),
  );
  if (!areKnown) return [];
  const wanted = scope === undefined ? undefined : new Set(namesOf(scope));
  const lost = previous.grants
    .filter(({ resourceAppId }) => resourceAppId === MICROSOFT_GRAPH_APP_ID)
    .flatMap((grant): Drift[] => {
      const subject = grant.consentType === "AllPrincipals" ? "" : (grant.principalId ?? "");
      const left = scopesFor(current, subject);
      const before = namesOf(grant.scope).filter((name) => wanted?.has(name) ?? true);
      const after = before.filter((name) => left.has(name.toLowerCase()));
      if (after.length === before.length) return [];
      return [{ kind: after.length === 0 ? "grant_revoked" : "grant_narrowed", subject, before, after }];
    });
  const forEverybody = lost.filter(({ subject }) => subject === "");
  return forEverybody.length > 0 ? forEverybody : lost;
}

function appDisabled(current: TenantSnapshot): Drift[] {
  if (!knows(current, "servicePrincipal") || current.app.servicePrincipal?.accountEnabled !== false)
    return [];
  return [{ kind: "app_disabled", subject: "", before: ["enabled"], after: ["disabled"] }];
}

function assignmentRequired(previous: TenantSnapshot, current: TenantSnapshot): Drift[] {
  const [was, is] = [previous, current].map(({ app }) => app.servicePrincipal?.appRoleAssignmentRequired);
  if (![previous, current].every((reading) => knows(reading, "servicePrincipal"))) return [];
  return was === false && is === true
    ? [{ kind: "assignment_required", subject: "", before: ["not required"], after: ["required"] }]
    : [];
}

/** Policies that let people consent for themselves; what group owners may do is none of our concern. */
function policiesOf({ tenant }: TenantSnapshot): string[] {
  return tenant.permissionGrantPoliciesAssigned
    .flatMap((entry) => /^managePermissionGrantsForSelf\.(.+)$/i.exec(entry.trim())?.[1]?.toLowerCase() ?? [])
    .sort();
}

function policyChanged(previous: TenantSnapshot, current: TenantSnapshot): Drift[] {
  if (![previous, current].every((reading) => knows(reading, "authorizationPolicy"))) return [];
  const [before, after] = [policiesOf(previous), policiesOf(current)];
  return isSame(before, after) ? [] : [{ kind: "consent_policy_changed", subject: "", before, after }];
}

function workflowOff(previous: TenantSnapshot, current: TenantSnapshot): Drift[] {
  const areKnown = [previous, current].every((reading) => knows(reading, "adminConsentRequestPolicy"));
  const isSwitchedOff =
    previous.tenant.adminConsentWorkflow.isEnabled && !current.tenant.adminConsentWorkflow.isEnabled;
  return areKnown && isSwitchedOff
    ? [{ kind: "workflow_off", subject: "", before: ["on"], after: ["off"] }]
    : [];
}

/** A step is a subject of its own: 14 days is news again after 30. */
function secretsEnding({ details }: TenantSnapshot, now: Date): Drift[] {
  const last = lastingCredential(details.credentials, now);
  const days = last && daysLeft(last, now);
  if (last === undefined || days === undefined) return [];
  const step = EXPIRY_STEPS.find((limit) => days < limit);
  if (step === undefined) return [];
  const name = last.displayName || last.keyId;
  const drift = { before: [name], after: [last.endsAt] };
  return days < 0
    ? [{ kind: "secret_expired", subject: last.keyId, ...drift }]
    : [{ kind: "secret_expires", subject: `${last.keyId} ${step}`, ...drift }];
}

function requestsWaiting({ details }: TenantSnapshot): Drift[] {
  const waiting = details.requests.filter(({ status }) => status === "InProgress");
  const after = [...new Set(waiting.map(({ requestedBy }) => requestedBy))].sort();
  return waiting.length === 0 ? [] : [{ kind: "consent_requests_waiting", subject: "", before: [], after }];
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}
