import { afterAll, beforeAll, expect, test } from "vitest";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());

test("an approval that nobody answers ends after 30 days: its link is dead, and the asker may ask again", async () => {
  const adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  const { token } = await adele.askForApproval("Please");
  await jobs.start("approvals.expire");
  expect(await adele.mailbox()).toMatchObject({ state: "waiting", approval: { state: "open" } });

  server.advanceSeconds(31 * 86_400);
  await jobs.start("approvals.expire");
  const later = await Person.signIn(server, "adele@contoso.example");
  expect(await later.mailbox()).toMatchObject({ state: "blocked", approval: { state: "expired" } });
  expect(await later.call("POST", "/api/approval-links/open", { token })).toMatchObject({
    status: 410,
    body: { error: { code: "link_expired" } },
  });
  await later.askForApproval();
  expect(await later.mailbox()).toMatchObject({ state: "waiting", approval: { state: "open" } });
});
