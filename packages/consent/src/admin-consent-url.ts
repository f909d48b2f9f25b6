import type { PermissionName } from "./decision.ts";
import { formatScope } from "./parse-scopes.ts";

/** What the link asks, of whom, and where the administrator returns to. */
export type AdminConsentUrlParts = {
  /** Tenant id or verified domain; `common` is not supported there. */
  tenant: string;
  clientId: string;
  permissions: readonly PermissionName[];
  redirectUri?: string | undefined;
  state?: string | undefined;
  /** `https://login.microsoftonline.com` unless another cloud or a sandbox is meant. */
  loginHost?: string | undefined;
};

/** The v2.0 /adminconsent link for exactly these permissions ("Admin consent on the Microsoft identity platform"). */
export function buildAdminConsentUrl(parts: AdminConsentUrlParts): string {
  const { tenant, clientId, permissions, redirectUri, state } = parts;
  const host = (parts.loginHost ?? "https://login.microsoftonline.com").replace(/\/+$/, "");
  const parameters: [string, string | undefined][] = [
    ["client_id", clientId],
    ["scope", permissions.map(formatScope).join(" ")],
    ["redirect_uri", redirectUri],
    ["state", state],
  ];
  const query = parameters
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join("&");
  return `${host}/${encodeURIComponent(tenant)}/v2.0/adminconsent?${query}`;
}
