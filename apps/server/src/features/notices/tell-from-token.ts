import type { TokenSet } from "@outrigger/oauth";
import type { MailboxConnection, Repositories } from "@outrigger/storage";
import type { ConnectorError } from "@outrigger/sync-core";
import { bareScope } from "../mailbox-connections/bare-scope.ts";
import { raiseNotice, resolveNotice, type NoticeDraft } from "./raise-notice.ts";

type Connection = Pick<MailboxConnection, "organizationId" | "tenantId" | "userId" | "grantedScopes">;
type Tools = Pick<Repositories, "notices" | "auditEntries">;

/** What a refusal says about the tenant, so that others need not meet it first ("Microsoft Entra authentication error codes"). */
const KIND_OF_CODE: Readonly<Record<string, NoticeDraft["kind"]>> = {
  AADSTS65001: "grant_revoked",
  AADSTS7000112: "app_disabled",
  AADSTS50105: "assignment_required",
  AADSTS7000222: "secret_expired",
};

/** A connected person was refused a token. In the caller's transaction; a second person's refusal adds nothing. */
export async function noteRefusedToken(
  tools: Tools,
  connection: Connection,
  { vendorCode }: Pick<ConnectorError, "vendorCode">,
): Promise<void> {
  const kind = KIND_OF_CODE[vendorCode ?? ""];
  if (kind === undefined) return;
  const before = kind === "grant_revoked" ? [...connection.grantedScopes] : [];
  await raiseOnce(tools, connection, { kind, before, after: [] });
}

/**
 * A person got a token: what it no longer carries is told; what it carries again is over. `expected` is what was asked: who asks
 * for less, as the organization chose less, has lost nothing.
 */
export async function noteReceivedToken(
  tools: Tools,
  connection: Connection,
  { tokens, expected }: { readonly tokens: Pick<TokenSet, "scope">; readonly expected: readonly string[] },
): Promise<void> {
  const after = tokens.scope.map(bareScope);
  const held = new Set(after.map((scope) => scope.toLowerCase()));
  // OpenID's scopes are not repeated in every reply.
  const before = connection.grantedScopes.filter((scope) => scope.includes(".") && expected.includes(scope));
  if (before.some((scope) => !held.has(scope.toLowerCase()))) {
    await raiseOnce(tools, connection, { kind: "grant_narrowed", before, after });
    return;
  }
  const { organizationId, tenantId } = connection;
  if (tenantId === null) return;
  for (const notice of await tools.notices.listOpen(organizationId, tenantId)) {
    // An app that is on, or a secret that works, shows with anybody's token; a grant or an assignment with that person's alone.
    const isForAll = notice.kind === "app_disabled" || notice.kind === "secret_expired";
    const isTheirs = notice.source === "token" && notice.subject === connection.userId;
    const carriesAll = notice.before.every((scope) => !scope.includes(".") || held.has(scope.toLowerCase()));
    if (isForAll || (isTheirs && carriesAll)) await resolveNotice(tools, notice);
  }
}

async function raiseOnce(
  tools: Tools,
  { organizationId, tenantId, userId }: Connection,
  found: Pick<NoticeDraft, "kind" | "before" | "after">,
): Promise<void> {
  if (tenantId === null) return;
  const open = await tools.notices.listOpen(organizationId, tenantId);
  if (open.some(({ kind }) => kind === found.kind)) return;
  await raiseNotice(tools, organizationId, { ...found, tenantId, subject: userId, source: "token" });
}
