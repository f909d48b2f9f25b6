/**
 * Asked for at sign-in: nothing here is on Microsoft's exclusion list, so a user can consent where the tenant lets Microsoft manage
 * consent, and the refresh token serves the mailbox scopes later without a click.
 */
export const SIGN_IN_SCOPES: readonly string[] = [
  "openid",
  "profile",
  "email",
  "offline_access",
  "User.Read",
];

/** How much of the mailbox is asked for. `read`: mail and calendar are read only; `extended` adds contacts, tasks and sending. */
export type MailboxTier = "read" | "standard" | "extended";

const STANDARD_SCOPES = [
  "User.ReadBasic.All",
  "Mail.ReadWrite",
  "Calendars.ReadWrite",
  "MailboxSettings.ReadWrite",
];

/** The Graph scopes of a tier, without the sign-in scopes. */
export function mailboxScopes(tier: MailboxTier): string[] {
  switch (tier) {
    case "read":
      return ["User.ReadBasic.All", "Mail.Read", "Calendars.Read", "MailboxSettings.Read"];
    case "standard":
      return [...STANDARD_SCOPES];
    case "extended":
      return [...STANDARD_SCOPES, "Contacts.ReadWrite", "Tasks.ReadWrite", "Mail.Send"];
  }
}
