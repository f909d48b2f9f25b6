import { type AuthorizationServer, parseSecureUrl } from "@outrigger/oauth";

const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TENANT_NAME =
  /^(?:organizations|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)$/i;

export interface MicrosoftTenant {
  /** `https://login.microsoftonline.com`, or another cloud's host. */
  readonly loginUrl: string;
  /** A tenant GUID, a verified domain, or `organizations`. */
  readonly tenant: string;
}

function isTenantId(text: string): boolean {
  return TENANT_ID.test(text);
}

/** The address of a tenant-wide page or endpoint; refuses what is neither a GUID, a domain nor `organizations`. */
export function tenantUrl({ loginUrl, tenant }: MicrosoftTenant, path: string): string {
  if (!isTenantId(tenant) && !TENANT_NAME.test(tenant)) {
    throw new TypeError("The tenant must be a GUID, a domain or `organizations`.");
  }
  const root = parseSecureUrl(loginUrl).href.replace(/\/$/, "");
  return `${root}/${tenant.toLowerCase()}/${path}`;
}

/**
 * Entra's v2.0 endpoints. For a GUID the issuer is that tenant's; for a domain or `organizations` it is the template that Entra
 * publishes, filled from each token's own `tid`.
 * @throws {TypeError} for a tenant of another form, or a login URL that is neither https nor loopback.
 */
export function microsoftEndpoints(tenant: MicrosoftTenant): AuthorizationServer {
  const issuerTenant = isTenantId(tenant.tenant) ? tenant.tenant.toLowerCase() : "{tenantid}";
  const root = parseSecureUrl(tenant.loginUrl).href.replace(/\/$/, "");
  return {
    issuer: `${root}/${issuerTenant}/v2.0`,
    authorizationEndpoint: tenantUrl(tenant, "oauth2/v2.0/authorize"),
    tokenEndpoint: tenantUrl(tenant, "oauth2/v2.0/token"),
    jwksUri: tenantUrl(tenant, "discovery/v2.0/keys"),
    deviceAuthorizationEndpoint: tenantUrl(tenant, "oauth2/v2.0/devicecode"),
  };
}
