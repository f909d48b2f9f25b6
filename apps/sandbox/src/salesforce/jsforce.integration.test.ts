import { Connection, OAuth2 } from "@jsforce/jsforce-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoSalesforceApp } from "../core/demo-ids.ts";
import { openSalesforce, type OpenSalesforce } from "./testing/open-salesforce.ts";

let salesforce: OpenSalesforce;
let connection: Connection;

beforeAll(async () => {
  salesforce = await openSalesforce();
  connection = await connect("adele@contoso.example");
});
afterAll(() => salesforce.close());

/** jsforce's own web server flow: a verifier of 171 characters, a challenge without a method. */
async function connect(username: string): Promise<Connection> {
  const oauth2 = new OAuth2({
    loginUrl: salesforce.url,
    clientId: demoSalesforceApp.clientId,
    clientSecret: demoSalesforceApp.clientSecret,
    redirectUri: salesforce.redirectUri,
    useVerifier: true,
  });
  const url = oauth2.getAuthorizationUrl({ scope: "api refresh_token id openid", state: "s" });
  const { location } = await salesforce.walk(username, { url, choices: ["allow"] });
  const code = new URL(location ?? "").searchParams.get("code") ?? "";
  const opened = new Connection({ oauth2, version: "66.0" });
  await opened.authorize(code);
  return opened;
}

test("jsforce signs in through the web server flow and learns who it is", async () => {
  const identity = await connection.identity();
  expect(identity).toMatchObject({ username: "adele@contoso.example", display_name: "Adele Vance" });
  expect(connection.instanceUrl).toBe(salesforce.url);
  const other = await connect("diego@fabrikam.example");
  expect((await other.identity()).organization_id).not.toBe(identity.organization_id);
});

test("jsforce describes an object with its limits, references and keys", async () => {
  const described = await connection.sobject("EmailMessage").describe();
  const fieldNamed = (name: string) => described.fields.find((field) => field.name === name);
  expect(fieldNamed("TextBody")).toMatchObject({ length: 131_072, filterable: false });
  expect(fieldNamed("M365_Key__c")).toMatchObject({
    length: 64,
    externalId: true,
    unique: true,
    custom: true,
  });
  expect(fieldNamed("RelatedToId")?.referenceTo).toContain("Opportunity");
  expect(fieldNamed("ToIds")?.type).toBe("junctionidlist");
  const all = await connection.describeGlobal();
  expect(all.sobjects.map(({ name }) => name)).toEqual(expect.arrayContaining(["Contact", "Lead", "User"]));
});

test("jsforce creates, reads, updates, upserts and deletes one row", async () => {
  const accounts = connection.sobject("Account");
  const created = await accounts.create({ Name: "Tailspin Toys" });
  expect(created).toMatchObject({ success: true, errors: [] });
  const id = created.id ?? "";
  await accounts.update({ Id: id, Website: "tailspin.example" });
  expect(await accounts.retrieve(id)).toMatchObject({ Name: "Tailspin Toys", Website: "tailspin.example" });
  await accounts.destroy(id);
  await expect(accounts.retrieve(id)).rejects.toMatchObject({ errorCode: "ENTITY_IS_DELETED" });

  const mails = connection.sobject("EmailMessage");
  const first = await mails.upsert({ M365_Key__c: "key-1", Subject: "Hello" }, "M365_Key__c");
  expect(first).toMatchObject({ success: true, created: true });
  const second = await mails.upsert({ M365_Key__c: "key-1", IsExternallyVisible: true }, "M365_Key__c");
  expect(second).toMatchObject({ id: first.id, success: true, created: false });
});

test("jsforce fetches every page of a long answer, once each", async () => {
  const records = Array.from({ length: 450 }, (_unused, index) => ({ LastName: `Paged ${index}` }));
  const results = await connection.sobject("Contact").create(records, { allowRecursive: true });
  expect(results.every((result) => result.success)).toBe(true);
  const answer = await connection.query(
    "SELECT Id, Name FROM Contact WHERE LastName LIKE 'Paged %' ORDER BY Id",
    {
      autoFetch: true,
      maxFetch: 1_000,
      headers: { "Sforce-Query-Options": "batchSize=200" },
    },
  );
  const found = answer.records.map((record) => record.Id);
  expect(found).toHaveLength(450);
  expect(new Set(found).size).toBe(450);
});

test("jsforce writes collections, and each row gets its own result in order", async () => {
  const contacts = connection.sobject("Contact");
  const results = await contacts.create([{ LastName: "Good" }, { FirstName: "No last name" }], {
    allOrNone: false,
  });
  expect(results.map(({ success }) => success)).toEqual([true, false]);
  expect(results[1]?.errors).toMatchObject([{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["LastName"] }]);
  const goodId = results[0]?.id ?? "";
  expect(await contacts.update([{ Id: goodId, Title: "CFO" }])).toMatchObject([
    { success: true, id: goodId },
  ]);
  expect(await contacts.retrieve([goodId])).toMatchObject([{ Id: goodId, Title: "CFO" }]);
  expect(await contacts.destroy([goodId])).toMatchObject([{ success: true }]);
  const upserted = await connection.sobject("EmailMessage").upsert(
    [
      { M365_Key__c: "many-1", Subject: "One" },
      { M365_Key__c: "many-2", Subject: "Two" },
    ],
    "M365_Key__c",
  );
  expect(upserted).toMatchObject([{ created: true }, { created: true }]);
});

test("jsforce hears what a refused row is refused for", async () => {
  await connection.sobject("EmailMessage").create({ M365_Key__c: "twice", Subject: "First" });
  await expect(
    connection.sobject("EmailMessage").create({ M365_Key__c: "twice", Subject: "Second" }),
  ).rejects.toMatchObject({
    errorCode: "DUPLICATE_VALUE",
    message: expect.stringMatching(/record with id: 02s/),
  });
  await expect(connection.query("SELECT Nothing FROM Contact")).rejects.toMatchObject({
    errorCode: "INVALID_FIELD",
  });
});

test("jsforce asks for what was updated, deleted and how much is left", async () => {
  const [start, end] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 120_000)];
  expect((await connection.sobject("Contact").updated(start, end)).ids.length).toBeGreaterThan(0);
  expect((await connection.sobject("Contact").deleted(start, end)).deletedRecords.length).toBeGreaterThan(0);
  const limits = await connection.limits();
  expect(limits["DailyApiRequests"]?.Remaining).toBeLessThan(limits["DailyApiRequests"]?.Max ?? 0);
  expect(connection.limitInfo.apiUsage?.used).toBeGreaterThan(0);
});
