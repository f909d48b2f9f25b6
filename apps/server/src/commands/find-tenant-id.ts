import { discoverTenantId, microsoftEndpoints } from "@outrigger/microsoft";
import { OAuthError, readMetadata, type OAuthTransport } from "@outrigger/oauth";
import { InputError } from "./input-error.ts";

export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Also for an id: the metadata tells whether there is such a tenant. */
export async function findTenantId(
  tenant: string,
  loginUrl: string,
  transport: OAuthTransport,
): Promise<string | undefined> {
  try {
    if (!GUID.test(tenant)) {
      microsoftEndpoints({ loginUrl, tenant });
      const found = await discoverTenantId({ loginUrl, domain: tenant, transport });
      return found.outcome === "found" ? found.tenantId : undefined;
    }
    const { issuer } = microsoftEndpoints({ loginUrl, tenant });
    await readMetadata(`${issuer}/.well-known/openid-configuration`, transport);
    return tenant.toLowerCase();
  } catch (error) {
    if (error instanceof OAuthError && error.status === 400) return undefined;
    if (error instanceof TypeError) {
      throw new InputError("--tenant must be a domain or an id, --login-url https or loopback", {
        cause: error,
      });
    }
    throw error;
  }
}
