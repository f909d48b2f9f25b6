import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type {
  AdministratorSessionId,
  ApprovalEventId,
  ApprovalId,
  ApprovalLinkId,
  ApprovalMailId,
  AuditEntryId,
  AuthorizationAttemptId,
  CrmConnectionId,
  MailboxConnectionId,
  NoticeId,
  OrganizationId,
  RemedyChangeId,
  SalesforceAccessRequestId,
  SyncIssueId,
  SyncRunId,
  TenantReadingId,
  TenantWatchId,
  UserId,
} from "./ids.ts";
import type { ApprovalEventKind } from "./approval-events.repository.ts";
import type { ApprovalMailKind, ApprovalMailState } from "./approval-mails.repository.ts";
import type { ApprovalState } from "./approvals.repository.ts";
import type { AttemptKind, AttemptResult } from "./authorization-attempts.repository.ts";
import type { HandoffKind } from "./handoffs.repository.ts";
import type { MailboxState } from "./mailbox-connections.repository.ts";
import type { RemedyChangeState } from "./remedy-changes.repository.ts";
import type { SalesforceAccessState } from "./salesforce-access-requests.repository.ts";
import type { RunOutcome } from "./sync-runs.repository.ts";
import type { TenantFindingName } from "./tenant-findings.repository.ts";
import type { TenantReadingSource } from "./tenant-readings.repository.ts";

/** Goes in as JSON text, comes out parsed; whoever reads it checks its shape. */
export type JsonColumn = ColumnType<unknown, string, string>;

/** An encryption envelope; see `encryption.ts`. */
type Envelope = string;

/** The rows as PostgreSQL keeps them, in camelCase (the plugin turns the names). They never leave this package. */
export interface Tables {
  organization: {
    id: OrganizationId;
    salesforceOrganizationId: string;
    displayName: string;
    instanceUrl: string;
    createdAt: Date;
  };
  setting: { organizationId: OrganizationId; name: string; value: JsonColumn; changedAt: Date };
  appUser: {
    organizationId: OrganizationId;
    id: UserId;
    salesforceUserId: string | null;
    email: string;
    displayName: string;
    isAdmin: Generated<boolean>;
    state: "provisioned" | "active";
    createdAt: Date;
    signedInAt: Date | null;
  };
  webSession: {
    organizationId: OrganizationId;
    tokenHash: Buffer;
    userId: UserId;
    createdAt: Date;
    expiresAt: Date;
  };
  handoff: {
    organizationId: OrganizationId;
    codeHash: Buffer;
    userId: UserId | null;
    kind: HandoffKind;
    payload: JsonColumn;
    createdAt: Date;
    expiresAt: Date;
  };
  crmConnection: {
    organizationId: OrganizationId;
    id: CrmConnectionId;
    userId: UserId;
    vendor: "salesforce";
    vendorUserId: string;
    instanceUrl: string;
    scopes: string[];
    accessToken: Envelope | null;
    refreshToken: Envelope | null;
    state: "connected" | "needs_sign_in";
    stateReason: string | null;
    connectedAt: Date;
    refreshedAt: Date;
  };
  mailboxConnection: {
    organizationId: OrganizationId;
    id: MailboxConnectionId;
    userId: UserId;
    state: MailboxState;
    tenantId: string | null;
    tenantDisplayName: string | null;
    microsoftUserId: string | null;
    mailboxAddress: string | null;
    grantedScopes: Generated<string[]>;
    accessToken: Envelope | null;
    accessTokenExpiresAt: Date | null;
    refreshToken: Envelope | null;
    connectedAt: Date | null;
    diagnosis: ColumnType<unknown, string | null, string | null>;
    signInEvidence: ColumnType<unknown, string | null, string | null>;
    approvalId: ApprovalId | null;
    createdAt: Date;
    changedAt: Date;
    lastProbe: ColumnType<unknown, string | null, string | null>;
  };
  approval: {
    organizationId: OrganizationId;
    id: ApprovalId;
    tenantId: string | null;
    tenantDisplayName: string | null;
    scopes: string[];
    scopeKey: string;
    state: ApprovalState;
    askedByUserId: UserId | null;
    askedByName: string;
    askedAt: Date;
    decidedAt: Date | null;
    decidedByName: string | null;
    declineReason: string | null;
    expiresAt: Date;
    evidence: ColumnType<unknown, string | undefined, string>;
    escalationAddress: string | null;
    escalationNamedBy: string | null;
  };
  approvalWaiter: {
    organizationId: OrganizationId;
    approvalId: ApprovalId;
    userId: UserId;
    reason: string | null;
    joinedAt: Date;
  };
  approvalLink: {
    organizationId: OrganizationId;
    id: ApprovalLinkId;
    approvalId: ApprovalId;
    tokenHash: Buffer;
    purpose: "administrator" | "result";
    createdAt: Date;
    expiresAt: Date;
    revokedAt: Date | null;
    openedAt: Date | null;
    madeByUserId: UserId | null;
    madeByName: string | null;
    forwardedFromId: ApprovalLinkId | null;
    recipient: string | null;
  };
  approvalMail: {
    organizationId: OrganizationId;
    id: ApprovalMailId;
    approvalId: ApprovalId;
    linkId: ApprovalLinkId | null;
    kind: ApprovalMailKind;
    recipient: string;
    ordinal: number;
    userId: UserId | null;
    state: ApprovalMailState;
    tries: Generated<number>;
    createdAt: Date;
    triedAt: Date;
  };
  approvalEvent: {
    organizationId: OrganizationId;
    id: ApprovalEventId;
    approvalId: ApprovalId;
    position: GeneratedAlways<string>;
    at: Date;
    kind: ApprovalEventKind;
    actorName: string | null;
    recipient: string | null;
  };
  tenantFinding: {
    organizationId: OrganizationId;
    tenantId: string;
    finding: TenantFindingName;
    value: JsonColumn;
    source: string;
    foundAt: Date;
  };
  authorizationAttempt: {
    organizationId: OrganizationId | null;
    id: AuthorizationAttemptId;
    kind: AttemptKind;
    userId: UserId | null;
    approvalId: ApprovalId | null;
    stateHash: Buffer;
    browserHash: Buffer | null;
    nonce: string | null;
    pkceVerifier: Envelope | null;
    scopes: string[];
    tenantGuess: string | null;
    redirectUri: string;
    context: JsonColumn;
    startedAt: Date;
    expiresAt: Date;
    claimedAt: Date | null;
    finishedAt: Date | null;
    result: AttemptResult | null;
    wireError: string | null;
    errorSubcode: string | null;
    aadstsCode: string | null;
    correlationId: string | null;
  };
  administratorSession: {
    organizationId: OrganizationId;
    id: AdministratorSessionId;
    cookieHash: Buffer;
    purpose: string;
    tenantId: string;
    microsoftUserId: string;
    displayName: string;
    roles: string[];
    areRolesKnown: boolean;
    scopes: string[];
    accessToken: Envelope;
    approvalId: ApprovalId | null;
    startedByUserId: UserId | null;
    createdAt: Date;
    expiresAt: Date;
  };
  remedyChange: {
    organizationId: OrganizationId;
    id: RemedyChangeId;
    code: string;
    tenantId: string;
    approvalId: ApprovalId | null;
    state: RemedyChangeState;
    actorMicrosoftUserId: string;
    actorName: string;
    target: JsonColumn;
    before: JsonColumn;
    after: JsonColumn;
    requests: JsonColumn;
    done: ColumnType<unknown, string | undefined, string>;
    failure: string | null;
    kept: ColumnType<unknown, string | undefined, string>;
    previewedAt: Date;
    appliedAt: Date | null;
    verifiedAt: Date | null;
    undoneAt: Date | null;
    undoneByName: string | null;
    claimedUntil: Date | null;
  };
  permissionConfirmation: {
    organizationId: OrganizationId;
    tenantId: string;
    resource: string;
    claimValue: string;
    userId: UserId;
    confirmedAt: Date;
  };
  syncCursor: {
    organizationId: OrganizationId;
    mailboxConnectionId: MailboxConnectionId;
    folder: string;
    cursor: string;
    advancedAt: Date;
  };
  syncLease: {
    organizationId: OrganizationId;
    mailboxConnectionId: MailboxConnectionId;
    holder: string;
    expiresAt: Date;
  };
  syncRun: {
    organizationId: OrganizationId;
    id: SyncRunId;
    mailboxConnectionId: MailboxConnectionId;
    userId: UserId;
    startedAt: Date;
    finishedAt: Date | null;
    outcome: RunOutcome;
    examinedCount: Generated<number>;
    savedCount: Generated<number>;
    skippedCount: Generated<number>;
    issueCount: Generated<number>;
    failure: string | null;
  };
  syncLink: {
    organizationId: OrganizationId;
    itemKey: string;
    mailboxConnectionId: MailboxConnectionId | null;
    userId: UserId;
    mailboxItemId: string | null;
    crmRecordKind: string;
    crmRecordId: string;
    linkedRecords: JsonColumn;
    savedAt: Date;
  };
  syncIssue: {
    organizationId: OrganizationId;
    id: SyncIssueId;
    mailboxConnectionId: MailboxConnectionId;
    userId: UserId;
    itemKey: string;
    mailboxItemId: string | null;
    subject: string | null;
    reason: string;
    message: string;
    firstSeenAt: Date;
    lastSeenAt: Date;
    attempts: Generated<number>;
  };
  salesforceAccessRequest: {
    organizationId: OrganizationId | null;
    id: SalesforceAccessRequestId;
    userId: UserId | null;
    browserHash: Buffer;
    linkHash: Buffer;
    loginHost: string;
    cause: string | null;
    askedByName: string;
    state: SalesforceAccessState;
    declineReason: string | null;
    askedAt: Date;
    decidedAt: Date | null;
    expiresAt: Date;
  };
  auditEntry: {
    organizationId: OrganizationId;
    id: AuditEntryId;
    at: Date;
    actorUserId: UserId | null;
    actorName: string | null;
    action: string;
    summary: string;
  };
  tenantReading: {
    organizationId: OrganizationId;
    id: TenantReadingId;
    tenantId: string;
    source: TenantReadingSource;
    displayName: string;
    readerName: string;
    readAt: Date;
    reading: JsonColumn;
  };
  tenantWatch: {
    organizationId: OrganizationId;
    id: TenantWatchId;
    tenantId: string;
    readerName: string;
    microsoftUserId: string;
    scopes: string[];
    refreshToken: Envelope | null;
    state: "watching" | "ended";
    startedAt: Date;
    readAt: Date | null;
  };
  notice: {
    organizationId: OrganizationId;
    id: NoticeId;
    tenantId: string;
    kind: string;
    subject: string;
    source: "reading" | "token";
    before: string[];
    after: string[];
    raisedAt: Date;
    mailedAt: Date | null;
    dismissedAt: Date | null;
    dismissedByUserId: UserId | null;
    resolvedAt: Date | null;
  };
}
