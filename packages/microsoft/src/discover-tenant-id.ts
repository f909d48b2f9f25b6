import { OAuthError, type OAuthTransport, readMetadata } from "@outrigger/oauth";
import { tenantUrl } from "./microsoft-endpoints.ts";

export interface DiscoverTenantRequest {
  readonly loginUrl: string;
  /** The part of a mail address after the @. */
  readonly domain: string;
  readonly transport: OAuthTransport;
}

export type TenantDiscovery =
  | { readonly outcome: "found"; readonly tenantId: string }
  | { readonly outcome: "unknown" };

/**
 * Finds the tenant behind a mail domain from its anonymous metadata: the issuer there holds the tenant's GUID. So an administrator's
 * link can name the exact tenant before anybody has consented to anything.
 * @throws {OAuthError} when Entra cannot be reached or answers something else.
 */
export async function discoverTenantId(request: DiscoverTenantRequest): Promise<TenantDiscovery> {
  const metadataUrl = findMetadataUrl(request);
  if (metadataUrl === undefined) return { outcome: "unknown" };
  try {
    const { issuer } = await readMetadata(metadataUrl, request.transport);
    const tenantId = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//i.exec(String(issuer))?.[1];
    return tenantId === undefined
      ? { outcome: "unknown" }
      : { outcome: "found", tenantId: tenantId.toLowerCase() };
  } catch (cause) {
    // AADSTS90002: no such tenant. Entra answers 400 invalid_tenant.
    const isUnknown = cause instanceof OAuthError && cause.status === 400;
    if (isUnknown) return { outcome: "unknown" };
    throw cause;
  }
}

function findMetadataUrl({ loginUrl, domain }: DiscoverTenantRequest): string | undefined {
  try {
    if (!domain.includes(".")) return undefined;
    const tenant = { loginUrl, tenant: domain.trim() };
    return tenantUrl(tenant, "v2.0/.well-known/openid-configuration");
  } catch {
    return undefined;
  }
}
