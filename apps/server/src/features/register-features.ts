import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../http/feature-context.ts";
import { registerAdministratorCallback } from "./administrator-sessions/administrator-callback.routes.ts";
import { workAdministratorSessions } from "./administrator-sessions/administrator-sessions.job.ts";
import { registerAdministratorSessions } from "./administrator-sessions/administrator-sessions.routes.ts";
import { registerApprovalCallback } from "./approvals/approval-callback.routes.ts";
import { registerApprovalFollowUp } from "./approvals/approval-follow-up.routes.ts";
import { registerApprovalLinks } from "./approvals/approval-links.routes.ts";
import { workApprovals } from "./approvals/approvals.job.ts";
import { registerApprovals } from "./approvals/approvals.routes.ts";
import { registerAudit } from "./audit/audit.routes.ts";
import { registerHelp } from "./help/help.routes.ts";
import { registerItems } from "./items/items.routes.ts";
import { registerConnectMicrosoft } from "./mailbox-connections/connect-microsoft.routes.ts";
import { workConnectWaiting } from "./mailbox-connections/connect-waiting.job.ts";
import { createFlowTools } from "./mailbox-connections/create-flow-tools.ts";
import { workMailboxConnections } from "./mailbox-connections/mailbox-connections.job.ts";
import { registerMailboxConnections } from "./mailbox-connections/mailbox-connections.routes.ts";
import { workNotices } from "./notices/notices.job.ts";
import { registerNotices } from "./notices/notices.routes.ts";
import { registerOverview } from "./overview/overview.routes.ts";
import { registerPermissions } from "./permissions/permissions.routes.ts";
import { workPosture } from "./posture/posture.job.ts";
import { registerPosture } from "./posture/posture.routes.ts";
import { startWatch } from "./posture/watch-tenant.ts";
import { registerProduct } from "./product/product.routes.ts";
import { registerRegistration } from "./registration/registration.routes.ts";
import { workRemedies } from "./remedies/remedies.job.ts";
import { registerRemedies } from "./remedies/remedies.routes.ts";
import { registerStillBlocked } from "./remedies/still-blocked.routes.ts";
import { registerSalesforceAccess } from "./salesforce-access/salesforce-access.routes.ts";
import { registerSalesforceAccessAdmin } from "./salesforce-access/salesforce-access-admin.routes.ts";
import { registerSalesforceAccessLinks } from "./salesforce-access/salesforce-access-links.routes.ts";
import { workSalesforceAccess } from "./salesforce-access/salesforce-access.job.ts";
import { registerSessions } from "./sessions/sessions.routes.ts";
import { workSessions } from "./sessions/sessions.job.ts";
import { registerSettings } from "./settings/settings.routes.ts";
import { workSync } from "./sync/sync.job.ts";
import { registerSync } from "./sync/sync.routes.ts";
import { registerUsers } from "./users/users.routes.ts";

/** The routes of every feature. */
export async function registerFeatures(app: FastifyInstance, context: FeatureContext): Promise<void> {
  const tools = createFlowTools(context);
  registerAdministratorSessions(app, context);
  registerAdministratorCallback(app, context, { onWatchGranted: (grant) => startWatch(grant, context) });
  registerApprovals(app, context);
  registerApprovalFollowUp(app, context);
  registerApprovalLinks(app, context, tools.microsoft);
  registerApprovalCallback(app, context, tools);
  registerAudit(app, context);
  await registerHelp(app, context);
  registerItems(app, context);
  registerConnectMicrosoft(app, context, tools);
  registerMailboxConnections(app, context, tools);
  registerNotices(app, context);
  registerOverview(app, context);
  registerPermissions(app, context);
  registerPosture(app, context);
  registerProduct(app, context);
  registerRegistration(app, context);
  registerRemedies(app, context);
  registerStillBlocked(app, context, tools);
  registerSalesforceAccess(app, context);
  registerSalesforceAccessAdmin(app, context);
  registerSalesforceAccessLinks(app, context);
  registerSessions(app, context);
  registerSettings(app, context);
  registerSync(app, context);
  registerUsers(app, context);
}

/** The jobs of every feature, for processes with the role `worker`; `signal` ends long ones between two steps. */
export async function registerJobs(context: FeatureContext, signal: AbortSignal): Promise<void> {
  await workAdministratorSessions(context);
  await workApprovals(context);
  const tools = createFlowTools(context);
  await workConnectWaiting(context, tools);
  await workMailboxConnections(context, tools);
  await workNotices(context);
  await workPosture(context, signal);
  await workRemedies(context);
  await workSalesforceAccess(context);
  await workSessions(context);
  await workSync(context, signal);
}
