const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** The oldest received time of interest for a mailbox connected at `connectedAt`; undefined days mean everything. */
export function findWindowStart(connectedAt: Date, windowDays: number | undefined): Date | undefined {
  if (windowDays === undefined) return undefined;
  return new Date(connectedAt.getTime() - windowDays * MS_PER_DAY);
}
