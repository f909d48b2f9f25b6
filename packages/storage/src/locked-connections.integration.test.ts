import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

let clone: TestDatabase;

beforeEach(async () => {
  clone = await createTestDatabase();
});
afterEach(() => clone.drop());

async function buildMailboxes(count: number) {
  const { database } = clone;
  const { id: organizationId } = await database.organizations.save({
    salesforceOrganizationId: "00D000000000001AAA",
    displayName: "Contoso Sales",
    instanceUrl: "https://contoso.my.salesforce.com",
  });
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const user = await database.users.provision(organizationId, {
        email: `person${number}@contoso.example`,
        displayName: `Person ${number}`,
      });
      return database.mailboxConnections.findOrCreate(organizationId, user.id);
    }),
  );
}

test("a mailbox can be looked at while its lock is held over a call to Microsoft", async () => {
  const [mailbox] = await buildMailboxes(1);
  const { organizationId, id, userId } = mailbox!;
  const { database } = clone;
  const answered = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  const locked = database.withLockedMailboxConnection(organizationId, id, async () => {
    taken.resolve();
    await answered.promise;
  });
  await taken.promise;
  const looked = database.mailboxConnections.findOrCreate(organizationId, userId).then(() => "seen");
  const givenUp = database.ping().then(async () => {
    // Every statement that could go before has gone: whoever still waits, waits for the lock.
    for (let round = 0; round < 20; round += 1) await database.ping();
    return "waits for the lock";
  });
  const first = await Promise.race([looked, givenUp]);
  answered.resolve();
  await locked;
  expect(first).toBe("seen");
});

test("two at once make one mailbox connection", async () => {
  const [mailbox] = await buildMailboxes(1);
  const { organizationId } = mailbox!;
  const user = await clone.database.users.provision(organizationId, {
    email: "new@contoso.example",
    displayName: "New",
  });
  const made = await Promise.all(
    Array.from({ length: 8 }, () => clone.database.mailboxConnections.findOrCreate(organizationId, user.id)),
  );
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
});

test("however many locks are held over slow calls, the database answers everybody else", async () => {
  const mailboxes = await buildMailboxes(30);
  const { database } = clone;
  const answered = Promise.withResolvers<void>();
  let held = 0;
  const all = mailboxes.map(({ organizationId, id }) =>
    database.withLockedMailboxConnection(organizationId, id, async () => {
      held += 1;
      await answered.promise;
      return id;
    }),
  );
  const first = await Promise.race([
    database.ping().then(() => "answered"),
    new Promise((resolve) => setTimeout(() => resolve("no connection left"), 3000)),
  ]);
  answered.resolve();
  const ids = await Promise.all(all);
  expect([first, held]).toEqual(["answered", 30]);
  expect(ids).toEqual(mailboxes.map(({ id }) => id));
});
