import type { SandboxContext } from "../../core/part.ts";
import { isTrue, openOrg, orgsOf, textOf } from "../org.ts";
import type { Caller } from "../rest/data-request.ts";
import { oauthStoreOf, policyOf, type AccessToken } from "./oauth-store.ts";

export interface TokenHolder extends Caller {
  readonly token: AccessToken;
}

/** Reads `Bearer x`, or `OAuth x` as old clients write it. */
export function readBearer(authorization: string | undefined): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? "")?.[1];
}

/** Who holds a live token; undefined when it has ended, its user was frozen or its app blocked. */
export function findTokenHolder(context: SandboxContext, token: string | undefined): TokenHolder | undefined {
  const found = oauthStoreOf(context.store).accessTokens.get(token ?? "");
  if (!found || found.expiresAt <= context.clock.now().getTime()) return undefined;
  const org = orgsOf(context.store).get(found.orgId);
  const policy = policyOf(context.store, found.orgId, found.clientId);
  if (!org || !policy.present || policy.blocked) return undefined;
  const opened = openOrg(context, org);
  const user = opened.rows("User").get(found.userId);
  if (!user || !isTrue(user, "IsActive")) return undefined;
  return { opened, user, token: found };
}

/** The edition has the API, and the user's profile "API Enabled". */
export function hasApi({ opened, user }: Pick<TokenHolder, "opened" | "user">): boolean {
  const profile = opened.rows("Profile").get(textOf(user, "ProfileId"));
  return opened.org.apiEnabled !== false && profile !== undefined && isTrue(profile, "PermissionsApiEnabled");
}
