import type { MailboxConnection as DescribedConnection } from "@outrigger/api-contract";
import type { MailboxConnection } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { summarizeApproval } from "../approvals/describe-approval.ts";
import { describeFeatures } from "../permissions/describe-features.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { microsoftAttemptKinds } from "./open-window.ts";
import { diagnoseWindow, readPersonsAnswer } from "./diagnose-window.ts";
import { knowsApprovalWorkflow } from "./approval-workflow.ts";

const ATTEMPTS_CONSIDERED = 10;
const NAMES_SHOWN_MAX = 5;

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
    requestSentAt: requestSentAt(connection),
    alsoWaiting: await describeAlsoWaiting(connection, context),
    sync: await describeSync(connection, context),
  };
}

/** Why the connection stands still; null while it does not. */
export async function describeDiagnosis(
  connection: MailboxConnection,
  { config, database }: FeatureContext,
): Promise<DescribedConnection["diagnosis"]> {
  if (!isStuck(connection)) return null;
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
    hasApprovalWorkflow: await knowsApprovalWorkflow(connection, database),
  });
}

/** A request by Microsoft's own form is known from the person alone: nothing of it comes back to us. */
function requestSentAt(connection: MailboxConnection): string | null {
  if (!isStuck(connection)) return null;
  const answer = readPersonsAnswer(connection);
  return answer?.saw === "approval_required" ? (answer.at ?? null) : null;
}

async function describeAlsoWaiting(
  connection: MailboxConnection,
  { database }: FeatureContext,
): Promise<DescribedConnection["alsoWaiting"]> {
  const { organizationId, tenantId, userId } = connection;
  if (tenantId === null || !isStuck(connection)) return { count: 0, names: [] };
  const names = await database.mailboxConnections.listStuckInTenant(organizationId, tenantId, {
    except: userId,
  });
  return { count: names.length, names: names.slice(0, NAMES_SHOWN_MAX) };
}

function isStuck({ state }: Pick<MailboxConnection, "state">): boolean {
  return state === "blocked" || state === "waiting";
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
