import type { Diagnosis, MailboxConnection } from "@outrigger/api-contract";

/**
 * What the bar on top says about the mailbox connection.
 * `off`: the organization chose to connect no mailbox, so there is nothing to set up. `wall`: an approval is needed.
 * `barred`: an administrator has to act, but not by an approval. `own_turn`: the person can go on alone. `operator`: only
 * whoever runs the product can. `declined`: an administrator said no. `expired`: nobody answered.
 */
export type SetupView =
  | { kind: "hidden" }
  | { kind: "off" }
  | { kind: "not_connected" }
  | { kind: "authorizing" }
  | { kind: "wall"; isAsked: boolean }
  | { kind: "barred" }
  | { kind: "declined"; byName: string | null; reason: string | null }
  | { kind: "expired" }
  | { kind: "operator" }
  | { kind: "own_turn"; diagnosis: Diagnosis | null }
  | { kind: "needs_sign_in" }
  | { kind: "sync_failing" };

export function describeSetup(mailbox: MailboxConnection): SetupView {
  if (isMailboxOff(mailbox)) return { kind: "off" };
  switch (mailbox.state) {
    case "not_connected":
      return { kind: "not_connected" };
    case "authorizing":
      return { kind: "authorizing" };
    case "needs_sign_in":
      return { kind: "needs_sign_in" };
    case "connected":
      return mailbox.sync?.state === "failing" ? { kind: "sync_failing" } : { kind: "hidden" };
    case "waiting":
    case "blocked":
      return describeBlocked(mailbox);
    default:
      return mailbox.state satisfies never;
  }
}

/** The organization has chosen a tier without any mailbox permission. */
export function isMailboxOff({ features }: Pick<MailboxConnection, "features">): boolean {
  const saving = features.find(({ feature }) => feature === "automatic_saving");
  return saving?.availability === "not_in_tier";
}

function describeBlocked({ state, approval, diagnosis }: MailboxConnection): SetupView {
  // Nothing that anybody of the organization decides helps before the operator has acted.
  if (diagnosis?.turn === "operator") return { kind: "operator" };
  if (approval?.state === "declined") {
    return { kind: "declined", byName: approval.decidedByName, reason: approval.declineReason };
  }
  const isAsked = approval?.state === "open" || approval?.state === "verifying";
  if (diagnosis?.turn === "administrator" && !isSettledByApproval(diagnosis)) return { kind: "barred" };
  if (state === "waiting" || isAsked) return { kind: "wall", isAsked };
  if (approval?.state === "expired" && diagnosis?.turn !== "yourself") return { kind: "expired" };
  switch (diagnosis?.turn) {
    case "administrator":
    case "reviewers":
    case "unsure":
      return { kind: "wall", isAsked };
    case "yourself":
    case undefined:
      return { kind: "own_turn", diagnosis };
  }
}

/** An approval lets nobody in whom a security policy, or a missing assignment, keeps out. */
function isSettledByApproval({ causes: [first = ""] }: Diagnosis): boolean {
  const others = [
    "not_assigned",
    "app_disabled",
    "conditional_access",
    "access_restricted",
    "account_unusable",
  ];
  return !others.includes(first);
}

export type StepName = "asked" | "approved" | "connected";

/** One of the three steps; `by` and `at` as far as they are known. */
export interface Step {
  name: StepName;
  state: "done" | "current" | "to_come";
  by: string | null;
  at: string | null;
}

/** Asked → Approved → Connected. The first step that is not done is the current one. */
export function describeSteps({ approval, state, connectedAt, requestSentAt }: MailboxConnection): Step[] {
  const isGranted = approval?.state === "granted" || state === "connected";
  const isPending = approval?.state === "open" || approval?.state === "verifying";
  // A request by Microsoft's own form has been sent, too, though nothing of it comes back to us.
  const isAsked = isGranted || isPending || requestSentAt !== null;
  const asked = isGranted || isPending ? approval : undefined;
  const facts = [
    { name: "asked", isDone: isAsked, by: asked?.askedByName, at: asked?.askedAt ?? requestSentAt },
    { name: "approved", isDone: isGranted, by: approval?.decidedByName, at: approval?.decidedAt },
    { name: "connected", isDone: state === "connected", by: null, at: connectedAt },
  ] as const;
  const current = facts.findIndex(({ isDone }) => !isDone);
  return facts.map(({ name, isDone, by, at }, index) => ({
    name,
    state: isDone ? "done" : index === current ? "current" : "to_come",
    by: isDone ? (by ?? null) : null,
    at: isDone ? (at ?? null) : null,
  }));
}

/** How long to wait before asking the server again, in milliseconds. */
export function pollIntervalMs(mailbox: MailboxConnection | undefined, isWindowOpen: boolean): number {
  if (isWindowOpen) return 2_000;
  if (!mailbox || isMailboxOff(mailbox)) return 15_000;
  const isSyncing = mailbox.sync?.state === "running" || mailbox.sync?.state === "never_ran";
  const isChanging = mailbox.state !== "connected" && mailbox.state !== "not_connected";
  return isChanging || (mailbox.state === "connected" && isSyncing) ? 4_000 : 15_000;
}
