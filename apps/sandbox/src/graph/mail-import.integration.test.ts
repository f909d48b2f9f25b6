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
