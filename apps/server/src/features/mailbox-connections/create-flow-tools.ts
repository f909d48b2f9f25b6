import { createGraphClient, readOrganization } from "@outrigger/microsoft";
import type { TokenSet } from "@outrigger/oauth";
import { ConnectorError } from "@outrigger/sync-core";
import type { FeatureContext } from "../../http/feature-context.ts";
import { settleApproval } from "../approvals/settle-approval.ts";
import { wakeMailbox } from "../sync/sync.job.ts";
import type { FlowTools } from "./authorization-flow.ts";
import { tellWaiter } from "./connect-waiting.job.ts";

/** What connecting a mailbox works with, for routes and jobs alike. */
export function createFlowTools(context: FeatureContext): FlowTools {
  const { clock, database } = context;
  return {
    database,
    now: () => clock.now(),
    microsoft: context.microsoft,
    readTenant: (tokens) => readTenant(tokens, context),
    onConnected: async (connection, how) => {
      await database.transaction((repositories) =>
        settleApproval(
          connection,
          { isByAdministrator: how === "silently" },
          { repositories, at: clock.now() },
        ),
      );
      await wakeMailbox(connection, context);
      // In a window of their own, people see it themselves.
      if (how === "silently" && connection.approvalId !== null)
        await tellWaiter(connection, "connected", context);
    },
  };
}

/** The tenant's name makes sentences better and its domains tell colleagues; connecting does not depend on either. */
async function readTenant(
  tokens: TokenSet,
  { clock, config, fetch, logger }: FeatureContext,
): Promise<{ displayName: string; domains: readonly string[] } | undefined> {
  const client = createGraphClient({
    graphUrl: config.microsoft.graphUrl,
    fetch,
    getAccessToken: async () => tokens.accessToken,
    now: () => clock.now(),
    sleep: (durationMs) => clock.sleep(durationMs),
  });
  try {
    return await readOrganization(client);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    logger.warn({ reason: error.reason }, "could not read the tenant's name");
    return undefined;
  }
}
