import { parseEntraTokenError } from "@outrigger/microsoft";
import { OAuthError, type Secret } from "@outrigger/oauth";
import type { NewAuditEntry, OrganizationId, TenantWatch } from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import type { WatchGrant } from "../administrator-sessions/administrator-callback.routes.ts";
import { openGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { scopesFor } from "../administrator-sessions/purpose-scopes.ts";
import { raiseNotice, resolveNotice } from "../notices/raise-notice.ts";
import { readTenantWith } from "./read-tenant-with.ts";
import { storeReading } from "./store-reading.ts";

/** An administrator lets the product look every day. The refresh token lives in `tenant_watch` alone. */
export async function startWatch(
  { session, refreshToken }: WatchGrant,
  { database }: Pick<FeatureContext, "database">,
): Promise<void> {
  const { organizationId, tenantId, microsoftUserId, displayName: readerName } = session;
  // What was asked, and is used: Entra's answer names whatever else the app was granted for this person.
  const scopes = scopesFor("watch_tenant");
  await database.transaction(async (repositories) => {
    const details = { organizationId, tenantId, readerName, microsoftUserId, scopes };
    await repositories.tenantWatches.start({ ...details, refreshToken });
    await repositories.auditEntries.add(organizationId, {
      action: "posture.watch",
      summary: `${readerName} lets the settings of the Microsoft tenant ${tenantId} be read every day.`,
    });
    for (const notice of await repositories.notices.listOpen(organizationId, tenantId)) {
      if (notice.kind === "watch_ended") await resolveNotice(repositories, notice);
    }
  });
}

/**
 * Reads a watched tenant now.
 * @throws {RequestError} `not_found` where nobody watches, `conflict` where Microsoft no longer takes the sign-in,
 * `vendor_unavailable` where it cannot be read now.
 */
export async function readByWatch(
  { organizationId, tenantId }: { readonly organizationId: OrganizationId; readonly tenantId: string },
  context: FeatureContext,
  actor?: NewAuditEntry["actor"],
): Promise<{ tenantId: string; readAt: string }> {
  const { watch, token } = await refreshWatch(organizationId, tenantId, context);
  const graph = openGraph(async ({ rejected }) => {
    if (rejected === undefined) return token;
    throw new ConnectorError({
      reason: "reauthorization_required",
      vendor: "microsoft",
      operation: "read a watched tenant",
    });
  }, context);
  try {
    const wish = { tenantId, withLogs: false, withRequests: false };
    const read = await readTenantWith(graph, wish, context);
    const { readerName } = watch;
    const stored = await storeReading(
      { ...read, organizationId, source: "watch", readerName, actor },
      context,
    );
    await context.database.tenantWatches.markRead(watch);
    return stored;
  } catch (cause) {
    if (!(cause instanceof ConnectorError)) throw cause;
    await endWatch(watch, context);
    throw new RequestError("conflict", WATCH_ENDED, { cause });
  }
}

const WATCH_ENDED =
  "Microsoft no longer takes the sign-in of the administrator who let this tenant be watched. Sign in once more, or stop watching.";

/** Under the row's lock: two readers must not spend one refresh token. The new one is stored before anything uses it. */
async function refreshWatch(
  organizationId: OrganizationId,
  tenantId: string,
  context: FeatureContext,
): Promise<{ watch: TenantWatch; token: Secret }> {
  const { database, administratorMicrosoft } = context;
  const refreshed = await database.transaction(async (repositories) => {
    const locked = await repositories.tenantWatches.lock(organizationId, tenantId);
    if (locked === undefined) return undefined;
    const { watch, refreshToken } = locked;
    try {
      const scopes = scopesFor("watch_tenant");
      const tokens = await administratorMicrosoft.refreshForMailbox(tenantId, { refreshToken, scopes });
      if (tokens.refreshToken) await repositories.tenantWatches.storeToken(watch, tokens.refreshToken);
      return { watch, token: tokens.accessToken };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return { watch, error };
    }
  });
  if (refreshed === undefined) throw new RequestError("not_found");
  if (refreshed.token !== undefined) return refreshed;
  const { watch, error } = refreshed;
  const { reason } = parseEntraTokenError(error, "read a watched tenant");
  if (reason === "temporarily_unavailable" || reason === "rate_limited" || reason === "unexpected_response") {
    throw new RequestError("vendor_unavailable", undefined, { cause: error });
  }
  await endWatch(watch, context);
  throw new RequestError("conflict", WATCH_ENDED, { cause: error });
}

/** A revoked session, a changed password, a role that is gone: nobody looks any more, and that is told. */
async function endWatch(watch: TenantWatch, { database }: FeatureContext): Promise<void> {
  const { organizationId, tenantId, readerName } = watch;
  await database.transaction(async (repositories) => {
    await repositories.tenantWatches.end(watch);
    await raiseNotice(repositories, organizationId, {
      tenantId,
      kind: "watch_ended",
      subject: "",
      source: "token",
      before: [readerName],
      after: [],
    });
  });
}
