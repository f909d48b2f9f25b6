import type { RemedyChange } from "@outrigger/api-contract";

interface ProgressPerson {
  state: "connected" | "waiting" | "needs_sign_in";
}

export interface ProgressStep {
  name: "applied" | "verified" | "connected" | "sign_in";
  state: "done" | "pending" | "failed";
  done: number;
  all: number;
}

/** From the requests to the last connected mailbox; nobody is connected by opening a way to ask. */
export function planSteps(change: RemedyChange, people: readonly ProgressPerson[]): ProgressStep[] {
  const isStopped = change.state === "failed" || change.state === "undone";
  const stateOf = (isDone: boolean): ProgressStep["state"] =>
    isDone ? "done" : isStopped ? "failed" : "pending";
  const isApplied = change.appliedAt !== null && change.state !== "failed";
  const isVerified = change.verifiedAt !== null && change.state !== "failed";
  const connected = people.filter(({ state }) => state === "connected").length;
  const toSignIn = people.filter(({ state }) => state === "needs_sign_in").length;
  const concerned = people.length - toSignIn;
  const isOnlyToSignIn = concerned === 0 && toSignIn > 0;
  return [
    { name: "applied", state: stateOf(isApplied), done: change.doneCount, all: change.requests.length },
    { name: "verified", state: stateOf(isVerified), done: 0, all: 0 },
    ...(change.code === "enable_consent_workflow" || isOnlyToSignIn
      ? []
      : [
          {
            name: "connected" as const,
            state: stateOf(isVerified && connected === concerned),
            done: connected,
            all: concerned,
          },
        ]),
    ...(toSignIn === 0
      ? []
      : [{ name: "sign_in" as const, state: "done" as const, done: toSignIn, all: people.length }]),
  ];
}
