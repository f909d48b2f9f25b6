import type { MailboxConnection } from "@outrigger/storage";
import type { ConfirmAccessTools } from "./confirm-access.ts";
import { nextMailboxState } from "./mailbox-states.ts";

/**
 * Somebody waits for an approval that an administrator has answered, but there is no session to try the grant with (the
 * sign-in stage was refused, or its session has ended): only the person can go on, so the waiting ends here.
 */
export async function askToSignIn(
  { organizationId, id }: Pick<MailboxConnection, "organizationId" | "id">,
  { database }: Pick<ConfirmAccessTools, "database">,
): Promise<void> {
  await database.withLockedMailboxConnection(organizationId, id, async (locked, repositories) => {
    if (locked.state !== "waiting" || locked.approvalId === null) return;
    const approval = await repositories.approvals.findById(organizationId, locked.approvalId);
    if (approval?.state !== "granted" && approval?.state !== "verifying") return;
    const state = nextMailboxState(locked.state, "session_lost");
    if (state) await repositories.mailboxConnections.change(organizationId, id, { state });
  });
}
