import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoTenants, demoUsers } from "../core/demo-ids.ts";
import { mailboxOf } from "./mailbox.ts";
import { openGraph, type OpenGraph } from "./testing/open-graph.ts";

let graph: OpenGraph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.close());

const get = (target: string, headers: Record<string, string> = {}) => graph.call("GET", target, { headers });
const immutable = { prefer: 'IdType="ImmutableId"' };

async function createDraft(subject: string): Promise<{ id: string; parentFolderId: string }> {
  const { status, json } = await graph.call("POST", "/me/messages", {
    body: {
      subject,
      body: { contentType: "HTML", content: "<p>Hello <b>you</b></p>" },
      toRecipients: [{ emailAddress: { address: "diane.prescott@northwind.example" } }],
    },
  });
  expect(status).toBe(201);
  return json;
}

describe("lists of messages", () => {
  test("come ten at a time, newest first, and link to the next page on the caller's own origin", async () => {
    const first = await get("/me/messages");
    expect(first.json.value).toHaveLength(10);
    const times = first.json.value.map(
      ({ receivedDateTime }: { receivedDateTime: string }) => receivedDateTime,
    );
    expect(times).toEqual(times.toSorted().toReversed());
    expect(first.json["@odata.nextLink"]).toMatch(/^http:\/\/localhost:4000\/graph\/v1\.0\/me\/messages\?/);
  });

  test("are filtered by the received time and the internet message id, an apostrophe within", async () => {
    const all = (await get("/me/mailFolders/inbox/messages?$top=1000")).json.value;
    const since = all[4].receivedDateTime;
    const until = all[1].receivedDateTime;
    const some = await get(
      `/me/mailFolders/inbox/messages?$filter=${encodeURIComponent(`receivedDateTime ge ${since} and receivedDateTime lt ${until}`)}&$count=true`,
    );
    expect(some.json.value.map(({ id }: { id: string }) => id)).toEqual(
      all.slice(2, 5).map(({ id }: { id: string }) => id),
    );
    expect(some.json["@odata.count"]).toBe(3);
    const one = await get(
      `/me/messages?$filter=${encodeURIComponent(`internetMessageId eq '${all[3].internetMessageId}'`)}`,
    );
    expect(one.json.value).toHaveLength(1);
    const sam = await get(
      `/me/messages?$filter=${encodeURIComponent("from/emailAddress/address eq 'sam.o''brien@proseware.example'")}`,
    );
    expect(sam.json.value).toHaveLength(2);
  });

  test("take an order that the filter leads with, and refuse another", async () => {
    const filter = encodeURIComponent("receivedDateTime ge 2020-01-01T00:00:00Z and isRead eq false");
    const rising = await get(`/me/messages?$filter=${filter}&$orderby=receivedDateTime asc&$top=50`);
    const times = rising.json.value.map(
      ({ receivedDateTime }: { receivedDateTime: string }) => receivedDateTime,
    );
    expect(times).toEqual(times.toSorted());
    const refused = await get(
      `/me/messages?$filter=${encodeURIComponent("isRead eq false")}&$orderby=receivedDateTime`,
    );
    expect(refused).toMatchObject({ status: 400, json: { error: { code: "InefficientFilter" } } });
  });

  test("give header fields only when they are selected", async () => {
    expect((await get("/me/messages?$top=1")).json.value[0]).not.toHaveProperty("internetMessageHeaders");
    const { json } = await get("/me/messages?$top=1&$select=internetMessageHeaders");
    expect(Object.keys(json.value[0]).toSorted()).toEqual(["@odata.etag", "id", "internetMessageHeaders"]);
    expect(json.value[0].internetMessageHeaders).toContainEqual({
      name: "Message-ID",
      value: expect.any(String),
    });
  });
});

describe("one message", () => {
  test("gives its body as HTML, or as text when preferred", async () => {
    const draft = await createDraft("body forms");
    const html = await get(`/me/messages/${draft.id}`);
    expect(html.json.body).toEqual({ contentType: "html", content: "<p>Hello <b>you</b></p>" });
    const text = await get(`/me/messages/${draft.id}`, { prefer: 'outlook.body-content-type="text"' });
    expect(text.json.body).toEqual({ contentType: "text", content: "Hello you" });
    expect(text.headers["preference-applied"]).toBe('outlook.body-content-type="text"');
  });

  test("keeps its immutable id over a move and changes the other; both are case-sensitive", async () => {
    const draft = await createDraft("moving");
    const before = (await get(`/me/messages/${draft.id}`, immutable)).json.id;
    const moved = await graph.call("POST", `/me/messages/${draft.id}/move`, {
      body: { destinationId: "archive" },
    });
    expect(moved.status).toBe(201);
    expect(moved.json.id).not.toBe(draft.id);
    expect((await get(`/me/messages/${draft.id}`)).status).toBe(404);
    expect((await get(`/me/messages/${before}`, immutable)).json.id).toBe(before);
    expect((await get(`/me/messages/${before.toLowerCase()}`, immutable)).status).toBe(404);
    const translated = await graph.call("POST", "/me/translateExchangeIds", {
      body: {
        inputIds: [moved.json.id, "nothing"],
        sourceIdType: "restId",
        targetIdType: "restImmutableEntryId",
      },
    });
    expect(translated.json.value).toEqual([{ sourceId: moved.json.id, targetId: before }]);
  });

  test("takes categories and read state at any time, but its subject only as a draft, and minds If-Match", async () => {
    const inbox = (await get("/me/mailFolders/inbox/messages?$top=1")).json.value[0];
    const changed = await graph.call("PATCH", `/me/messages/${inbox.id}`, {
      body: { categories: ["Salesforce"], isRead: true },
      headers: { "if-match": inbox["@odata.etag"] },
    });
    expect(changed.json).toMatchObject({ categories: ["Salesforce"], isRead: true });
    const stale = await graph.call("PATCH", `/me/messages/${inbox.id}`, {
      body: { isRead: false },
      headers: { "if-match": inbox["@odata.etag"] },
    });
    expect(stale.status).toBe(412);
    const renamed = await graph.call("PATCH", `/me/messages/${inbox.id}`, { body: { subject: "x" } });
    expect(renamed).toMatchObject({ status: 400, json: { error: { code: "ErrorInvalidPropertySet" } } });
    const draft = await createDraft("old subject");
    const patched = await graph.call("PATCH", `/me/messages/${draft.id}`, {
      body: { subject: "new subject" },
    });
    expect(patched.json.subject).toBe("new subject");
  });

  test("is put into Deleted Items by DELETE, and from there is gone", async () => {
    const draft = await createDraft("deleting");
    const id = (await get(`/me/messages/${draft.id}`, immutable)).json.id;
    expect((await graph.call("DELETE", `/me/messages/${id}`)).status).toBe(204);
    const bin = (await get("/me/mailFolders/deleteditems")).json.id;
    expect((await get(`/me/messages/${id}`)).json.parentFolderId).toBe(bin);
    expect((await graph.call("DELETE", `/me/messages/${id}`)).status).toBe(204);
    expect((await get(`/me/messages/${id}`)).status).toBe(404);
  });

  test("gives its attachments as JSON and as bytes", async () => {
    const found = await get(
      `/me/messages?$filter=${encodeURIComponent("subject eq 'Purchase order 4471'")}&$expand=attachments`,
    );
    const message = found.json.value[0];
    expect(message).toMatchObject({ hasAttachments: true, attachments: [{ name: "PO-4471.csv" }] });
    const list = await get(`/me/messages/${message.id}/attachments?$select=name,size`);
    expect(Object.keys(list.json.value[0])).not.toContain("contentBytes");
    const bytes = await get(`/me/messages/${message.id}/attachments/${list.json.value[0].id}/$value`);
    expect(bytes.headers["content-type"]).toBe("text/csv");
    expect(bytes.bytes.toString()).toContain("Handheld H7;60\r\n");
    expect(list.json.value[0].size).toBe(bytes.bytes.length);
    const mime = await get(`/me/messages/${message.id}/$value`);
    expect(mime.bytes.toString()).toContain("Message-ID: <northwind-order.");
  });
});

describe("folders", () => {
  test("answer to their well-known names in any letter case, with counts", async () => {
    for (const name of ["inbox", "SentItems", "drafts", "deleteditems", "archive"]) {
      expect((await get(`/me/mailFolders/${name}`)).status).toBe(200);
    }
    const inbox = (await get("/me/mailFolders('inbox')")).json;
    const all = await get("/me/mailFolders/inbox/messages?$count=true&$filter=isRead eq false");
    expect(inbox.unreadItemCount).toBe(all.json["@odata.count"]);
    expect(inbox.totalItemCount).toBeGreaterThanOrEqual(25);
  });

  test("have child folders that can be made, renamed and removed, except the well-known ones", async () => {
    const made = await graph.call("POST", "/me/mailFolders/inbox/childFolders", {
      body: { displayName: "Customers" },
    });
    expect(made.status).toBe(201);
    expect((await get("/me/mailFolders/inbox/childFolders")).json.value).toMatchObject([
      { displayName: "Customers" },
    ]);
    expect((await get("/me/mailFolders/inbox")).json.childFolderCount).toBe(1);
    const twice = await graph.call("POST", "/me/mailFolders/inbox/childFolders", {
      body: { displayName: "customers" },
    });
    expect(twice.status).toBe(409);
    expect(
      (await graph.call("PATCH", `/me/mailFolders/${made.json.id}`, { body: { displayName: "Clients" } }))
        .status,
    ).toBe(200);
    expect((await graph.call("DELETE", `/me/mailFolders/${made.json.id}`)).status).toBe(204);
    expect((await get(`/me/mailFolders/${made.json.id}`)).status).toBe(404);
    expect((await graph.call("DELETE", "/me/mailFolders/inbox")).status).toBe(400);
  });
});

describe("mailboxes", () => {
  test("of tenants on Exchange Server answer MailboxNotEnabledForRESTAPI", async () => {
    const theo = { userId: "c0000000-0000-4000-8000-000000000001", tenantId: demoTenants.tailspin };
    const answer = await graph.call("GET", "/me/messages", theo);
    expect(answer).toMatchObject({ status: 404, json: { error: { code: "MailboxNotEnabledForRESTAPI" } } });
  });

  test("of others are closed to a delegated token, one's own opens by id and by name", async () => {
    expect((await get("/users/adele@contoso.example/messages")).status).toBe(200);
    expect((await get(`/users/${demoUsers.adele}/mailFolders/inbox/messages`)).status).toBe(200);
    expect(await get("/users/alex@contoso.example/messages")).toMatchObject({
      status: 403,
      json: { error: { code: "ErrorAccessDenied" } },
    });
    expect(await get("/users/nobody@contoso.example/messages")).toMatchObject({
      status: 404,
      json: { error: { code: "ErrorInvalidUser" } },
    });
    expect((await get("/users/diego@fabrikam.example/messages")).status).toBe(404);
  });

  test("of one person are not reached by another's message ids", async () => {
    const alex = mailboxOf(graph.sandbox.context, demoUsers.alex).listMessages()[0]!;
    expect((await get(`/me/messages/${alex.id}`)).status).toBe(404);
    expect((await get(`/me/messages/${alex.restId}`)).status).toBe(404);
  });
});

test("the demo mailboxes tell the story: threads, copies under one Message-ID, six days and more", async () => {
  const adele = mailboxOf(graph.sandbox.context, demoUsers.adele);
  const inbox = adele.listMessages(adele.findFolder("inbox")!.id);
  const sent = adele.listMessages(adele.findFolder("sentitems")!.id);
  expect(inbox.length).toBeGreaterThanOrEqual(25);
  expect(sent.length).toBeGreaterThanOrEqual(12);
  const sixDaysAgo = new Date(Date.now() - 6 * 86_400_000).toISOString();
  expect(inbox.some(({ receivedDateTime }) => receivedDateTime < sixDaysAgo)).toBe(true);
  expect(inbox.filter(({ receivedDateTime }) => receivedDateTime > sixDaysAgo).length).toBeGreaterThan(15);
  const quote = [...inbox, ...sent].filter(({ subject }) =>
    subject.endsWith("Quote Q-2291 for Northwind Traders"),
  );
  expect(quote).toHaveLength(3);
  expect(new Set(quote.map(({ conversationId }) => conversationId)).size).toBe(1);
  const copied = inbox.find(({ subject }) => subject === "Enrolment profile for the handhelds");
  expect(copied).toMatchObject({
    from: { address: "omar.haddad@northwind.example" },
    ccRecipients: [{ address: "adele@contoso.example" }],
  });
  expect(inbox.some(({ from }) => from?.address === "hello@blueyonder.example")).toBe(true);
  const alex = mailboxOf(graph.sandbox.context, demoUsers.alex);
  const shared = alex
    .listMessages()
    .filter(({ internetMessageId }) =>
      [...inbox, ...sent].some((message) => message.internetMessageId === internetMessageId),
    );
  expect(shared.length).toBeGreaterThan(5);
});
