import type {
  ApprovalEvent as DescribedEvent,
  ApprovalPage,
  ApprovalSummary,
  AskedPermission,
  listApprovals,
} from "@outrigger/api-contract";
import { OPENID_SCOPES } from "@outrigger/consent";
import type { Approval, ApprovalEvent, ApprovalWaiter, Repositories } from "@outrigger/storage";
import type { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { findUncovered } from "../mailbox-connections/silent-scopes.ts";
import { maskAddress } from "../../mails/mask-address.ts";
import { buildApprovalCommands, buildPortalSteps } from "./approval-commands.ts";
import { readApprovalEvidence, type ApprovalEvidence } from "./approval-evidence.ts";
import { approvalRisks } from "./approval-risks.ts";
import { describeApprovalLinks } from "./describe-approval-links.ts";
import { describePermissions } from "./describe-permissions.ts";
import { whatIsNotAllowed } from "./permission-purposes.ts";

/** Least privilege first: every permission asked is delegated, so these suffice (Microsoft: grant admin consent). */
export const sufficientRoles: readonly string[] = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Privileged Role Administrator",
  "Global Administrator",
];

export async function summarizeApproval(
  approval: Approval,
  repositories: Repositories,
): Promise<ApprovalSummary> {
  const waiters = await repositories.approvals.listWaiters(approval.organizationId, approval.id);
  const [lastEvent] = (await repositories.approvalEvents.list(approval.organizationId, approval.id)).slice(
    -1,
  );
  return summaryOf(approval, {
    waitingCount: (await findWaiting(approval, waiters, repositories)).length,
    lastEvent,
  });
}

/** As the organization's admin reads it: with everything that happened to it, and its links. */
export async function describeListedApproval(
  approval: Approval,
  { clock, database }: Pick<FeatureContext, "clock" | "database">,
): Promise<z.input<typeof listApprovals.output>["approvals"][number]> {
  const { organizationId, id } = approval;
  const waiters = await database.approvals.listWaiters(organizationId, id);
  const timeline = await database.approvalEvents.list(organizationId, id);
  const waitingCount = (await findWaiting(approval, waiters, database)).length;
  return {
    ...summaryOf(approval, { waitingCount, lastEvent: timeline.at(-1) }),
    tenantDisplayName: approval.tenantDisplayName,
    waitingNames: waiters.map(({ displayName }) => displayName),
    permissions: await describeApprovalPermissions(approval, database),
    timeline: timeline.map(describeEvent),
    links: describeApprovalLinks(await database.approvalLinks.list(organizationId, id), clock.now()),
    escalationRecipient: approval.escalationAddress === null ? null : maskAddress(approval.escalationAddress),
  };
}

function describeEvent({ kind, at, actorName, recipient }: ApprovalEvent): DescribedEvent {
  return { kind, at: at.toISOString(), actorName, recipient };
}

function summaryOf(
  approval: Approval,
  {
    waitingCount,
    lastEvent,
  }: { readonly waitingCount: number; readonly lastEvent: ApprovalEvent | undefined },
): ApprovalSummary {
  return {
    id: approval.id,
    state: approval.state,
    askedAt: approval.askedAt.toISOString(),
    askedByName: approval.askedByName,
    decidedAt: approval.decidedAt?.toISOString() ?? null,
    decidedByName: approval.decidedByName,
    declineReason: approval.declineReason,
    waitingCount,
    expiresAt: approval.expiresAt.toISOString(),
    lastEvent: lastEvent ? describeEvent(lastEvent) : null,
  };
}

/** Those whose mailbox has not connected yet. */
async function findWaiting(
  approval: Approval,
  waiters: readonly ApprovalWaiter[],
  repositories: Repositories,
): Promise<ApprovalWaiter[]> {
  const connections = await repositories.mailboxConnections.listByApproval(
    approval.organizationId,
    approval.id,
  );
  const connected = new Set(
    connections.filter(({ state }) => state === "connected").map(({ userId }) => userId),
  );
  return waiters.filter(({ userId }) => !connected.has(userId));
}

/** The approval's permissions with what tokens have proved since it was asked. */
export async function describeApprovalPermissions(
  approval: Approval,
  repositories: Repositories,
): Promise<AskedPermission[]> {
  const confirmations = await repositories.permissionConfirmations.list(approval.organizationId);
  const confirmed = new Set(
    confirmations
      .filter(
        ({ tenantId, confirmedAt }) => tenantId === approval.tenantId && confirmedAt >= approval.askedAt,
      )
      .map(({ claimValue }) => claimValue),
  );
  const unconfirmed = approval.state === "verifying" ? "reported" : "not_granted";
  return describePermissions(approval.scopes, (claimValue) =>
    confirmed.has(claimValue) ? "confirmed" : unconfirmed,
  );
}

/** What everybody has who was connected before; nothing where nobody was, or where nothing is new. */
async function findGrantedBefore(
  { organizationId, id, scopes, state }: Approval,
  { mailboxConnections }: Pick<Repositories, "mailboxConnections">,
): Promise<string[]> {
  if (state === "granted") return [];
  const connections = await mailboxConnections.listByApproval(organizationId, id);
  const connected = connections.filter((connection) => connection.state === "connected");
  if (connected.length === 0) return [];
  const had = scopes.filter((scope) =>
    connected.every(
      ({ grantedScopes }) =>
        OPENID_SCOPES.includes(scope) || findUncovered([scope], grantedScopes).length === 0,
    ),
  );
  return had.length === scopes.length ? [] : had;
}

/** Everything that the page behind the administrator's link shows; names, but no addresses. */
export async function describeApprovalPage(
  approval: Approval,
  context: FeatureContext,
): Promise<ApprovalPage> {
  const { config, database } = context;
  const organization = await database.organizations.findById(approval.organizationId);
  const waiters = await database.approvals.listWaiters(approval.organizationId, approval.id);
  const waiting = await findWaiting(approval, waiters, database);
  const waitingIds = new Set(waiting.map(({ userId }) => userId));
  const { productName } = config.product;
  return {
    // Whoever holds the link learns what is asked, not whom else it was sent to.
    approval: summaryOf(approval, { waitingCount: waiting.length, lastEvent: undefined }),
    organizationDisplayName: organization?.displayName ?? "",
    tenantDisplayName: approval.tenantDisplayName,
    tenantId: approval.tenantId,
    waitingNames: waiting.map(({ displayName }) => displayName),
    reasons: waiters.flatMap(({ displayName, reason }) => (reason ? [{ name: displayName, reason }] : [])),
    permissions: await describeApprovalPermissions(approval, database),
    grantedBefore: await findGrantedBefore(approval, database),
    cannot: [...whatIsNotAllowed],
    registration: {
      clientId: config.microsoft.clientId,
      displayName: productName,
      publisher: config.microsoft.publisher,
      redirectOrigin: config.publicUrl,
    },
    sufficientRoles: [...sufficientRoles],
    commands: buildApprovalCommands({ clientId: config.microsoft.clientId, scopes: approval.scopes }),
    portalSteps: buildPortalSteps(productName, approval.tenantDisplayName),
    portalUrl: config.microsoft.entraUrl,
    risks: [...approvalRisks],
    expiresAt: approval.expiresAt.toISOString(),
    canMail: context.mailer.canSend,
    result: describeResult(approval, {
      evidence: readApprovalEvidence(approval.evidence),
      connectedNames: waiters
        .filter(({ userId }) => !waitingIds.has(userId))
        .map(({ displayName }) => displayName),
      productName,
    }),
  };
}

interface ResultParts {
  readonly evidence: ApprovalEvidence;
  readonly connectedNames: string[];
  readonly productName: string;
}

function describeResult(
  approval: Approval,
  { evidence, connectedNames, productName }: ResultParts,
): ApprovalPage["result"] {
  const outcome = resultOutcome(approval, evidence);
  if (!outcome) return null;
  const tenantName = approval.tenantDisplayName ?? "your organization";
  const sentences: Record<typeof outcome, string> = {
    granted: `Everybody of ${tenantName} may connect now. Nothing else has to be done.`,
    verifying: `Microsoft reports the approval. It counts as done as soon as it works for one of the people who wait.`,
    refused: "The approval was cancelled on Microsoft's page. Nothing has changed.",
    not_allowed:
      "Microsoft did not let this account approve, or the page was left. Your account may have no role that may approve this.",
    other_tenant: `The approval was given in another organization than ${tenantName}. Sign in with an account of ${tenantName}.`,
  };
  return {
    outcome,
    sentence: sentences[outcome],
    connectedNames,
    howToRevoke: [
      "In the Entra admin center open Enterprise applications, then All applications.",
      `Open ${productName}, then Permissions.`,
      "Choose Revoke permission in a row's menu, or delete the application under Properties to take everything back.",
    ],
  };
}

function resultOutcome(approval: Approval, { lastReturn }: ApprovalEvidence) {
  if (approval.state === "granted") return "granted";
  if (approval.state === "verifying") return "verifying";
  if (!lastReturn || lastReturn.outcome === "reported") return undefined;
  return lastReturn.outcome;
}
