import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

const jobs = new StepJobQueue();
const isaiah = "isaiah@contoso.example";
let server: TestServer;
let adele: Person;
let approvalId: string;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  adele = await Person.signIn(server, "adele@contoso.example");
  await adele.meetWall();
  ({ approvalId } = await adele.askForApproval("To stop typing."));
});

interface OutboxMail {
  to: string[];
  subject: string;
  text: string;
  html: string;
}

async function readOutbox(): Promise<OutboxMail[]> {
  return (await server.control("/_sandbox/outbox")).messages;
}

function mail(to: string, message = "", person = adele) {
  return person.call("POST", `/api/approvals/${approvalId}/mails`, { to, message });
}

function tokenOf(mailed: OutboxMail | undefined): string {
  return /\/approval#([\w-]+)/.exec(mailed!.text)![1]!;
}

function openLink(token: string) {
  return new TestBrowser().call("POST", `${server.productUrl}/api/approval-links/open`, { token });
}

describe("what the administrator reads", () => {
  test("says who asks, how many wait, why, what is asked, which role is enough, and what happens otherwise", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    await alex.meetWall();
    await alex.askForApproval("Half a day a week.");
    expect((await mail(isaiah)).body).toEqual({ sent: true });
    const [mailed, ...others] = await readOutbox();
    expect(others).toEqual([]);
    expect(mailed).toMatchObject({ to: [isaiah], subject: "Please approve Outrigger for Contoso" });
    for (const part of ["text", "html"] as const) {
      for (const words of [
        "Adele Vance",
        "2 people: Adele Vance and Alex Wilber",
        "“To stop typing.” – Adele Vance",
        "“Half a day a week.” – Alex Wilber",
        "own mail (Mail.ReadWrite",
        "Cloud Application Administrator is enough",
        "Nothing is shared, and they go on waiting.",
        "You need no account of Outrigger.",
      ]) {
        expect(mailed![part].replaceAll("&#39;", "'")).toContain(words);
      }
    }
    expect((await openLink(tokenOf(mailed))).body.waitingNames).toEqual(["Adele Vance", "Alex Wilber"]);
    expect(mailed!.html).toContain(`/approval#${tokenOf(mailed)}"`);
  });

  test("answers go to the person who asked", async () => {
    await mail(isaiah, "Dear Isaiah, please.");
    const inbox = await server.control("/_sandbox/outbox");
    expect(inbox.messages[0].replyTo).toEqual(["adele@contoso.example"]);
    expect(inbox.messages[0].text).toContain("Dear Isaiah, please.");
  });

  test("markup in a name, a reason or a message stays text", async () => {
    const hostile = `<img src=x onerror="alert(1)"><a href='http://evil.example'>x</a>`;
    await server.test.query("update app_user set display_name = $1 where email = $2", [
      hostile,
      adele.address,
    ]);
    await server.test.query("update approval_waiter set reason = $1", [hostile]);
    await server.test.query("update approval set asked_by_name = $1, tenant_display_name = $1", [hostile]);
    await mail(isaiah, `${hostile}\nSecond line`);
    const [mailed] = await readOutbox();
    expect(mailed!.html).not.toContain("<img");
    expect(mailed!.html.match(/<a /g)).toHaveLength(1);
    expect(mailed!.html).not.toContain("href='http");
    expect(mailed!.html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  });

  test.each([
    ["line breaks", "Contoso\r\nBcc: everybody@fabrikam.example\r\n\r\nBuy now"],
    ["a line separator and direction marks", "Contoso\u2028Bcc: x@y.example\u202eelpmaxe"],
    ["ten thousand characters", "Contoso ".repeat(1250)],
  ])("%s in the organization's name add no header and no recipient", async (_name, hostile) => {
    await server.test.query("update approval set tenant_display_name = $1, asked_by_name = $1", [hostile]);
    await server.test.query("update app_user set display_name = $1 where email = $2", [
      hostile,
      adele.address,
    ]);
    expect((await mail(isaiah)).status).toBe(200);
    const [mailed, ...others] = await readOutbox();
    expect(others).toEqual([]);
    expect(mailed!.to).toEqual([isaiah]);
    expect(mailed!.subject).toMatch(/^Please approve Outrigger for Contoso/);
    expect(mailed!.subject.length).toBeLessThanOrEqual(130);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(mailed!.subject).not.toMatch(/[\u0000-\u001f\u2028\u202e]/);
  });

  test.each(["a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example", "<a@b.example>", "a b@c.example"])(
    "%j is no address, and nothing goes out",
    async (to) => {
      expect((await mail(to)).body.error.code).toBe("invalid_input");
      expect(await readOutbox()).toEqual([]);
    },
  );
});

describe("a way to flood mailboxes it is not", () => {
  test("a user sends ten in an hour", async () => {
    for (let count = 0; count < 10; count += 1)
      expect((await mail(`admin${count}@contoso.example`)).status).toBe(200);
    expect(await mail(isaiah)).toMatchObject({ status: 429, body: { error: { code: "too_many_requests" } } });
    expect(await readOutbox()).toHaveLength(10);
    server.advanceSeconds(3601);
    expect((await mail(isaiah)).status).toBe(200);
  });

  test("an address gets five in a day, whoever sends them and however it is spelled", async () => {
    const alex = await Person.signIn(server, "alex@contoso.example");
    await alex.meetWall();
    await alex.askForApproval();
    for (const person of [adele, alex, adele, alex])
      expect((await mail(isaiah, "", person)).status).toBe(200);
    expect((await mail("Isaiah@Contoso.example")).status).toBe(200);
    for (const to of [isaiah, "ISAIAH@CONTOSO.EXAMPLE"])
      expect((await mail(to, "", alex)).body.error.code).toBe("too_many_requests");
    expect(await readOutbox()).toHaveLength(5);
  });

  test("ten at once are counted one by one", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => mail(isaiah)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });

  test("an organization sends sixty in an hour, forwardings included", async () => {
    await mail(isaiah);
    const [row] = await server.test.query("select organization_id, approval_id from approval_mail");
    await server.test.query(
      `insert into approval_mail (organization_id, id, approval_id, kind, recipient, ordinal, state, created_at, tried_at)
       select $1, gen_random_uuid(), $2, 'request', 'a' || n || '@b.example', 1, 'sent', created_at, created_at
       from approval_mail, generate_series(1, 59) n`,
      [row!["organization_id"], row!["approval_id"]],
    );
    const token = tokenOf((await readOutbox())[0]);
    const forward = { token, to: "megan@contoso.example" };
    const answer = await new TestBrowser().call(
      "POST",
      `${server.productUrl}/api/approval-links/forward`,
      forward,
    );
    expect(answer.body.error.code).toBe("too_many_requests");
    expect(await readOutbox()).toHaveLength(1);
  });
});

test.each(["alex@contoso.example", "diego@fabrikam.example", "nina@fabrikam.example"])(
  "%s, who does not wait for it, can neither mail, remind nor escalate",
  async (address) => {
    const other = await Person.signIn(server, address);
    for (const [path, body] of [
      ["mails", { to: isaiah, message: "Please." }],
      ["reminders", undefined],
      ["escalations", { to: isaiah, when: "now" }],
    ] as const) {
      const answer = await other.call("POST", `/api/approvals/${approvalId}/${path}`, body);
      expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
    }
    expect(await readOutbox()).toEqual([]);
  },
);

test("a mail server that refuses is told, kept on the timeline, and its link does not live", async () => {
  const { mailer } = server.context;
  const send = mailer.send;
  mailer.send = () => Promise.reject(new Error("451 try later"));
  try {
    expect(await mail(isaiah)).toMatchObject({
      status: 503,
      body: { error: { code: "vendor_unavailable" } },
    });
  } finally {
    mailer.send = send;
  }
  const pradeep = await Person.signIn(server, "pradeep@contoso.example");
  const [approval] = (await pradeep.call("GET", "/api/approvals")).body.approvals;
  expect(approval.timeline.at(-1)).toMatchObject({ kind: "mail_failed", recipient: "i…@contoso.example" });
  expect(approval.links[0]).toMatchObject({ state: "revoked", recipient: "i…@contoso.example" });
});
