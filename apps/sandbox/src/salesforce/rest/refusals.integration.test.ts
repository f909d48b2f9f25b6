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

test.each([
  ["GET", "sobjects/Nothing/describe", undefined, 404, "NOT_FOUND"],
  ["GET", "nothing", undefined, 404, "NOT_FOUND"],
  ["GET", "sobjects/Contact/003gK0000000zzz", undefined, 404, "NOT_FOUND"],
  ["GET", "sobjects/Contact/not-an-id", undefined, 404, "NOT_FOUND"],
  ["GET", "sobjects/EmailMessage/Subject/x", undefined, 404, "NOT_FOUND"],
  ["PUT", "sobjects/Contact", {}, 405, "METHOD_NOT_ALLOWED"],
  ["DELETE", "sobjects/Contact", undefined, 405, "METHOD_NOT_ALLOWED"],
  ["POST", "query?q=x", {}, 405, "METHOD_NOT_ALLOWED"],
  ["GET", "query", undefined, 400, "MALFORMED_QUERY"],
  ["GET", "query/01g000000000000000-200", undefined, 400, "INVALID_QUERY_LOCATOR"],
  ["POST", "sobjects/Contact", {}, 400, "REQUIRED_FIELD_MISSING"],
  ["POST", "sobjects/Contact", [], 400, "JSON_PARSER_ERROR"],
  ["POST", "sobjects/Contact", undefined, 400, "JSON_PARSER_ERROR"],
  ["POST", "sobjects/Contact", { LastName: "x", Nothing: 1 }, 400, "INVALID_FIELD"],
  ["POST", "sobjects/Contact", { LastName: "x", __proto__x: 1 }, 400, "INVALID_FIELD"],
  ["POST", "sobjects/Contact", { LastName: "x", Email: "no address" }, 400, "INVALID_EMAIL_ADDRESS"],
  ["POST", "sobjects/Contact", { LastName: "x".repeat(81) }, 400, "STRING_TOO_LONG"],
  ["POST", "sobjects/Contact", { LastName: { a: 1 } }, 400, "JSON_PARSER_ERROR"],
  ["POST", "sobjects/Contact", { LastName: "x", HasOptedOutOfEmail: "perhaps" }, 400, "JSON_PARSER_ERROR"],
  ["POST", "sobjects/Contact", { LastName: "x", AccountId: "short" }, 400, "MALFORMED_ID"],
  ["POST", "sobjects/Contact", { LastName: "x", AccountId: "003gK000000000A" }, 400, "MALFORMED_ID"],
  [
    "POST",
    "sobjects/Contact",
    { LastName: "x", AccountId: "001gK0000000zzz" },
    400,
    "INVALID_CROSS_REFERENCE_KEY",
  ],
  [
    "POST",
    "sobjects/Contact",
    { LastName: "x", CreatedDate: "2020-01-01" },
    400,
    "INVALID_FIELD_FOR_INSERT_UPDATE",
  ],
  ["POST", "sobjects/EmailMessage", { Status: "9" }, 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"],
  ["POST", "sobjects/EmailMessage", { ToIds: "003" }, 400, "JSON_PARSER_ERROR"],
  ["POST", "sobjects/EmailMessage", { ToIds: ["x"] }, 400, "MALFORMED_ID"],
  ["POST", "sobjects/EmailMessage", { MessageDate: "yesterday" }, 400, "JSON_PARSER_ERROR"],
  ["POST", "sobjects/Event", { Subject: "No time" }, 400, "REQUIRED_FIELD_MISSING"],
  ["POST", "sobjects/User", { Username: "x" }, 400, "INVALID_TYPE_FOR_OPERATION"],
  ["PATCH", "sobjects/EmailMessage/M365_Key__c/x", { Id: "02s" }, 400, "INVALID_FIELD"],
  ["GET", "sobjects/Contact/updated?start=x&end=y", undefined, 400, "INVALID_REPLICATION_DATE"],
  ["POST", "composite", {}, 400, "JSON_PARSER_ERROR"],
  ["POST", "composite", { compositeRequest: [{}] }, 400, "JSON_PARSER_ERROR"],
  [
    "POST",
    "composite",
    { compositeRequest: [{ method: "GET", url: "/x", referenceId: "1" }] },
    400,
    "INVALID_INPUT",
  ],
  ["POST", "composite/nothing", {}, 404, "NOT_FOUND"],
  ["POST", "composite/batch", { batchRequests: "x" }, 400, "JSON_PARSER_ERROR"],
  ["POST", "composite/sobjects", { records: {} }, 400, "JSON_PARSER_ERROR"],
  ["DELETE", "composite/sobjects", undefined, 400, "REQUIRED_FIELD_MISSING"],
  ["POST", "composite/sobjects/Contact", { ids: ["x"], fields: ["Id"] }, 400, "MALFORMED_ID"],
  ["POST", "composite/sobjects/Contact", { ids: [], fields: ["Nothing"] }, 400, "INVALID_FIELD"],
  ["GET", "search?q=nothing", undefined, 400, "MALFORMED_SEARCH"],
])("%s %s with %j answers %i %s in Salesforce's shape", async (method, path, body, status, errorCode) => {
  const response = await send(path, method, body);
  const answer = await read(response);
  expect([response.status, answer]).toEqual([
    status,
    [expect.objectContaining({ errorCode, message: expect.any(String) })],
  ]);
});

test("broken JSON, another media type, an unknown version and no token answer in the same shape", async () => {
  const post = (init: RequestInit) =>
    salesforce.call(tokens, "v66.0/sobjects/Contact", { method: "POST", ...init });
  expect(await outcome(await post({ body: "{" }))).toEqual([400, "JSON_PARSER_ERROR"]);
  expect(await outcome(await post({ body: "<a/>", headers: { "content-type": "text/xml" } }))).toEqual([
    415,
    "UNSUPPORTED_MEDIA_TYPE",
  ]);
  expect(await outcome(await salesforce.call(tokens, "v1.0/limits"))).toEqual([404, "NOT_FOUND"]);
  expect(await outcome(await fetch(`${salesforce.url}/services/data/v66.0/limits`))).toEqual([
    401,
    "INVALID_SESSION_ID",
  ]);
});

test("an address over 16,384 bytes is too long", async () => {
  const response = await send(`query?q=${"x".repeat(16_400)}`, "GET");
  expect(await outcome(response)).toEqual([414, "URI_TOO_LONG"]);
  expect((await send("sobjects/%E0%A4%A", "GET")).status).toBe(400);
});

test("the daily limit answers 403 until the window has passed", async () => {
  const other = await openSalesforce();
  const signedIn = await other.signIn();
  await other.scenario({ orgs: [{ dailyApiRequestsMax: 2 }] });
  const limits = () => other.call(signedIn, "v66.0/limits");
  expect([(await limits()).status, (await limits()).status]).toEqual([200, 200]);
  expect(await outcome(await limits())).toEqual([403, "REQUEST_LIMIT_EXCEEDED"]);
  await other.close();
});

async function outcome(response: Response): Promise<[number, string]> {
  return [response.status, (await read(response))[0].errorCode];
}
