import { tenantUrl } from "./microsoft-endpoints.ts";

export interface AdminConsentRequest {
  readonly loginUrl: string;
  /** A GUID or a verified domain; with `organizations` the signed-in administrator's own tenant is meant. */
  readonly tenantId: string;
  readonly clientId: string;
  /** Bare names mean Graph's; others must be full URIs. */
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** Signed by us: the `tenant` that comes back proves nothing, anybody can call the redirect. */
  readonly state: string;
}

const OPENID_SCOPES: ReadonlySet<string> = new Set(["openid", "profile", "email", "offline_access"]);

/**
 * The v2.0 admin consent page (learn.microsoft.com, "Admin consent on the Microsoft identity platform"): it grants exactly the scopes
 * listed, for the whole tenant. Graph's scopes go out in full, because the page requires resource URIs.
 */
export function adminConsentUrl(request: AdminConsentRequest): URL {
  const tenant = { loginUrl: request.loginUrl, tenant: request.tenantId };
  const url = new URL(tenantUrl(tenant, "v2.0/adminconsent"));
  url.searchParams.set("client_id", request.clientId);
  url.searchParams.set("scope", request.scopes.map((scope) => toFullScope(scope)).join(" "));
  url.searchParams.set("redirect_uri", request.redirectUri);
  url.searchParams.set("state", request.state);
  return url;
}

function toFullScope(scope: string): string {
  const isFull = scope.includes("://") || OPENID_SCOPES.has(scope);
  return isFull ? scope : `https://graph.microsoft.com/${scope}`;
}
