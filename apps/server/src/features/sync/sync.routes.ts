import { listIssues, listRuns, startRun } from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { describeFailure } from "./describe-failure.ts";
import { wakeMailbox } from "./sync.job.ts";

/** `/api/sync` and `/api/issues`: waking the sync, and what it did. */
export function registerSync(app: FastifyInstance, context: FeatureContext): void {
  const { database } = context;

  registerEndpoint(app, startRun, async ({ caller }) => {
    const { organizationId, user } = caller;
    const connection = await database.mailboxConnections.findByUser(organizationId, user.id);
    if (connection?.state !== "connected") throw new RequestError("mailbox_not_connected");
    const queued = await wakeMailbox(connection, context);
    await database.auditEntries.add(organizationId, {
      actor: user,
      action: "sync.wake",
      summary: "Asked for a sync round now.",
    });
    return { queued };
  });

  registerEndpoint(app, listRuns, async ({ caller, query }) => {
    const runs = await database.syncRuns.list(caller.organizationId, query.limit);
    return {
      runs: runs.map(({ userId: _user, mailboxConnectionId: _mailbox, ...run }) => ({
        ...run,
        startedAt: run.startedAt.toISOString(),
        finishedAt: run.finishedAt?.toISOString() ?? null,
        failure: run.failure === null ? null : describeFailure(run.failure),
      })),
    };
  });

  registerEndpoint(app, listIssues, async ({ caller, query }) => {
    const { issues, total } = await database.syncIssues.list(caller.organizationId, query.limit);
    return {
      issues: issues.map((issue) => ({
        id: issue.id,
        userDisplayName: issue.userDisplayName,
        subject: issue.subject,
        reason: issue.reason,
        message: issue.message,
        firstSeenAt: issue.firstSeenAt.toISOString(),
        lastSeenAt: issue.lastSeenAt.toISOString(),
        attempts: issue.attempts,
      })),
      total,
    };
  });
}
