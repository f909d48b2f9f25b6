/** The door of the HTTP API's contract: schemas, the endpoint table and the error body. */
import type { Endpoint } from "./endpoint.ts";
import * as administratorSessions from "./administrator-sessions.ts";
import * as approvals from "./approvals.ts";
import * as audit from "./audit.ts";
import * as items from "./items.ts";
import * as mailboxConnections from "./mailbox-connections.ts";
import * as notices from "./notices.ts";
import * as overview from "./overview.ts";
import * as permissions from "./permissions.ts";
import * as posture from "./posture.ts";
import * as product from "./product.ts";
import * as remedies from "./remedies.ts";
import * as salesforceAccess from "./salesforce-access.ts";
import * as registration from "./registration.ts";
import * as sessions from "./sessions.ts";
import * as settings from "./settings.ts";
import * as sync from "./sync.ts";
import * as users from "./users.ts";

export { defineEndpoint, type Access, type Endpoint } from "./endpoint.ts";
export * from "./administrator-sessions.ts";
export * from "./approvals.ts";
export * from "./audit.ts";
export * from "./dialog-messages.ts";
export * from "./errors.ts";
export * from "./help-links.ts";
export * from "./items.ts";
export * from "./mailbox-connections.ts";
export * from "./notices.ts";
export * from "./overview.ts";
export * from "./permissions.ts";
export * from "./posture.ts";
export * from "./product.ts";
export * from "./remedies.ts";
export * from "./salesforce-access.ts";
export * from "./registration.ts";
export * from "./sessions.ts";
export * from "./settings.ts";
export * from "./sync.ts";
export * from "./users.ts";

/** Every endpoint, for tests that walk the whole API (bad input, access, documentation). */
export const endpoints = [
  administratorSessions,
  approvals,
  audit,
  items,
  mailboxConnections,
  notices,
  overview,
  permissions,
  posture,
  product,
  remedies,
  salesforceAccess,
  registration,
  sessions,
  settings,
  sync,
  users,
]
  .flatMap((feature) => Object.values<unknown>(feature))
  .filter((value): value is Endpoint => isEndpoint(value));

function isEndpoint(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "method" in value && "path" in value && "access" in value
  );
}
