import {
  createGraphClient,
  readOrganization,
  readOwnAddresses,
  type GraphClient,
} from "@outrigger/microsoft";
import type { TokenSet } from "@outrigger/oauth";
import { ConnectorError } from "@outrigger/sync-core";
import type { FeatureContext } from "../../http/feature-context.ts";
import { settleApproval } from "../approvals/settle-approval.ts";
import { wakeMailbox } from "../sync/sync.job.ts";
import { tellWaiter } from "./connect-waiting.job.ts";
import type { FlowTools } from "./open-window.ts";

/** What connecting a mailbox works with, for routes and jobs alike. */
export function createFlowTools(context: FeatureContext): FlowTools {
  const { clock, database } = context;
  return {
    database,
    now: () => clock.now(),
    microsoft: context.microsoft,
    readTenant: (tokens) => askGraph(tokens, readOrganization, context),
    readAddresses: (tokens) => askGraph(tokens, readOwnAddresses, context),
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

/** Makes sentences better, and tells accounts apart; connecting does not depend on an answer. */
async function askGraph<Answer>(
  tokens: TokenSet,
  read: (client: GraphClient) => Promise<Answer>,
  { clock, config, fetch, logger }: FeatureContext,
): Promise<Answer | undefined> {
  const client = createGraphClient({
    graphUrl: config.microsoft.graphUrl,
    fetch,
    getAccessToken: async () => tokens.accessToken,
    now: () => clock.now(),
    sleep: (durationMs) => clock.sleep(durationMs),
  });
  try {
    return await read(client);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    logger.warn({ reason: error.reason, operation: error.operation }, "Microsoft Graph did not say");
    return undefined;
  }
}
