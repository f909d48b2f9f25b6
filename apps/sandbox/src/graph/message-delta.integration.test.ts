import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoUsers } from "../core/demo-ids.ts";
import { mailboxOf, type Mailbox } from "./mailbox.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

let graph: OpenGraph;
let mailbox: Mailbox;
beforeAll(async () => {
  graph = await openGraph();
  mailbox = mailboxOf(graph.sandbox.context, demoUsers.adele);
});
afterAll(() => graph.close());

function arrive(folderId: string, receivedDateTime: string) {
  return mailbox.createMessage(folderId, {
    internetMessageId: `<${crypto.randomUUID()}@x.example>`,
    subject: "s",
    toRecipients: [],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    receivedDateTime,
    sentDateTime: receivedDateTime,
    body: { contentType: "text", content: "t" },
    bodyText: "t",
    internetMessageHeaders: [],
    references: [],
    attachments: [],
  });
}

/** A follower of one folder by delta, applying what it is told: last word wins, removals included. */
function follow(folderId: string, prefer: string, query = "") {
  const known = new Map<string, string>();
  const start = `/me/mailFolders/${folderId}/messages/delta${query}`;
  let link: string | undefined;
  return {
    known,
    /** Reads one page; true at the end of a round. */
    async readPage(pageSize: number): Promise<boolean> {
      const target = link === undefined ? start : link.slice(link.indexOf("/me/"));
      const { status, json } = await graph.call("GET", target, {
        headers: { prefer: [prefer, `odata.maxpagesize=${pageSize}`].filter(Boolean).join(", ") },
      });
      expect(status).toBe(200);
      for (const item of json.value) {
        if (item["@removed"]) known.delete(item.id);
        else known.set(item.id, `${item.changeKey}`);
      }
      link = json["@odata.deltaLink"] ?? json["@odata.nextLink"];
      return json["@odata.deltaLink"] !== undefined;
    },
    async readRound(pageSize: number): Promise<void> {
      while (!(await this.readPage(pageSize)));
    },
  };
}

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("arrive" as const), folder: fc.nat(1), minute: fc.nat(1) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("move" as const), pick: fc.nat(), folder: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("change" as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), pick: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("read" as const), pageSize: fc.integer({ min: 1, max: 4 }) }),
  },
);

describe("message delta", () => {
  test.each(["", 'IdType="ImmutableId"'])(
    "ends with what a full list gives, whatever happens between its pages (Prefer: %s)",
    async (prefer) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 25 }),
          fc.integer({ min: 1, max: 5 }),
          async (steps, pageSize) => {
            const folders = ["A", "B"].map((name) => mailbox.createFolder(name).id);
            const alive: string[] = [];
            const pick = (number: number) => alive[number % alive.length];
            const follower = follow(folders[0]!, prefer);
            for (const action of steps) {
              if (action.kind === "read") await follower.readPage(action.pageSize);
              else if (action.kind === "arrive") {
                alive.push(arrive(folders[action.folder]!, `2026-11-20T10:0${action.minute}:00Z`).id);
              } else {
                const id = pick(action.pick);
                if (id === undefined) continue;
                if (action.kind === "move") mailbox.moveMessage(id, folders[action.folder]!);
                else if (action.kind === "change") mailbox.updateMessage(id, { isRead: true });
                else {
                  mailbox.deleteMessage(id);
                  alive.splice(alive.indexOf(id), 1);
                }
              }
            }
            await follower.readRound(pageSize);
            // What changed while that round was read comes with the next one.
            await follower.readRound(pageSize);
            const full = await graph.call("GET", `/me/mailFolders/${folders[0]}/messages?$top=1000`, {
              headers: { prefer },
            });
            const expected = full.json.value.map(({ id, changeKey }: { id: string; changeKey: string }) => [
              id,
              changeKey,
            ]);
            expect(Object.fromEntries(follower.known)).toEqual(Object.fromEntries(expected));
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  test("carries $select and the filter in its links and refuses them beside a token", async () => {
    const folder = mailbox.createFolder("Filtered").id;
    arrive(folder, "2026-11-01T00:00:00Z");
    const kept = arrive(folder, "2026-11-20T00:00:00Z");
    const first = await graph.call(
      "GET",
      `/me/mailFolders/${folder}/messages/delta?$select=subject&$filter=receivedDateTime ge 2026-11-10T00:00:00Z`,
    );
    expect(first.json.value).toMatchObject([{ id: kept.restId, subject: "s" }]);
    expect(first.json.value[0]).not.toHaveProperty("body");
    const link: string = first.json["@odata.deltaLink"];
    expect(link).toMatch(/^http:\/\/localhost:4000\/graph\/v1\.0\/me\/mailFolders\/.+\$deltatoken=/);
    arrive(folder, "2026-11-02T00:00:00Z");
    const added = arrive(folder, "2026-11-21T00:00:00Z");
    const second = await graph.call("GET", link.slice(link.indexOf("/me/")));
    expect(second.json.value).toMatchObject([{ id: added.restId }]);
    expect((await graph.call("GET", `${link.slice(link.indexOf("/me/"))}&$select=body`)).status).toBe(400);
  });

  test("tells created from updated when changeType asks", async () => {
    const folder = mailbox.createFolder("Typed").id;
    const old = arrive(folder, "2026-11-20T00:00:00Z");
    const begin = async (changeType: string) => {
      const { json } = await graph.call(
        "GET",
        `/me/mailFolders/${folder}/messages/delta?changeType=${changeType}`,
      );
      const link: string = json["@odata.deltaLink"];
      return link.slice(link.indexOf("/me/"));
    };
    const links = {
      created: await begin("created"),
      updated: await begin("updated"),
      deleted: await begin("deleted"),
    };
    const fresh = arrive(folder, "2026-11-21T00:00:00Z");
    const gone = arrive(folder, "2026-11-21T00:00:00Z");
    mailbox.updateMessage(old.id, { isRead: true });
    mailbox.deleteMessage(gone.id);
    const ids = async (link: string) =>
      (await graph.call("GET", link)).json.value.map(({ id }: { id: string }) => id);
    expect(await ids(links.created)).toEqual([fresh.restId]);
    expect(await ids(links.updated)).toEqual([old.restId]);
    expect(await ids(links.deleted)).toEqual([gone.restId]);
  });

  test("answers 410 with the address of a full round to a token that was expired, cut, or is another folder's", async () => {
    const folder = mailbox.createFolder("Expiring").id;
    const path = `/me/mailFolders/${folder}/messages/delta`;
    const begin = async () =>
      (await graph.call("GET", path)).json["@odata.deltaLink"].split("deltatoken=")[1];
    const token: string = await begin();
    expect((await graph.call("GET", `${path}?$deltatoken=${token}`)).status).toBe(200);
    expect(
      (await graph.call("GET", `/me/mailFolders/inbox/messages/delta?$deltatoken=${token}`)).status,
    ).toBe(410);
    expect((await graph.call("GET", `${path}?$deltatoken=${token.slice(0, -4)}`)).status).toBe(410);
    const scenario = await graph.call("POST", "/_sandbox/scenario", {
      body: { mailboxes: { "adele@contoso.example": { expireDeltaTokens: true } } },
    });
    expect(scenario.status).toBe(200);
    const expired = await graph.call("GET", `${path}?$deltatoken=${token}`);
    expect(expired).toMatchObject({ status: 410, json: { error: { code: "syncStateNotFound" } } });
    expect(expired.headers["location"]).toBe(`http://localhost:4000/graph/v1.0${path}`);
    expect((await graph.call("GET", `${path}?$deltatoken=${await begin()}`)).status).toBe(200);
  });

  test.each([
    "$filter=subject eq 'x'",
    "$filter=receivedDateTime le 2026-11-10T00:00:00Z",
    "$filter=receivedDateTime ge 2026-11-10T00:00:00Z or receivedDateTime ge 2026-11-11T00:00:00Z",
    "$search=x",
    "$orderby=subject",
    "$select=nothing",
    "changeType=moved",
    "$skip=1",
  ])("refuses %s", async (query) => {
    expect((await graph.call("GET", `/me/mailFolders/inbox/messages/delta?${query}`)).status).toBe(400);
  });
});

test("a restart keeps mail, ids and delta links; a reset makes every link expire", async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), "graph-state-")), "state.sqlite");
  const first = await openGraph(stateFile);
  const path = "/me/mailFolders/inbox/messages/delta?$select=subject";
  const headers = { prefer: "odata.maxpagesize=1000" };
  const before = await first.call("GET", path, { headers });
  await first.close();

  const second = await openGraph(stateFile);
  expect((await second.call("GET", path, { headers })).json.value).toEqual(before.json.value);
  const link: string = before.json["@odata.deltaLink"].split("/v1.0")[1];
  mailboxOf(second.sandbox.context, demoUsers.adele).deleteMessage(before.json.value[0].id);
  expect((await second.call("GET", link)).json.value).toMatchObject([
    { id: before.json.value[0].id, "@removed": { reason: "deleted" } },
  ]);
  await second.sandbox.reset();
  expect((await second.call("GET", link)).status).toBe(410);
  await second.close();
});

test("folder delta tells new, renamed and removed folders", async () => {
  const first = await graph.call("GET", "/me/mailFolders/delta");
  expect(first.json.value.map(({ displayName }: { displayName: string }) => displayName)).toContain("Inbox");
  let link: string = first.json["@odata.deltaLink"] ?? first.json["@odata.nextLink"];
  while (link.includes("skiptoken")) {
    const { json } = await graph.call("GET", link.slice(link.indexOf("/me/")));
    link = json["@odata.deltaLink"] ?? json["@odata.nextLink"];
  }
  const kept = mailbox.createFolder("Kept folder");
  const gone = mailbox.createFolder("Gone folder");
  mailbox.renameFolder(kept.id, "Renamed folder");
  mailbox.deleteFolder(gone.id);
  const second = await graph.call("GET", link.slice(link.indexOf("/me/")));
  expect(second.json.value).toMatchObject([
    { id: kept.id, displayName: "Renamed folder" },
    { id: gone.id, "@removed": { reason: "deleted" } },
  ]);
});
