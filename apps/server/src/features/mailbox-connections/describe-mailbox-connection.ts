import type { MailboxConnection as DescribedConnection } from "@outrigger/api-contract";
import type { MailboxConnection } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { summarizeApproval } from "../approvals/describe-approval.ts";
import { describeFeatures } from "../permissions/describe-features.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { microsoftAttemptKinds } from "./authorization-flow.ts";
import { diagnoseWindow } from "./diagnose-window.ts";

const ATTEMPTS_CONSIDERED = 10;

/** A connection as its owner sees it: the state, why it stands still and who acts, and what the sync has done. */
export async function describeMailboxConnection(
  connection: MailboxConnection,
  context: FeatureContext,
): Promise<DescribedConnection> {
  const { database } = context;
  const asked = await findAskedScopes(connection.organizationId, context);
  const approval =
    connection.approvalId === null
      ? undefined
      : await database.approvals.findById(connection.organizationId, connection.approvalId);
  return {
    state: connection.state,
    mailboxAddress: connection.mailboxAddress,
    tenantDisplayName: connection.tenantDisplayName,
    connectedAt: connection.connectedAt?.toISOString() ?? null,
    diagnosis: await describeDiagnosis(connection, context),
    approval: approval ? await summarizeApproval(approval, database) : null,
    tier: asked.tier,
    features: describeFeatures(asked.tier, connection.state === "connected" ? connection.grantedScopes : []),
    sync: await describeSync(connection, context),
  };
}

/** Why the connection stands still; null while it does not. */
export async function describeDiagnosis(
  connection: MailboxConnection,
  { config, database }: FeatureContext,
): Promise<DescribedConnection["diagnosis"]> {
  if (connection.state !== "blocked" && connection.state !== "waiting") return null;
  const attempts = await database.authorizationAttempts.listByUser(
    connection.organizationId,
    connection.userId,
    {
      kinds: microsoftAttemptKinds,
      limit: ATTEMPTS_CONSIDERED,
    },
  );
  return diagnoseWindow(connection, attempts, {
    product: config.product.productName,
    organization: connection.tenantDisplayName ?? "your organization",
  });
}

async function describeSync(
  { connectedAt, organizationId, id, userId }: MailboxConnection,
  { database }: FeatureContext,
): Promise<DescribedConnection["sync"]> {
  if (connectedAt === null) return null;
  const run = await database.syncRuns.findLatest(organizationId, id);
  const savedCount = await database.syncLinks.countByUser(organizationId, userId);
  const issueCount = await database.syncIssues.countByMailbox(organizationId, id);
  if (!run) return { state: "never_ran", lastFinishedAt: null, savedCount, examinedCount: 0, issueCount };
  return {
    state: run.outcome === "running" ? "running" : run.outcome === "finished" ? "idle" : "failing",
    lastFinishedAt: run.finishedAt?.toISOString() ?? null,
    savedCount,
    examinedCount: run.examinedCount,
    issueCount,
  };
}
