import { nextMailboxState } from "../mailbox-connections/mailbox-states.ts";
import type { MailboxConnection, Repositories } from "@outrigger/storage";
import { z } from "zod";

/**
 * A waiting user's mailbox has connected. Without the user's own consent a token can only come from an administrator's
 * grant, so the approval is granted; a user who consented alone leaves it open for those who still wait.
 */
export async function settleApproval(
  connection: MailboxConnection,
  { isByAdministrator }: { readonly isByAdministrator: boolean },
  { repositories, at }: { readonly repositories: Repositories; readonly at: Date },
): Promise<void> {
  const { organizationId, approvalId } = connection;
  if (approvalId === null) return;
  // By the state of now: of two people who connect at once, one is the last.
  const approval = await repositories.approvals.lock(organizationId, approvalId);
  if (!approval) return;
  const waiting = (await repositories.mailboxConnections.listByApproval(organizationId, approvalId)).filter(
    (other) => other.state !== "connected",
  );
  // A pilot's grant answers nothing for everybody else, even while none of them waits.
  if (await isPilot(connection, repositories)) return;
  if (!isByAdministrator && waiting.length > 0) return;
  const granted = await repositories.approvals.moveTo(organizationId, approvalId, {
    state: "granted",
    decidedAt: at,
  });
  if (granted) {
    await repositories.approvalEvents.add(organizationId, { approvalId, kind: "granted" });
    await repositories.auditEntries.add(organizationId, {
      action: "approval.granted",
      summary: "An approval was granted: a waiting person's token carries the permissions.",
    });
  }
  if (waiting.length > 0 || (!granted && approval.state !== "granted")) return;
  const events = await repositories.approvalEvents.list(organizationId, approvalId);
  if (events.at(-1)?.kind === "everybody_connected") return;
  await repositories.approvalEvents.add(organizationId, { approvalId, kind: "everybody_connected" });
}

const pilotTargetSchema = z.object({ people: z.array(z.object({ id: z.string() })) });

/** A grant for chosen people lets them in and nobody else: their token proves nothing about those who still wait. */
async function isPilot(
  { organizationId, tenantId, microsoftUserId }: MailboxConnection,
  { remedyChanges }: Repositories,
): Promise<boolean> {
  if (tenantId === null || microsoftUserId === null) return false;
  const changes = await remedyChanges.list(organizationId, { tenantId, limit: 50 });
  return changes.some(({ code, state, target }) => {
    if (code !== "grant_pilot_users" || state === "undone") return false;
    const parsed = pilotTargetSchema.safeParse(target);
    return parsed.success && parsed.data.people.some(({ id }) => id === microsoftUserId);
  });
}

/** The approval has ended without a grant: those who waited have to decide anew. */
export async function releaseWaiters(
  approval: {
    readonly organizationId: MailboxConnection["organizationId"];
    readonly id: NonNullable<MailboxConnection["approvalId"]>;
  },
  repositories: Repositories,
): Promise<void> {
  const { organizationId } = approval;
  for (const connection of await repositories.mailboxConnections.listByApproval(
    organizationId,
    approval.id,
  )) {
    const state = nextMailboxState(connection.state, "approval_ended");
    if (state) await repositories.mailboxConnections.change(organizationId, connection.id, { state });
  }
}
