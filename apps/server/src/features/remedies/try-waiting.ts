import { diagnoseAfterApproval, type AfterApproval } from "@outrigger/consent";
import type { OAuthError } from "@outrigger/oauth";
import type { MailboxConnection } from "@outrigger/storage";
import type { Config } from "../../config.ts";
import { askToSignIn } from "../mailbox-connections/ask-to-sign-in.ts";
import type { FlowTools } from "../mailbox-connections/open-window.ts";
import { confirmAccess } from "../mailbox-connections/confirm-access.ts";

/** What a token's refusal tells by itself, without a reading of the tenant. */
export type TokenFinding = ReturnType<typeof diagnoseAfterApproval>["findings"][number];

export interface TriedWaiters {
  readonly connected: readonly MailboxConnection[];
  readonly refused: readonly { readonly connection: MailboxConnection; readonly error: OAuthError }[];
}

/** Tries a silent token for each; whoever has no session to try with is asked to sign in. */
export async function tryWaiters(
  connections: readonly MailboxConnection[],
  tools: FlowTools,
): Promise<TriedWaiters> {
  const connected: MailboxConnection[] = [];
  const refused: { connection: MailboxConnection; error: OAuthError }[] = [];
  for (const connection of connections) {
    const finding = await confirmAccess(connection, tools);
    if (finding.outcome === "confirmed") connected.push(connection);
    else if (finding.outcome === "no_session") await askToSignIn(connection, tools);
    else if (finding.outcome === "missing") refused.push({ connection, error: finding.error });
  }
  return { connected, refused };
}

const NOT_ASSIGNED = 50105;
const DISABLED: readonly number[] = [7000112, 1000031];

/**
 * The causes that a refusal names by its code: the application is switched off, somebody is not assigned, or the approval
 * is so young that nobody can tell yet. Everything else needs a reading.
 */
export function explainRefusals(
  refused: TriedWaiters["refused"],
  {
    approvedAt,
    now,
    config,
  }: { readonly approvedAt: Date | undefined; readonly now: Date; readonly config: Config },
): { readonly findings: TokenFinding[]; readonly isExplained: boolean } {
  const idOf = ({ microsoftUserId, id }: MailboxConnection): string => microsoftUserId ?? id;
  const has = (error: OAuthError, codes: readonly number[]): boolean =>
    codes.some((code) => error.errorCodes.includes(code));
  const disabled = refused.filter(({ error }) => has(error, DISABLED));
  const unassigned = refused.filter(({ error }) => has(error, [NOT_ASSIGNED]));
  const rest = refused.filter(({ error }) => !has(error, [...DISABLED, NOT_ASSIGNED]));
  const explain = (people: typeof refused, facts: Partial<AfterApproval>): TokenFinding[] =>
    people.length === 0
      ? []
      : diagnoseAfterApproval({
          clientId: config.microsoft.clientId,
          grants: [],
          requestedScopes: "",
          waitingUserIds: people.map(({ connection }) => idOf(connection)),
          names: {
            product: config.product.productName,
            organization: people[0]?.connection.tenantDisplayName ?? undefined,
          },
          ...facts,
        }).findings;
  const principal = { accountEnabled: true, appRoleAssignmentRequired: false, assignedUserIds: [] };
  const young = explain(rest, { requestedScopes: "Mail.Read", approvedAt, now }).filter(
    ({ code }) => code === "grant_not_visible_yet",
  );
  return {
    findings: [
      ...explain(disabled, { servicePrincipal: { ...principal, accountEnabled: false } }),
      ...explain(unassigned, { servicePrincipal: { ...principal, appRoleAssignmentRequired: true } }),
      // The permission stands for all of them: which one is missing, only a reading tells.
      ...young.map((finding) => ({ ...finding, permissions: [] })),
    ],
    isExplained: rest.length === 0,
  };
}
