import { getOverview } from "@outrigger/api-contract";
import type { Approval, OrganizationId } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Is everyone working, and if not, what helps most of them? */
export function registerOverview(app: FastifyInstance, context: FeatureContext): void {
  const { database } = context;
  registerEndpoint(app, getOverview, async ({ caller }) => {
    const { organizationId } = caller;
    const { total } = await database.users.list(organizationId, { offset: 0, limit: 1 });
    const counts = await database.mailboxConnections.countByState(organizationId);
    const count = (state: Parameters<typeof counts.get>[0]): number => counts.get(state) ?? 0;
    const connectedCount = count("connected");
    const waitingCount = count("waiting");
    const blockedCount = count("blocked");
    const stuckCount = blockedCount + count("needs_sign_in");
    return {
      connectedCount,
      waitingCount,
      stuckCount,
      notConnectedCount: Math.max(0, total - connectedCount - waitingCount - stuckCount),
      bestFix: await findBestFix(context, organizationId, {
        blockedCount,
        signInCount: count("needs_sign_in"),
      }),
      savedPerHour: await countSavedPerHour(context, organizationId),
    };
  });
}

async function findBestFix(
  { database }: FeatureContext,
  organizationId: OrganizationId,
  { blockedCount, signInCount }: { blockedCount: number; signInCount: number },
): Promise<{ sentence: string; helpsCount: number; link: string } | null> {
  const pending = (await database.approvals.list(organizationId)).filter(
    ({ state }) => state === "open" || state === "verifying",
  );
  const waiting = await Promise.all(
    pending.map(async (approval) => ({
      approval,
      count: (await database.approvals.listWaiters(organizationId, approval.id)).length,
    })),
  );
  const [largest] = waiting.toSorted((a, b) => b.count - a.count);
  const fixes = [
    {
      sentence: `Remind ${administratorOf(largest?.approval)} of the approval that was asked for.`,
      helpsCount: largest?.count ?? 0,
      link: "/admin/approvals",
    },
    {
      sentence: "Ask the Microsoft 365 administrator for approval: nobody has asked yet.",
      helpsCount: blockedCount,
      link: "/admin/users?mailboxState=blocked",
    },
    {
      sentence: "Ask these people to sign in to Microsoft once more.",
      helpsCount: signInCount,
      link: "/admin/users?mailboxState=needs_sign_in",
    },
  ].filter(({ helpsCount }) => helpsCount > 0);
  return fixes.toSorted((a, b) => b.helpsCount - a.helpsCount)[0] ?? null;
}

function administratorOf(approval: Approval | undefined): string {
  const tenant = approval?.tenantDisplayName ?? null;
  return tenant === null ? "the Microsoft 365 administrator" : `the Microsoft 365 administrator at ${tenant}`;
}

async function countSavedPerHour(
  { database, clock }: FeatureContext,
  organizationId: OrganizationId,
): Promise<{ hour: string; count: number }[]> {
  const thisHour = Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS;
  const first = thisHour - (HOURS - 1) * HOUR_MS;
  const counted = await database.syncLinks.countPerHour(organizationId, new Date(first));
  const counts = new Map(counted.map(({ hour, count }) => [hour.getTime(), count]));
  return Array.from({ length: HOURS }, (_, index) => {
    const hour = first + index * HOUR_MS;
    return { hour: new Date(hour).toISOString(), count: counts.get(hour) ?? 0 };
  });
}
