import { afterEach, beforeEach, expect, it } from "vitest";
import { defineJob, type JobQueue } from "./job-queue.ts";
import { createJobQueue } from "./pg-boss-job-queue.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

let test: TestDatabase;
const queues: JobQueue[] = [];

beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop()));
  await test.drop();
});

const countJob = defineJob<{ number: number }>({
  name: "numbers.count",
  parse: (payload) => {
    const number =
      typeof payload === "object" && payload !== null && "number" in payload ? payload.number : 0;
    if (typeof number !== "number") throw new TypeError("not a number");
    return { number };
  },
});

async function open(onJobFailed: (failure: { job: string; error: unknown }) => void = () => undefined) {
  const queue = await createJobQueue({
    databaseUrl: test.url,
    onError: (error) => {
      throw error;
    },
    onJobFailed,
  });
  queues.push(queue);
  return queue;
}

/** Collects numbers until there are as many as wanted. */
function collector(wantedCount: number) {
  const seen: number[] = [];
  const { promise, resolve } = Promise.withResolvers<number[]>();
  return {
    all: promise,
    handle: async ({ number }: { number: number }) => {
      seen.push(number);
      if (seen.length === wantedCount) resolve(seen);
    },
  };
}

it("runs every job once, whichever process takes it", async () => {
  const [sender, one, two] = [await open(), await open(), await open()];
  const collected = collector(30);
  await one.work(countJob, collected.handle);
  await two.work(countJob, collected.handle);
  await Promise.all(Array.from({ length: 30 }, (_, number) => sender.send(countJob, { number })));
  const seen = await collected.all;
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, number) => number));
});

it("keeps one waiting job per key", async () => {
  const queue = await open();
  const key = { singletonKey: "mailbox" };
  expect(await queue.send(countJob, { number: 1 }, key)).toBe(true);
  expect(await queue.send(countJob, { number: 2 }, key)).toBe(false);
  expect(await queue.send(countJob, { number: 3 }, { singletonKey: "other" })).toBe(true);
});

it("tries a failed job again, and keeps no payload in what it reports", async () => {
  const failures: unknown[] = [];
  const queue = await open((failure) => failures.push(failure));
  const collected = collector(1);
  let tries = 0;
  await queue.work(countJob, async (payload) => {
    tries += 1;
    if (tries === 1) throw new RangeError("adele@contoso.example");
    await collected.handle(payload);
  });
  await queue.send(countJob, { number: 7 });
  expect(await collected.all).toEqual([7]);
  expect(failures).toEqual([{ job: "numbers.count", error: expect.any(RangeError) }]);
  const stored = await test.query("select output::text from pgboss.job where output is not null");
  expect(JSON.stringify(stored)).not.toContain("@");
});

it("makes one job per interval of a repeated one, however many processes repeat it", async () => {
  const [one, two] = [await open(), await open()];
  await one.repeat(countJob, { number: 1 }, 3600);
  await two.repeat(countJob, { number: 1 }, 3600);
  expect(await test.query("select 1 from pgboss.job where name = 'numbers.count'")).toHaveLength(1);
});
