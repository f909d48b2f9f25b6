import { ConsentCaseError, readTenantReading, type TenantSnapshot } from "@outrigger/consent";
import { readTenant, type GraphClient, type TenantReadingFile } from "@outrigger/microsoft";
import { ConnectorError } from "@outrigger/sync-core";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";

/** Entra keeps its logs so long where the tenant has a P1 licence. */
const LOG_DAYS = 30;

export interface TenantToRead {
  readonly tenantId: string;
  readonly withLogs: boolean;
  readonly withRequests: boolean;
}

/**
 * Reads a tenant by a Graph client, whoever it speaks for.
 * @throws {ConnectorError} where Graph refuses the token itself; @throws {RequestError} where it cannot be read now.
 */
export async function readTenantWith(
  graph: GraphClient,
  { tenantId, withLogs, withRequests }: TenantToRead,
  { clock, config }: Pick<FeatureContext, "clock" | "config">,
): Promise<{ reading: TenantReadingFile; snapshot: TenantSnapshot }> {
  const since = new Date(clock.now().getTime() - LOG_DAYS * 24 * 60 * 60 * 1000);
  const appId = config.microsoft.clientId;
  try {
    const reading = await readTenant(graph, { appId, tenantId, withLogs, withRequests, since });
    const snapshot = readTenantReading(reading);
    // The token's tenant decides what Graph answers; a reading of another one would stand under the wrong name.
    if (snapshot.tenant.id !== tenantId) throw new RequestError("conflict");
    return { reading, snapshot };
  } catch (cause) {
    const isLater = cause instanceof ConnectorError && cause.reason !== "reauthorization_required";
    if (isLater || cause instanceof ConsentCaseError) {
      throw new RequestError("vendor_unavailable", undefined, { cause });
    }
    throw cause;
  }
}
