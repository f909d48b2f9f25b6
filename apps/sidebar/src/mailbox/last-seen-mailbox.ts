/**
 * Remembers on this machine whether a person's mailbox was connected when the pane last looked, so that a connection
 * which came about while it was closed is told too. Gives what was remembered, and remembers `state`; a person who was
 * never seen here counts as connected, as there is nothing new to tell.
 */
export function wasLastSeenConnected(userId: string, state: string): boolean {
  const key = `mailboxState:${userId}`;
  try {
    const before = localStorage.getItem(key);
    localStorage.setItem(key, state);
    return before === null || before === "connected";
  } catch {
    // Outlook's frame may have no storage; then only what happens while the pane is open is told.
    const before = rememberedHere.get(key);
    rememberedHere.set(key, state);
    return before === undefined || before === "connected";
  }
}

const rememberedHere = new Map<string, string>();
