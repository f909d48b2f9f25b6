import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

const mailFolder = resolve(import.meta.dirname, "../../../../../shared/data/mail");
const files = existsSync(mailFolder)
  ? readdirSync(mailFolder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".eml"))
  : [];
if (files.length === 0) console.warn(`SKIPPED: the outside mail is absent (${mailFolder})`);

let graph: OpenGraph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.close());

function importMail(
  body: Buffer | string,
  query = "",
  type = "message/rfc822",
  upn = "lidia@contoso.example",
) {
  return graph.call("POST", `/_sandbox/mailboxes/${encodeURIComponent(upn)}/messages${query}`, {
    body,
    headers: { "content-type": type },
  });
}

describe.skipIf(files.length === 0)("real mail", () => {
  test.each(files)("%s is kept byte by byte and can be read through Graph", async (name) => {
    const raw = readFileSync(join(mailFolder, name));
    const answer = await importMail(raw);
    expect(answer.json).toMatchObject({ imported: 1, failed: [] });
    const id: string = answer.json.messages[0].id;
    const lidia = "a0000000-0000-4000-8000-000000000005";
    const mime = await graph.call("GET", `/me/messages/${id}/$value`, { userId: lidia });
    expect(mime.bytes.equals(raw)).toBe(true);
    const message = await graph.call("GET", `/me/messages/${id}?$expand=attachments`, { userId: lidia });
    expect(message.status).toBe(200);
  });
});

const message = (subject: string, ...headers: string[]) =>
  [`Subject: ${subject}`, "From: Diane <diane.prescott@northwind.example>", ...headers, "", "hello", ""].join(
    "\n",
  );
const envelope = "From diane Mon Nov 16 08:00:00 2026\n";

describe("importing", () => {
  test("takes the received time of the Date header, else of the topmost Received header, else now, and says which", async () => {
    const mbox = [
      message("dated", "Date: Mon, 16 Nov 2026 08:00:00 +0100"),
      message(
        "undated",
        "Received: from a by b; Tue, 17 Nov 2026 08:00:00 +0000",
        "Received: x; Mon, 2 Nov 2026 08:00:00 +0000",
      ),
      message("timeless", "Date: soon"),
    ]
      .map((text) => `${envelope}${text}\n`)
      .join("");
    const { status, json } = await importMail(mbox, "?receivedAt=original", "application/mbox");
    expect(status).toBe(200);
    expect(json.messages).toMatchObject([
      { subject: "dated", receivedDateTime: "2026-11-16T07:00:00Z", receivedTimeFrom: "date_header" },
      { subject: "undated", receivedDateTime: "2026-11-17T08:00:00Z", receivedTimeFrom: "received_header" },
      { subject: "timeless", receivedTimeFrom: "now" },
    ]);
    const now = await importMail(
      message("dated", "Date: Mon, 16 Nov 2026 08:00:00 +0100"),
      "?receivedAt=now",
    );
    expect(Date.parse(now.json.messages[0].receivedDateTime)).toBeGreaterThan(
      graph.sandbox.clock.now().getTime() - 60_000,
    );
  });

  test("tells of a message that cannot be read and takes the others", async () => {
    const mbox = [
      message("one"),
      "\n",
      `Subject: long\nX: ${"y".repeat(3 * 1024 * 1024)}\n\n`,
      message("four"),
    ]
      .map((text) => `${envelope}${text}\n`)
      .join("");
    const { status, json } = await importMail(mbox, "", "application/mbox");
    expect(status).toBe(200);
    expect(json.messages.map(({ subject }: { subject: string }) => subject)).toEqual(["one", "four"]);
    expect(json.failed).toEqual([
      { index: 1, reason: "Message 2: it has no header fields." },
      { index: 2, subject: "long", reason: expect.stringMatching(/^Message 3: .*header.*\.$/i) },
    ]);
  });

  test("into Sent Items makes a read message of the owner's where it names no sender", async () => {
    const { json } = await importMail(
      "Subject: mine\nTo: diane.prescott@northwind.example\n\nx\n",
      "?folder=sentitems",
    );
    const lidia = { userId: "a0000000-0000-4000-8000-000000000005" };
    const stored = await graph.call("GET", `/me/messages/${json.messages[0].id}`, lidia);
    expect(stored.json).toMatchObject({
      isRead: true,
      isDraft: false,
      from: { emailAddress: { name: "Lidia Holloway", address: "lidia@contoso.example" } },
      sender: { emailAddress: { address: "lidia@contoso.example" } },
    });
    const sent = await graph.call("GET", "/me/mailFolders/sentitems", lidia);
    expect(stored.json.parentFolderId).toBe(sent.json.id);
  });

  test.each([
    [
      "an unknown mailbox",
      () => importMail(message("x"), "", "message/rfc822", "nobody@contoso.example"),
      404,
    ],
    ["an unknown folder", () => importMail(message("x"), "?folder=nowhere"), 404],
    ["an unknown time", () => importMail(message("x"), "?receivedAt=later"), 400],
    ["an unknown option", () => importMail(message("x"), "?as=new"), 400],
    ["another content type", () => importMail(message("x"), "", "text/plain"), 415],
    ["an mbox that is none", () => importMail(message("x"), "", "application/mbox"), 400],
    ["an empty body", () => importMail("", "", "application/mbox"), 400],
    ["bytes that are no message", () => importMail("\n\nhello"), 422],
  ])("refuses %s and stores nothing", async (_, send, status) => {
    const count = async () => JSON.stringify((await graph.call("GET", "/_sandbox/state")).json.graph);
    const before = await count();
    expect((await send()).status).toBe(status);
    expect(await count()).toBe(before);
  });
});

test("the state shows counts per folder and no address, subject or body beyond whose mailbox it is", async () => {
  const { json } = await graph.call("GET", "/_sandbox/state");
  expect(json.graph["alex@contoso.example"]).toMatchObject({ Inbox: expect.any(Number) });
  expect(JSON.stringify(json.graph)).not.toContain("northwind");
});

describe("a scenario's mailboxes", () => {
  test("bring messages and folders", async () => {
    const answer = await graph.call("POST", "/_sandbox/scenario", {
      body: {
        mailboxes: {
          "pradeep@contoso.example": {
            folders: ["Deals"],
            messages: [
              {
                folder: "Deals",
                internetMessageId: "<s1@x.example>",
                subject: "scripted",
                from: "priya.raman@wingtip.example",
                to: ["pradeep@contoso.example"],
                receivedDateTime: "2026-11-20T10:00:00Z",
              },
            ],
          },
        },
      },
    });
    expect(answer.status).toBe(200);
    const list = await graph.call(
      "GET",
      `/me/messages?$filter=${encodeURIComponent("internetMessageId eq '<s1@x.example>'")}`,
      {
        userId: "a0000000-0000-4000-8000-000000000006",
      },
    );
    expect(list.json.value).toMatchObject([
      { subject: "scripted", receivedDateTime: "2026-11-20T10:00:00Z" },
    ]);
  });

  test.each([
    { "nobody@contoso.example": { messages: [] } },
    {
      "pradeep@contoso.example": {
        messages: [{ folder: "Nowhere", internetMessageId: "<s2@x.example>", from: "a@b.example" }],
      },
    },
    { "pradeep@contoso.example": { unknown: 1 } },
  ])("that do not fit are refused whole: %j", async (mailboxes) => {
    const answer = await graph.call("POST", "/_sandbox/scenario", { body: { mailboxes } });
    expect(answer.status).toBe(400);
  });
});
