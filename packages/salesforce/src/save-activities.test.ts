import { type CrmActivityDraft, parseCrmRecordId, parseItemKey } from "@outrigger/sync-core";
import { describe, expect, it } from "vitest";
import {
  ACCOUNT_ID,
  buildDraft,
  CONTACT_ID,
  describeEmailMessage,
  describeTask,
  type FakeAnswer,
  fault,
} from "./testing/fake-salesforce.ts";
import { created, EMAIL_ID, failed, key, startOrg } from "./testing/start-org.ts";

describe("saveActivities as EmailMessage", () => {
  it("writes one row per mail and links the sender by a relation of its own", async () => {
    const { sink, rowsOf } = startOrg();
    const to = [
      { address: "adele@contoso.example" },
      {
        address: "joni@customer.example",
        person: { kind: "contact" as const, id: parseCrmRecordId("003000000000002AAA") },
      },
    ];
    const [result] = await sink.saveActivities([buildDraft({ to })]);
    expect(result).toMatchObject({ outcome: "created", record: { kind: "email" } });
    expect(rowsOf("EmailMessage")).toEqual([
      {
        attributes: { type: "EmailMessage" },
        Subject: "Offer",
        TextBody: "Hello",
        HtmlBody: "<p>Hello</p>",
        FromAddress: "diane@customer.example",
        FromName: "Diane",
        ToAddress: "adele@contoso.example",
        ToIds: ["003000000000002AAA"],
        MessageDate: "2026-11-20T10:00:00.000Z",
        Incoming: true,
        Status: "1",
        MessageIdentifier: "<m1@customer.example>",
        ThreadIdentifier: "AAQk=",
        RelatedToId: ACCOUNT_ID,
        M365_Key__c: "a".repeat(64),
      },
    ]);
    expect(rowsOf("EmailMessageRelation")).toMatchObject([
      { RelationId: CONTACT_ID, RelationType: "FromAddress", RelationAddress: "diane@customer.example" },
    ]);
    expect(rowsOf("Task")).toEqual([]);
  });

  it("marks sent mail as sent", async () => {
    const { sink, rowsOf } = startOrg();
    await sink.saveActivities([buildDraft({ direction: "outbound" })]);
    expect(rowsOf("EmailMessage")).toMatchObject([{ Incoming: false, Status: "3" }]);
  });

  it("takes DUPLICATE_VALUE on the key for saved, and makes the links that the first attempt missed", async () => {
    const message = `duplicate value found: M365_Key__c duplicates value on record with id: ${EMAIL_ID}`;
    const { sink, rowsOf } = startOrg({
      insert: (row) =>
        row.attributes.type === "EmailMessage" ? failed("DUPLICATE_VALUE", message) : created(),
    });
    const [result] = await sink.saveActivities([buildDraft()]);
    expect(result).toEqual({
      outcome: "exists",
      key: key("a"),
      record: { kind: "email", id: EMAIL_ID },
    });
    expect(rowsOf("EmailMessageRelation")).toHaveLength(1);
  });

  it("does not link a sender twice on a replay", async () => {
    const message = `duplicate value found: M365_Key__c duplicates value on record with id: ${EMAIL_ID}`;
    const { sink, rowsOf } = startOrg({
      insert: () => failed("DUPLICATE_VALUE", message),
      query: (soql) =>
        soql.includes("FROM EmailMessageRelation")
          ? [{ EmailMessageId: EMAIL_ID, RelationId: CONTACT_ID, RelationType: "FromAddress" }]
          : [],
    });
    await sink.saveActivities([buildDraft()]);
    expect(rowsOf("EmailMessageRelation")).toEqual([]);
  });

  it("says saved, without a record, where Salesforce hides the other one", async () => {
    const message = "duplicate value found: <unknown> duplicates value on record with id: <unknown>";
    const { sink } = startOrg({ insert: () => failed("DUPLICATE_VALUE", message) });
    expect(await sink.saveActivities([buildDraft()])).toEqual([
      { outcome: "exists", key: key("a"), record: undefined },
    ]);
  });

  it("does not take another unique field's duplicate for the same mail", async () => {
    const message = `duplicate value found: Other__c duplicates value on record with id: ${EMAIL_ID}`;
    const { sink } = startOrg({ insert: () => failed("DUPLICATE_VALUE", message) });
    expect(await sink.saveActivities([buildDraft()])).toMatchObject([{ outcome: "rejected" }]);
  });

  it("gives each row its own result, in the order of the drafts", async () => {
    const { sink } = startOrg({
      insert: (row) => {
        if (row.Subject === "bad") {
          return failed("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Not on Fridays", ["Subject"]);
        }
        return row.Subject === "busy" ? failed("UNABLE_TO_LOCK_ROW") : created();
      },
    });
    const drafts = ["good", "bad", "busy"].map((subject, index) =>
      buildDraft({ subject, key: key(String(index)) }),
    );
    expect(await sink.saveActivities(drafts)).toMatchObject([
      { outcome: "created", key: key("0") },
      { outcome: "rejected", key: key("1"), message: "Not on Fridays", fields: ["Subject"] },
      { outcome: "retry", key: key("2"), reason: "temporarily_unavailable" },
    ]);
  });

  it("writes 200 rows a call, and the same key once", async () => {
    const { sink, calls } = startOrg();
    const drafts = Array.from({ length: 450 }, (_, index) =>
      buildDraft({ key: parseItemKey(index.toString(16).padStart(64, "0")), from: undefined }),
    );
    const results = await sink.saveActivities([...drafts, drafts[0] as CrmActivityDraft]);
    const sizes = calls.slice(1).map(({ body }) => body.records.length);
    expect(sizes).toEqual([200, 200, 50]);
    expect(results).toHaveLength(451);
    expect(results[450]).toEqual(results[0]);
  });

  it("reports a sender that could not be linked, though the mail is saved", async () => {
    const { sink } = startOrg({
      insert: (row) =>
        row.attributes.type === "EmailMessage"
          ? created()
          : failed("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"),
    });
    expect(await sink.saveActivities([buildDraft()])).toMatchObject([
      { outcome: "rejected", code: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" },
    ]);
  });

  it("looks for the Message-ID before it writes where the org has no key field", async () => {
    const { sink, rowsOf } = startOrg({
      describe: () => ({ body: describeEmailMessage(false) }),
      query: (soql) =>
        soql.includes("'<m1@customer.example>'")
          ? [{ Id: EMAIL_ID, MessageIdentifier: "<m1@customer.example>" }]
          : [],
    });
    const unnamed = buildDraft({ key: key("b"), internetMessageId: undefined });
    const results = await sink.saveActivities([buildDraft(), unnamed]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["exists", "created"]);
    expect(rowsOf("EmailMessage")).toMatchObject([
      { MessageIdentifier: `<${"b".repeat(64)}@outrigger.invalid>` },
    ]);
    const found = await sink.findByKeys([{ key: key("a"), internetMessageId: "<m1@customer.example>" }]);
    expect(found).toEqual([{ key: key("a"), record: { kind: "email", id: EMAIL_ID } }]);
  });

  it("keeps a Message-ID as its sender wrote it, with brackets or without", async () => {
    const { sink, rowsOf } = startOrg({});
    await sink.saveActivities([buildDraft({ internetMessageId: "bare.id@customer.example" })]);
    expect(rowsOf("EmailMessage")).toMatchObject([{ MessageIdentifier: "bare.id@customer.example" }]);
  });

  it("finds saved mail by key where the org has the field", async () => {
    const { sink } = startOrg({
      query: (soql) => (soql.includes("M365_Key__c IN") ? [{ Id: EMAIL_ID, M365_Key__c: key("a") }] : []),
    });
    expect(await sink.findByKeys([{ key: key("a") }, { key: key("b") }])).toEqual([
      { key: key("a"), record: { kind: "email", id: EMAIL_ID } },
    ]);
  });

  it("leaves out what the user may not set, and a sender that is no address", async () => {
    const { sink, rowsOf } = startOrg({
      describe: () => {
        const whole = describeEmailMessage() as { fields: { name: string }[] };
        const fields = whole.fields.filter(({ name }) => name !== "RelatedToId");
        return { body: { ...whole, fields } };
      },
    });
    await sink.saveActivities([buildDraft({ from: { address: "two words" } })]);
    expect(rowsOf("EmailMessage")[0]).not.toHaveProperty("RelatedToId");
    expect(rowsOf("EmailMessage")[0]).not.toHaveProperty("FromAddress");
    expect(rowsOf("EmailMessage")[0]).toMatchObject({ FromName: "two words" });
  });
});

describe("saveActivities as Task", () => {
  const describeTaskOnly = (name: string): FakeAnswer =>
    name === "Task" ? { body: describeTask() } : { status: 404, body: fault("NOT_FOUND") };

  it("writes text with its parties and a mark, within the length", async () => {
    const { sink, rowsOf } = startOrg({ describe: describeTaskOnly });
    const text = "🎉".repeat(20_000);
    await sink.saveActivities([buildDraft({ text })]);
    const [row] = rowsOf("Task");
    expect(row).toMatchObject({
      Subject: "Offer",
      ActivityDate: "2026-11-20",
      Status: "Completed",
      TaskSubtype: "Email",
      WhoId: CONTACT_ID,
      WhatId: ACCOUNT_ID,
    });
    expect(row.Description).toMatch(/^From: diane@customer.example\nTo: adele@contoso.example\n\n🎉/u);
    expect(row.Description.endsWith(`[Outrigger ${"a".repeat(64)}]`)).toBe(true);
    expect(row.Description.length).toBeLessThanOrEqual(32_000);
    expect(row.Description.isWellFormed()).toBe(true);
  });

  it("finds on a replay what it wrote", async () => {
    const Description = `Hello\n\n[Outrigger ${"a".repeat(64)}]`;
    const { sink, rowsOf } = startOrg({
      describe: describeTaskOnly,
      query: (soql) => (soql.includes("FROM Task") ? [{ Id: "00T000000000001AAA", Description }] : []),
    });
    expect(await sink.saveActivities([buildDraft()])).toMatchObject([
      { outcome: "exists", record: { kind: "task", id: "00T000000000001AAA" } },
    ]);
    expect(rowsOf("Task")).toEqual([]);
  });
});
