import { createConcurrencyLimit } from "@outrigger/sync-core";
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import { AdministratorSessionsRepository } from "./administrator-sessions.repository.ts";
import { ApprovalEventsRepository } from "./approval-events.repository.ts";
import { ApprovalLinksRepository } from "./approval-links.repository.ts";
import { ApprovalMailsRepository } from "./approval-mails.repository.ts";
import { ApprovalsRepository } from "./approvals.repository.ts";
import { AuditEntriesRepository } from "./audit-entries.repository.ts";
import { AuthorizationAttemptsRepository } from "./authorization-attempts.repository.ts";
import { CrmConnectionsRepository, type CrmConnection } from "./crm-connections.repository.ts";
import type { SecretEncryption } from "./encryption.ts";
import { HandoffsRepository } from "./handoffs.repository.ts";
import type { CrmConnectionId, MailboxConnectionId, OrganizationId } from "./ids.ts";
import { MailboxConnectionsRepository, type MailboxConnection } from "./mailbox-connections.repository.ts";
import { migrate, type MigrationTables } from "./migrate.ts";
import { NoticesRepository } from "./notices.repository.ts";
import { OrganizationsRepository } from "./organizations.repository.ts";
import { PermissionConfirmationsRepository } from "./permission-confirmations.repository.ts";
import { RemedyChangesRepository } from "./remedy-changes.repository.ts";
import type { RepositoryContext } from "./repository-context.ts";
import { SalesforceAccessRequestsRepository } from "./salesforce-access-requests.repository.ts";
import { SettingsRepository } from "./settings.repository.ts";
import { SyncIssuesRepository } from "./sync-issues.repository.ts";
import { SyncLinksRepository } from "./sync-links.repository.ts";
import { SyncRunsRepository } from "./sync-runs.repository.ts";
import { SyncStateRepository } from "./sync-state.repository.ts";
import { TenantFindingsRepository } from "./tenant-findings.repository.ts";
import type { Tables } from "./tables.ts";
import { TenantReadingsRepository } from "./tenant-readings.repository.ts";
import { TenantWatchesRepository } from "./tenant-watches.repository.ts";
import { UsersRepository } from "./users.repository.ts";
import { WebSessionsRepository } from "./web-sessions.repository.ts";

/** One repository per noun; all of one object work on the same connection pool or in the same transaction. */
export interface Repositories {
  readonly administratorSessions: AdministratorSessionsRepository;
  readonly approvalEvents: ApprovalEventsRepository;
  readonly approvalLinks: ApprovalLinksRepository;
  readonly approvalMails: ApprovalMailsRepository;
  readonly approvals: ApprovalsRepository;
  readonly auditEntries: AuditEntriesRepository;
  readonly authorizationAttempts: AuthorizationAttemptsRepository;
  readonly crmConnections: CrmConnectionsRepository;
  readonly handoffs: HandoffsRepository;
  readonly mailboxConnections: MailboxConnectionsRepository;
  readonly notices: NoticesRepository;
  readonly organizations: OrganizationsRepository;
  readonly permissionConfirmations: PermissionConfirmationsRepository;
  readonly remedyChanges: RemedyChangesRepository;
  readonly salesforceAccessRequests: SalesforceAccessRequestsRepository;
  readonly settings: SettingsRepository;
  readonly syncIssues: SyncIssuesRepository;
  readonly syncLinks: SyncLinksRepository;
  readonly syncRuns: SyncRunsRepository;
  readonly syncState: SyncStateRepository;
  readonly tenantFindings: TenantFindingsRepository;
  readonly tenantReadings: TenantReadingsRepository;
  readonly tenantWatches: TenantWatchesRepository;
  readonly users: UsersRepository;
  readonly webSessions: WebSessionsRepository;
}

export interface Database extends Repositories {
  /** All or nothing. Use only the repositories handed in: the outer ones work outside the transaction. */
  transaction<Result>(run: (repositories: Repositories) => Promise<Result>): Promise<Result>;
  /**
   * Runs alone among all processes for this connection, in one transaction that is committed when `run` returns: what
   * it stores is durable before the caller goes on. Undefined when the connection is gone. A throw undoes everything.
   * Few run at once in one process, the others wait their turn: never call it from within `run`.
   */
  withLockedMailboxConnection<Result>(
    organizationId: OrganizationId,
    id: MailboxConnectionId,
    run: (connection: MailboxConnection, repositories: Repositories) => Promise<Result>,
  ): Promise<Result | undefined>;
  /** As `withLockedMailboxConnection`, for Salesforce. */
  withLockedCrmConnection<Result>(
    organizationId: OrganizationId,
    id: CrmConnectionId,
    run: (connection: CrmConnection, repositories: Repositories) => Promise<Result>,
  ): Promise<Result | undefined>;
  /** Creates or brings up to date all tables; safe with several starters. Gives the names of the migrations it ran. */
  migrate(): Promise<string[]>;
  /** @throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`; PostgreSQL 15 or newer. */
  readonly url: string;
  readonly encryption: SecretEncryption;
  readonly now: () => Date;
  /** 10 unless told. */
  readonly connectionCountMax?: number | undefined;
  /** An idle connection broke; the pool makes a new one. */
  readonly onConnectionError?: ((error: Error) => void) | undefined;
}

/** Of the pool's connections, how many the locks of one vendor may hold at once. */
const LOCK_SHARE = 0.3;

/** Opens a connection pool; nothing is connected before the first use. */
export function openDatabase(options: DatabaseOptions): Database {
  const connectionCountMax = options.connectionCountMax ?? 10;
  const pool = new Pool({
    connectionString: options.url,
    max: connectionCountMax,
    connectionTimeoutMillis: 10_000,
    application_name: "outrigger",
  });
  // Without a listener, a restart of PostgreSQL would end this process.
  pool.on("error", (error) => options.onConnectionError?.(error));
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  const bind = (executor: RepositoryContext["db"]): Repositories =>
    bindRepositories({ db: executor, now: options.now, encryption: options.encryption });
  const transaction: Database["transaction"] = (run) =>
    db.transaction().execute((executor) => run(bind(executor)));
  // A lock is held over a vendor's slow answer: the pool must keep connections for everybody else, and for the other vendor.
  const lockCountMax = Math.max(1, Math.floor(connectionCountMax * LOCK_SHARE));
  const limitMailboxLocks = createConcurrencyLimit(lockCountMax);
  const limitCrmLocks = createConcurrencyLimit(lockCountMax);
  return {
    ...bind(db),
    transaction,
    withLockedMailboxConnection: (organizationId, id, run) =>
      limitMailboxLocks(() =>
        transaction(async (repositories) => {
          const connection = await repositories.mailboxConnections.lock(organizationId, id);
          return connection === undefined ? undefined : run(connection, repositories);
        }),
      ),
    withLockedCrmConnection: (organizationId, id, run) =>
      limitCrmLocks(() =>
        transaction(async (repositories) => {
          const connection = await repositories.crmConnections.lock(organizationId, id);
          return connection === undefined ? undefined : run(connection, repositories);
        }),
      ),
    migrate: () => migrate(new Kysely<MigrationTables>({ dialect: new PostgresDialect({ pool }) })),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}

function bindRepositories(context: RepositoryContext): Repositories {
  return {
    administratorSessions: new AdministratorSessionsRepository(context),
    approvalEvents: new ApprovalEventsRepository(context),
    approvalLinks: new ApprovalLinksRepository(context),
    approvalMails: new ApprovalMailsRepository(context),
    approvals: new ApprovalsRepository(context),
    auditEntries: new AuditEntriesRepository(context),
    authorizationAttempts: new AuthorizationAttemptsRepository(context),
    crmConnections: new CrmConnectionsRepository(context),
    handoffs: new HandoffsRepository(context),
    mailboxConnections: new MailboxConnectionsRepository(context),
    notices: new NoticesRepository(context),
    organizations: new OrganizationsRepository(context),
    permissionConfirmations: new PermissionConfirmationsRepository(context),
    remedyChanges: new RemedyChangesRepository(context),
    salesforceAccessRequests: new SalesforceAccessRequestsRepository(context),
    settings: new SettingsRepository(context),
    syncIssues: new SyncIssuesRepository(context),
    syncLinks: new SyncLinksRepository(context),
    syncRuns: new SyncRunsRepository(context),
    syncState: new SyncStateRepository(context),
    tenantFindings: new TenantFindingsRepository(context),
    tenantReadings: new TenantReadingsRepository(context),
    tenantWatches: new TenantWatchesRepository(context),
    users: new UsersRepository(context),
    webSessions: new WebSessionsRepository(context),
  };
}
