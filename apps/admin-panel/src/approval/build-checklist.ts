import type { ApprovalPage } from "@outrigger/api-contract";

export type CheckState = "done" | "pending" | "failed";

export interface Checklist {
  /** Microsoft sent the administrator back with a yes. */
  answered: CheckState;
  /** A token carries what was granted. */
  found: CheckState;
  /** Nothing that was asked for is missing. */
  covers: CheckState;
  /** Everybody who waited is connected. */
  connected: CheckState;
  grantedCount: number;
  askedCount: number;
  people: WaitingPerson[];
  connectedCount: number;
}

export interface WaitingPerson {
  name: string;
  isConnected: boolean;
}

/** What is true by now of an approval, from Microsoft's answer to the last connected mailbox. */
export function buildChecklist(page: ApprovalPage): Checklist {
  const outcome = outcomeOf(page);
  const isRefused = outcome === "refused" || outcome === "not_allowed" || outcome === "other_tenant";
  const isGranted = outcome === "granted";
  const grantedCount = page.permissions.filter((permission) => permission.status !== "not_granted").length;
  const askedCount = page.permissions.length;
  const people = listPeople(page);
  const connectedCount = people.filter((person) => person.isConnected).length;
  const laterState = (isDone: boolean): CheckState => (isRefused ? "failed" : isDone ? "done" : "pending");
  return {
    answered: isRefused ? "failed" : "done",
    found: laterState(isGranted),
    covers: laterState(isGranted && grantedCount === askedCount),
    connected: laterState(isGranted && connectedCount === people.length),
    grantedCount,
    askedCount,
    people,
    connectedCount,
  };
}

/** The answer of this visit, else what is known of the approval itself; undefined while nobody has answered. */
export function outcomeOf(page: ApprovalPage): NonNullable<ApprovalPage["result"]>["outcome"] | undefined {
  // A later, verified grant is the truth, whatever this visitor was told at Microsoft.
  if (page.approval.state === "granted") return "granted";
  if (page.result) return page.result.outcome;
  return page.approval.state === "verifying" ? "verifying" : undefined;
}

/** Everybody who waited: those already connected first. Names only, so two people of one name count once. */
function listPeople(page: ApprovalPage): WaitingPerson[] {
  const connected = new Set(page.result?.connectedNames);
  const waiting = page.waitingNames.filter((name) => !connected.has(name));
  return [
    ...[...connected].map((name) => ({ name, isConnected: true })),
    ...[...new Set(waiting)].map((name) => ({ name, isConnected: false })),
  ];
}

const VERIFYING_POLL_MS = 2_000;
const CONNECTING_POLL_MS = 5_000;

/** How soon to look again: while a grant is being verified, and while people are being connected; false when all is said. */
export function decidePollDelay(page: ApprovalPage | undefined): number | false {
  if (!page) return false;
  const outcome = outcomeOf(page);
  if (outcome === "verifying") return VERIFYING_POLL_MS;
  if (outcome === "granted" && buildChecklist(page).connected === "pending") return CONNECTING_POLL_MS;
  return false;
}
