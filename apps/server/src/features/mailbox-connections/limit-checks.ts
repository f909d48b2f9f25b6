/** Keeps the polling of many open sidebars from becoming as many calls at Microsoft. */
export interface CheckLimiter {
  /** True at most once in a while per key; more often where a person asked. */
  isDue(key: string, options?: { readonly isAsked?: boolean }): boolean;
}

const POLLED_SECONDS = 4;
const ASKED_SECONDS = 2;
const KEYS_MAX = 10_000;

export function createCheckLimiter(now: () => Date): CheckLimiter {
  const lastCheckedAt = new Map<string, number>();
  return {
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
