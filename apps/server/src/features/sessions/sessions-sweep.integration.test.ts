import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

const jobs = new StepJobQueue();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());

async function countSignIns(): Promise<number> {
  return (await server.test.query("select 1 from authorization_attempt where kind = 'salesforce_sign_in'"))
    .length;
}

test("sign-ins that strangers start are kept for a week and then go", async () => {
  for (let number = 0; number < 3; number += 1) {
    const start = `${server.productUrl}/sign-in/salesforce/start?surface=admin`;
    await new TestBrowser().visit(start, { stopAt: (url) => url.origin !== server.productUrl });
  }
  server.advanceSeconds(3600);
  await jobs.start("authorization_attempts.expire");
  await jobs.start("sessions.sweep");
  expect(await countSignIns()).toBe(3);

  server.advanceSeconds(8 * 86_400);
  await jobs.start("sessions.sweep");
  expect(await countSignIns()).toBe(0);
});
