import type { User } from "@outrigger/api-contract";
import type { ForceDeleted } from "./force-delete-dialog.tsx";
import { usersMessagesOf } from "./users-messages.ts";

/** What happened, including where sign-ins were revoked. */
export function sayForceDeleted(user: User, result: ForceDeleted, language: string): string {
  const messages = usersMessagesOf(language);
  const names = { microsoft: messages.microsoft, salesforce: messages.salesforce };
  const vendors = result.revokedAt.map((vendor) => names[vendor]);
  const revoked =
    vendors.length === 0
      ? messages.deletedNotRevoked
      : messages.deletedRevoked(new Intl.ListFormat("en-GB").format(vendors));
  return `${messages.deleted(user.displayName)} ${revoked}`;
}
