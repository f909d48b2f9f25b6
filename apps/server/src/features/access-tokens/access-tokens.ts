import type { AccessTokenSource } from "@outrigger/oauth";
import type {
  CrmConnection,
  MailboxConnection,
  OrganizationId,
  UserId,
  MailboxConnectionId,
} from "@outrigger/storage";

/**
 * Live access tokens. A refresh runs once across all processes (row lock), and the rotated refresh token is committed
 * before the new access token is handed out. Every method throws `ConnectorError`; after `reauthorization_required`
 * the connection's state is `needs_sign_in` already.
 */
export interface AccessTokens {
  /** For `createSalesforceClient`. @throws {RequestError} `crm_not_connected` where the user has no live connection. */
  forSalesforce(
    organizationId: OrganizationId,
    userId: UserId,
  ): Promise<{ connection: CrmConnection; getAccessToken: AccessTokenSource }>;
  /** For `createGraphClient`. @throws {RequestError} `mailbox_not_connected`. */
  forMailbox(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
  ): Promise<{ connection: MailboxConnection; getAccessToken: AccessTokenSource }>;
}
