import { createGraphClient, type GraphClient } from "@outrigger/microsoft";
import type { Secret } from "@outrigger/oauth";
import type { AdministratorSession } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";

/** Graph as this administrator, until the session ends: nothing renews the token. */
export function openAdministratorGraph(
  { organizationId, id }: Pick<AdministratorSession, "organizationId" | "id">,
  context: Pick<FeatureContext, "clock" | "config" | "database" | "fetch">,
): GraphClient {
  const { database } = context;
  return openGraph(async ({ rejected }) => {
    const token = rejected
      ? undefined
      : await database.administratorSessions.findAccessToken(organizationId, id);
    if (token === undefined) throw new RequestError("administrator_session_required");
    return token;
  }, context);
}

/** For the first questions, before there is a session. */
export function openGraph(
  getAccessToken: (request: { readonly rejected?: Secret | undefined }) => Promise<Secret>,
  { clock, config, fetch }: Pick<FeatureContext, "clock" | "config" | "fetch">,
): GraphClient {
  return createGraphClient({
    graphUrl: config.microsoft.graphUrl,
    fetch,
    getAccessToken,
    now: () => clock.now(),
    sleep: (durationMs) => clock.sleep(durationMs),
  });
}
