/** Keeps one address from filling the table; a whole office may stand behind it. */
export interface RequestLimiter {
  /** True while the address may ask again; counts it. */
  take(address: string): boolean;
}

const REQUESTS_PER_HOUR_MAX = 30;
const HOUR_MS = 3_600_000;
const ADDRESSES_MAX = 10_000;

export function createRequestLimiter(now: () => Date): RequestLimiter {
  const askedAt = new Map<string, number[]>();
  return {
    take: (address) => {
      const at = now().getTime();
      const recent = (askedAt.get(address) ?? []).filter((earlier) => at - earlier < HOUR_MS);
      if (recent.length >= REQUESTS_PER_HOUR_MAX) return false;
      // The oldest entry is the first: a map keeps the order of insertion.
      askedAt.delete(address);
      askedAt.set(address, [...recent, at]);
      if (askedAt.size > ADDRESSES_MAX) askedAt.delete(askedAt.keys().next().value ?? address);
      return true;
    },
  };
}
