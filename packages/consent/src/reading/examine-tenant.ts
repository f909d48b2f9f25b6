import type { ConsentCase, UserReading } from "../consent-case.ts";
import { resolveOptions, type DecideOptions } from "../decide-options.ts";
import { decide } from "../decide.ts";
import type { Blocker, ConsentOutcome, Decision, Remedy } from "../decision.ts";
import { CLOUD_APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR } from "../directory-roles.ts";
import { judgeCase } from "../judge-case.ts";
import { resolveRequest } from "../resolve-request.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { observeTenant, type TenantObservation } from "./observe-tenant.ts";
import type { PermissionKind, PermissionQuestion } from "./permission-kinds.ts";
import type { ReadingPart, TenantFacts, TenantSnapshot } from "./tenant-snapshot.ts";

/**
 * The kinds of people whose sign-in is foretold; none of them is a person of the tenant. `assigned_user` is somebody the app is
 * assigned to: another than `user` only where the app requires assignment.
 */
export type PersonKind =
  | "user"
  | "assigned_user"
  | "guest"
  | "cloud_application_administrator"
  | "global_administrator";

/** What one kind of person meets; more than one possible outcome where the file leaves it open. */
export type Prospect = {
  person: PersonKind;
  /** `sign_in` and `mailbox` are everything asked at these two steps; the others one kind of permission alone. */
  scopes: PermissionKind;
  decision: Decision;
  /** Sorted; one entry when whatever is not known cannot change it. */
  possible: ConsentOutcome[];
  /** The unknown parts that the outcome hangs on. */
  dependsOn: ReadingPart[];
};

/** The doctor's finding about a tenant. */
export type TenantFinding = {
  /** `clear`: an ordinary user gets through. `unknown`: what is not known decides. */
  verdict: "clear" | "blocked" | "unknown";
  /** The first gate that stops an ordinary user, with what is supposed for unknown parts; null when nothing does. */
  blocker: Blocker | null;
  /** The gates behind it: removing the first alone leads to them. */
  further: Blocker[];
  /** The least changes that together remove all of them. */
  fix: Remedy[];
  prospects: Prospect[];
  /** What logs, requests and the registration tell beside the gates; the most pressing first. */
  observations: TenantObservation[];
};

/** Scopes as they are sent to /authorize. */
export type ScopesInQuestion = {
  signIn: string;
  mailbox: string;
  /** Kinds of permission to tell one by one; they do not change the verdict. */
  further?: readonly PermissionQuestion[] | undefined;
};

type Kind = { person: PersonKind; roles: string[]; isGuest: boolean };

const PEOPLE: readonly Kind[] = [
  { person: "user", roles: [], isGuest: false },
  { person: "assigned_user", roles: [], isGuest: false },
  { person: "guest", roles: [], isGuest: true },
  {
    person: "cloud_application_administrator",
    roles: [CLOUD_APPLICATION_ADMINISTRATOR.name],
    isGuest: false,
  },
  { person: "global_administrator", roles: [GLOBAL_ADMINISTRATOR.name], isGuest: false },
];

/** What blocks in this tenant, the least fix, and what each kind of person will see. Pure. */
export function examineTenant(
  snapshot: TenantSnapshot,
  scopes: ScopesInQuestion,
  options: DecideOptions = {},
): TenantFinding {
  const facts = withRegisteredScopes(snapshot, scopes);
  const combinations = combine(snapshot, facts);
  const questions: PermissionQuestion[] = [
    { kind: "sign_in", scope: scopes.signIn },
    { kind: "mailbox", scope: scopes.mailbox },
    ...(scopes.further ?? []),
  ];
  const resolved = resolveOptions(options);
  const prospects = PEOPLE.flatMap((person) => {
    const user = personOf(person, snapshot.tenant.id);
    return questions.map(({ kind, scope }): Prospect => {
      // The outcome alone: working out the remedies of hundreds of suppositions takes seconds.
      const ask = (given: TenantFacts): ConsentOutcome => {
        const input = caseOf(given, user, scope);
        return judgeCase(input, resolveRequest(input), resolved).outcome;
      };
      const decision = decide(caseOf(facts, user, scope), options);
      return { person: person.person, scopes: kind, decision, ...foretell(combinations, ask) };
    });
  });
  const ordinary = prospects.filter(
    ({ person, scopes: kind }) => person === "user" && (kind === "sign_in" || kind === "mailbox"),
  );
  const hindered = ordinary.filter(({ possible }) => possible.some((outcome) => !isThrough(outcome)));
  const isCertain = hindered.some(({ possible }) => !possible.some(isThrough));
  const blocking = [...ordinary].reverse().find(({ decision }) => decision.blockers.length > 0)?.decision;
  const [blocker = null, ...further] = blocking?.blockers ?? [];
  return {
    verdict: hindered.length === 0 ? "clear" : isCertain ? "blocked" : "unknown",
    blocker,
    further,
    fix: blocking ? leastFix(blocking) : [],
    prospects,
    observations: observeTenant(snapshot, scopes.mailbox, options.now),
  };
}

function isThrough(outcome: ConsentOutcome): boolean {
  return outcome === "code" || outcome === "consent_prompt";
}

/**
 * The static list of another organization's app is not to be seen; our requests do not depend on it. What a registration of this
 * tenant leaves out is told as an observation.
 */
function withRegisteredScopes(snapshot: TenantSnapshot, { mailbox }: ScopesInQuestion): TenantFacts {
  const requiredResourceAccess = [
    { resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: mailbox.split(" ").filter(Boolean) },
  ];
  const { tenant, app, grants } = snapshot;
  return { tenant, app: { ...app, requiredResourceAccess }, grants };
}

function personOf(kind: Kind, tenantId: string): UserReading {
  const homeTenantId = kind.isGuest ? "a guest's home" : tenantId;
  return { id: `any ${kind.person}`, homeTenantId, directoryRoles: kind.roles, isGuest: kind.isGuest };
}

function caseOf({ tenant, app, grants }: TenantFacts, user: UserReading, scope: string): ConsentCase {
  const request = { endpoint: "authorize" as const, scope, prompt: null };
  const principal = app.servicePrincipal;
  if (principal === null || user.id !== "any assigned_user") return { tenant, app, grants, user, request };
  const servicePrincipal = { ...principal, assignedUserIds: [...principal.assignedUserIds, user.id] };
  return { tenant, app: { ...app, servicePrincipal }, grants, user, request };
}

type Combination = { facts: TenantFacts; changed: ReadingPart[] };

/** Suppositions that are changed at once. No outcome takes more: each of the five is one or two settings away from any other. */
const CHANGES_MAX = 3;

/** Combinations of what the unknown parts may be, the supposed one first: at most a few hundred. */
function combine({ alternatives }: TenantSnapshot, facts: TenantFacts): Combination[] {
  let combinations: Combination[] = [{ facts, changed: [] }];
  for (const { part, apply } of alternatives) {
    combinations = combinations.flatMap((combination) => [
      combination,
      ...(combination.changed.length < CHANGES_MAX ? apply : []).map((change) => ({
        facts: change(combination.facts),
        changed: [...combination.changed, part],
      })),
    ]);
  }
  return combinations;
}

function foretell(
  combinations: readonly Combination[],
  ask: (facts: TenantFacts) => ConsentOutcome,
): Pick<Prospect, "possible" | "dependsOn"> {
  const answers = combinations.map(({ facts, changed }) => ({ outcome: ask(facts), changed }));
  const supposed = answers[0]?.outcome;
  const other = answers.filter(({ outcome }) => outcome !== supposed);
  const fewest = Math.min(...other.map(({ changed }) => changed.length));
  const deciding = other.filter(({ changed }) => changed.length === fewest).flatMap(({ changed }) => changed);
  return {
    possible: [...new Set(answers.map(({ outcome }) => outcome))].sort(),
    dependsOn: [...new Set(deciding)],
  };
}

/** Remedies come least privilege first; one that removes everything wins over a chain. */
function leastFix({ blockers, remedies }: Decision): Remedy[] {
  const codes = blockers.map((blocker) => blocker.code);
  const whole = remedies.find((remedy) => codes.every((code) => remedy.removes.includes(code)));
  if (whole) return [whole];
  const open = new Set(codes);
  return remedies.filter((remedy) => {
    const helps = remedy.removes.some((code) => open.has(code));
    for (const code of remedy.removes) open.delete(code);
    return helps;
  });
}
