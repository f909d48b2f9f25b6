import type { Tier, TierChoice } from "@outrigger/api-contract";
import {
  compareTiers,
  findCovering,
  isFeatureInTier,
  permissionFeatures,
  permissionTiers,
  type PermissionTier,
} from "@outrigger/microsoft";
import type { OrganizationId } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { describePermissions } from "../approvals/describe-permissions.ts";
import { findUncovered } from "../mailbox-connections/silent-scopes.ts";
import { describeFeatures } from "./describe-features.ts";
import { findPermissionTier } from "./find-asked-scopes.ts";
import { findTierApprover } from "./find-tier-approver.ts";
import { takeBackCommand } from "./take-back-command.ts";

interface ConnectedPeople {
  readonly tenantId: string | null;
  readonly grantedScopes: readonly string[];
  readonly count: number;
}

/** What the organization chose, what else it could choose, and what each choice means for its people. */
export async function describeTierChoice(
  organizationId: OrganizationId,
  context: FeatureContext,
): Promise<TierChoice> {
  const { database } = context;
  const tier = await findPermissionTier(organizationId, context);
  const { permissionTier } = await database.settings.get(organizationId);
  const connected = await database.mailboxConnections.countConnectedByScopes(organizationId);
  const granted = [...new Set(connected.flatMap(({ grantedScopes }) => grantedScopes))];
  return {
    tier,
    isChosen: permissionTier !== undefined,
    tiers: permissionTiers.map((candidate) => describeTier(candidate, connected, context)),
    features: describeFeatures(tier, granted),
    tenants: await describeTenants(organizationId, { tier, connected }, context),
  };
}

function describeTier(
  tier: PermissionTier,
  connected: readonly ConnectedPeople[],
  { clock, microsoft }: FeatureContext,
): Tier {
  const asked = microsoft.askedScopes(tier);
  const lacking = connected.filter(
    ({ grantedScopes }) => findUncovered(asked.mailbox, grantedScopes).length > 0,
  );
  return {
    tier,
    features: permissionFeatures.filter((feature) => isFeatureInTier(feature, tier)),
    permissions: describePermissions(asked.mailbox, () => "not_granted").map(
      ({ claimValue, permission, usedFor }) => ({ claimValue, permission, usedFor }),
    ),
    approvedBy: findTierApprover(asked.mailbox, clock.now()),
    isAllowed: compareTiers(tier, microsoft.registration.tierMax) <= 0,
    connectedCount: sumOf(connected),
    toApproveCount: sumOf(lacking),
  };
}

async function describeTenants(
  organizationId: OrganizationId,
  { tier, connected }: { readonly tier: PermissionTier; readonly connected: readonly ConnectedPeople[] },
  { config, database, microsoft }: FeatureContext,
): Promise<TierChoice["tenants"]> {
  const asked = microsoft.askedScopes(tier);
  const confirmations = await database.permissionConfirmations.list(organizationId);
  const tenants = await database.mailboxConnections.listTenants(organizationId);
  return tenants.map(({ tenantId, displayName }) => {
    const people = connected.filter((entry) => entry.tenantId === tenantId);
    const lacking = people.filter(
      ({ grantedScopes }) => findUncovered(asked.mailbox, grantedScopes).length > 0,
    );
    const granted = [
      ...people.flatMap(({ grantedScopes }) => grantedScopes),
      ...confirmations.filter((entry) => entry.tenantId === tenantId).map(({ claimValue }) => claimValue),
    ];
    return {
      tenantId,
      displayName,
      lacking: unique(lacking.flatMap(({ grantedScopes }) => findUncovered(asked.mailbox, grantedScopes))),
      lackingCount: sumOf(lacking),
      noLongerAsked: unique(granted).filter((scope) => !isAsked(scope, asked.graph)),
      takeBackCommand: takeBackCommand({
        clientId: config.microsoft.clientId,
        tenantId,
        // Without a mailbox nothing is asked at Microsoft at all: the whole grant may go.
        scopes: asked.mailbox.length === 0 ? [] : asked.graph,
      }),
    };
  });
}

function isAsked(granted: string, asked: readonly string[]): boolean {
  return findCovering(asked, granted)?.toLowerCase() === granted.toLowerCase();
}

function sumOf(people: readonly ConnectedPeople[]): number {
  return people.reduce((sum, { count }) => sum + count, 0);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
