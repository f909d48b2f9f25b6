import { createHash } from "node:crypto";
import { runMailboxSync, type RoundStore } from "../apps/server/src/features/sync/run-mailbox-sync.ts";
import type { PageOutcome, SavePageTools } from "../apps/server/src/features/sync/save-page.ts";
import { createGraphClient, createGraphMailbox } from "../packages/microsoft/src/index.ts";
import {
  createSalesforceClient,
  createSalesforceSink,
  type SalesforceClient,
} from "../packages/salesforce/src/index.ts";
import {
  DEFAULT_SYNC_RULES,
  type ItemKey,
  type MailFolder,
  type SyncCursor,
} from "../packages/sync-core/src/index.ts";
import { type Customer, generateCustomers, generateMbox } from "./generate-mail.ts";
import { type CallCounts, openVendors, type Vendors } from "./open-vendors.ts";
import { createStopwatchFetch, type StopwatchFetch } from "./stopwatch-fetch.ts";

const MAIL_COUNT = 1000;
const ADDRESS_COUNT = 600;
const ACCOUNT_COUNT = 80;
/** One search, one create, one relation for each mail. */
const NAIVE_CALLS_PER_MAIL = 3;
/** A mailbox without the demo company's mail, so that every call is for a generated one. */
const MAILBOX_ADDRESS = "bench@contoso.example";
const SALESFORCE_USERNAME = "adele@contoso.example";

export interface SyncCallsOptions {
  /** Whether the org has the unique field for our key; without it each write is preceded by a look for the mail. */
  readonly hasKeyField: boolean;
}

export interface SyncCalls {
  readonly savedCount: number;
  readonly salesforceCalls: number;
  readonly graphCalls: number;
  /** Calls that the naive pattern makes for each one of ours. */
  readonly salesforceRatioToNaive: number;
  /** Per method and path, most frequent first. */
  readonly callsByPath: readonly (readonly [string, number])[];
  /** Of a round that finds nothing new. */
  readonly idleCalls: { readonly salesforce: number; readonly graph: number };
  /** 0 to 1: the part of the first round in which a vendor's answer was awaited. */
  readonly waitingShare: number;
}

/**
 * A first round over 1,000 mails of 600 customers, half received and half sent, by the server's own code against the sandbox.
 * Throws where not every mail was saved: counts of a round that went wrong would mean nothing.
 */
export async function measureSyncCalls(options: SyncCallsOptions): Promise<SyncCalls> {
  const vendors = await openVendors();
  try {
    const stopwatch = createStopwatchFetch();
    const { tools, store } = await prepareRound(vendors, stopwatch, options);
    const before = await vendors.readCalls();
    const waitedBeforeMs = stopwatch.readWaitedMs();
    const startedAt = performance.now();
    await runRound(tools, store);
    const durationMs = performance.now() - startedAt;
    const waitedMs = stopwatch.readWaitedMs() - waitedBeforeMs;
    const after = await vendors.readCalls();
    store.checkSaved(MAIL_COUNT);
    await runRound(tools, store);
    const idle = subtract(await vendors.readCalls(), after);
    const calls = subtract(after, before);
    const salesforceCalls = calls.get("salesforce") ?? 0;
    return {
      savedCount: store.countSaved(),
      salesforceCalls,
      graphCalls: calls.get("graph") ?? 0,
      salesforceRatioToNaive: (NAIVE_CALLS_PER_MAIL * MAIL_COUNT) / salesforceCalls,
      callsByPath: listPaths(calls),
      idleCalls: { salesforce: idle.get("salesforce") ?? 0, graph: idle.get("graph") ?? 0 },
      waitingShare: waitedMs / durationMs,
    };
  } finally {
    await vendors.close();
  }
}

type ToolsForRound = () => Promise<SavePageTools>;

/** As the server does it, each round gets connectors of its own: what one remembers is read anew, and counted. */
async function runRound(buildTools: ToolsForRound, store: RoundStore): Promise<void> {
  await runMailboxSync({ tools: await buildTools(), store, signal: new AbortController().signal });
}

async function prepareRound(
  vendors: Vendors,
  stopwatch: StopwatchFetch,
  { hasKeyField }: SyncCallsOptions,
): Promise<{ tools: ToolsForRound; store: MemoryStore }> {
  await vendors.control("/_sandbox/scenario", {
    users: [{ userPrincipalName: MAILBOX_ADDRESS, displayName: "Bench", mail: MAILBOX_ADDRESS }],
    salesforce: { orgs: [{ m365KeyField: hasKeyField }] },
  });
  const graphToken = await vendors.signInToMicrosoft(MAILBOX_ADDRESS);
  const salesforceToken = await vendors.signInToSalesforce(SALESFORCE_USERNAME);
  const transport = { fetch: stopwatch.fetch, now: () => new Date(), sleep: refuseToSleep };
  const openSalesforce = (): SalesforceClient =>
    createSalesforceClient({
      ...transport,
      instanceUrl: `${vendors.url}/salesforce`,
      getAccessToken: async () => salesforceToken,
    });
  const customers = generateCustomers(ADDRESS_COUNT);
  await createRecords(vendors, openSalesforce(), customers);
  await importMail(vendors, customers);
  const store = createMemoryStore();
  const tools = async (): Promise<SavePageTools> => {
    const crm = createSalesforceSink({ client: openSalesforce() });
    const graph = createGraphClient({
      ...transport,
      graphUrl: `${vendors.url}/graph/v1.0`,
      getAccessToken: async () => graphToken,
    });
    return {
      mailbox: createGraphMailbox({ client: graph }),
      crm,
      target: await crm.describeMail(),
      rules: { ...DEFAULT_SYNC_RULES, ownAddresses: [MAILBOX_ADDRESS], internalDomains: ["contoso.example"] },
      windowStart: undefined,
      crmOrganizationId: "bench",
      sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
      findSavedKeys: async (keys) => store.findSavedKeys(keys),
    };
  };
  return { tools, store };
}

/** Nothing throttles here; a connector that wants to wait has met an error, and its calls would be counted twice. */
async function refuseToSleep(): Promise<void> {
  throw new Error("A connector met a passing failure of the sandbox.");
}

async function createRecords(
  vendors: Vendors,
  client: SalesforceClient,
  customers: readonly Customer[],
): Promise<void> {
  const create = (records: readonly object[]): Promise<unknown> =>
    vendors.control("/_sandbox/scenario", {
      salesforce: { records: records.map((record) => ({ ...record, owner: SALESFORCE_USERNAME })) },
    });
  const numbers = Array.from({ length: ACCOUNT_COUNT }, (_, index) => index);
  await create(numbers.map((number) => ({ type: "Account", fields: { Name: `Bench ${number}` } })));
  const accountIds = await listAccountIds(client);
  await create(
    accountIds.map((AccountId, number) => ({
      type: "Opportunity",
      fields: { AccountId, Name: `Deal ${number}`, StageName: "Qualification", CloseDate: "2030-01-31" },
    })),
  );
  await create(
    customers.map(({ kind, lastName, address }, number) =>
      kind === "lead"
        ? { type: "Lead", fields: { LastName: lastName, Email: address, Company: `Company ${number}` } }
        : {
            type: "Contact",
            fields: { LastName: lastName, Email: address, AccountId: accountIds[number % ACCOUNT_COUNT] },
          },
    ),
  );
}

async function listAccountIds(client: SalesforceClient): Promise<string[]> {
  const soql = "SELECT Id FROM Account WHERE Name LIKE 'Bench %'";
  const answer = await client.send({
    operation: "list accounts",
    path: `query?q=${encodeURIComponent(soql)}`,
  });
  const ids = [...JSON.stringify(answer).matchAll(/"Id":"(\w{18})"/g)].map(([, id = ""]) => id);
  if (ids.length !== ACCOUNT_COUNT)
    throw new Error(`Expected ${ACCOUNT_COUNT} accounts, found ${ids.length}.`);
  return ids;
}

async function importMail(vendors: Vendors, customers: readonly Customer[]): Promise<void> {
  const count = MAIL_COUNT / 2;
  for (const [index, folder] of (["inbox", "sentitems"] as const).entries()) {
    const mbox = generateMbox({
      ownAddress: MAILBOX_ADDRESS,
      customers,
      folder,
      first: index * count,
      count,
    });
    await vendors.importMail(MAILBOX_ADDRESS, folder, mbox);
  }
}

interface MemoryStore extends RoundStore {
  findSavedKeys(keys: readonly ItemKey[]): ReadonlySet<ItemKey>;
  countSaved(): number;
  checkSaved(expectedCount: number): void;
}

/** What the database keeps of a round, in memory: the figures are about the vendors. */
function createMemoryStore(): MemoryStore {
  const cursors = new Map<MailFolder, SyncCursor>();
  const savedKeys = new Set<ItemKey>();
  const outcomes: PageOutcome[] = [];
  return {
    findCursor: async (folder) => cursors.get(folder),
    dropCursor: async (folder) => void cursors.delete(folder),
    renewLease: async () => undefined,
    commitPage: async (folder, nextCursor, outcome) => {
      outcomes.push(outcome);
      for (const link of outcome.links) savedKeys.add(link.itemKey);
      cursors.set(folder, nextCursor);
    },
    findSavedKeys: (keys) => new Set(keys.filter((key) => savedKeys.has(key))),
    countSaved: () => savedKeys.size,
    checkSaved: (expectedCount) => {
      const issue = outcomes.flatMap(({ issues }) => issues)[0];
      if (issue) throw new Error(`A mail was not saved: ${issue.reason}, ${issue.message}`);
      if (savedKeys.size === expectedCount) return;
      throw new Error(`Expected ${expectedCount} saved mails, found ${savedKeys.size}.`);
    },
  };
}

function subtract(after: CallCounts, before: CallCounts): CallCounts {
  return new Map([...after].map(([key, count]) => [key, count - (before.get(key) ?? 0)]));
}

function listPaths(calls: CallCounts): [string, number][] {
  const vendorCalls = [...calls].filter(([key, count]) => /^(graph|salesforce) /.test(key) && count > 0);
  return vendorCalls.toSorted(([, left], [, right]) => right - left);
}
