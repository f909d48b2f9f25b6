import { remedyCodeSchema, type RemedyPerson } from "@outrigger/api-contract";
import { findPeople, type GraphClient } from "@outrigger/microsoft";
import type { AdministratorSession, MailboxConnection } from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import type { FeatureContext } from "../../http/feature-context.ts";
import { openAdministratorGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { remedyFacts } from "./remedy-facts.ts";

/** Look-ups by address before the page is shown; whoever is beyond them is found by name. */
const LOOKED_UP_MAX = 20;

/**
 * People of the session's tenant whose mailbox has not connected, with their ids at Microsoft. Somebody whom Microsoft
 * never let sign in has no id here yet: the tenant's own directory tells it, where the session may read people.
 */
export async function describeWaiting(
  session: AdministratorSession,
  context: FeatureContext,
): Promise<RemedyPerson[]> {
  const { organizationId, tenantId } = session;
  const stuck = await context.database.mailboxConnections.listByTenant(organizationId, tenantId);
  const waiting = stuck.filter(({ state }) => state !== "connected" && state !== "not_connected");
  const known = waiting.filter(({ microsoftUserId }) => microsoftUserId !== null);
  const unknown = choosesPeople(session)
    ? waiting.filter(({ microsoftUserId }) => microsoftUserId === null).slice(0, LOOKED_UP_MAX)
    : [];
  const client = openAdministratorGraph(session, context);
  const people = await Promise.all([
    ...known.map((connection) => describeKnown(connection, context)),
    ...unknown.map((connection) => lookUp(connection, client, context)),
  ]);
  return people.filter((person) => person !== undefined);
}

function choosesPeople({ purpose }: AdministratorSession): boolean {
  const code = remedyCodeSchema.safeParse(purpose).data;
  return code !== undefined && remedyFacts[code].needs === "people";
}

async function describeKnown(
  { organizationId, userId, microsoftUserId, mailboxAddress }: MailboxConnection,
  { database }: FeatureContext,
): Promise<RemedyPerson | undefined> {
  if (microsoftUserId === null) return undefined;
  const user = await database.users.findById(organizationId, userId);
  return { id: microsoftUserId, displayName: user?.displayName ?? "", address: mailboxAddress };
}

async function lookUp(
  { organizationId, userId }: MailboxConnection,
  client: GraphClient,
  { database, logger }: FeatureContext,
): Promise<RemedyPerson | undefined> {
  const user = await database.users.findById(organizationId, userId);
  if (!user) return undefined;
  try {
    const found = await findPeople(client, user.email);
    return found.find(({ address }) => address.toLowerCase() === user.email.toLowerCase());
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    // The person is still found by name on the page, which shows Microsoft's refusal there.
    logger.warn({ err: error }, "a waiting person could not be looked up");
    return undefined;
  }
}
