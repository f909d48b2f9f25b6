import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { SalesforceOrg } from "../../testing/salesforce-org.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let salesforce: SalesforceOrg;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
  salesforce = new SalesforceOrg(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  await Person.signIn(server, "pradeep@contoso.example");
  adele = await Person.signIn(server, "adele@contoso.example");
});

type Role = "from" | "to" | "cc";

function party(role: Role, address: string, name = address) {
  return { role, address, name };
}

function openItem(participants: ReturnType<typeof party>[], internetMessageId = "<item-1@test.example>") {
  return { internetMessageId, participants };
}

function lookUp(item: object, person = adele) {
  return person.call("POST", "/api/items/lookup", item);
}

function save(item: object, more: Record<string, unknown> = {}, person = adele) {
  return person.call("POST", "/api/items/save", {
    subject: "By hand",
    sentAt: "2026-11-20T10:00:00.000Z",
    bodyText: "The text of the mail.",
    ...item,
    ...more,
  });
}

/** Delivers a mail to a mailbox of the demo company. */
async function deliver(address: string, message: Record<string, unknown>): Promise<void> {
  const mailboxes = { [address]: { messages: [message] } };
  await server.control("/_sandbox/scenario", { mailboxes });
}

const mailOfDiane = {
  internetMessageId: "<of-diane@northwind.example>",
  subject: "A mail of Diane's",
  from: "diane.prescott@northwind.example",
  to: ["adele@contoso.example"],
  body: "Hello Adele.",
};
const itemOfDiane = openItem(
  [party("from", "Diane.Prescott@Northwind.example", "Diane"), party("to", "adele@contoso.example")],
  mailOfDiane.internetMessageId,
);

async function countMails(subject: string): Promise<number> {
  return (await salesforce.listSubjects()).filter((other) => other === subject).length;
}

describe("looking up", () => {
  test("recognises contacts, leads, colleagues and strangers, each with the reason", async () => {
    const answer = await lookUp(
      openItem([
        party("from", "diane.prescott@northwind.example", "Diane Prescott"),
        party("to", "adele@contoso.example", "Adele Vance"),
        party("to", "jonas.weber@adatum.example", "Jonas Weber"),
        party("cc", "somebody@nowhere.example", "Some Body"),
        party("cc", "megan@contoso.example", "Megan Bowen"),
      ]),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.save).toEqual({ state: "not_saved" });
    expect(answer.body.people).toMatchObject([
      {
        recognised: "contact",
        record: { type: "Contact", name: "Diane Prescott" },
        title: "VP Procurement",
        account: { type: "Account", name: "Northwind Traders" },
        why: "The contact's email address is the one in this mail.",
      },
      { recognised: "internal", record: null },
      { recognised: "lead", record: { type: "Lead", name: "Jonas Weber" } },
      { recognised: "unknown", record: null, why: "No contact or lead has this address." },
      { recognised: "internal", record: null },
    ]);
    expect(answer.body.accounts).toMatchObject([{ name: "Northwind Traders", industry: "Retail" }]);
    expect(answer.body.opportunities.length).toBeGreaterThan(0);
    const urls = answer.body.people.flatMap(({ record }: any) => (record ? [record.url] : []));
    expect(urls).toHaveLength(2);
    expect(urls.every((url: string) => url.startsWith(`${server.sandboxUrl}/salesforce/`))).toBe(true);
  });

  test("shows one row for an address in several roles and spellings", async () => {
    const { body } = await lookUp(
      openItem([
        party("from", "Diane.Prescott@northwind.example"),
        party("cc", "DIANE.PRESCOTT@NORTHWIND.EXAMPLE"),
        party("to", "adele@contoso.example"),
      ]),
    );
    expect(body.people[0]).toMatchObject({
      address: "diane.prescott@northwind.example",
      roles: ["from", "cc"],
    });
    expect(body.people).toHaveLength(2);
  });

  test("prefers the contact to the converted lead with the same address", async () => {
    const { body } = await lookUp(openItem([party("from", "omar.haddad@northwind.example")]));
    expect(body.people[0]).toMatchObject({ recognised: "contact", record: { type: "Contact" } });
  });

  test("finds people whose address holds an apostrophe", async () => {
    const { body } = await lookUp(openItem([party("from", "sam.o'brien@proseware.example")]));
    expect(body.people[0]).toMatchObject({ recognised: "contact", record: { name: "Sam O'Brien" } });
  });

  test("says of mail among colleagues that it is internal, and asks Salesforce nothing", async () => {
    const { totals } = await server.control("/_sandbox/requests");
    const { body } = await lookUp(
      openItem([party("from", "megan@contoso.example"), party("to", "adele@contoso.example")]),
    );
    expect(body.save).toEqual({ state: "internal" });
    expect((await server.control("/_sandbox/requests")).totals.salesforce).toBe(totals.salesforce);
  });

  test("says of mail among strangers that nobody is known", async () => {
    const { body } = await lookUp(openItem([party("from", "somebody@nowhere.example")]));
    expect(body.save).toEqual({ state: "nobody_known" });
  });

  const hostile = [
    "' OR Email LIKE '%",
    "x') OR (Id != '",
    "a\\' b@northwind.example",
    "x'or'email'!='@northwind.example",
    "a\\'b@northwind.example",
    "%@northwind.example",
    "diane.prescot_@northwind.example",
    "<script>alert(1)</script>@northwind.example",
    "\u0000@northwind.example",
    "diane.prescott@northwind.example\r\nBcc: x@y.example",
    "ｄiane.prescott@northwind.example",
    "@",
    "",
  ];
  test.each(hostile)("takes %j for what it is: nobody", async (address) => {
    const answer = await lookUp(
      openItem([
        party("from", address, '<img src=x onerror="alert(1)">'),
        party("to", "adele@contoso.example"),
      ]),
    );
    expect(answer.status).toBe(200);
    const people = answer.body.people.map(({ recognised }: { recognised: string }) => recognised);
    expect(people).not.toContain("contact");
    expect(people).not.toContain("lead");
  });

  test("gives names back as they are, as JSON that no browser takes for a page", async () => {
    const name = '<img src=x onerror="alert(1)">\u202e';
    const answer = await lookUp(openItem([party("from", "somebody@nowhere.example", name)]));
    expect(answer.body.people[0].name).toBe(name);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("saving by hand", () => {
  test("makes one record with what it hangs on, and saving again gives the same one", async () => {
    const first = await save(itemOfDiane);
    expect(first.body).toMatchObject({ state: "saved", record: { type: "EmailMessage" } });
    const types = first.body.linkedTo.map(({ type }: { type: string }) => type);
    expect(types).toContain("Contact");
    const second = await save(itemOfDiane, { subject: "Changed meanwhile" });
    expect(second.body).toEqual(first.body);
    expect(await salesforce.listSubjects()).toEqual(["By hand"]);
    expect((await lookUp(itemOfDiane)).body.save).toEqual(first.body);
    const [row] = await salesforce.query("SELECT TextBody, Incoming, FromAddress FROM EmailMessage");
    expect(row).toMatchObject({ TextBody: "The text of the mail.", Incoming: true });
  });

  test("several times at once makes one record", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => save(itemOfDiane)));
    expect(answers.map(({ body }) => body.state)).toEqual(["saved", "saved", "saved"]);
    expect(new Set(answers.map(({ body }) => body.record.id)).size).toBe(1);
    expect(await countMails("By hand")).toBe(1);
  });

  test("by two colleagues makes one record", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    await save(itemOfDiane);
    const other = await save(itemOfDiane, {}, alex);
    expect(other.body.state).toBe("saved");
    expect(await countMails("By hand")).toBe(1);
  });

  test("and then by the sync saves it once", async () => {
    await deliver("adele@contoso.example", mailOfDiane);
    const saved = await save(itemOfDiane, { subject: mailOfDiane.subject });
    await grantMailPermissions(server);
    await adele.setUpSync();
    expect(await jobs.runAll("mailbox.sync")).toEqual([]);
    expect(await countMails(mailOfDiane.subject)).toBe(1);
    expect((await lookUp(itemOfDiane)).body.save.record.id).toBe(saved.body.record.id);
  });

  test("after the sync gives the record that is there", async () => {
    await deliver("adele@contoso.example", mailOfDiane);
    await grantMailPermissions(server);
    await adele.setUpSync();
    expect(await jobs.runAll("mailbox.sync")).toEqual([]);
    const shown = (await lookUp(itemOfDiane)).body.save;
    expect(shown).toMatchObject({ state: "saved", record: { type: "EmailMessage" } });
    expect((await save(itemOfDiane)).body).toEqual(shown);
    expect(await countMails(mailOfDiane.subject)).toBe(1);
  });

  test("settles the issue that the sync had with the mail", async () => {
    const refusal = { statusCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "Not today.", fields: [] };
    await server.control("/_sandbox/scenario", {
      mailboxes: { "adele@contoso.example": { messages: [mailOfDiane] } },
    });
    const { database } = server.context;
    const [user] = await server.test.query(
      "select organization_id from app_user where email = 'adele@contoso.example'",
    );
    await database.settings.change(user!["organization_id"], { initialWindowDays: 1 });
    await server.control("/_sandbox/faults", {
      target: "salesforce",
      pathContains: "composite/sobjects",
      status: 201,
      body: [1, 2, 3].map(() => ({ success: false, errors: [refusal] })),
    });
    await grantMailPermissions(server);
    await adele.setUpSync();
    expect(await jobs.runAll("mailbox.sync")).toEqual([]);
    const subject = { subject: mailOfDiane.subject };
    const listIssues = () =>
      server.test.query("select subject from sync_issue where subject = $1", [mailOfDiane.subject]);
    expect(await listIssues()).toEqual([subject]);
    expect((await save(itemOfDiane, subject)).body.state).toBe("saved");
    expect(await listIssues()).toEqual([]);
  });

  test("survives an answer that is lost after the write", async () => {
    await server.control("/_sandbox/faults", {
      target: "salesforce",
      pathContains: "composite/sobjects",
      status: 503,
      afterHandling: true,
    });
    expect((await save(itemOfDiane)).body.state).toBe("saved");
    expect(await countMails("By hand")).toBe(1);
  });

  test("works without a mailbox, with an apostrophe, and with odd texts", async () => {
    const item = openItem([party("from", "sam.o'brien@proseware.example", "Sam \u0000 O'Brien <b>")]);
    const answer = await save(item, { subject: "N\u0000ul '); \ud83d\ude00", bodyText: "a\u0000b\ud800" });
    expect(answer.body).toMatchObject({ state: "saved" });
    expect(answer.body.linkedTo[0]).toMatchObject({ type: "Contact", name: "Sam O'Brien" });
    expect(await salesforce.listSubjects()).toEqual(["Nul '); 😀"]);
  });

  test("says why it did not save: among strangers, among colleagues, or refused by Salesforce", async () => {
    const strangers = openItem([party("from", "somebody@nowhere.example")]);
    expect((await save(strangers)).body).toEqual({ state: "nobody_known" });
    const colleagues = openItem([
      party("from", "megan@contoso.example"),
      party("to", "adele@contoso.example"),
    ]);
    expect((await save(colleagues)).body).toEqual({ state: "internal" });
    const refused = openItem([
      party("from", "robot@localhost"),
      party("to", "diane.prescott@northwind.example"),
    ]);
    const failed = (await save(refused)).body;
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed.reason).toContain("INVALID_EMAIL_ADDRESS");
    expect(await salesforce.listSubjects()).toEqual([]);
    expect(await server.test.query("select 1 from sync_link")).toEqual([]);
  });

  test("is written into the audit log without the mail's people", async () => {
    await save(itemOfDiane);
    const [entry] = await server.test.query("select summary from audit_entry where action = 'item.save'");
    expect(entry).toEqual({ summary: "Saved a mail to Salesforce by hand." });
  });
});

describe("when Salesforce does not play along", () => {
  test.each([
    ["is away", { status: 503, times: 9 }, 503, "vendor_unavailable"],
    [
      "has reached its daily limit",
      { status: 403, body: [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "x" }] },
      503,
      "vendor_unavailable",
    ],
  ])("%s, the person is told to try again", async (_name, fault, status, code) => {
    await server.control("/_sandbox/faults", { target: "salesforce", ...fault });
    expect(await lookUp(itemOfDiane)).toMatchObject({ status, body: { error: { code } } });
  });

  test("has ended the user's access, the person is told to sign in again", async () => {
    await server.test.query("update crm_connection set state = 'needs_sign_in'");
    expect(await lookUp(itemOfDiane)).toMatchObject({
      status: 409,
      body: { error: { code: "crm_not_connected" } },
    });
  });
});
