import type { ConsentCase } from "../consent-case.ts";
import { decide } from "../decide.ts";
import type { Blocker, BlockerCode, Decision } from "../decision.ts";
import { keyOf, resolveRequest } from "../resolve-request.ts";
import type { CauseCode } from "./causes.ts";
import type { Signal } from "./signals.ts";
import { asksForMore } from "./read-answer-signals.ts";
import { signalsFor } from "./signals.ts";

/** The cause that a gate amounts to; gates without one only accompany others. */
const causeOfBlocker: Readonly<Partial<Record<BlockerCode, CauseCode>>> = {
  app_disabled: "app_disabled",
  wrong_tenant: "wrong_tenant",
  user_not_assigned: "not_assigned",
  prompt_forces_consent: "prompt_forces_consent",
  request_malformed: "registration_fault",
  resource_not_in_tenant: "registration_fault",
  user_consent_disabled: "admin_approval_required",
  policy_excludes_permission: "admin_approval_required",
  permission_not_classified: "admin_approval_required",
  publisher_not_verified: "admin_approval_required",
  risky_app: "admin_approval_required",
  permission_is_admin_only: "admin_approval_required",
  assignment_required: "admin_approval_required",
  role_may_not_consent: "admin_approval_required",
};

/** What the tenant's settings foretell, by the same rules that Entra decides by. */
export function readTenantSignals(input: ConsentCase): Signal[] {
  const decision = decide(input);
  if (decision.outcome === "code") {
    return excludeWall("everything that is asked is granted to this person");
  }
  if (decision.outcome === "consent_prompt") {
    return [
      ...excludeWall("this person may consent in person"),
      ...signalsFor("this person is asked on Permissions requested", { user_declined: "weak" }),
    ];
  }
  const signals = decision.blockers.flatMap(signalOfBlocker);
  const isWall = (signal: Signal): boolean => signal.cause === "admin_approval_required";
  // An incomplete grant is the more telling name for a wall that somebody believes to have removed.
  return [
    ...signals.filter((signal) => !isWall(signal)),
    ...readIncompleteGrant(input, decision),
    ...signals.filter(isWall),
  ];
}

function signalOfBlocker(blocker: Blocker): Signal[] {
  // Only a registration that admits no other organization is a fault; an app nobody consented to yet is not.
  const isKeptOut = blocker.setting === "application.signInAudience";
  const cause = isKeptOut ? "registration_fault" : causeOfBlocker[blocker.code];
  return cause ? [{ cause, strength: "certain", restsOn: blocker.sentence }] : [];
}

function excludeWall(restsOn: string): Signal[] {
  return signalsFor(restsOn, {
    admin_approval_required: "excludes",
    approval_request_pending: "excludes",
    granted_but_incomplete: "excludes",
  });
}

/** An administrator granted something, but not all of it or not for everybody: "I approved it and they are still blocked" (§1.4). */
function readIncompleteGrant(input: ConsentCase, decision: Decision): Signal[] {
  if (decision.missing.length === 0) return [];
  const { requested } = resolveRequest(input);
  const missing = new Set(decision.missing.map(keyOf));
  const isPartial = requested.some(
    (permission) => !missing.has(keyOf(permission)) && asksForMore(permission.value),
  );
  if (isPartial) {
    return signalsFor("only a part of what is asked is granted", { granted_but_incomplete: "certain" });
  }
  const forOthers = resolveRequest({ ...input, grants: input.grants.map(asIfForAll) }).missing;
  const isForOthersOnly = forOthers.length < decision.missing.length;
  if (!isForOthersOnly) return [];
  return signalsFor("the permissions are granted to another person only, not to everybody", {
    granted_but_incomplete: "certain",
  });
}

function asIfForAll(grant: ConsentCase["grants"][number]): ConsentCase["grants"][number] {
  return { ...grant, consentType: "AllPrincipals", principalId: null };
}
