import type { Database } from "@outrigger/storage";
import type { Config } from "../../config.ts";
import type { Clock } from "../../http/feature-context.ts";
import type { MicrosoftAuthorization } from "../mailbox-connections/microsoft-authorization.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { openMailboxTokens } from "./mailbox-tokens.ts";
import { openSalesforceTokens } from "./salesforce-tokens.ts";

export interface AccessTokenTools {
  readonly config: Pick<Config, "salesforce">;
  readonly database: Database;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly microsoft: Pick<MicrosoftAuthorization, "registration" | "askedScopes" | "refreshForMailbox">;
}

export function createAccessTokens(tools: AccessTokenTools): AccessTokens {
  return {
    forSalesforce: (organizationId, userId) => openSalesforceTokens(tools, organizationId, userId),
    forMailbox: (organizationId, id) => openMailboxTokens(tools, organizationId, id),
  };
}
