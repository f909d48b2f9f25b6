import type { PersonKind, Prospect, Remedy, TenantFinding, TenantSnapshot } from "@outrigger/consent";

const PEOPLE: Record<PersonKind, string> = {
  user: "Ordinary user",
  guest: "Guest",
  cloud_application_administrator: "Cloud Application Administrator",
  global_administrator: "Global Administrator",
};

const OUTCOMES = {
  code: "signs in, no question",
  consent_prompt: "is asked, may accept",
  need_admin_approval: "Need admin approval",
  approval_request: "Approval required (form)",
  error: "error page",
} as const;

/** The finding in words, for a terminal. */
export function formatFinding(snapshot: TenantSnapshot, finding: TenantFinding): string {
  return [...formatVerdict(finding), "", ...formatTable(finding.prospects), "", ...formatUnknown(snapshot)]
    .join("\n")
    .concat("\n");
}

function formatVerdict({ verdict, blocker, further, fix }: TenantFinding): string[] {
  if (blocker === null) {
    const sentence =
      verdict === "clear"
        ? "Nothing blocks an ordinary user."
        : "Nothing that was read blocks an ordinary user.";
    return [sentence];
  }
  const certainty = verdict === "unknown" ? "What probably blocks" : "What blocks";
  const actors = [...new Set(fix.flatMap((remedy) => remedy.actors.slice(0, 1)))];
  return [
    `${certainty}: ${blocker.sentence}`,
    `  Setting:  ${blocker.setting} (${blocker.code})`,
    ...further.map((next) => `  Behind it: ${next.sentence}`),
    `Who can change it: ${actors.length > 0 ? actors.join("; ") : "nobody in this tenant alone"}`,
    ...fix.flatMap((remedy) => formatRemedy(remedy)),
  ];
}

function formatRemedy(remedy: Remedy): string[] {
  return [
    `Least fix: ${remedy.code} (${remedy.actors.join(" or ")})`,
    ...remedy.steps.map((step, index) => `  ${index + 1}. ${step}`),
    ...(remedy.url === undefined ? [] : [`  ${remedy.url}`]),
  ];
}

function formatTable(prospects: readonly Prospect[]): string[] {
  const rows = prospects.map(({ person, scopes, decision, possible, dependsOn }) => {
    const code = decision.aadsts === null ? "" : ` ${decision.aadsts}`;
    const sees =
      possible.length === 1
        ? `${OUTCOMES[decision.outcome]}${code}`
        : `not known: ${possible.map((outcome) => OUTCOMES[outcome]).join(", or ")} (hangs on ${dependsOn.join(", ")})`;
    return [PEOPLE[person], scopes === "sign_in" ? "sign-in" : "mailbox", sees];
  });
  return [["Who", "Asked for", "Sees"], ...rows].map(([who = "", asked = "", sees = ""]) =>
    `${who.padEnd(33)}${asked.padEnd(11)}${sees}`.trimEnd(),
  );
}

function formatUnknown({ unknown }: TenantSnapshot): string[] {
  if (unknown.length === 0) return ["Every part was read."];
  return [
    "Not known:",
    ...unknown.map(({ part, reason, assumed }) => `  ${part} ${reason}; supposed: ${assumed}.`),
  ];
}
