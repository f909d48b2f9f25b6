import type { User } from "@outrigger/api-contract";
import type { UserOverview } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { describeDiagnosis } from "../mailbox-connections/describe-mailbox-connection.ts";

/** One row of the users page. */
export async function describeUser(context: FeatureContext, user: UserOverview): Promise<User> {
  return {
    id: user.id,
    displayName: user.displayName,
    email: user.email,
    isAdmin: user.isAdmin,
    state: user.state,
    crmState: user.crmState,
    mailboxState: user.mailboxState,
    mailboxAddress: user.mailboxAddress,
    stuckBecause: await findCause(context, user),
    savedCount: user.savedCount,
    issueCount: user.issueCount,
    lastSyncAt: user.lastSyncAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}

async function findCause(context: FeatureContext, user: UserOverview): Promise<string | null> {
  if (user.crmState === "needs_sign_in")
    return "Salesforce ended this person's access. They have to sign in again.";
  if (user.mailboxState === "needs_sign_in") {
    return "Microsoft ended this person's session. They have to set up sync again.";
  }
  if (user.mailboxState !== "blocked" && user.mailboxState !== "waiting") return null;
  const connection = await context.database.mailboxConnections.findByUser(user.organizationId, user.id);
  if (connection === undefined) return null;
  const diagnosis = await describeDiagnosis(connection, context);
  return diagnosis?.sentence ?? null;
}
