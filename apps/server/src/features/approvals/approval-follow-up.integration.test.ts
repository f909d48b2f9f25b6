import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

const jobs = new StepJobQueue();
const isaiah = "isaiah@contoso.example";
const megan = "megan@contoso.example";
const DAY = 86_400;
let server: TestServer;
let adele: Person;
let pradeep: Person;
let approvalId: string;
let ownToken: string;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, "adele@contoso.example");
  pradeep = await Person.signIn(server, "pradeep@contoso.example");
  await adele.meetWall();
  ({ approvalId, token: ownToken } = await adele.askForApproval());
});

interface OutboxMail {
  to: string[];
  subject: string;
  text: string;
}

async function readOutbox(): Promise<OutboxMail[]> {
  return (await server.control("/_sandbox/outbox")).messages;
}

const tokenOf = (mailed: OutboxMail | undefined): string => /\/approval#([\w-]+)/.exec(mailed!.text)![1]!;

function useLink(action: string, token: string, body: object = {}) {
  return new TestBrowser().call("POST", `${server.productUrl}/api/approval-links/${action}`, {
    token,
    ...body,
  });
}

function follow(path: string, body?: object, person = adele) {
  return person.call("POST", `/api/approvals/${approvalId}/${path}`, body);
}

async function mailIsaiah(): Promise<void> {
  expect((await follow("mails", { to: isaiah, message: "" })).status).toBe(200);
}

async function passDays(days: number): Promise<void> {
  server.advanceSeconds(days * DAY);
  await jobs.start("approvals.follow_up");
}

async function describeApproval(): Promise<any> {
  return (await pradeep.call("GET", "/api/approvals")).body.approvals[0];
}

const kindsOf = (approval: { timeline: { kind: string }[] }): string[] =>
  approval.timeline.map(({ kind }) => kind);

describe("reminders", () => {
  test("go to the address that was mailed, after three days, twice at most, each with a link that works", async () => {
    await mailIsaiah();
    await passDays(2.9);
    expect(await readOutbox()).toHaveLength(1);
    await passDays(0.2);
    expect((await readOutbox()).map(({ to, subject }) => [to, subject])).toEqual([
      [[isaiah], "Please approve Outrigger for Contoso"],
      [[isaiah], "Reminder: Please approve Outrigger for Contoso"],
    ]);
    await jobs.start("approvals.follow_up");
    expect(await readOutbox()).toHaveLength(2);
    await passDays(3);
    await passDays(3);
    await passDays(3);
    const mails = await readOutbox();
    expect(mails).toHaveLength(3);
    expect((await useLink("open", tokenOf(mails[2]))).body.approval.state).toBe("open");
    expect(kindsOf(await describeApproval()).filter((kind) => kind === "reminded")).toHaveLength(2);
    const audit = await server.test.query(
      "select actor_name from audit_entry where action = 'approval.remind'",
    );
    expect(audit).toEqual([{ actor_name: null }, { actor_name: null }]);
  });

  test("follow the organization's settings, and 0 is never", async () => {
    await mailIsaiah();
    await pradeep.call("PATCH", "/api/settings", { approvalReminderDays: 1, approvalReminderCountMax: 1 });
    await passDays(1.1);
    await passDays(1.1);
    expect(await readOutbox()).toHaveLength(2);
    await pradeep.call("PATCH", "/api/settings", { approvalReminderCountMax: 0 });
    await follow("mails", { to: megan, message: "" });
    await passDays(5);
    expect(await readOutbox()).toHaveLength(3);
  });

  test("stop when it is decided", async () => {
    await mailIsaiah();
    await useLink("decline", ownToken, { reason: "No." });
    await passDays(4);
    expect(await readOutbox()).toHaveLength(1);
    expect((await follow("reminders")).body.error.code).toBe("conflict");
  });

  test("do not go to somebody whose link the admin has revoked", async () => {
    await mailIsaiah();
    const { links } = await describeApproval();
    await follow(`links/${links[0].id}/revoke`, undefined, pradeep);
    await passDays(4);
    expect(await readOutbox()).toHaveLength(1);
  });

  test("are not sent again by a process that starts after another was killed while sending", async () => {
    await mailIsaiah();
    await passDays(3.1);
    await server.test.query("update approval_mail set state = 'sending' where kind = 'reminder'");
    await jobs.start("approvals.follow_up");
    await jobs.start("approvals.follow_up");
    expect(await readOutbox()).toHaveLength(2);
    await passDays(3.1);
    expect(await readOutbox(), "the second one goes by the first").toHaveLength(3);
  });

  test("of two processes at once, one sends", async () => {
    await mailIsaiah();
    server.advanceSeconds(3.1 * DAY);
    await Promise.all([1, 2, 3].map(() => jobs.start("approvals.follow_up")));
    expect(await readOutbox()).toHaveLength(2);
  });

  test("that the mail server refuses go out an hour later", async () => {
    await mailIsaiah();
    const { mailer } = server.context;
    const send = mailer.send;
    mailer.send = () => Promise.reject(new Error("421 busy"));
    try {
      await passDays(3.1);
    } finally {
      mailer.send = send;
    }
    await jobs.start("approvals.follow_up");
    expect(await readOutbox()).toHaveLength(1);
    server.advanceSeconds(3601);
    await jobs.start("approvals.follow_up");
    expect(await readOutbox()).toHaveLength(2);
    const kinds = kindsOf(await describeApproval());
    expect(kinds.slice(-2)).toEqual(["mail_failed", "reminded"]);
  });

  test("can be sent at once by the asker and by the organization's admin", async () => {
    expect((await follow("reminders")).body.error.code, "nobody was mailed").toBe("conflict");
    await mailIsaiah();
    expect((await follow("reminders", undefined, pradeep)).body).toEqual({ sentCount: 1 });
    expect((await readOutbox())[1]!.subject).toMatch(/^Reminder/);
    expect((await describeApproval()).timeline.at(-1)).toMatchObject({
      kind: "reminded",
      actorName: "Pradeep Gupta",
      recipient: "i…@contoso.example",
    });
  });
});

describe("a second administrator", () => {
  test("named by the asker is asked after seven days without an answer, once", async () => {
    await mailIsaiah();
    const named = await follow("escalations", { to: megan, when: "if_unanswered" });
    expect(named.body).toMatchObject({ sent: false });
    expect((await describeApproval()).escalationRecipient).toBe("m…@contoso.example");
    await passDays(6.9);
    const before = (await readOutbox()).filter(({ to }) => to.includes(megan));
    expect(before).toEqual([]);
    await passDays(0.2);
    await jobs.start("approvals.follow_up");
    const mailed = (await readOutbox()).filter(({ to }) => to.includes(megan));
    expect(mailed).toHaveLength(1);
    expect(mailed[0]!.text).toContain("named as the second administrator");
    expect(kindsOf(await describeApproval())).toEqual(
      expect.arrayContaining(["escalation_named", "escalated"]),
    );
  });

  test("of the organization's settings is asked where the approval names none", async () => {
    await pradeep.call("PATCH", "/api/settings", {
      approvalEscalationAddress: megan,
      approvalEscalationDays: 2,
    });
    await passDays(2.1);
    expect((await readOutbox()).map(({ to }) => to)).toEqual([[megan]]);
  });

  test("can be asked at once", async () => {
    expect((await follow("escalations", { to: megan, when: "now" }, pradeep)).body).toEqual({
      sent: true,
      dueAt: null,
    });
    expect((await readOutbox()).map(({ to }) => to)).toEqual([[megan]]);
  });
});

describe("a forwarding", () => {
  test("by mail is a link of its own that ends with the one it comes from", async () => {
    await mailIsaiah();
    const token = tokenOf((await readOutbox())[0]);
    const sent = await useLink("forward", token, { to: megan, note: "Yours, I think. <b>x</b>" });
    expect(sent.body).toMatchObject({ link: null });
    const mailed = (await readOutbox())[1]!;
    expect(mailed).toMatchObject({ to: [megan] });
    expect(mailed.text).toContain("They wrote: “Yours, I think. <b>x</b>”");
    const meganToken = tokenOf(mailed);
    expect(meganToken).not.toBe(token);
    expect((await useLink("open", meganToken)).status).toBe(200);

    const approval = await describeApproval();
    expect(kindsOf(approval)).toContain("forwarded");
    const [forwarded, original] = approval.links;
    expect(forwarded).toMatchObject({ isForwarded: true, recipient: "m…@contoso.example", state: "alive" });
    expect(forwarded.expiresAt).toBe(original.expiresAt);
    expect((await follow(`links/${original.id}/revoke`, undefined, pradeep)).status).toBe(200);
    for (const dead of [token, meganToken])
      expect((await useLink("open", dead)).body.error.code).toBe("link_revoked");
    expect((await useLink("open", ownToken)).status, "other links live on").toBe(200);
  });

  test("without an address is a link to copy", async () => {
    const made = await useLink("forward", ownToken);
    const token = new URL(made.body.link).hash.slice(1);
    expect((await useLink("open", token)).status).toBe(200);
    expect((await useLink("decline", token, { reason: "Not now." })).status).toBe(200);
  });

  test("is bounded for each approval, and needs a link that may decide", async () => {
    for (let count = 0; count < 20; count += 1) expect((await useLink("forward", ownToken)).status).toBe(200);
    expect((await useLink("forward", ownToken)).body.error.code).toBe("too_many_requests");
    expect((await useLink("forward", "A".repeat(43))).body.error.code).toBe("link_invalid");
    const [row] = await server.test.query("select organization_id, approval_id from approval_link");
    const result = await server.context.database.approvalLinks.create(row!["organization_id"], {
      approvalId: row!["approval_id"],
      purpose: "result",
      expiresAt: new Date(Date.now() + 30 * DAY * 1000),
    });
    expect((await useLink("forward", result.token)).body.error.code).toBe("link_invalid");
    server.advanceSeconds(15 * DAY);
    expect((await useLink("forward", ownToken)).body.error.code).toBe("link_expired");
  });
});

describe("the links of an approval", () => {
  test("say when they were opened first, and are nobody else's to revoke", async () => {
    await mailIsaiah();
    const token = tokenOf((await readOutbox())[0]);
    await useLink("open", token);
    const opened = (await describeApproval()).links[0].openedAt;
    server.advanceSeconds(60);
    await useLink("open", token);
    const approval = await describeApproval();
    expect(approval.links[0]).toMatchObject({ openedAt: opened, recipient: "i…@contoso.example" });
    expect(kindsOf(approval).filter((kind) => kind === "opened")).toHaveLength(1);
    expect(JSON.stringify(approval)).not.toContain(isaiah);
    expect(JSON.stringify(approval)).not.toContain(token);

    const path = `links/${approval.links[0].id}/revoke`;
    expect((await follow(path)).status).toBe(403);
    const nina = await Person.signIn(server, "nina@fabrikam.example");
    expect((await follow(path, undefined, nina)).status).toBe(404);
    expect((await useLink("open", token)).status).toBe(200);
    expect((await follow(path, undefined, pradeep)).body.links[0]).toMatchObject({ state: "revoked" });
    expect((await follow(path, undefined, pradeep)).status).toBe(404);
    expect((await describeApproval()).timeline.at(-1)).toMatchObject({
      kind: "link_revoked",
      actorName: "Pradeep Gupta",
    });
  });
});

test("the timeline tells everything from the question to the last connected mailbox", async () => {
  const alex = await Person.signIn(server, "alex@contoso.example");
  await alex.meetWall();
  await alex.askForApproval();
  await mailIsaiah();
  await useLink("open", tokenOf((await readOutbox())[0]));
  await grantMailPermissions(server);
  server.advanceSeconds(5);
  await jobs.start("mailbox_connections.check_waiting");
  expect(kindsOf(await describeApproval())).toEqual([
    "asked",
    "link_made",
    "joined",
    "link_made",
    "mailed",
    "opened",
    "granted",
    "everybody_connected",
  ]);
  expect((await adele.mailbox()).approval?.lastEvent).toMatchObject({ kind: "everybody_connected" });
});
