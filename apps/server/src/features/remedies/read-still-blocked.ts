import {
  diagnoseAfterApproval,
  parseScopes,
  readTenantReading,
  type AfterApproval,
  type AfterApprovalDiagnosis,
  type PermissionGrant,
} from "@outrigger/consent";
import { findNamesakes, readTenant } from "@outrigger/microsoft";
import type { AdministratorSession, Approval, MailboxConnection } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { openAdministratorGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { isAdministratorScope } from "../administrator-sessions/purpose-scopes.ts";
import { readApprovalEvidence } from "../approvals/approval-evidence.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { askMicrosoft } from "./carry-out-remedy.ts";
import { readRegistration } from "./read-registration.ts";

export interface StillBlockedReading {
  readonly diagnosis: AfterApprovalDiagnosis;
  /** Parts that Microsoft did not show. */
  readonly unread: readonly string[];
}

/** Reads the tenant as the administrator who is signed in, and names what keeps people out. */
export async function readStillBlocked(
  session: AdministratorSession,
  waiting: readonly MailboxConnection[],
  context: FeatureContext,
): Promise<StillBlockedReading> {
  const { clock, config, database } = context;
  const { clientId, loginUrl } = config.microsoft;
  const { organizationId, tenantId } = session;
  const client = openAdministratorGraph(session, context);
  const file = await askMicrosoft(() => readTenant(client, { appId: clientId, tenantId }));
  const snapshot = readTenantReading(file);
  const { productName } = config.product;
  const otherAppIds = await askMicrosoft(() =>
    findNamesakes(client, { appId: clientId, displayName: productName }),
  );
  const approvals = await listApprovals(session, context);
  const scopes = (await findAskedScopes(organizationId, context)).all;
  const unread = new Set<string>(snapshot.unknown.map(({ part }) => part));
  const diagnosis = diagnoseAfterApproval({
    clientId,
    tenantId,
    requestedScopes: scopes.join(" "),
    waitingUserIds: waiting.flatMap(({ microsoftUserId }) => microsoftUserId ?? []),
    grants: withoutAdministratorScopes(snapshot.grants, scopes),
    servicePrincipal: unread.has("servicePrincipal") ? undefined : snapshot.app.servicePrincipal,
    registration: readRegistration(file["application"]),
    otherAppIds,
    previousGrants: await listPreviousGrants(session, approvals, context),
    approvedBy: findApprover(session, snapshot.grants),
    approvedAt: findApprovedAt(approvals),
    now: clock.now(),
    names: {
      product: productName,
      organization: (await nameTenant(session, { database })) ?? snapshot.tenant.displayName,
    },
    loginHost: loginUrl,
  } satisfies AfterApproval);
  return { diagnosis, unread: [...unread] };
}

/** Whoever signs in to look agrees to permissions of their own for it: these are no grant for the product's users. */
function withoutAdministratorScopes(
  grants: readonly PermissionGrant[],
  asked: readonly string[],
): PermissionGrant[] {
  const isForUsers = (scope: string): boolean => asked.includes(scope) || !isAdministratorScope(scope);
  return grants.map((grant) => ({ ...grant, scope: grant.scope.split(/\s+/).filter(isForUsers).join(" ") }));
}

async function listApprovals(
  { organizationId, tenantId }: AdministratorSession,
  { database }: FeatureContext,
): Promise<Approval[]> {
  const approvals = await database.approvals.list(organizationId);
  return approvals.filter((approval) => approval.tenantId === tenantId);
}

/** The names of a tenant are learned when somebody signs in. */
async function nameTenant(
  { organizationId, tenantId }: AdministratorSession,
  { database }: Pick<FeatureContext, "database">,
): Promise<string | undefined> {
  const tenants = await database.mailboxConnections.listTenants(organizationId);
  return tenants.find((tenant) => tenant.tenantId === tenantId)?.displayName ?? undefined;
}

/**
 * What is known to have been granted to everybody before: approvals that a token proved, and our own changes that a
 * reading confirmed and nobody undid.
 */
async function listPreviousGrants(
  { organizationId, tenantId }: AdministratorSession,
  approvals: readonly Approval[],
  context: FeatureContext,
): Promise<PermissionGrant[]> {
  const changes = await context.database.remedyChanges.list(organizationId, { tenantId, limit: 50 });
  const isMade = changes.some(({ code, state }) => code === "grant_tenant_wide" && state === "verified");
  const isUndone = changes.some(({ code, state }) => code === "grant_tenant_wide" && state === "undone");
  const granted = approvals.filter(({ state }) => state === "granted");
  const scopeSets = isUndone ? [] : granted.map(({ scopes }) => scopes);
  const asked = isMade ? [(await findAskedScopes(organizationId, context)).all] : [];
  return [...scopeSets, ...asked].flatMap((scopes) =>
    [...Map.groupBy(parseScopes(scopes.join(" ")).permissions, ({ resourceAppId }) => resourceAppId)].map(
      ([resourceAppId, permissions]): PermissionGrant => ({
        consentType: "AllPrincipals",
        principalId: null,
        resourceAppId,
        scope: permissions.map(({ value }) => value).join(" "),
      }),
    ),
  );
}

/** Whoever looks has a grant of their own for the mailbox: it was they who forgot the tick. */
function findApprover(
  { microsoftUserId }: AdministratorSession,
  grants: readonly PermissionGrant[],
): string | undefined {
  const isTheirs = grants.some(
    ({ consentType, principalId, scope }) =>
      consentType === "Principal" && principalId === microsoftUserId && /\b(?:Mail|Calendars)\./.test(scope),
  );
  return isTheirs ? microsoftUserId : undefined;
}

/** When somebody last said that it is done. */
function findApprovedAt(approvals: readonly Approval[]): Date | undefined {
  const reports = approvals.flatMap(({ evidence }) => {
    const { lastReturn } = readApprovalEvidence(evidence);
    return lastReturn?.outcome === "reported" ? [new Date(lastReturn.at)] : [];
  });
  return reports.toSorted((one, other) => other.getTime() - one.getTime())[0];
}
