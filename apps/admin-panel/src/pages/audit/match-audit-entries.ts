import type { AuditEntry } from "@outrigger/api-contract";

/** The entries that hold every word of the text, in who, what or which action; case aside. */
export function matchAuditEntries(entries: readonly AuditEntry[], text: string): AuditEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const line = `${entry.actorName ?? ""} ${entry.summary} ${entry.action}`.toLowerCase();
    return words.every((word) => line.includes(word));
  });
}
