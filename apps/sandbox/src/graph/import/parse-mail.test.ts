import { describe, expect, test } from "vitest";
import { parseMail, UnreadableMailError } from "./parse-mail.ts";

function mail(...lines: string[]): Buffer {
  return Buffer.from(lines.join("\r\n"), "latin1");
}

describe("parseMail", () => {
  test("keeps the line ends of text attachments and attached messages", async () => {
    const inner = "Subject: inner\r\nFrom: a@b.example\r\n\r\nhello\r\n";
    const parsed = await parseMail(
      mail(
        "Subject: outer",
        'Content-Type: multipart/mixed; boundary="b 1"',
        "",
        "--b 1",
        "Content-Type: text/plain",
        "",
        "body",
        "--b 1",
        "Content-Type: text/csv",
        "Content-Disposition: attachment; filename=a.csv",
        "",
        "a;b\r\nc;d\r\n",
        "--b 1",
        "Content-Type: message/rfc822",
        "",
        inner,
        "--b 1",
        "Content-Type: text/x-notes; name=q.txt",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "caf=E9 =",
        "ol=E9",
        "--b 1--",
        "",
      ),
    );
    expect(parsed.attachments.map(({ name, contentType }) => [name, contentType])).toEqual([
      ["a.csv", "text/csv"],
      ["message-2.eml", "message/rfc822"],
      ["q.txt", "text/x-notes"],
    ]);
    expect(parsed.attachments.map(({ content }) => content.toString("latin1"))).toEqual([
      "a;b\r\nc;d\r\n",
      inner,
      "café olé",
    ]);
  });

  test("gives the same id to the same message without one", async () => {
    const raw = mail("Subject: no id", "From: a@b.example", "", "x");
    const first = await parseMail(raw);
    expect(first.internetMessageId).toMatch(/^<[0-9a-f]{32}@without-message-id\.example>$/);
    expect((await parseMail(raw)).internetMessageId).toBe(first.internetMessageId);
    expect((await parseMail(mail("Subject: other", "", "x"))).internetMessageId).not.toBe(
      first.internetMessageId,
    );
  });

  test("keeps header fields in their order and unfolded", async () => {
    const { internetMessageHeaders } = await parseMail(
      mail(
        "Received: from a",
        " by b; Mon, 16 Nov 2026 08:00:00 +0000",
        "X-B: 2",
        "X-A: 1",
        "x-b: 3",
        "",
        "",
      ),
    );
    expect(internetMessageHeaders.map(({ name }) => name)).toEqual(["Received", "X-B", "X-A", "x-b"]);
  });

  test("names what it answers, nearest last", async () => {
    const { references } = await parseMail(
      mail("References: <1@x>  <2@x>", "In-Reply-To: <2@x>", "Subject: x", "", ""),
    );
    expect(references).toEqual(["<1@x>", "<2@x>"]);
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["a body without header fields", Buffer.from("\r\n\r\nhello")],
    ["two control characters", Buffer.from([0, 1])],
    ["a line of prose", Buffer.from("hello world\r\n\r\nmore of it")],
    ["headers beyond every measure", Buffer.from(`Subject: ${"x".repeat(3 * 1024 * 1024)}\r\n\r\n`)],
  ])("refuses %s with a reason", async (_, raw) => {
    await expect(parseMail(raw)).rejects.toThrow(UnreadableMailError);
  });
});
