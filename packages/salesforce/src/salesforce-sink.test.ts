import { parseCrmRecordId } from "@outrigger/sync-core";
import { describe, expect, it } from "vitest";
import { isSystemAdministrator, readIdentity, readSidebarRecords } from "./index.ts";
import {
  ACCOUNT_ID,
  CONTACT_ID,
  createFakeSalesforce,
  describeEmailMessage,
  describeTask,
  type FakeAnswer,
  fault,
} from "./testing/fake-salesforce.ts";
import { startOrg } from "./testing/start-org.ts";

describe("describeMail", () => {
  it("takes EmailMessage with the org's lengths and its unique key field", async () => {
    const { sink, calls } = startOrg();
    expect(await sink.describeMail()).toEqual({
      kind: "email",
      hasKeyField: true,
      limits: {
        subject: 3000,
        text: 131_072,
        html: 131_072,
        headers: 131_072,
        addressList: 4000,
        messageId: 255,
      },
    });
    await sink.describeMail();
    expect(calls).toHaveLength(1);
  });

  it("falls back to Task where EmailMessage does not exist or may not be created", async () => {
    const missing = startOrg({
      describe: (name) =>
        name === "Task" ? { body: describeTask() } : { status: 404, body: fault("NOT_FOUND") },
    });
    expect(await missing.sink.describeMail()).toMatchObject({ kind: "task", hasKeyField: false });
    const forbidden = startOrg({
      describe: (name) => ({
        body: name === "Task" ? describeTask() : { createable: false, fields: [] },
      }),
    });
    expect(await forbidden.sink.describeMail()).toMatchObject({ kind: "task" });
  });

  it("does not trust a key field that Salesforce does not keep unique", async () => {
    const field = { name: "M365_Key__c", length: 64, createable: true, unique: false };
    const body = { createable: true, fields: [field] };
    const { sink } = startOrg({ describe: () => ({ body }) });
    expect(await sink.describeMail()).toMatchObject({ hasKeyField: false });
  });

  it("asks again after a failure", async () => {
    const answers: FakeAnswer[] = [{ status: 403, body: fault("REQUEST_LIMIT_EXCEEDED") }];
    const { sink } = startOrg({ describe: () => answers.shift() ?? { body: describeEmailMessage() } });
    await expect(sink.describeMail()).rejects.toMatchObject({ reason: "rate_limited" });
    await expect(sink.describeMail()).resolves.toMatchObject({ kind: "email" });
  });
});

describe("findPeople", () => {
  const contact = {
    Id: CONTACT_ID,
    Name: "Diane Prescott",
    Email: "Diane@Customer.example",
    AccountId: ACCOUNT_ID,
    Account: { Name: "Customer Ltd" },
    LastModifiedDate: "2026-11-01T10:00:00.000+0000",
  };

  it("finds contacts and leads of 600 addresses in one call, each address asked once", async () => {
    const { sink, calls } = startOrg({
      query: (soql) => (soql.includes("FROM Contact") ? [contact] : []),
    });
    const addresses = Array.from({ length: 600 }, (_, index) => `p${index}@c.example`);
    const people = await sink.findPeople(addresses);
    expect(people[0]).toMatchObject({
      kind: "contact",
      addresses: ["diane@customer.example"],
      accountName: "Customer Ltd",
      modifiedAt: new Date("2026-11-01T10:00:00Z"),
    });
    expect(calls).toHaveLength(1);
    const urls: string[] = calls[0]?.body.compositeRequest.map(({ url }: { url: string }) => url);
    expect(urls).toHaveLength(4);
    expect(Math.max(...urls.map(({ length }) => length))).toBeLessThan(16_384);
    const asked = urls.filter((url) => url.includes("Contact")).join(" ");
    for (const address of addresses) expect(asked.split(`'${encodeURIComponent(address)}'`)).toHaveLength(2);
  });

  it("escapes addresses, and works where the user has no access to leads", async () => {
    const queries: string[] = [];
    const { sink } = startOrg({
      query: (soql) => {
        queries.push(soql);
        return soql.includes("FROM Lead") ? { status: 400, body: fault("INVALID_TYPE") } : [];
      },
    });
    expect(await sink.findPeople(["o'brien@x.example"])).toEqual([]);
    expect(queries[0]).toContain(String.raw`('o\'brien@x.example')`);
  });

  it("asks nothing for nobody", async () => {
    const { sink, calls } = startOrg();
    expect(await sink.findPeople([])).toEqual([]);
    expect(calls).toHaveLength(0);
  });

  it("follows further pages on the same instance only", async () => {
    const page = (nextRecordsUrl: string) => ({
      status: 200,
      body: { totalSize: 3000, done: false, records: [contact], nextRecordsUrl },
    });
    const { sink, calls } = startOrg({ query: () => page("//evil.example/query/01g") });
    await expect(sink.findPeople(["a@b.example"])).rejects.toMatchObject({
      reason: "unexpected_response",
    });
    expect(calls).toHaveLength(1);
  });
});

describe("findRelated", () => {
  it("joins the account's open opportunities with those of the contact's roles", async () => {
    const { sink } = startOrg({
      query: (soql) => {
        if (soql.includes("FROM OpportunityContactRole")) {
          const Opportunity = { Name: "By role", AccountId: null };
          return [{ ContactId: CONTACT_ID, OpportunityId: "006000000000002AAA", Opportunity }];
        }
        return [{ Id: "006000000000001AAA", Name: "By account", AccountId: ACCOUNT_ID }];
      },
    });
    const person = {
      kind: "contact" as const,
      id: CONTACT_ID,
      name: "Diane",
      addresses: [],
      accountId: ACCOUNT_ID,
      modifiedAt: new Date(),
      isConverted: false,
    };
    const { opportunities } = await sink.findRelated([person]);
    const byName = new Map(opportunities.map((one) => [one.name, one.contactIds]));
    expect(byName).toEqual(
      new Map([
        ["By role", [CONTACT_ID]],
        ["By account", []],
      ]),
    );
  });
});

describe("who is signed in", () => {
  it("reads the identity with the token in a header, never in the address", async () => {
    const salesforce = createFakeSalesforce(() => ({
      body: {
        user_id: "005000000000001AAA",
        organization_id: "00D000000000001AAA",
        preferred_username: "adele@contoso.example",
        name: "Adele Vance",
        email: "adele@contoso.example",
        zoneinfo: "Europe/Berlin",
      },
    }));
    expect(await readIdentity(salesforce.client)).toMatchObject({
      userId: "005000000000001AAA",
      displayName: "Adele Vance",
      timeZone: "Europe/Berlin",
    });
    expect(salesforce.calls[0]?.path).toBe("/services/oauth2/userinfo");
  });

  it("takes only a profile that may modify all data for an administrator", async () => {
    const userId = parseCrmRecordId("005000000000001AAA");
    const ask = (rows: unknown[]) => isSystemAdministrator(startOrg({ query: () => rows }).client, userId);
    expect(await ask([{ Profile: { PermissionsModifyAllData: true } }])).toBe(true);
    expect(await ask([{ Profile: { PermissionsModifyAllData: false } }])).toBe(false);
    expect(await ask([{ Profile: null }])).toBe(false);
    expect(await ask([])).toBe(false);
  });
});

describe("readSidebarRecords", () => {
  it("reads people, accounts, open opportunities and cases in two calls", async () => {
    const { client, calls } = startOrg({
      query: (soql) => {
        if (soql.includes("FROM Contact")) {
          const Account = { Name: "Customer Ltd", Industry: "Energy", Phone: "1" };
          const LastModifiedDate = "2026-11-01T10:00:00.000+0000";
          return [
            {
              Id: CONTACT_ID,
              Name: "Diane",
              Email: "d@c.example",
              Title: "CFO",
              AccountId: ACCOUNT_ID,
              Account,
              LastModifiedDate,
            },
          ];
        }
        if (soql.includes("FROM Opportunity ")) {
          return [
            { Id: "006000000000001AAA", Name: "Deal", StageName: "Won?", Amount: 5, CloseDate: "2026-12-01" },
          ];
        }
        return soql.includes("FROM Case")
          ? [{ Id: "500000000000001AAA", CaseNumber: "00001", Status: "New" }]
          : [];
      },
    });
    expect(await readSidebarRecords(client, ["d@c.example"])).toMatchObject({
      people: [{ name: "Diane", title: "CFO", accountName: "Customer Ltd" }],
      accounts: [{ name: "Customer Ltd", industry: "Energy", phone: "1" }],
      opportunities: [{ name: "Deal", stage: "Won?", amount: 5, closeDate: "2026-12-01" }],
      cases: [{ number: "00001", status: "New" }],
    });
    expect(calls).toHaveLength(2);
  });
});
