/** Keeps a signed-in user from turning the product into a way to flood mailboxes. */
export interface MailLimiter {
  /** True while the user may send another mail; counts it. */
  take(userId: string): boolean;
}

const MAILS_PER_HOUR_MAX = 10;
const HOUR_MS = 3_600_000;

export function createMailLimiter(now: () => Date): MailLimiter {
  const sentAt = new Map<string, number[]>();
  return {
    take: (userId) => {
      const at = now().getTime();
      const recent = (sentAt.get(userId) ?? []).filter((earlier) => at - earlier < HOUR_MS);
      if (recent.length >= MAILS_PER_HOUR_MAX) return false;
      sentAt.set(userId, [...recent, at]);
      return true;
    },
  };
}
