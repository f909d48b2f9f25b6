import type { AccessTokenSource } from "@outrigger/oauth";
import type {
  CrmConnection,
  MailboxConnection,
  MailboxConnectionId,
  OrganizationId,
  UserId,
} from "@outrigger/storage";

/**
 * Live access tokens. A refresh runs once across all processes (row lock), and the rotated refresh token is committed
 * before the new access token is handed out. Everything throws `ConnectorError`; after `reauthorization_required` the
 * connection's state is `needs_sign_in` already, and the audit log says so.
 */
export interface AccessTokens {
  /** For `createSalesforceClient`. @throws {ConnectorError} `reauthorization_required` where nothing is connected. */
  forSalesforce(
    organizationId: OrganizationId,
    userId: UserId,
  ): Promise<{ connection: CrmConnection; getAccessToken: AccessTokenSource }>;
  /** For `createGraphClient`. @throws {ConnectorError} `reauthorization_required` where nothing is connected. */
  forMailbox(
    organizationId: OrganizationId,
    mailboxConnectionId: MailboxConnectionId,
  ): Promise<{ connection: MailboxConnection; getAccessToken: AccessTokenSource }>;
}
