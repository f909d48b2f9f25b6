import {
  readStillBlocked as readStillBlockedEndpoint,
  reportApprovalDone,
  reportApprovalDoneAsWaiter,
  type StillBlocked,
} from "@outrigger/api-contract";
import type { MailboxConnection, OrganizationId } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint, registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { getAdministratorSession } from "../administrator-sessions/find-administrator-session.ts";
import { readApprovalEvidence, type ApprovalEvidence } from "../approvals/approval-evidence.ts";
import { findLinked } from "../approvals/approval-links.routes.ts";
import type { FlowTools } from "../mailbox-connections/open-window.ts";
import { wakeWaiting } from "../mailbox-connections/connect-waiting.job.ts";
import { createCheckLimiter } from "../mailbox-connections/limit-checks.ts";
import { readStillBlocked } from "./read-still-blocked.ts";
import { explainRefusals, tryWaiters, type TriedWaiters } from "./try-waiting.ts";

/** Waiting people who are tried before the answer; the others follow in the background. */
const TRIED_AT_ONCE = 5;

/** "I approved it, and they are still blocked": a token is tried; what it cannot tell, a reading of the tenant can. */
export function registerStillBlocked(app: FastifyInstance, context: FeatureContext, tools: FlowTools): void {
  const { clock, config, database } = context;
  const limiter = createCheckLimiter(clock.now);

  registerPublicEndpoint(app, readStillBlockedEndpoint, async ({ request }) => {
    const session = await getAdministratorSession(request, context);
    const { organizationId, tenantId } = session;
    const waiting = (await database.mailboxConnections.listByTenant(organizationId, tenantId)).filter(
      isWaiting,
    );
    const tried = await tryWaiters(waiting.slice(0, TRIED_AT_ONCE), tools);
    await wakeWaiting({ organizationId, tenantId }, context);
    const connected = new Set(tried.connected.map(({ id }) => id));
    const left = waiting.filter(({ id }) => !connected.has(id));
    const { diagnosis, unread } = await readStillBlocked(session, left, context);
    return {
      verdict: diagnosis.verdict,
      findings: await describeFindings(
        organizationId,
        { findings: diagnosis.findings, people: left },
        context,
      ),
      needsReading: false,
      connectedNames: await nameAll(organizationId, tried.connected, context),
      waitingNames: await nameAll(organizationId, left, context),
      unread: [...unread],
    };
  });

  registerPublicEndpoint(app, reportApprovalDone, async ({ body }) => {
    const { approval, link } = await findLinked(body.token, context);
    if (approval.state === "declined") throw new RequestError("conflict");
    const { organizationId, id: approvalId } = approval;
    if (link.purpose === "administrator") {
      // As after Microsoft's own page: said, and believed when a token proves it.
      const evidence: ApprovalEvidence = {
        ...readApprovalEvidence(approval.evidence),
        lastReturn: { outcome: "reported", at: clock.now().toISOString() },
      };
      await database.approvals.moveTo(organizationId, approvalId, { state: "verifying", evidence });
      await database.auditEntries.add(organizationId, {
        action: "approval.report_done",
        summary: "Somebody with the approval link said that it is done.",
      });
    }
    const waiting = (await database.mailboxConnections.listByApproval(organizationId, approvalId)).filter(
      isWaiting,
    );
    // Whoever may look may look often; Microsoft is asked less often.
    const isDue = limiter.isDue(approvalId, { isAsked: true });
    const tried = await tryWaiters(isDue ? waiting.slice(0, TRIED_AT_ONCE) : [], tools);
    if (isDue) await wakeWaiting(approval, context);
    const { lastReturn } = readApprovalEvidence(approval.evidence);
    const approvedAt = lastReturn?.outcome === "reported" ? new Date(lastReturn.at) : undefined;
    return describeTried(organizationId, { waiting, tried, approvedAt });
  });

  registerEndpoint(app, reportApprovalDoneAsWaiter, async ({ caller }) => {
    const { organizationId, user } = caller;
    const connection = await database.mailboxConnections.findOrCreate(organizationId, user.id);
    if (!limiter.isDue(connection.id, { isAsked: true })) throw new RequestError("too_many_requests");
    const waiting = isWaiting(connection) ? [connection] : [];
    const tried = await tryWaiters(waiting, tools);
    return describeTried(organizationId, { waiting, tried, approvedAt: undefined });
  });

  async function describeTried(
    organizationId: OrganizationId,
    parts: {
      readonly waiting: readonly MailboxConnection[];
      readonly tried: TriedWaiters;
      readonly approvedAt: Date | undefined;
    },
  ): Promise<StillBlocked> {
    const { waiting, tried, approvedAt } = parts;
    const { findings, isExplained } = explainRefusals(tried.refused, {
      approvedAt,
      now: clock.now(),
      config,
    });
    const connected = new Set(tried.connected.map(({ id }) => id));
    const left = waiting.filter(({ id }) => !connected.has(id));
    const isPending = findings.length > 0 && findings.every(({ code }) => code === "grant_not_visible_yet");
    return {
      verdict: left.length === 0 ? "clear" : isPending ? "pending" : "blocked",
      findings: await describeFindings(organizationId, { findings, people: left }, context),
      needsReading: tried.refused.length > 0 && !isExplained,
      connectedNames: await nameAll(organizationId, tried.connected, context),
      waitingNames: await nameAll(organizationId, left, context),
      unread: [],
    };
  }
}

function isWaiting({ state }: MailboxConnection): boolean {
  return state === "waiting" || state === "blocked" || state === "authorizing" || state === "needs_sign_in";
}

async function describeFindings(
  organizationId: OrganizationId,
  { findings, people }: { findings: readonly Finding[]; people: readonly MailboxConnection[] },
  context: FeatureContext,
): Promise<StillBlocked["findings"]> {
  return Promise.all(
    findings.map(async ({ code, certainty, sentence, whoActs, nextStep, userIds }) => {
      const concerned = people.filter(({ id, microsoftUserId }) => userIds.includes(microsoftUserId ?? id));
      const names = await nameAll(organizationId, concerned, context);
      return { code, certainty, sentence, whoActs: [...whoActs], nextStep, names };
    }),
  );
}

type Finding = ReturnType<typeof explainRefusals>["findings"][number];

async function nameAll(
  organizationId: OrganizationId,
  people: readonly MailboxConnection[],
  { database }: Pick<FeatureContext, "database">,
): Promise<string[]> {
  const users = await Promise.all(
    people.map(({ userId }) => database.users.findById(organizationId, userId)),
  );
  return users.flatMap((user) => (user ? [user.displayName] : []));
}
