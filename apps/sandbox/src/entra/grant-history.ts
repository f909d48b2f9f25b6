import type { PermissionGrant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { entraRecords } from "./entra-records.ts";

/** Changes that a grant remembers: enough to tell what it was when an old refresh token was issued. */
const KEPT_CHANGES = 20;

/** The grant with a new scope; what it was until now stays readable. */
export function changeGrantScope(
  { clock }: Pick<SandboxContext, "clock">,
  grant: PermissionGrant,
  scope: string,
): PermissionGrant {
  const earlier = [...(grant.earlierScopes ?? []), { scope: grant.scope, until: clock.now().toISOString() }];
  return { ...grant, scope, earlierScopes: earlier.slice(-KEPT_CHANGES) };
}

/** The grant as it was at a time; undefined where it did not exist yet. */
export function grantAsOf(grant: PermissionGrant, at: Date): PermissionGrant | undefined {
  const time = at.toISOString();
  if (time < grant.createdDateTime) return undefined;
  const earlier = grant.earlierScopes?.find(({ until }) => time < until);
  return earlier ? { ...grant, scope: earlier.scope } : grant;
}

/** How recent the directory is that tokens, pages and Graph read: consent may take a while to reach them. */
export function replicatedUntil({ store, clock }: Pick<SandboxContext, "store" | "clock">): Date {
  const { consentReplicationSeconds } = entraRecords({ store }).settings();
  return new Date(clock.now().getTime() - consentReplicationSeconds * 1_000);
}
