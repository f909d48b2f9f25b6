import { parseItemKey, parseSyncCursor } from "@outrigger/sync-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailboxConnection } from "./mailbox-connections.repository.ts";
import { LeaseLostError, type SyncLease, type SyncRound } from "./sync-state.repository.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

let test: TestDatabase;
let mailbox: MailboxConnection;

beforeEach(async () => {
  test = await createTestDatabase();
  const { organizations, users, mailboxConnections } = test.database;
  const organization = await organizations.save({
    salesforceOrganizationId: "00D000000000001AAA",
    displayName: "Contoso",
    instanceUrl: "https://contoso.my.salesforce.com",
  });
  const user = await users.provision(organization.id, {
    email: "adele@contoso.example",
    displayName: "Adele",
  });
  mailbox = await mailboxConnections.findOrCreate(organization.id, user.id);
});
afterEach(() => test.drop());

const take = (leaseSeconds = 60): Promise<SyncLease | undefined> =>
  test.database.syncState.takeLease({
    organizationId: mailbox.organizationId,
    mailboxConnectionId: mailbox.id,
    leaseSeconds,
  });

async function startRound(lease: SyncLease, cursor = "cursor-1"): Promise<SyncRound> {
  const runId = await test.database.syncRuns.start({
    organizationId: mailbox.organizationId,
    mailboxConnectionId: mailbox.id,
    userId: mailbox.userId,
  });
  const itemKey = parseItemKey("a".repeat(64));
  return {
    lease,
    runId,
    folder: "inbox",
    cursor: parseSyncCursor(cursor),
    links: [
      { itemKey, userId: mailbox.userId, crmRecordKind: "email", crmRecordId: "02s1", linkedRecords: [] },
    ],
    issues: [
      {
        itemKey: parseItemKey("b".repeat(64)),
        userId: mailbox.userId,
        reason: "record_rejected",
        message: "No.",
      },
    ],
    counts: { examined: 5, saved: 1, skipped: 3, issues: 1 },
  };
}

const findCursor = () => test.database.syncState.findCursor(mailbox.organizationId, mailbox.id, "inbox");

it("gives a mailbox to one worker of many who ask at once", async () => {
  const leases = await Promise.all([take(), take(), take(), take()]);
  expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
});

it("gives the mailbox on when a dead worker's lease has run out", async () => {
  expect(await take(0)).toBeDefined();
  expect(await take()).toBeDefined();
});

it("writes links, issues, numbers and cursor together", async () => {
  const round = await startRound((await take())!);
  await test.database.syncState.commitRound(round);
  expect(await findCursor()).toBe("cursor-1");
  const run = await test.database.syncRuns.findLatest(mailbox.organizationId, mailbox.id);
  expect(run).toMatchObject({ examinedCount: 5, savedCount: 1, skippedCount: 3, issueCount: 1 });
  expect(await test.database.syncLinks.countByUser(mailbox.organizationId, mailbox.userId)).toBe(1);
  expect((await test.database.syncIssues.list(mailbox.organizationId, 10)).total).toBe(1);
});

it("keeps one link and one issue when a round is written twice, and counts the tries", async () => {
  const round = await startRound((await take())!);
  await test.database.syncState.commitRound(round);
  await test.database.syncState.commitRound(round);
  expect(await test.database.syncLinks.countByUser(mailbox.organizationId, mailbox.userId)).toBe(1);
  const { issues } = await test.database.syncIssues.list(mailbox.organizationId, 10);
  expect(issues.map((issue) => issue.attempts)).toEqual([2]);
});

it("settles an issue when its item is saved", async () => {
  const round = await startRound((await take())!);
  await test.database.syncState.commitRound(round);
  const [issue] = round.issues;
  const link = { ...round.links[0]!, itemKey: issue!.itemKey };
  await test.database.syncState.commitRound({ ...round, links: [link], issues: [] });
  expect((await test.database.syncIssues.list(mailbox.organizationId, 10)).total).toBe(0);
});

it("writes nothing of a round whose lease somebody else holds by now", async () => {
  const round = await startRound((await take(0))!);
  const successor = await take();
  await expect(test.database.syncState.commitRound(round)).rejects.toThrow(LeaseLostError);
  expect(await findCursor()).toBeUndefined();
  expect(await test.database.syncLinks.countByUser(mailbox.organizationId, mailbox.userId)).toBe(0);
  await test.database.syncState.releaseLease(round.lease);
  await test.database.syncState.renewLease(successor!, 60);
});

it("writes nothing at all when one part cannot be written", async () => {
  const round = await startRound((await take())!);
  const broken = { ...round.links[0]!, crmRecordId: "\u0000" };
  await expect(test.database.syncState.commitRound({ ...round, links: [broken] })).rejects.toThrow(
    "invalid byte sequence",
  );
  expect(await findCursor()).toBeUndefined();
});

it("calls a run abandoned when the next one finds it still running", async () => {
  const lease = (await take())!;
  await startRound(lease);
  await startRound(lease);
  const runs = await test.database.syncRuns.list(mailbox.organizationId, 10);
  expect(runs.map((run) => run.outcome).toSorted()).toEqual(["abandoned", "running"]);
});
