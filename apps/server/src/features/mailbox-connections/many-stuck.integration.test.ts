import { afterAll, beforeAll, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());

test("a thousand who gave up long ago keep nobody from being connected by a grant", async () => {
  const adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  await server.test.query(`insert into app_user (organization_id, id, email, display_name, state, created_at)
    select organization_id, gen_random_uuid(), 'gone' || number || '@contoso.example', 'Gone', 'provisioned', now()
    from app_user, generate_series(1, 1000) as number`);
  await server.test
    .query(`insert into mailbox_connection (organization_id, id, user_id, state, created_at, changed_at)
    select organization_id, gen_random_uuid(), id, 'blocked', now() - interval '9 days', now() - interval '9 days'
    from app_user where display_name = 'Gone'`);
  await grantMailPermissions(server);
  await jobs.start("mailbox_connections.check_waiting");
  const [after] = await server.test.query(
    "select state from mailbox_connection where microsoft_user_id is not null",
  );
  expect(after).toEqual({ state: "connected" });
});
