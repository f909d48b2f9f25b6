/** Keeps the polling of many open sidebars from becoming as many calls at Microsoft. */
export interface CheckLimiter {
  /** True at most once in a while per key; more often where a person asked. */
  isDue(key: string, options?: { readonly isAsked?: boolean }): boolean;
  /** Runs a poll's check, or leaves it to the background where many run already: while Microsoft is slow, polls pile up. */
  runPolled(check: () => Promise<unknown>): Promise<void>;
}

const POLLED_SECONDS = 4;
const ASKED_SECONDS = 2;
const KEYS_MAX = 10_000;
const POLLED_AT_ONCE_MAX = 6;

export function createCheckLimiter(now: () => Date): CheckLimiter {
  const lastCheckedAt = new Map<string, number>();
  let polledNow = 0;
  return {
    runPolled: async (check) => {
      if (polledNow >= POLLED_AT_ONCE_MAX) return;
      polledNow += 1;
      try {
        await check();
      } finally {
        polledNow -= 1;
      }
    },
    isDue: (key, { isAsked = false } = {}) => {
      const at = now().getTime();
      const waitMs = (isAsked ? ASKED_SECONDS : POLLED_SECONDS) * 1000;
      const last = lastCheckedAt.get(key);
      if (last !== undefined && at - last < waitMs) return false;
      // The oldest entry is the first: a map keeps the order of insertion.
      lastCheckedAt.delete(key);
      lastCheckedAt.set(key, at);
      if (lastCheckedAt.size > KEYS_MAX) lastCheckedAt.delete(lastCheckedAt.keys().next().value ?? key);
      return true;
    },
  };
}
