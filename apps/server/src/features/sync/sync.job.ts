import { createHash } from "node:crypto";
import { createGraphClient, createGraphMailbox } from "@outrigger/microsoft";
import { createSalesforceClient, createSalesforceSink } from "@outrigger/salesforce";
import {
  defineJob,
  LeaseLostError,
  parseMailboxConnectionId,
  parseOrganizationId,
  type MailboxConnection,
  type SyncLease,
  type SyncRunId,
} from "@outrigger/storage";
import {
  ConnectorError,
  DEFAULT_SYNC_RULES,
  decideAfterFailure,
  findWindowStart,
  parseItemKey,
} from "@outrigger/sync-core";
import { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { nextMailboxState } from "../mailbox-connections/mailbox-states.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { runMailboxSync, type RoundStore } from "./run-mailbox-sync.ts";
import type { SavePageTools } from "./save-page.ts";

const payloadSchema = z.object({ organizationId: z.uuid(), mailboxConnectionId: z.uuid() });
type SyncPayload = z.infer<typeof payloadSchema>;

/** One round over one mailbox. */
export const syncMailboxJob = defineJob<SyncPayload>({
  name: "mailbox.sync",
  parse: (payload) => payloadSchema.parse(payload),
});

/** Wakes every connected mailbox; notifications and people only make it faster. */
export const wakeMailboxesJob = defineJob<object>({
  name: "mailboxes.wake",
  parse: () => ({}),
  retryCountMax: 0,
});

/** Ended runs are kept this long; what they saved is kept for good. */
const RUNS_KEPT_DAYS = 14;
const CLEANUP_INTERVAL_SECONDS = 3600;

/** Removes what only the recent past is asked for. */
export const cleanUpRunsJob = defineJob<object>({
  name: "sync_runs.clean_up",
  parse: () => ({}),
  retryCountMax: 0,
});

/** A dead worker's mailbox is free again after this time; a living one renews its lease well before. */
const LEASE_SECONDS = 30;
const LEASE_RENEWAL_SECONDS = 10;
const MAILBOXES_PER_PAGE = 500;

/** Queues a round for the mailbox unless one waits already. */
export function wakeMailbox(
  connection: Pick<MailboxConnection, "organizationId" | "id">,
  { jobs }: Pick<FeatureContext, "jobs">,
): Promise<boolean> {
  return jobs.send(
    syncMailboxJob,
    { organizationId: connection.organizationId, mailboxConnectionId: connection.id },
    { singletonKey: connection.id },
  );
}

/** Runs the rounds in this process; `signal` ends them between two pages. */
export async function workSync(context: FeatureContext, signal: AbortSignal): Promise<void> {
  await context.jobs.work(syncMailboxJob, (payload) => syncMailbox(payload, context, signal), {
    concurrency: 4,
  });
  await context.jobs.work(wakeMailboxesJob, () => wakeMailboxes(context), { concurrency: 1 });
  await context.jobs.work(cleanUpRunsJob, () => cleanUpRuns(context), { concurrency: 1 });
  await context.jobs.repeat(wakeMailboxesJob, {}, context.config.sync.intervalSeconds);
  await context.jobs.repeat(cleanUpRunsJob, {}, CLEANUP_INTERVAL_SECONDS);
}

async function cleanUpRuns({ clock, database }: FeatureContext): Promise<void> {
  await database.syncRuns.deleteEndedBefore(new Date(clock.now().getTime() - RUNS_KEPT_DAYS * 86_400_000));
}

async function wakeMailboxes(context: FeatureContext): Promise<void> {
  let after: MailboxConnection["id"] | undefined;
  for (;;) {
    const page = await context.database.mailboxConnections.listConnected({
      after,
      limit: MAILBOXES_PER_PAGE,
    });
    for (const connection of page) await wakeMailbox(connection, context);
    after = page.at(-1)?.id;
    if (page.length < MAILBOXES_PER_PAGE) return;
  }
}

async function syncMailbox(
  payload: SyncPayload,
  context: FeatureContext,
  signal: AbortSignal,
): Promise<void> {
  const { database } = context;
  const organizationId = parseOrganizationId(payload.organizationId);
  const mailboxConnectionId = parseMailboxConnectionId(payload.mailboxConnectionId);
  const connection = await database.mailboxConnections.findById(organizationId, mailboxConnectionId);
  if (connection?.state !== "connected") return;
  if ((await findAskedScopes(organizationId, context)).mailbox.length === 0) return;
  const mailbox = { organizationId, mailboxConnectionId };
  const lease = await database.syncState.takeLease({ ...mailbox, leaseSeconds: LEASE_SECONDS });
  // Somebody else is at it; their round ends with what this one would have found, or the next wake does.
  if (!lease) return;
  try {
    const runId = await database.syncRuns.start({ ...mailbox, userId: connection.userId });
    await withRenewedLease(lease, { context, signal }, (held) =>
      runRecorded({ connection, lease, runId }, context, held),
    );
  } finally {
    await database.syncState.releaseLease(lease);
  }
}

/** Renews the lease beside a page that takes long; a lost one ends the round between two pages. */
async function withRenewedLease(
  lease: SyncLease,
  { context, signal }: { readonly context: FeatureContext; readonly signal: AbortSignal },
  run: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController();
  const timer = setInterval(() => {
    context.database.syncState.renewLease(lease, LEASE_SECONDS).catch((error: unknown) => {
      context.logger.warn({ err: error }, "could not renew the lease of a sync round");
      if (error instanceof LeaseLostError) lost.abort(error);
    });
  }, LEASE_RENEWAL_SECONDS * 1000);
  try {
    await run(AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(timer);
  }
}

interface Round {
  readonly connection: MailboxConnection;
  readonly lease: SyncLease;
  readonly runId: SyncRunId;
}

/** Runs the round and writes down how it ended; a failure has its effect here and is then the queue's to try again. */
async function runRecorded(round: Round, context: FeatureContext, signal: AbortSignal): Promise<void> {
  const { organizationId } = round.connection;
  const { syncRuns } = context.database;
  try {
    const tools = await buildTools(round.connection, context);
    await runMailboxSync({ tools, store: buildStore(round, context), signal });
    await syncRuns.finish(organizationId, round.runId, { outcome: "finished" });
  } catch (error) {
    if (error instanceof LeaseLostError) return;
    const reason =
      error instanceof ConnectorError ? error.reason : signal.aborted ? "stopping" : "unexpected";
    await syncRuns.finish(organizationId, round.runId, { outcome: "failed", failure: reason });
    if (error instanceof ConnectorError && (await pauseIfNeeded(error, round.connection, context))) return;
    throw error;
  }
}

/** True where trying again is no use until a person has acted. */
async function pauseIfNeeded(
  error: ConnectorError,
  connection: MailboxConnection,
  { database }: FeatureContext,
): Promise<boolean> {
  const effect = decideAfterFailure(error.reason);
  if (effect.effect !== "pause_connection") return false;
  // Salesforce's side is marked where its token is refreshed, and so is a grant that Microsoft took back. What Graph refuses in
  // spite of a good token (no licence, an access policy) is not in the connection's hands: a silent token would connect it again
  // at once. Only a session that Graph itself calls over is marked here.
  if (error.vendor === "salesforce" || effect.waitFor === "administrator") return true;
  // By the state of now: the user may have disconnected while the round ran.
  await database.withLockedMailboxConnection(
    connection.organizationId,
    connection.id,
    async ({ organizationId, id, state: now }, { mailboxConnections }) => {
      const state = nextMailboxState(now, "session_lost");
      if (state) await mailboxConnections.change(organizationId, id, { state });
    },
  );
  return true;
}

async function buildTools(connection: MailboxConnection, context: FeatureContext): Promise<SavePageTools> {
  const { accessTokens, clock, config, database, fetch } = context;
  const { organizationId, id, userId } = connection;
  const transport = { fetch, now: () => clock.now(), sleep: (durationMs: number) => clock.sleep(durationMs) };
  const mailbox = await accessTokens.forMailbox(organizationId, id);
  const salesforce = await accessTokens.forSalesforce(organizationId, userId);
  const graphClient = createGraphClient({
    ...transport,
    graphUrl: config.microsoft.graphUrl,
    getAccessToken: mailbox.getAccessToken,
  });
  const crm = createSalesforceSink({
    client: createSalesforceClient({
      ...transport,
      instanceUrl: salesforce.connection.instanceUrl,
      apiVersion: config.salesforce.apiVersion,
      getAccessToken: salesforce.getAccessToken,
    }),
  });
  const settings = await database.settings.get(organizationId);
  const windowDays =
    settings.initialWindowDays === undefined ? config.sync.initialWindowDays : settings.initialWindowDays;
  return {
    mailbox: createGraphMailbox({ client: graphClient }),
    crm,
    target: await crm.describeMail(),
    rules: {
      ...DEFAULT_SYNC_RULES,
      ownAddresses: connection.mailboxAddress === null ? [] : [connection.mailboxAddress],
      internalDomains: await listInternalDomains(connection, context),
    },
    windowStart: findWindowStart(connection.connectedAt ?? clock.now(), windowDays ?? undefined),
    crmOrganizationId: await getCrmOrganizationId(organizationId, context),
    sha256: hashText,
    findSavedKeys: async (keys) =>
      new Set(
        (await database.syncLinks.listByItemKeys(organizationId, keys)).map((link) =>
          parseItemKey(link.itemKey),
        ),
      ),
  };
}

/** SHA-256 as lower-case hexadecimal, for item keys. */
export function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

export async function getCrmOrganizationId(
  organizationId: MailboxConnection["organizationId"],
  { database }: Pick<FeatureContext, "database">,
): Promise<string> {
  const organization = await database.organizations.findById(organizationId);
  if (!organization) throw new Error("A mailbox connection belongs to an organization that is gone");
  return organization.salesforceOrganizationId;
}

const signInEvidenceSchema = z.object({ domains: z.array(z.string()) });

/** The tenant's accepted domains, the users' own, and what the organization's admin added. */
export async function listInternalDomains(
  connection: Pick<MailboxConnection, "organizationId" | "signInEvidence">,
  { database }: Pick<FeatureContext, "database">,
): Promise<string[]> {
  const evidence = signInEvidenceSchema.safeParse(connection.signInEvidence);
  const settings = await database.settings.get(connection.organizationId);
  return [
    ...new Set([
      ...(evidence.success ? evidence.data.domains : []),
      ...(await database.users.listEmailDomains(connection.organizationId)),
      ...(settings.internalDomains ?? []),
    ]),
  ];
}

function buildStore({ connection, lease, runId }: Round, { database }: FeatureContext): RoundStore {
  const { organizationId, id, userId } = connection;
  return {
    findCursor: (folder) => database.syncState.findCursor(organizationId, id, folder),
    dropCursor: (folder) => database.syncState.forgetCursor(lease, folder),
    renewLease: () => database.syncState.renewLease(lease, LEASE_SECONDS),
    commitPage: (folder, cursor, outcome) =>
      database.syncState.commitRound({
        lease,
        runId,
        folder,
        cursor,
        links: outcome.links.map((link) => ({
          itemKey: link.itemKey,
          userId,
          mailboxConnectionId: id,
          mailboxItemId: link.mailboxItemId,
          crmRecordKind: link.record.kind,
          crmRecordId: link.record.id,
          linkedRecords: link.linkedTo,
        })),
        issues: outcome.issues.map((issue) => ({ ...issue, userId })),
        counts: {
          examined: outcome.examinedCount,
          saved: outcome.savedCount,
          skipped: outcome.skippedCount,
          issues: outcome.issues.length,
        },
      }),
  };
}
