import { parseEntraTokenError } from "@outrigger/microsoft";
import { OAuthError, type Secret, type TokenSet } from "@outrigger/oauth";
import type {
  MailboxConnection,
  MailboxConnectionId,
  MailboxTokens,
  OrganizationId,
  Repositories,
} from "@outrigger/storage";
import { ConnectorError, decideAfterFailure } from "@outrigger/sync-core";
import { settleApproval } from "../approvals/settle-approval.ts";
import { connectMailbox, findMissingScopes } from "../mailbox-connections/confirm-access.ts";
import { nextMailboxState } from "../mailbox-connections/mailbox-states.ts";
import type { AskedScopes } from "../mailbox-connections/microsoft-authorization.ts";
import { findUncovered, listScopesOfConnected } from "../mailbox-connections/silent-scopes.ts";
import { noteReceivedToken, noteRefusedToken } from "../notices/tell-from-token.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
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
  if ((await findAskedScopes(organizationId, tools)).mailbox.length === 0) throw notAsked();
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
      const asked = await findAskedScopes(organizationId, tools);
      if (asked.mailbox.length === 0) return { outcome: "failed", error: notAsked() };
      const candidates = listScopesOfConnected(asked, connection.grantedScopes);
      const refreshed = await refreshFirstGranted(
        { tenantId: connection.tenantId, refreshToken: stored.refreshToken, candidates },
        tools,
      );
      if (refreshed.outcome === "failed") {
        await noteRefusedToken(repositories, connection, refreshed.error);
        await recordLoss(repositories, connection, refreshed.error);
        return refreshed;
      }
      const { tokens } = refreshed;
      // Entra rotates the refresh token on each use; losing this write signs the user out, so it comes before use.
      await repositories.mailboxConnections.storeTokens(organizationId, id, {
        accessToken: tokens.accessToken,
        accessTokenExpiresAt: tokens.expiresAt,
        refreshToken: tokens.refreshToken,
      });
      await noteReceivedToken(repositories, connection, { tokens, expected: candidates.flat() });
      await recordGain({ connection, tokens, asked }, repositories, tools.clock.now());
      return { outcome: "token", token: tokens.accessToken };
    },
  );
  if (result === undefined) throw signInNeeded();
  if (result.outcome === "failed") throw result.error;
  return result.token;
}

interface RefreshPlan {
  readonly tenantId: string;
  readonly refreshToken: Secret;
  /** Sets of scopes, best first; the next one is tried only where Microsoft refuses a scope. */
  readonly candidates: readonly (readonly string[])[];
}

async function refreshFirstGranted(
  { tenantId, refreshToken, candidates }: RefreshPlan,
  { microsoft }: AccessTokenTools,
): Promise<
  | { readonly outcome: "tokens"; readonly tokens: TokenSet }
  | { readonly outcome: "failed"; readonly error: ConnectorError }
> {
  let last = signInNeeded();
  for (const scopes of candidates) {
    try {
      return {
        outcome: "tokens",
        tokens: await microsoft.refreshForMailbox(tenantId, { refreshToken, scopes }),
      };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      last = parseEntraTokenError(error, OPERATION);
      if (last.reason !== "consent_required") break;
    }
  }
  return { outcome: "failed", error: last };
}

/** The organization chose more and its administrator has approved meanwhile: the token proves it. */
async function recordGain(
  {
    connection,
    tokens,
    asked,
  }: {
    readonly connection: MailboxConnection;
    readonly tokens: TokenSet;
    readonly asked: AskedScopes;
  },
  repositories: Repositories,
  at: Date,
): Promise<void> {
  const lacked = findUncovered(asked.mailbox, connection.grantedScopes);
  if (lacked.length === 0 || findMissingScopes(tokens, lacked).length > 0) return;
  const connected = await connectMailbox({ locked: connection, tokens, repositories, at });
  await settleApproval(connected, { isByAdministrator: true }, { repositories, at });
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

/** The organization's tier needs no mailbox any more: nothing is asked of Microsoft, and the connection stays as it is. */
function notAsked(): ConnectorError {
  return new ConnectorError({ reason: "permission_missing", vendor: "microsoft", operation: OPERATION });
}
