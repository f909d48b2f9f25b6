import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, "adele@contoso.example");
});

test("somebody who took a wrong account can still connect the mailbox that is open", async () => {
  await adele.setUpSync({ account: "alex@contoso.example", silent: "nobody@contoso.example" });
  expect(await adele.mailbox()).toMatchObject({
    state: "blocked",
    mailboxAddress: null,
    diagnosis: { causes: ["other_identity"] },
  });

  await adele.meetWall();
  expect(await adele.mailbox()).toMatchObject({ state: "blocked", mailboxAddress: "adele@contoso.example" });
  await grantMailPermissions(server);
  await jobs.start("mailbox_connections.check_waiting");
  expect(await adele.mailbox()).toMatchObject({
    state: "connected",
    mailboxAddress: "adele@contoso.example",
  });
});

test("a grant connects while the window still stands open", async () => {
  const { url } = await adele.openWindow();
  const { location } = await adele.answerMicrosoft(url, ["accept"]);
  await adele.follow(location!);
  expect(await adele.mailbox()).toMatchObject({ state: "authorizing" });
  await grantMailPermissions(server);
  await jobs.start("mailbox_connections.check_waiting");
  expect(await adele.mailbox()).toMatchObject({ state: "connected" });
});

test("what somebody saw in one window says nothing of the next", async () => {
  await adele.meetWall();
  await adele.call("POST", "/api/mailbox-connection/answer", { saw: "permissions_requested" });
  expect((await adele.mailbox()).diagnosis?.causes[0]).toBe("user_declined");
  await adele.meetWall();
  expect((await adele.mailbox()).diagnosis?.causes[0]).toBe("admin_approval_required");
});
