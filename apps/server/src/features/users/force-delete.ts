import { OAuthError, revokeToken } from "@outrigger/oauth";
import type { User } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { salesforceParties } from "../access-tokens/salesforce-tokens.ts";

/** What a force delete leaves, in words for the one who is asked "really?". */
export const whatStays: readonly string[] = [
  "What was saved in Salesforce stays there.",
  "The mailbox keeps its mail.",
  "What Microsoft granted to the organization stays granted, so others keep working.",
  "Microsoft has no way for us to call a token back: we delete our copy, and nobody else has one.",
];

/**
 * Removes the user with everything that is theirs. Salesforce's token is revoked there first (it ends every access
 * token made from it); when Salesforce does not answer, our copy goes all the same. Microsoft's v2.0 endpoints have
 * no revocation for one app's refresh token: it is deleted here. A running sync loses its lease with the row and stops.
 */
export async function forceDelete(
  context: FeatureContext,
  { actor, user }: { readonly actor: User; readonly user: User },
): Promise<("salesforce" | "microsoft")[]> {
  const { database } = context;
  const { organizationId } = user;
  const isRevoked = await revokeSalesforce(context, user);
  await database.transaction(async (repositories) => {
    const isDeleted = await repositories.users.delete(organizationId, user.id);
    if (!isDeleted) throw new RequestError("not_found");
    await repositories.auditEntries.add(organizationId, {
      actor,
      action: "user.force_delete",
      summary: `Removed ${user.displayName} with tokens, sessions and sync state.${
        isRevoked === "failed" ? " Salesforce did not confirm that it revoked the token." : ""
      }`,
    });
  });
  return isRevoked === "revoked" ? ["salesforce"] : [];
}

async function revokeSalesforce(
  context: FeatureContext,
  user: User,
): Promise<"revoked" | "nothing_to_revoke" | "failed"> {
  const { crmConnections } = context.database;
  const connection = await crmConnections.findByUser(user.organizationId, user.id);
  const tokens = connection && (await crmConnections.findTokens(user.organizationId, connection.id));
  const token = tokens?.refreshToken ?? tokens?.accessToken;
  if (token === undefined) return "nothing_to_revoke";
  try {
    await revokeToken(salesforceParties(context), token);
    return "revoked";
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    context.logger.warn({ err: error }, "Salesforce did not revoke a token.");
    return "failed";
  }
}
