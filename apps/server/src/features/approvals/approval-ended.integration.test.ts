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

test("who tries again after the approval was declined is blocked, and does not wait for nobody", async () => {
  const adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  const { token } = await adele.askForApproval("Please");
  await adele.call("POST", "/api/approval-links/decline", { token, reason: "Not now" });
  expect(await adele.mailbox()).toMatchObject({ state: "blocked", approval: { state: "declined" } });
  await adele.meetWall();
  expect(await adele.mailbox()).toMatchObject({ state: "blocked" });
});
