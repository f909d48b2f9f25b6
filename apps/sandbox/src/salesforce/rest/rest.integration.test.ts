import { afterAll, beforeAll, expect, test } from "vitest";
import { openSalesforce, type OpenSalesforce, type Tokens } from "../testing/open-salesforce.ts";

let salesforce: OpenSalesforce;
let tokens: Tokens;

beforeAll(async () => {
  salesforce = await openSalesforce();
  tokens = await salesforce.signIn();
});
afterAll(() => salesforce.close());

const send = (path: string, method: string, body?: unknown) =>
  salesforce.call(tokens, `v66.0/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function read(response: Response): Promise<any> {
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

async function query(soql: string): Promise<any[]> {
  return (await read(await send(`query?q=${encodeURIComponent(soql)}`, "GET"))).records;
}

async function idOf(type: string, condition: string): Promise<string> {
  const [row] = await query(`SELECT Id FROM ${type} WHERE ${condition}`);
  return row.Id;
}

async function create(type: string, fields: Record<string, unknown>): Promise<string> {
  const response = await send(`sobjects/${type}`, "POST", fields);
  const body = await read(response);
  expect(body).toMatchObject({ success: true });
  return body.id;
}

test("a logged mail gets its relations and its task, once each", async () => {
  const diane = await idOf("Contact", "Email = 'diane.prescott@northwind.example'");
  const deal = await idOf("Opportunity", "Name = 'Northwind 2027 renewal'");
  const user = await idOf("User", "Username = 'adele@contoso.example'");
  const mail = await create("EmailMessage", {
    Subject: "Offer",
    TextBody: "Dear Diane",
    FromAddress: "adele@contoso.example",
    ToIds: [diane],
    CcAddress: "other@elsewhere.example",
    RelatedToId: deal,
    MessageDate: "2026-11-20T09:30:00+01:00",
    Status: "3",
    M365_Key__c: "mail-1",
  });
  await create("EmailMessageRelation", {
    EmailMessageId: mail,
    RelationId: user,
    RelationType: "FromAddress",
  });
  const [row] = await query(
    `SELECT ToAddress, CcAddress, MessageDate, ActivityId, ToIds FROM EmailMessage WHERE Id = '${mail}'`,
  );
  expect(row).toMatchObject({
    ToAddress: "diane.prescott@northwind.example",
    CcAddress: "other@elsewhere.example",
    MessageDate: "2026-11-20T08:30:00.000+0000",
    ActivityId: expect.stringMatching(/^00T/),
    ToIds: [diane],
  });
  expect(
    await query(
      `SELECT RelationId, RelationType, RelationObjectType FROM EmailMessageRelation WHERE EmailMessageId = '${mail}'`,
    ),
  ).toMatchObject([
    { RelationId: diane, RelationType: "ToAddress", RelationObjectType: "Contact" },
    { RelationId: user, RelationType: "FromAddress", RelationObjectType: "User" },
  ]);
  expect(
    await query(
      `SELECT Id, Subject, WhoId, WhatId, Status, TaskSubtype FROM Task WHERE Id = '${row.ActivityId}'`,
    ),
  ).toMatchObject([
    { Subject: "Offer", WhoId: diane, WhatId: deal, Status: "Completed", TaskSubtype: "Email" },
  ]);
});

test("an incoming mail's task is with its sender once the relation is there", async () => {
  const jonas = await idOf("Lead", "Email = 'jonas.weber@adatum.example'");
  const mail = await create("EmailMessage", { Subject: "Question", Incoming: true });
  await create("EmailMessageRelation", {
    EmailMessageId: mail,
    RelationId: jonas,
    RelationType: "FromAddress",
    RelationAddress: "jonas.weber@adatum.example",
  });
  expect(
    await query(
      `SELECT Id, WhoId FROM Task WHERE Id IN (SELECT ActivityId FROM EmailMessage WHERE Id = '${mail}')`,
    ),
  ).toMatchObject([{ WhoId: jonas }]);
});

test("a case mail makes no task, and only it may name one", async () => {
  const caseId = await idOf("Case", "Subject LIKE 'Invoice%'");
  const task = await create("Task", { Subject: "Look into it" });
  const mail = await create("EmailMessage", { Subject: "Case", ParentId: caseId, ActivityId: task });
  expect(await query(`SELECT ActivityId FROM EmailMessage WHERE Id = '${mail}'`)).toMatchObject([
    { ActivityId: task },
  ]);
  const refused = await send("sobjects/EmailMessage", "POST", { Subject: "No case", ActivityId: task });
  expect(refused.status).toBe(400);
  expect(await read(refused)).toMatchObject([{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" }]);
});

test("a mail changes only while it is a draft", async () => {
  const sent = await create("EmailMessage", { Subject: "Sent", Status: "3" });
  const draft = await create("EmailMessage", { Subject: "Draft", Status: "5" });
  expect((await send(`sobjects/EmailMessage/${draft}`, "PATCH", { Subject: "Better" })).status).toBe(204);
  expect(
    await read(await send(`sobjects/EmailMessage/${sent}`, "PATCH", { Subject: "Better" })),
  ).toMatchObject([{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" }]);
  expect((await send(`sobjects/EmailMessage/${sent}`, "PATCH", { IsExternallyVisible: true })).status).toBe(
    204,
  );
});

test("bodies, subjects and identifiers are cut off at their described lengths", async () => {
  const fits = { TextBody: "x".repeat(131_072), HtmlBody: "x".repeat(131_072), Subject: "x".repeat(3_000) };
  await create("EmailMessage", fits);
  for (const [name, length] of [
    ["TextBody", 131_073],
    ["HtmlBody", 131_073],
    ["Subject", 3_001],
    ["MessageIdentifier", 256],
  ] as const) {
    const response = await send("sobjects/EmailMessage", "POST", { [name]: "x".repeat(length) });
    expect(await read(response)).toMatchObject([{ errorCode: "STRING_TOO_LONG", fields: [name] }]);
  }
});

test("deleting an account takes its contacts and deals along, and leaves them to queryAll", async () => {
  const account = await create("Account", { Name: "Short-lived" });
  const contact = await create("Contact", { LastName: "Gone", AccountId: account });
  const deal = await create("Opportunity", {
    Name: "Gone",
    AccountId: account,
    StageName: "Prospecting",
    CloseDate: "2026-12-01",
  });
  const task = await create("Task", { Subject: "Stays", WhoId: contact });
  expect((await send(`sobjects/Account/${account}`, "DELETE")).status).toBe(204);
  for (const path of [`Account/${account}`, `Contact/${contact}`, `Opportunity/${deal}`]) {
    const response = await send(`sobjects/${path}`, "GET");
    expect([response.status, (await read(response))[0].errorCode]).toEqual([404, "ENTITY_IS_DELETED"]);
  }
  expect(await read(await send(`sobjects/Task/${task}?fields=WhoId`, "GET"))).toMatchObject({ WhoId: null });
  const all = await read(
    await send(
      `queryAll?q=${encodeURIComponent(`SELECT Id, IsDeleted FROM Contact WHERE Id = '${contact}'`)}`,
      "GET",
    ),
  );
  expect(all.records).toMatchObject([{ IsDeleted: true }]);
});

test("a converted lead keeps its address and says so", async () => {
  expect(
    await query(
      "SELECT IsConverted, ConvertedContact.Name FROM Lead WHERE Email = 'omar.haddad@northwind.example'",
    ),
  ).toMatchObject([{ IsConverted: true, ConvertedContact: { Name: "Omar Haddad" } }]);
});

test("composite runs dependent calls as one, with results of earlier ones", async () => {
  const before = limitOf(await send("limits", "GET"));
  const response = await send("composite", "POST", {
    allOrNone: true,
    compositeRequest: [
      {
        method: "POST",
        url: "/services/data/v66.0/sobjects/Account",
        referenceId: "acc",
        body: { Name: "Composed" },
      },
      {
        method: "POST",
        url: "/services/data/v66.0/sobjects/Contact",
        referenceId: "con",
        body: { LastName: "Composed", AccountId: "@{acc.id}" },
      },
      {
        method: "GET",
        url: "/services/data/v66.0/query?q=SELECT+Name+FROM+Contact+WHERE+AccountId='@{acc.id}'",
        referenceId: "found",
      },
      {
        method: "GET",
        url: "/services/data/v66.0/sobjects/Contact/@{found.records[0].Id}",
        referenceId: "missing",
      },
    ],
  });
  const body = await read(response);
  expect(body.compositeResponse.map(({ httpStatusCode }: any) => httpStatusCode)).toEqual([
    400, 400, 400, 400,
  ]);
  expect(body.compositeResponse[3].body[0].message).toContain("found");
  expect(await query("SELECT Id FROM Account WHERE Name = 'Composed'")).toEqual([]);
  expect(limitOf(response)).toBe(before + 1);
});

test("composite without allOrNone keeps what went well", async () => {
  const body = await read(
    await send("composite", "POST", {
      compositeRequest: [
        { method: "POST", url: "/services/data/v66.0/sobjects/Account", referenceId: "bad", body: {} },
        {
          method: "POST",
          url: "/services/data/v66.0/sobjects/Account",
          referenceId: "good",
          body: { Name: "Kept" },
        },
        {
          method: "PATCH",
          url: "/services/data/v66.0/sobjects/Account/@{bad.id}",
          referenceId: "halted",
          body: {},
        },
        {
          method: "PATCH",
          url: "/services/data/v66.0/sobjects/Account/@{good.id}",
          referenceId: "changed",
          body: { Website: "kept.example" },
        },
        {
          method: "GET",
          url: "/services/data/v66.0/query?q=SELECT%20Website%20FROM%20Account%20WHERE%20Name%3D'Kept'",
          referenceId: "found",
        },
      ],
    }),
  );
  expect(body.compositeResponse).toMatchObject([
    { httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
    { httpStatusCode: 201, httpHeaders: { Location: expect.stringContaining("/Account/001") } },
    { httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
    { httpStatusCode: 204, body: null },
    { httpStatusCode: 200, body: { records: [{ Website: "kept.example" }] } },
  ]);
});

test("composite takes 25 subrequests, 5 of them queries or collections", async () => {
  const part = (index: number, url: string) => ({ method: "GET", url, referenceId: `r${index}` });
  const of = (count: number, url: string) => ({
    compositeRequest: Array.from({ length: count }, (_unused, index) => part(index, url)),
  });
  expect((await send("composite", "POST", of(25, "/services/data/v66.0/limits"))).status).toBe(200);
  for (const body of [
    of(26, "/services/data/v66.0/limits"),
    of(6, "/services/data/v66.0/query?q=SELECT+Id+FROM+Account"),
    of(6, "/services/data/v66.0/composite/sobjects"),
  ]) {
    const response = await send("composite", "POST", body);
    expect([response.status, (await read(response))[0].errorCode]).toEqual([400, "LIMIT_EXCEEDED"]);
  }
});

test("each part of a batch counts as a call", async () => {
  const before = limitOf(await send("limits", "GET"));
  const response = await send("composite/batch", "POST", {
    batchRequests: [
      { method: "GET", url: "v66.0/limits" },
      { method: "GET", url: "v66.0/sobjects/Nothing" },
    ],
  });
  expect(await read(response)).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 200 }, { statusCode: 404 }],
  });
  expect(limitOf(response)).toBe(before + 2);
});

test("a collection with allOrNone takes every row back, without it only the bad one fails", async () => {
  const record = (fields: Record<string, unknown>) => ({ attributes: { type: "Contact" }, ...fields });
  const records = [record({ LastName: "Together" }), record({})];
  const none = await read(await send("composite/sobjects", "POST", { allOrNone: true, records }));
  expect(none).toMatchObject([
    { success: false, errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK" }] },
    { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
  ]);
  expect(await query("SELECT Id FROM Contact WHERE LastName = 'Together'")).toEqual([]);
  await send("composite/sobjects", "POST", { records });
  expect(await query("SELECT Id FROM Contact WHERE LastName = 'Together'")).toHaveLength(1);
  const tooMany = await send("composite/sobjects", "POST", {
    records: Array.from({ length: 201 }, () => record({ LastName: "x" })),
  });
  expect(tooMany.status).toBe(400);
});

test("two rows with one key in a collection: the second names the first", async () => {
  const mail = (subject: string) => ({
    attributes: { type: "EmailMessage" },
    Subject: subject,
    M365_Key__c: "same-key",
  });
  const [first, second] = await read(
    await send("composite/sobjects", "POST", { records: [mail("a"), mail("b")] }),
  );
  expect(second.errors).toMatchObject([
    { statusCode: "DUPLICATE_VALUE", message: expect.stringContaining(first.id) },
  ]);
});

test("an org without Enhanced Email has no EmailMessage, one without the field no key", async () => {
  const other = await openSalesforce();
  const signedIn = await other.signIn("diego@fabrikam.example");
  const describe = () => other.call(signedIn, "v66.0/sobjects/EmailMessage/describe");
  await other.scenario({ orgs: [{ org: "fabrikam", m365KeyField: false }] });
  const fields = ((await (await describe()).json()) as { fields: { name: string }[] }).fields.map(
    ({ name }) => name,
  );
  expect(fields).not.toContain("M365_Key__c");
  await other.scenario({ orgs: [{ org: "fabrikam", emailMessage: false }] });
  expect((await describe()).status).toBe(404);
  await other.close();
});

test("orgs do not see one another's rows", async () => {
  const diego = await salesforce.signIn("diego@fabrikam.example");
  const contact = await idOf("Contact", "Email = 'diane.prescott@northwind.example'");
  expect((await salesforce.call(diego, `v66.0/sobjects/Contact/${contact}`)).status).toBe(404);
});

test("another user's query locator is none", async () => {
  await send("composite/sobjects", "POST", {
    records: Array.from({ length: 200 }, (_unused, index) => ({
      attributes: { type: "Lead" },
      LastName: `L${index}`,
      Company: "c",
    })),
  });
  const first = await read(
    await salesforce.call(tokens, "v66.0/query?q=SELECT+Id+FROM+Lead", {
      headers: { "Sforce-Query-Options": "batchSize=1" },
    }),
  );
  expect(first).toMatchObject({
    done: false,
    nextRecordsUrl: expect.stringMatching(/query\/01g\w{15}-200$/),
  });
  expect(first.records).toHaveLength(200);
  const alex = await salesforce.signIn("alex@contoso.example");
  const response = await fetch(salesforce.url + first.nextRecordsUrl, {
    headers: { authorization: `Bearer ${alex.access_token}` },
  });
  expect([response.status, (await read(response))[0].errorCode]).toEqual([400, "INVALID_QUERY_LOCATOR"]);
});

test("search finds people by the beginning of their words", async () => {
  const found = await read(
    await send("parameterizedSearch", "POST", {
      q: "dia presc",
      sobjects: [{ name: "Contact", fields: ["Id", "Name"] }],
    }),
  );
  expect(found.searchRecords).toMatchObject([{ Name: "Diane Prescott" }]);
  const sosl = await read(
    await send(
      `search?q=${encodeURIComponent("FIND {northwind} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id, Email)")}`,
      "GET",
    ),
  );
  expect(sosl.searchRecords.map(({ attributes }: any) => attributes.type)).toEqual([
    "Account",
    "Contact",
    "Contact",
  ]);
});

test("a file becomes a document with its link, and marks the mail", async () => {
  const mail = await create("EmailMessage", { Subject: "With file" });
  const version = await create("ContentVersion", {
    Title: "Offer",
    PathOnClient: "offer.pdf",
    VersionData: Buffer.from("%PDF").toString("base64"),
    FirstPublishLocationId: mail,
  });
  const [row] = await query(
    `SELECT ContentDocumentId, ContentSize, FileExtension FROM ContentVersion WHERE Id = '${version}'`,
  );
  expect(row).toMatchObject({ ContentSize: 4, FileExtension: "pdf" });
  expect(
    await query(
      `SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '${mail}' AND ContentDocumentId = '${row.ContentDocumentId}'`,
    ),
  ).toHaveLength(1);
  expect(await query(`SELECT HasAttachment FROM EmailMessage WHERE Id = '${mail}'`)).toMatchObject([
    { HasAttachment: true },
  ]);
});

test("lists the versions without a token", async () => {
  const versions = (await (await fetch(`${salesforce.url}/services/data`)).json()) as {
    version: string;
    label: string;
  }[];
  expect(versions).toContainEqual({ label: "Spring '26", url: "/services/data/v66.0", version: "66.0" });
  expect(versions.at(-1)).toMatchObject({ label: "Winter '27", version: "68.0" });
});

function limitOf(response: Response): number {
  return Number(/api-usage=(\d+)\//.exec(response.headers.get("sforce-limit-info") ?? "")?.[1]);
}
