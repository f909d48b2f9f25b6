import type {
  PermissionKind,
  PersonKind,
  Prospect,
  Remedy,
  TenantFinding,
  TenantSnapshot,
} from "@outrigger/consent";

const PEOPLE: Record<PersonKind, string> = {
  user: "Ordinary user",
  assigned_user: "Assigned user",
  guest: "Guest",
  cloud_application_administrator: "Cloud Application Administrator",
  global_administrator: "Global Administrator",
};

const KINDS: Record<PermissionKind, string> = {
  sign_in: "sign in",
  people: "see colleagues",
  read_mail: "read mail",
  write_mail: "read, file mail",
  send_mail: "send mail",
  calendar: "calendar",
  contacts: "contacts",
  tasks: "tasks",
  mailbox_settings: "settings",
  other: "other",
  mailbox: "all together",
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
  const parts = [
    formatVerdict(finding),
    finding.observations.map(({ sentence }) => sentence),
    formatTable(finding.prospects),
    formatUnknown(snapshot),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")
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
  const rows = prospects.filter(tellsMore).map((prospect) => {
    const { person, scopes, decision, possible, dependsOn } = prospect;
    const code = decision.aadsts === null ? "" : ` ${decision.aadsts}`;
    const sees =
      possible.length === 1
        ? `${OUTCOMES[decision.outcome]}${code}`
        : `not known: ${possible.map((outcome) => OUTCOMES[outcome]).join(", or ")} (hangs on ${dependsOn.join(", ")})`;
    return [PEOPLE[person], KINDS[scopes], sees];
  });
  return [["Who", "Asked for", "Sees"], ...rows].map(([who = "", asked = "", sees = ""]) =>
    `${who.padEnd(33)}${asked.padEnd(17)}${sees}`.trimEnd(),
  );
}

/** Assigned people are another kind only where somebody unassigned is turned away. */
function tellsMore(prospect: Prospect, _index: number, all: readonly Prospect[]): boolean {
  if (prospect.person !== "assigned_user") return true;
  const unassigned = all.find(({ person, scopes }) => person === "user" && scopes === prospect.scopes);
  return unassigned?.possible.join() !== prospect.possible.join();
}

function formatUnknown({ unknown }: TenantSnapshot): string[] {
  if (unknown.length === 0) return ["Every part was read."];
  return [
    "Not known:",
    ...unknown.map(
      ({ part, reason, assumed, scope }) => `  ${part} ${reason}; supposed: ${assumed}. ${scope} would tell.`,
    ),
  ];
}
