import { afterAll, beforeAll, expect, test } from "vitest";
import type { FastifyInstance } from "fastify";
import { demoUsers } from "../core/demo-ids.ts";
import type { Sandbox } from "../core/create-sandbox.ts";
import { mailboxOf, type MailMessage } from "../graph/mailbox.ts";
import { openSandbox } from "../index.ts";
import { describeOfficeItem } from "./office-item.ts";

// The product is down in these tests: nothing listens on port 9 of this machine.
const productUrl = "http://127.0.0.1:9";
let sandbox: Sandbox;
let app: FastifyInstance;
let hostile: MailMessage;

beforeAll(async () => {
  sandbox = await openSandbox({ productUrl });
  app = await sandbox.buildListener();
  hostile = receive(demoUsers.adele, {
    name: `<img src=x onerror="alert(1)">`,
    html: `<script>alert(1)</script><img src="https://tracker.example/x.png"><img src="cid:logo@x">`,
  });
});
afterAll(() => sandbox.close());

function receive(userId: string, { name, html }: { name: string; html: string }): MailMessage {
  const mailbox = mailboxOf(sandbox.context, userId);
  const at = sandbox.clock.now().toISOString();
  return mailbox.createMessage(mailbox.findFolder("inbox")!.id, {
    internetMessageId: "<one@customer.example>",
    subject: "RE: Fwd: Offer",
    from: { name, address: "diane@customer.example" },
    toRecipients: [{ name: "Adele Vance", address: "adele@contoso.example" }],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    receivedDateTime: at,
    sentDateTime: at,
    body: { contentType: "html", content: html },
    bodyText: "Offer",
    internetMessageHeaders: [{ name: "Date", value: "Mon, 23 Nov 2026 10:00:00 +0000" }],
    references: [],
    attachments: [
      {
        name: "logo.png",
        contentType: "image/png",
        isInline: true,
        contentId: "<logo@x>",
        content: Buffer.from("png"),
      },
    ],
  });
}

async function openAs(account: string) {
  const chosen = await app.inject({
    method: "POST",
    url: "/outlook/account",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ account }).toString(),
  });
  const { name, value } = chosen.cookies[0]!;
  const cookies = { [name]: value };
  return (url: string, method: "GET" | "POST" = "GET") => app.inject({ url, method, cookies });
}

test("nobody reads mail before an account is chosen", async () => {
  expect((await app.inject("/outlook")).headers.location).toBe("/outlook/accounts");
  expect((await app.inject(`/outlook/messages/${hostile.id}/body`)).statusCode).toBe(404);
  expect((await app.inject("/outlook/accounts")).body).toContain("Adele Vance");
});

test("an account that does not exist is refused", async () => {
  const answer = await app.inject({
    method: "POST",
    url: "/outlook/account",
    payload: { account: "nobody" },
  });
  expect([answer.statusCode, answer.cookies]).toEqual([400, []]);
});

test("one mailbox does not show another's mail", async () => {
  const get = await openAs(demoUsers.alex);
  for (const page of ["body", "item.json"]) {
    expect((await get(`/outlook/messages/${hostile.id}/${page}`)).statusCode).toBe(404);
  }
  expect((await get(`/outlook?message=${hostile.id}`)).body).toContain("Nothing is selected");
});

test("hostile mail is text in the page and powerless in its own frame", async () => {
  const get = await openAs("adele@contoso.example");
  const page = await get(`/outlook?message=${hostile.id}`);
  expect(page.body).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  expect(page.body).not.toContain("<img src=x");
  expect(page.body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  const body = await get(`/outlook/messages/${hostile.id}/body`);
  expect(body.headers["content-security-policy"]).toMatch(/default-src 'none'.*; sandbox /);
  expect(body.headers["content-security-policy"]).not.toContain("script");
});

test("pictures inside the mail come with it instead of from elsewhere", async () => {
  const get = await openAs("adele@contoso.example");
  const body = await get(`/outlook/messages/${hostile.id}/body`);
  expect(body.body).toContain(`data:image/png;base64,${Buffer.from("png").toString("base64")}`);
});

test("the item has the shapes of Office.js", async () => {
  const get = await openAs("adele@contoso.example");
  const { item, internetHeaders } = (await get(`/outlook/messages/${hostile.id}/item.json`)).json();
  expect(item).toMatchObject({
    itemType: "message",
    normalizedSubject: "Offer",
    internetMessageId: "<one@customer.example>",
    to: [{ displayName: "Adele Vance", emailAddress: "adele@contoso.example" }],
    attachments: [{ attachmentType: "file", name: "logo.png", isInline: true }],
  });
  // Office.js hands out EWS ids; the add-in converts them to what Graph takes.
  expect(item.itemId).not.toMatch(/[-_]/);
  expect(item.itemId.replaceAll("/", "-").replaceAll("+", "_")).toBe(hostile.restId);
  expect(describeOfficeItem({ ...hostile, restId: "AA_B-C=" }, []).itemId).toBe("AA+B/C=");
  expect(internetHeaders).toBe("Date: Mon, 23 Nov 2026 10:00:00 +0000");
});

test("reading a mail counts it as read, once", async () => {
  const get = await openAs("adele@contoso.example");
  const mailbox = mailboxOf(sandbox.context, demoUsers.adele);
  expect((await get(`/outlook/messages/${hostile.id}/read`, "POST")).statusCode).toBe(204);
  const afterFirst = mailbox.changeNumber();
  await get(`/outlook/messages/${hostile.id}/read`, "POST");
  expect([mailbox.getMessage(hostile.id)?.isRead, mailbox.changeNumber()]).toEqual([true, afterFirst]);
});

test("only the product may be framed, and no inline script runs", async () => {
  const get = await openAs("adele@contoso.example");
  const policy = (await get("/outlook")).headers["content-security-policy"];
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(`frame-src 'self' ${productUrl};`);
});

test("odd addresses lead to the inbox instead of a fault", async () => {
  const get = await openAs("adele@contoso.example");
  for (const query of ["folder=nowhere", "message=%00", "skip=-1", "skip=x", "folder=a&folder=b"]) {
    const answer = await get(`/outlook?${query}`);
    expect([query, answer.statusCode]).toEqual([query, 200]);
    expect(answer.body).toContain("<h1>Inbox</h1>");
  }
});
