import type { MailboxConnection } from "@outrigger/storage";
import type { MicrosoftIdentity } from "./microsoft-authorization.ts";

/** The tenant of all personal Microsoft accounts (Microsoft identity platform, ID token claims, `tid`). */
const CONSUMERS_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Why an account that signed in well is not the one to connect; kept as the attempt's word. */
export const foreignAccounts = ["other_identity", "wrong_tenant", "personal_account", "guest"] as const;
export type ForeignAccount = (typeof foreignAccounts)[number];

/**
 * Whether the account is one whose mailbox may be connected for this person, before anything of it is kept. An
 * administrator may have signed in inside the person's window, or the person with an account that has no mailbox here.
 * `isOpenMailbox`: whether it owns the mailbox that the sidebar stands beside; undefined where nobody can say.
 */
export function judgeIdentity({
  connection,
  identity,
  isOpenMailbox,
}: {
  readonly connection: Pick<MailboxConnection, "tenantId" | "microsoftUserId">;
  readonly identity: MicrosoftIdentity;
  readonly isOpenMailbox: boolean | undefined;
}): ForeignAccount | undefined {
  if (identity.tenantId === CONSUMERS_TENANT_ID) return "personal_account";
  if (identity.isGuest) return "guest";
  const isKnown = connection.microsoftUserId !== null;
  const isSame = isKnown ? connection.microsoftUserId === identity.userId : isOpenMailbox !== false;
  // At the sign-in stage the account of the mailbox that is open replaces one that was taken by mistake.
  if (isSame || (isKnown && isOpenMailbox === true)) return undefined;
  const isOtherTenant = connection.tenantId !== null && connection.tenantId !== identity.tenantId;
  return isOtherTenant ? "wrong_tenant" : "other_identity";
}
