import { OAuthError, refreshTokens, type OAuthParties, type Secret } from "@outrigger/oauth";
import { checkInstanceUrl, parseSalesforceTokenError, salesforceEndpoints } from "@outrigger/salesforce";
import type { CrmConnection, OrganizationId, Repositories, UserId } from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import type { AccessTokens } from "./access-tokens.ts";
import type { AccessTokenTools } from "./create-access-tokens.ts";

const OPERATION = "get an access token";

/** Our app at Salesforce, with the transport. */
export function salesforceParties({
  config,
  fetch,
  clock,
}: Pick<AccessTokenTools, "config" | "fetch" | "clock">): OAuthParties {
  const { clientId, clientSecret, loginUrl } = config.salesforce;
  return {
    server: salesforceEndpoints(loginUrl),
    client: { clientId, clientSecret },
    transport: { fetch, now: () => clock.now() },
  };
}

export async function openSalesforceTokens(
  tools: AccessTokenTools,
  organizationId: OrganizationId,
  userId: UserId,
): ReturnType<AccessTokens["forSalesforce"]> {
  const connection = await tools.database.crmConnections.findByUser(organizationId, userId);
  if (connection?.state !== "connected") throw signInNeeded();
  checkInstance(connection, tools);
  return {
    connection,
    getAccessToken: async ({ rejected }) => {
      const stored = await tools.database.crmConnections.findTokens(organizationId, connection.id);
      const token = stored?.accessToken;
      if (token !== undefined && isFresh(token, rejected)) return token;
      return refreshOnce(tools, connection, rejected);
    },
  };
}

/** The token that was rejected is not tried again; any other one is newer. */
function isFresh(token: Secret, rejected: Secret | undefined): boolean {
  return rejected === undefined || token.reveal() !== rejected.reveal();
}

type Refreshed =
  | { readonly outcome: "token"; readonly token: Secret }
  | { readonly outcome: "failed"; readonly error: ConnectorError };

/**
 * Whoever comes second waits for the lock and then finds the new token. The result leaves the transaction as a value,
 * not as a throw: a throw would undo what was written about the failure.
 */
async function refreshOnce(
  tools: AccessTokenTools,
  { organizationId, id }: CrmConnection,
  rejected: Secret | undefined,
): Promise<Secret> {
  const result = await tools.database.withLockedCrmConnection(
    organizationId,
    id,
    async (connection, repositories): Promise<Refreshed> => {
      const stored = await repositories.crmConnections.findTokens(organizationId, id);
      if (stored?.accessToken !== undefined && isFresh(stored.accessToken, rejected)) {
        return { outcome: "token", token: stored.accessToken };
      }
      if (stored?.refreshToken === undefined) return { outcome: "failed", error: signInNeeded() };
      try {
        const request = { refreshToken: stored.refreshToken, scopes: [] };
        const tokens = await refreshTokens(salesforceParties(tools), request);
        // Salesforce rotates: the old token is dead, and this one is lost unless it is stored before anything else.
        await repositories.crmConnections.storeTokens(organizationId, id, {
          accessToken: tokens.accessToken,
          refreshToken: tokens.refreshToken,
        });
        return { outcome: "token", token: tokens.accessToken };
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        const failure = parseSalesforceTokenError(error, OPERATION);
        if (failure.reason === "reauthorization_required") await recordLoss(repositories, connection);
        return { outcome: "failed", error: failure };
      }
    },
  );
  if (result === undefined) throw signInNeeded();
  if (result.outcome === "failed") throw result.error;
  return result.token;
}

async function recordLoss(repositories: Repositories, { organizationId, id }: CrmConnection): Promise<void> {
  await repositories.crmConnections.markNeedsSignIn(organizationId, id, "reauthorization_required");
  await repositories.auditEntries.add(organizationId, {
    action: "crm_connection.lose",
    summary: "Salesforce ended a user's access; the user has to sign in again.",
  });
}

/** The address comes from the database, and our token goes there: checked again, as it was when it was stored. */
function checkInstance(connection: CrmConnection, { config }: AccessTokenTools): void {
  try {
    checkInstanceUrl(connection.instanceUrl, config.salesforce.allowedHosts);
  } catch (cause) {
    throw new ConnectorError({
      reason: "admin_action_required",
      vendor: "salesforce",
      operation: OPERATION,
      vendorCode: "instance_not_allowed",
      cause,
    });
  }
}

function signInNeeded(): ConnectorError {
  return new ConnectorError({
    reason: "reauthorization_required",
    vendor: "salesforce",
    operation: OPERATION,
  });
}
