import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

let now = new Date("2026-11-23T10:00:00Z");
let clone: TestDatabase;

beforeAll(async () => {
  clone = await createTestDatabase({ now: () => now });
});
afterAll(() => clone.drop());

async function buildMailbox() {
  const { database } = clone;
  const { id: organizationId } = await database.organizations.save({
    salesforceOrganizationId: "00D000000000001AAA",
    displayName: "Contoso Sales",
    instanceUrl: "https://contoso.my.salesforce.com",
  });
  const user = await database.users.provision(organizationId, {
    email: "adele@contoso.example",
    displayName: "Adele Vance",
  });
  const { id: mailboxConnectionId } = await database.mailboxConnections.findOrCreate(organizationId, user.id);
  return { organizationId, mailboxConnectionId, userId: user.id };
}

test("of the runs that found nothing only the last is kept; the others stay until their time is over", async () => {
  const mailbox = await buildMailbox();
  const { organizationId } = mailbox;
  const { syncRuns } = clone.database;
  const failed = await syncRuns.start(mailbox);
  await syncRuns.finish(organizationId, failed, { outcome: "failed", failure: "rate_limited" });
  for (let minute = 1; minute <= 3; minute += 1) {
    now = new Date(now.getTime() + 60_000);
    await syncRuns.finish(organizationId, await syncRuns.start(mailbox), { outcome: "finished" });
  }
  const runs = await syncRuns.list(organizationId, 10);
  expect(runs.map(({ outcome }) => outcome)).toEqual(["finished", "failed"]);
  expect(runs[0]?.finishedAt).toEqual(now);

  expect(await syncRuns.deleteEndedBefore(now)).toBe(1);
  expect((await syncRuns.list(organizationId, 10)).map(({ outcome }) => outcome)).toEqual(["finished"]);
});
