import { defineJob, type Approval } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { followUpApproval } from "./follow-up-approval.ts";
import { releaseWaiters } from "./settle-approval.ts";

/** Approvals that nobody answered in time. */
export const expireApprovalsJob = defineJob<object>({
  name: "approvals.expire",
  parse: () => ({}),
  retryCountMax: 0,
});

/** Administrators who have not answered: reminded, then a second one is asked. */
export const followUpApprovalsJob = defineJob<object>({
  name: "approvals.follow_up",
  parse: () => ({}),
  retryCountMax: 0,
});

const EXPIRE_INTERVAL_SECONDS = 600;
const BATCH_SIZE = 500;

export async function workApprovals(context: FeatureContext): Promise<void> {
  await context.jobs.work(expireApprovalsJob, () => expireApprovals(context), { concurrency: 1 });
  await context.jobs.work(followUpApprovalsJob, () => followUpApprovals(context), { concurrency: 1 });
  await context.jobs.repeat(expireApprovalsJob, {}, EXPIRE_INTERVAL_SECONDS);
  await context.jobs.repeat(followUpApprovalsJob, {}, EXPIRE_INTERVAL_SECONDS);
}

/** Those who waited read that nobody answered, and may ask again. Oldest first, so that a full batch loses none. */
async function expireApprovals(context: FeatureContext): Promise<void> {
  const now = context.clock.now();
  for (const state of ["open", "verifying"] as const) {
    const pending = await context.database.approvals.listByState(state, BATCH_SIZE);
    for (const approval of pending.filter(({ expiresAt }) => expiresAt <= now)) {
      await expireApproval(approval, context);
    }
  }
}

async function expireApproval(
  { organizationId, id }: Approval,
  { clock, database }: FeatureContext,
): Promise<void> {
  await database.transaction(async (repositories) => {
    const expired = await repositories.approvals.moveTo(organizationId, id, {
      state: "expired",
      decidedAt: clock.now(),
    });
    if (!expired) return;
    await releaseWaiters(expired, repositories);
    await repositories.approvalEvents.add(organizationId, { approvalId: id, kind: "expired" });
    await repositories.auditEntries.add(organizationId, {
      action: "approval.expire",
      summary: "An approval expired: no administrator answered in time.",
    });
  });
}

async function followUpApprovals(context: FeatureContext): Promise<void> {
  if (!context.mailer.canSend) return;
  for (const state of ["open", "verifying"] as const) {
    for (const approval of await context.database.approvals.listByState(state, BATCH_SIZE)) {
      try {
        await followUpApproval(approval, context);
      } catch (error) {
        // One approval's failure must not keep the others from being followed up.
        context.logger.error({ err: error, approvalId: approval.id }, "could not follow up an approval");
      }
    }
  }
}
