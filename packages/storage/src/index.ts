/** The door of the database: repositories that give domain types, transactions, encryption at rest. SQL stays inside. */
export * from "./ids.ts";
export * from "./encryption.ts";
export { hashToken, newToken } from "./hash-token.ts";
export { openDatabase, type Database, type DatabaseOptions, type Repositories } from "./open-database.ts";
export type { AdministratorSession, NewAdministratorSession } from "./administrator-sessions.repository.ts";
export {
  approvalEventKinds,
  type ApprovalEvent,
  type ApprovalEventKind,
} from "./approval-events.repository.ts";
export type { ApprovalLink, NewApprovalLink } from "./approval-links.repository.ts";
export type {
  ApprovalMail,
  ApprovalMailKind,
  ApprovalMailState,
  NewApprovalMail,
} from "./approval-mails.repository.ts";
export {
  approvalTransitions,
  type Approval,
  type ApprovalChanges,
  type ApprovalState,
  type ApprovalWaiter,
} from "./approvals.repository.ts";
export type { AuditEntry, NewAuditEntry } from "./audit-entries.repository.ts";
export type {
  AttemptFailure,
  AttemptKind,
  AttemptResult,
  AuthorizationAttempt,
  ClaimedAttempt,
  NewAuthorizationAttempt,
} from "./authorization-attempts.repository.ts";
export type { CrmConnection, CrmTokens, NewCrmConnection } from "./crm-connections.repository.ts";
export type { Handoff, HandoffKind, NewHandoff } from "./handoffs.repository.ts";
export type {
  MailboxConnection,
  MailboxConnectionChanges,
  MailboxState,
  MailboxTokens,
} from "./mailbox-connections.repository.ts";
export type { NewNotice, Notice } from "./notices.repository.ts";
export type { Organization } from "./organizations.repository.ts";
export type { PermissionConfirmation } from "./permission-confirmations.repository.ts";
export type { NewRemedyChange, RemedyChange, RemedyChangeState } from "./remedy-changes.repository.ts";
export {
  salesforceAccessTransitions,
  type SalesforceAccessRequest,
  type SalesforceAccessState,
} from "./salesforce-access-requests.repository.ts";
export type { OrganizationSettings } from "./settings.repository.ts";
export type { NewSyncIssue, SyncIssue } from "./sync-issues.repository.ts";
export type { NewSyncLink, SyncLink } from "./sync-links.repository.ts";
export type { RunOutcome, SyncRun } from "./sync-runs.repository.ts";
export { LeaseLostError, type RoundCounts, type SyncLease, type SyncRound } from "./sync-state.repository.ts";
export type {
  NewTenantReading,
  TenantReading as StoredTenantReading,
  TenantReadingSource,
} from "./tenant-readings.repository.ts";
export type { NewTenantWatch, TenantWatch } from "./tenant-watches.repository.ts";
export type { User, UserFilter, UserOverview } from "./users.repository.ts";
export type { WebSession } from "./web-sessions.repository.ts";
export {
  defineJob,
  type JobDefinition,
  type JobQueue,
  type SendJobOptions,
  type WorkOptions,
} from "./job-queue.ts";
export { createJobQueue, type JobQueueOptions } from "./pg-boss-job-queue.ts";
export { EmbeddedPostgresError } from "./embedded-postgres/embedded-postgres-error.ts";
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "./embedded-postgres/start-embedded-postgres.ts";
