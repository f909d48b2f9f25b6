import type { Diagnosis, MailboxConnection } from "@outrigger/api-contract";

/**
 * What the bar on top says about the mailbox connection.
 * `off`: the organization chose to connect no mailbox, so there is nothing to set up. `wall`: somebody else has to act. `own_turn`: the person can go on alone. `declined`: an administrator said no.
 */
export type SetupView =
  | { kind: "hidden" }
  | { kind: "off" }
  | { kind: "not_connected" }
  | { kind: "authorizing" }
  | { kind: "wall"; isAsked: boolean }
  | { kind: "declined"; byName: string | null; reason: string | null }
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
  if (approval?.state === "declined") {
    return { kind: "declined", byName: approval.decidedByName, reason: approval.declineReason };
  }
  const isAsked = approval?.state === "open" || approval?.state === "verifying";
  if (state === "waiting" || isAsked) return { kind: "wall", isAsked };
  // An undecided diagnosis names roles as well: the wall is then likelier than anything else.
  const isUpToOthers = (diagnosis?.whoCanFix.length ?? 0) > 0;
  return isUpToOthers ? { kind: "wall", isAsked } : { kind: "own_turn", diagnosis };
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
export function describeSteps({ approval, state, connectedAt }: MailboxConnection): Step[] {
  const isGranted = approval?.state === "granted" || state === "connected";
  const isAsked = isGranted || approval?.state === "open" || approval?.state === "verifying";
  const facts = [
    { name: "asked", isDone: isAsked, by: approval?.askedByName, at: approval?.askedAt },
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
