import type { FailureReason } from "./connector-error.ts";

/**
 * What a failure does to the run:
 * - `retry_later`: leave cursor and links as they are and come back (see `retryDelaySeconds`);
 * - `skip_record`: raise an issue for this item and go on;
 * - `restart_from_scratch`: forget the cursor and read the folder again; links keep what is saved from being saved twice;
 * - `pause_connection`: stop until the named person has acted;
 * - `fail_run`: stop this run and show it to the operator.
 */
export type FailureEffect =
  | { readonly effect: "retry_later" }
  | { readonly effect: "skip_record" }
  | { readonly effect: "restart_from_scratch" }
  | { readonly effect: "pause_connection"; readonly waitFor: "user" | "administrator" }
  | { readonly effect: "fail_run" };

/** The one place where a reason becomes an effect. */
export function decideAfterFailure(reason: FailureReason): FailureEffect {
  switch (reason) {
    case "rate_limited":
    case "temporarily_unavailable":
    case "version_conflict":
      return { effect: "retry_later" };
    case "record_not_found":
    case "record_rejected":
      return { effect: "skip_record" };
    case "cursor_expired":
      return { effect: "restart_from_scratch" };
    case "reauthorization_required":
      return { effect: "pause_connection", waitFor: "user" };
    case "consent_required":
    case "admin_action_required":
    case "permission_missing":
      return { effect: "pause_connection", waitFor: "administrator" };
    case "unexpected_response":
      return { effect: "fail_run" };
  }
}

export interface RetryDelayInput {
  /** 1 for the first retry. */
  readonly attempt: number;
  /** What the vendor asked for; never undercut. */
  readonly retryAfterSeconds?: number | undefined;
  /** A random number from 0 (inclusive) to 1, handed in because this package has no randomness. */
  readonly jitter: number;
}

const FIRST_DELAY_SECONDS = 5;
const DELAY_SECONDS_MAX = 15 * 60;

/** Seconds to wait before the given attempt: doubling from 5 s to 15 min, with half of it spread by `jitter`. */
export function retryDelaySeconds(input: RetryDelayInput): number {
  const doubled = FIRST_DELAY_SECONDS * 2 ** Math.min(Math.max(input.attempt, 1) - 1, 20);
  const ceiling = Math.min(doubled, DELAY_SECONDS_MAX);
  const spread = Math.ceil(ceiling / 2 + (ceiling / 2) * input.jitter);
  return Math.max(spread, input.retryAfterSeconds ?? 0);
}
