import { parseEntraTokenError } from "@outrigger/microsoft";
import { OAuthError, type Secret } from "@outrigger/oauth";
import type {
  MailboxConnection,
  MailboxConnectionId,
  MailboxTokens,
  OrganizationId,
  Repositories,
} from "@outrigger/storage";
import { ConnectorError, decideAfterFailure } from "@outrigger/sync-core";
import { nextMailboxState } from "../mailbox-connections/mailbox-states.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { AccessTokenTools } from "./create-access-tokens.ts";

const OPERATION = "get an access token";
/** A token that ends within a page's work is renewed beforehand. */
const SPARE_SECONDS = 120;

export async function openMailboxTokens(
  tools: AccessTokenTools,
  organizationId: OrganizationId,
  id: MailboxConnectionId,
): ReturnType<AccessTokens["forMailbox"]> {
  const connection = await tools.database.mailboxConnections.findById(organizationId, id);
  if (connection?.state !== "connected") throw signInNeeded();
  return {
    connection,
    getAccessToken: async ({ rejected }) => {
      const stored = await tools.database.mailboxConnections.findTokens(organizationId, id);
      return findFresh(stored, rejected, tools) ?? refreshOnce(tools, connection, rejected);
    },
  };
}

function findFresh(
  stored: MailboxTokens | undefined,
  rejected: Secret | undefined,
  { clock }: Pick<AccessTokenTools, "clock">,
): Secret | undefined {
  const token = stored?.accessToken;
  if (token === undefined || token.reveal() === rejected?.reveal()) return undefined;
  const expiresAt = stored?.accessTokenExpiresAt;
  const isEnding =
    expiresAt !== undefined && expiresAt.getTime() - clock.now().getTime() < SPARE_SECONDS * 1000;
  return isEnding ? undefined : token;
}

type Refreshed =
  | { readonly outcome: "token"; readonly token: Secret }
  | { readonly outcome: "failed"; readonly error: ConnectorError };

/**
 * Whoever comes second waits for the lock and then finds the new token. The result leaves the transaction as a value,
 * not as a throw: a throw would undo what was written about the failure.
 */
async function refreshOnce(
  tools: AccessTokenTools,
  { organizationId, id }: MailboxConnection,
  rejected: Secret | undefined,
): Promise<Secret> {
  const result = await tools.database.withLockedMailboxConnection(
    organizationId,
    id,
    async (connection, repositories): Promise<Refreshed> => {
      const stored = await repositories.mailboxConnections.findTokens(organizationId, id);
      const fresh = findFresh(stored, rejected, tools);
      if (fresh !== undefined) return { outcome: "token", token: fresh };
      if (stored?.refreshToken === undefined || connection.tenantId === null) {
        return { outcome: "failed", error: signInNeeded() };
      }
      try {
        const tokens = await tools.microsoft.refreshForMailbox(connection.tenantId, stored.refreshToken);
        // Entra rotates the refresh token on each use; losing this write signs the user out, so it comes before use.
        await repositories.mailboxConnections.storeTokens(organizationId, id, {
          accessToken: tokens.accessToken,
          accessTokenExpiresAt: tokens.expiresAt,
          refreshToken: tokens.refreshToken,
        });
        return { outcome: "token", token: tokens.accessToken };
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        const failure = parseEntraTokenError(error, OPERATION);
        await recordLoss(repositories, connection, failure);
        return { outcome: "failed", error: failure };
      }
    },
  );
  if (result === undefined) throw signInNeeded();
  if (result.outcome === "failed") throw result.error;
  return result.token;
}

async function recordLoss(
  repositories: Repositories,
  connection: MailboxConnection,
  failure: ConnectorError,
): Promise<void> {
  const effect = decideAfterFailure(failure.reason);
  if (effect.effect !== "pause_connection") return;
  const isSessionLost = effect.waitFor === "user";
  const state = nextMailboxState(connection.state, isSessionLost ? "session_lost" : "access_lost");
  if (state === undefined) return;
  const { organizationId, id } = connection;
  await repositories.mailboxConnections.change(organizationId, id, { state });
  await repositories.auditEntries.add(organizationId, {
    action: "mailbox_connection.lose",
    summary: isSessionLost
      ? "Microsoft ended a user's session; the user has to sign in again."
      : "Microsoft refuses a user's mailbox by a setting of the tenant; an administrator has to act.",
  });
}

function signInNeeded(): ConnectorError {
  return new ConnectorError({
    reason: "reauthorization_required",
    vendor: "microsoft",
    operation: OPERATION,
  });
}
