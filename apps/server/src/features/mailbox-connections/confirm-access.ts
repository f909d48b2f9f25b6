import { OPENID_SCOPES } from "@outrigger/consent";
import { parseEntraTokenError } from "@outrigger/microsoft";
import { OAuthError, type TokenSet } from "@outrigger/oauth";
import type { Database, MailboxConnection, Repositories } from "@outrigger/storage";
import type { FailureReason } from "@outrigger/sync-core";
import { noteReceivedToken } from "../notices/tell-from-token.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { bareScope, GRAPH_RESOURCE } from "./bare-scope.ts";
import { nextMailboxState } from "./mailbox-states.ts";
import type { AskedScopes, MicrosoftAuthorization } from "./microsoft-authorization.ts";
import { isRegistrationFault, registrationFaultEntry } from "./registration-fault.ts";
import { noteOfRefusal, readSilentProbe } from "./silent-probe.ts";
import { findUncovered, listSilentScopes } from "./silent-scopes.ts";

/**
 * What a silent token said. `confirmed`: the mailbox scopes are granted and the connection stands.
 * `missing`: Microsoft still refuses them. `no_session`: there is no sign-in to ask with, or it has ended.
 * `not_asked`: the organization's tier needs no mailbox.
 */
export type AccessFinding =
  | { readonly outcome: "confirmed"; readonly connection: MailboxConnection }
  | { readonly outcome: "missing"; readonly error: OAuthError }
  | { readonly outcome: "no_session"; readonly error?: OAuthError | undefined }
  | { readonly outcome: "not_asked" }
  | { readonly outcome: "unavailable"; readonly reason: FailureReason };

/** `silently`: no page was shown, so somebody had granted before; `in_window`: the user may have consented alone. */
export type HowConnected = "silently" | "in_window";

export interface ConfirmAccessTools {
  readonly database: Database;
  readonly microsoft: MicrosoftAuthorization;
  readonly now: () => Date;
  /** Called after the transaction in which the connection became `connected`. */
  readonly onConnected: (connection: MailboxConnection, how: HowConnected) => Promise<void>;
}

/**
 * Asks Microsoft for a mailbox token without the user: the one proof that a grant stands. Runs under the connection's
 * row lock, so that no two processes spend one refresh token, and stores the new one before anything uses it. A connected
 * mailbox that lacks what its tier asks by now is tried for it; refused, it stays connected with what it has.
 */
export async function confirmAccess(
  connection: Pick<MailboxConnection, "organizationId" | "id">,
  tools: ConfirmAccessTools,
): Promise<AccessFinding> {
  const { organizationId, id } = connection;
  const asked = await findAskedScopes(organizationId, tools);
  if (asked.mailbox.length === 0) return { outcome: "not_asked" };
  let hasGained = false;
  const finding = await tools.database.withLockedMailboxConnection(
    organizationId,
    id,
    async (locked, repositories): Promise<AccessFinding> => {
      const isConnected = locked.state === "connected";
      if (isConnected && findUncovered(asked.mailbox, locked.grantedScopes).length === 0)
        return { outcome: "confirmed", connection: locked };
      const tried = await tryForAll({ locked, asked, repositories }, tools);
      hasGained = tried.outcome === "confirmed";
      await keepRefusal({ locked, tried, repositories }, tools);
      return isConnected && !hasGained ? { outcome: "confirmed", connection: locked } : tried;
    },
  );
  if (finding?.outcome === "confirmed" && hasGained) await tools.onConnected(finding.connection, "silently");
  return finding ?? { outcome: "no_session" };
}

/** Microsoft's own word on why, for the diagnosis; a connection that works has none. */
async function keepRefusal(
  end: {
    readonly locked: MailboxConnection;
    readonly tried: AccessFinding;
    readonly repositories: Repositories;
  },
  { now }: Pick<ConfirmAccessTools, "now">,
): Promise<void> {
  const { locked, tried, repositories } = end;
  const { organizationId, id } = locked;
  if (tried.outcome === "confirmed" && locked.lastProbe !== null) {
    await repositories.mailboxConnections.noteProbe(organizationId, id, null);
  }
  if ((tried.outcome !== "missing" && tried.outcome !== "no_session") || !tried.error) return;
  const note = noteOfRefusal(tried.error, { known: readSilentProbe(locked), at: now() });
  if (!note) return;
  await repositories.mailboxConnections.noteProbe(organizationId, id, note);
  if (!isRegistrationFault(note)) return;
  await repositories.auditEntries.add(organizationId, registrationFaultEntry);
}

interface Trial {
  readonly locked: MailboxConnection;
  readonly asked: AskedScopes;
  readonly repositories: Repositories;
}

async function tryForAll(
  { locked, asked, repositories }: Trial,
  tools: ConfirmAccessTools,
): Promise<AccessFinding> {
  const { organizationId, id, tenantId } = locked;
  const { mailboxConnections, permissionConfirmations } = repositories;
  if (!tenantId) return { outcome: "no_session" };
  const confirmations = await permissionConfirmations.list(organizationId);
  const known = confirmations.filter((entry) => entry.tenantId === tenantId);
  const candidates = listSilentScopes(
    asked,
    known.map(({ claimValue }) => claimValue),
  );
  let last: AccessFinding = { outcome: "no_session" };
  for (const scopes of candidates) {
    const refreshToken = (await mailboxConnections.findTokens(organizationId, id))?.refreshToken;
    if (!refreshToken) return { outcome: "no_session" };
    try {
      const tokens = await tools.microsoft.refreshForMailbox(tenantId, { refreshToken, scopes });
      if (findMissingScopes(tokens, asked.graph).length === 0) {
        const connected = await connectMailbox({ locked, tokens, repositories, at: tools.now() });
        return { outcome: "confirmed", connection: connected };
      }
      await mailboxConnections.storeTokens(organizationId, id, {
        accessToken: undefined,
        accessTokenExpiresAt: undefined,
        refreshToken: tokens.refreshToken,
      });
      last = { outcome: "missing", error: incompleteGrant() };
    } catch (error) {
      last = readRefusal(error);
      if (last.outcome !== "missing") return last;
    }
  }
  return last;
}

/** The connection with its tokens and what they prove, in the caller's transaction. */
export async function connectMailbox({
  locked,
  tokens,
  repositories,
  at,
}: {
  readonly locked: MailboxConnection;
  readonly tokens: TokenSet;
  readonly repositories: Repositories;
  readonly at: Date;
}): Promise<MailboxConnection> {
  const { organizationId, id, userId, tenantId } = locked;
  await repositories.mailboxConnections.storeTokens(organizationId, id, {
    accessToken: tokens.accessToken,
    accessTokenExpiresAt: tokens.expiresAt,
    refreshToken: tokens.refreshToken,
  });
  if (tenantId !== null) {
    await repositories.permissionConfirmations.replaceForUser(organizationId, {
      userId,
      tenantId,
      resource: GRAPH_RESOURCE,
      // OpenID scopes are not repeated in the reply; a token with everything else proves them, too.
      claimValues: [...OPENID_SCOPES, ...tokens.scope.map(bareScope)],
    });
  }
  await noteReceivedToken(repositories, locked, { tokens, expected: [] });
  const state = nextMailboxState(locked.state, "access_confirmed") ?? locked.state;
  const connected = await repositories.mailboxConnections.change(organizationId, id, {
    state,
    grantedScopes: tokens.scope.map(bareScope),
    connectedAt: locked.connectedAt ?? at,
    diagnosis: null,
  });
  await repositories.auditEntries.add(organizationId, {
    action: "mailbox_connection.connected",
    summary: "A mailbox was connected: a token with the mailbox permissions was issued.",
  });
  return connected ?? locked;
}

/** Scopes asked for that the token does not allow. OpenID scopes are not repeated in every reply. */
export function findMissingScopes(tokens: TokenSet, wanted: readonly string[]): string[] {
  const needed = wanted.filter((scope) => !OPENID_SCOPES.includes(scope));
  return findUncovered(needed, tokens.scope.map(bareScope));
}

/** The token came, but without all that was asked: to the user the same as AADSTS65001. */
function incompleteGrant(): OAuthError {
  return new OAuthError({
    step: "refresh_tokens",
    error: "invalid_grant",
    suberror: "consent_required",
    errorCodes: [65001],
  });
}

function readRefusal(error: unknown): AccessFinding {
  if (!(error instanceof OAuthError)) throw error;
  const { reason } = parseEntraTokenError(error, "confirm mailbox access");
  switch (reason) {
    case "consent_required":
    case "admin_action_required":
    case "permission_missing":
      return { outcome: "missing", error };
    case "reauthorization_required":
      return { outcome: "no_session", error };
    case "record_not_found":
    case "version_conflict":
    case "record_rejected":
    case "rate_limited":
    case "cursor_expired":
    case "temporarily_unavailable":
    case "unexpected_response":
      return { outcome: "unavailable", reason };
  }
}
