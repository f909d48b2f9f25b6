import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { SalesforceOrg } from "../../testing/salesforce-org.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let salesforce: SalesforceOrg;
let pradeep: Person;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
  salesforce = new SalesforceOrg(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  pradeep = await Person.signIn(server, "pradeep@contoso.example");
  adele = await connect("adele@contoso.example");
});

async function connect(address: string): Promise<Person> {
  const person = await Person.signIn(server, address);
  await grantMailPermissions(server);
  await person.setUpSync();
  return person;
}

/** One round for everybody who is waiting for one; fails when the round does. */
async function runRounds(): Promise<void> {
  const failures = await jobs.runAll("mailbox.sync");
  if (failures.length > 0) throw new Error("A round failed.", { cause: failures[0] });
}

async function syncAgain(person = adele): Promise<void> {
  await person.call("POST", "/api/sync/runs");
  await runRounds();
}

async function listRuns(): Promise<Record<string, any>[]> {
  return (await pradeep.call("GET", "/api/sync/runs")).body.runs;
}

async function deliver(address: string, message: Record<string, unknown>): Promise<void> {
  const mailboxes = { [address]: { messages: [message] } };
  await server.control("/_sandbox/scenario", { mailboxes });
}

/** What lies in Adele's Inbox and Sent Items from the last six days with a contact or lead among its people. */
const expectedSubjects = [
  "Quote Q-2291 for Northwind Traders",
  "RE: Quote Q-2291 for Northwind Traders",
  "RE: Quote Q-2291 for Northwind Traders",
  "Purchase order 4471",
  "RE: Purchase order 4471",
  "Enrolment profile for the handhelds",
  "RE: Enrolment profile for the handhelds",
  "Kick-off for the second warehouse",
  "RE: Your renewal in December",
  "Re: Your renewal in December",
  "Reports have been empty since this morning",
  "RE: Reports have been empty since this morning",
  "RE: Reports have been empty since this morning",
  "Question after your talk in Hamburg",
  "RE: Question after your talk in Hamburg",
  "AW: Question after your talk in Hamburg",
  "Trial account for Lucerne Publishing",
  "RE: Trial account for Lucerne Publishing",
  "RE: Trial account for Lucerne Publishing",
].toSorted((a, b) => a.localeCompare(b));

describe("a first round", () => {
  test("saves each customer mail of the window once, and neither colleagues' nor strangers' mail", async () => {
    await runRounds();
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
    const identifiers = (await salesforce.query("SELECT MessageIdentifier FROM EmailMessage")).map(
      (row) => row["MessageIdentifier"],
    );
    expect(new Set(identifiers).size).toBe(expectedSubjects.length);
    const [run] = await listRuns();
    expect(run).toMatchObject({
      outcome: "finished",
      savedCount: expectedSubjects.length,
      issueCount: 0,
      failure: null,
    });
    expect(run!["examinedCount"]).toBe(run!["savedCount"] + run!["skippedCount"]);
    expect((await adele.mailbox()).sync).toMatchObject({
      state: "idle",
      savedCount: expectedSubjects.length,
      issueCount: 0,
    });
  });

  test("links a mail to its people and to what they do business about", async () => {
    await runRounds();
    const [mail] = await salesforce.query(
      "SELECT Id, Incoming, FromAddress, ToAddress, RelatedToId, TextBody FROM EmailMessage WHERE Subject = 'Purchase order 4471'",
    );
    expect(mail).toMatchObject({ Incoming: true, FromAddress: "diane.prescott@northwind.example" });
    expect(mail!["RelatedToId"]).not.toBeNull();
    expect(mail!["TextBody"]).toContain("Signed and attached");
    const relations = await salesforce.query(
      `SELECT RelationAddress, RelationType, RelationId FROM EmailMessageRelation WHERE EmailMessageId = '${mail!["Id"]}'`,
    );
    const linked = relations.filter((row) => row["RelationId"] !== null);
    expect(linked.map((row) => [row["RelationType"], row["RelationAddress"]])).toEqual(
      expect.arrayContaining([
        ["FromAddress", "diane.prescott@northwind.example"],
        ["CcAddress", "omar.haddad@northwind.example"],
      ]),
    );
  });

  test("reads as far back as the organization has set, and everything when told", async () => {
    expect((await pradeep.call("PATCH", "/api/settings", { initialWindowDays: 1 })).status).toBe(200);
    await runRounds();
    expect(await salesforce.listSubjects()).toEqual([
      "Kick-off for the second warehouse",
      "Purchase order 4471",
      "RE: Purchase order 4471",
    ]);

    await adele.call("DELETE", "/api/mailbox-connection");
    await pradeep.call("PATCH", "/api/settings", { initialWindowDays: null });
    await adele.setUpSync();
    await runRounds();
    const subjects = await salesforce.listSubjects();
    expect(subjects).toEqual(expect.arrayContaining(expectedSubjects));
    expect(subjects).toContain("Rollout to the second warehouse");
    expect(subjects.filter((subject) => subject === "Purchase order 4471")).toHaveLength(1);
  });
});

describe("a further round", () => {
  test("changes nothing where nothing has changed", async () => {
    await runRounds();
    const before = await salesforce.query("SELECT Id, SystemModstamp FROM EmailMessage ORDER BY Id");
    const { totals } = await server.control("/_sandbox/requests");
    await syncAgain();
    expect(await salesforce.query("SELECT Id, SystemModstamp FROM EmailMessage ORDER BY Id")).toEqual(before);
    const [run] = await listRuns();
    expect(run).toMatchObject({ outcome: "finished", examinedCount: 0, savedCount: 0 });
    const after = (await server.control("/_sandbox/requests")).totals;
    expect(after.graph - totals.graph, "one delta call per folder").toBe(2);
  });

  test("saves what has come since, whoever wrote it first, and leaves the internal part out", async () => {
    await runRounds();
    const message = (id: string, from: string, to: string) => ({
      internetMessageId: `<${id}@test.example>`,
      subject: `New ${id}`,
      from,
      to: [to],
      body: "Text",
    });
    await deliver(
      "adele@contoso.example",
      message("customer", "diane.prescott@northwind.example", "adele@contoso.example"),
    );
    await deliver(
      "adele@contoso.example",
      message("colleague", "megan@contoso.example", "adele@contoso.example"),
    );
    await deliver("adele@contoso.example", {
      ...message("sent", "adele@contoso.example", "sam.o'brien@proseware.example"),
      folder: "sentitems",
    });
    await syncAgain();
    const fresh = (await salesforce.listSubjects()).filter((subject) => subject.startsWith("New "));
    expect(fresh).toEqual(["New customer", "New sent"]);
  });

  test("from nothing, links and cursors lost, finds what is saved by its key", async () => {
    await runRounds();
    await server.test.query("delete from sync_cursor");
    await server.test.query("delete from sync_link");
    await syncAgain();
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
    const links = await server.test.query("select 1 from sync_link");
    expect(links).toHaveLength(expectedSubjects.length);
    expect((await listRuns())[0]).toMatchObject({ savedCount: 0, issueCount: 0 });
  });

  test("mail that two colleagues have is saved once, by whoever comes first", async () => {
    await runRounds();
    const alex = await connect("alex@contoso.example");
    await runRounds();
    const subjects = await salesforce.listSubjects();
    expect(subjects.filter((subject) => subject === "Enrolment profile for the handhelds")).toHaveLength(1);
    expect(subjects.filter((subject) => subject === "Plug-in for the drawing tablets")).toHaveLength(1);
    expect((await alex.mailbox()).sync).toMatchObject({ state: "idle", issueCount: 0 });
  });

  test("a domain that the administrator calls internal stays out", async () => {
    await pradeep.call("PATCH", "/api/settings", { internalDomains: ["northwind.example"] });
    await runRounds();
    const subjects = await salesforce.listSubjects();
    expect(subjects.some((subject) => subject.includes("Purchase order"))).toBe(false);
    expect(subjects).toContain("Question after your talk in Hamburg");
  });
});

describe("two workers", () => {
  const payload = async (): Promise<object> => {
    const [row] = await server.test.query("select organization_id, id from mailbox_connection");
    return { organizationId: row!["organization_id"], mailboxConnectionId: row!["id"] };
  };

  test("at one mailbox at once: one works, and nothing is saved twice", async () => {
    const mailbox = await payload();
    jobs.clear();
    await Promise.all([1, 2, 3].map(() => jobs.start("mailbox.sync", mailbox)));
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
    expect((await listRuns()).filter(({ outcome }) => outcome === "finished")).toHaveLength(1);
  });

  test("a worker that was taken for dead moves no cursor behind its successor's back", async () => {
    const mailbox = await payload();
    jobs.clear();
    await server.control("/_sandbox/faults", {
      target: "salesforce",
      pathContains: "composite/sobjects",
      status: 200,
      delayMs: 1000,
    });
    const slow = jobs.start("mailbox.sync", mailbox);
    await expect
      .poll(() => server.test.query("update sync_lease set expires_at = now() - interval '1 s' returning 1"))
      .toHaveLength(1);
    await jobs.start("mailbox.sync", mailbox);
    await slow;
    expect(await salesforce.listSubjects()).toEqual(expectedSubjects);
    const outcomes = (await listRuns()).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["finished", "abandoned"]);
    expect(await server.test.query("select 1 from sync_link")).toHaveLength(expectedSubjects.length);
  });

  test("one mailbox waits in the queue once, however often it is woken", async () => {
    await runRounds();
    const answers = [];
    for (let wake = 0; wake < 3; wake += 1) answers.push((await adele.call("POST", "/api/sync/runs")).body);
    expect(answers).toEqual([{ queued: true }, { queued: false }, { queued: false }]);
    jobs.clear();
    await jobs.start("mailboxes.wake");
    expect(jobs.countWaiting("mailbox.sync")).toBe(1);
  });
});

test("a mailbox that is not connected cannot be woken", async () => {
  expect(await pradeep.call("POST", "/api/sync/runs")).toMatchObject({
    status: 409,
    body: { error: { code: "mailbox_not_connected" } },
  });
});
