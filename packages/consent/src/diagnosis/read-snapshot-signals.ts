import type { ConsentCase, UserReading } from "../consent-case.ts";
import { decide } from "../decide.ts";
import { isUnhindered } from "../judge-case.ts";
import { parseScopes } from "../parse-scopes.ts";
import type { TenantFacts, TenantSnapshot } from "../reading/tenant-snapshot.ts";
import { causeOfAadsts } from "./cause-of-aadsts.ts";
import type { Evidence } from "./evidence.ts";
import { readTenantSignals } from "./read-tenant-signals.ts";
import type { Signal } from "./signals.ts";
import { signalsFor } from "./signals.ts";

type SnapshotEvidence = Extract<Evidence, { kind: "tenant_snapshot" }>;

/** What a tenant's settings foretell for this request, and what its sign-in log, audit log and requests show. */
export function readSnapshotSignals(evidence: SnapshotEvidence): Signal[] {
  return [
    ...readSettings(evidence),
    ...readForgottenCheckbox(evidence.snapshot),
    ...readRequests(evidence.snapshot),
    ...readRefusedSignIns(evidence.snapshot),
  ];
}

/** Certain only where nothing that was not read could turn the outcome. */
function readSettings({ snapshot, requestedScopes, person }: SnapshotEvidence): Signal[] {
  const caseOf = (facts: TenantFacts) => toCase(facts, requestedScopes, person);
  const signals = readTenantSignals(caseOf(snapshot));
  const isThrough = isUnhindered(decide(caseOf(snapshot)));
  const isSettled = snapshot.alternatives.every(({ apply }) =>
    apply.every((change) => isUnhindered(decide(caseOf(change(snapshot)))) === isThrough),
  );
  if (isSettled) return signals;
  return signals.flatMap((signal): Signal[] =>
    signal.strength === "excludes"
      ? []
      : [{ ...signal, strength: signal.strength === "certain" ? "strong" : signal.strength }],
  );
}

function toCase(
  { tenant, app, grants }: TenantFacts,
  scope: string,
  person: UserReading | undefined,
): ConsentCase {
  // The static list of another organization's app is not to be seen; what is asked does not depend on it.
  const isListSeen = app.requiredResourceAccess.length > 0;
  const asked = parseScopes(scope).permissions;
  const resources = [...new Set(asked.map(({ resourceAppId }) => resourceAppId))];
  const requiredResourceAccess = isListSeen
    ? app.requiredResourceAccess
    : resources.map((resourceAppId) => ({
        resourceAppId,
        scopes: asked.filter((one) => one.resourceAppId === resourceAppId).map(({ value }) => value),
      }));
  return {
    tenant,
    app: { ...app, requiredResourceAccess },
    grants,
    user: person ?? { id: "any member", homeTenantId: tenant.id, directoryRoles: [], isGuest: false },
    request: { endpoint: "authorize", scope, prompt: null },
  };
}

/** IsAdminConsent with OnBehalfOfAll=False, and no grant for everybody since: the tick was forgotten. */
function readForgottenCheckbox({ details, grants }: TenantSnapshot): Signal[] {
  const isOnRecord = details.events.some(
    ({ activity, isSuccess, isAdminConsent, isForEverybody }) =>
      activity === "consent" && isSuccess && isAdminConsent === true && isForEverybody === false,
  );
  if (!isOnRecord || grants.some(({ consentType }) => consentType === "AllPrincipals")) return [];
  return signalsFor("the audit log has an administrator's consent for that account alone", {
    granted_but_incomplete: "certain",
  });
}

function readRequests({ details }: TenantSnapshot): Signal[] {
  const isWaiting = details.requests.some(({ status }) => status === "InProgress");
  if (!isWaiting) return [];
  return signalsFor("a request for approval waits for a reviewer", { approval_request_pending: "strong" });
}

/** A row may be another person's, so that it speaks for a cause and does not name it. */
function readRefusedSignIns({ details }: TenantSnapshot): Signal[] {
  const codes = new Set(details.refusedSignIns.map(({ errorCode }) => String(errorCode)));
  return [...codes].flatMap((code): Signal[] => {
    const cause = causeOfAadsts(code);
    if (cause === undefined) return [];
    return [{ cause, strength: "strong", restsOn: `the sign-in log has refusals with AADSTS${code}` }];
  });
}
