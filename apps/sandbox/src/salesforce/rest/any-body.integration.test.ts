import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSalesforce, type OpenSalesforce, type Tokens } from "../testing/open-salesforce.ts";

let salesforce: OpenSalesforce;
let tokens: Tokens;

beforeAll(async () => {
  salesforce = await openSalesforce();
  tokens = await salesforce.signIn();
});
afterAll(() => salesforce.close());

const url = "/services/data/v66.0/sobjects/Contact";
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    "Contact",
    "Id",
    "003gK0000000001",
    "@{a.id}",
    "GET",
    url,
    "constructor",
    "__proto__",
    1e300,
    [],
  ),
);
const names = fc.constantFrom(
  ..."Id LastName Email AccountId ToIds Subject ActivityId ParentId MessageDate StageName CloseDate VersionData PathOnClient attributes type records allOrNone compositeRequest batchRequests method url referenceId body ids fields q sobjects __proto__ constructor".split(
    " ",
  ),
);
const flat = fc.dictionary(names, value, { maxKeys: 6 });
const body = fc.oneof(
  value,
  flat,
  fc.record({ records: fc.array(fc.oneof(flat, value), { maxLength: 3 }), allOrNone: value }),
  fc.record({
    compositeRequest: fc.array(
      fc.record({
        method: fc.constantFrom("GET", "POST", "PATCH", "DELETE"),
        url: fc.constantFrom(
          url,
          `${url}/describe`,
          "/services/data/v66.0/composite",
          "/services/data/v66.0/query?q=%",
          "v66.0/limits",
        ),
        referenceId: fc.constantFrom("a", "b", "c"),
        body: value,
      }),
      { maxLength: 3 },
    ),
    allOrNone: fc.boolean(),
  }),
  fc.record({ batchRequests: fc.array(fc.oneof(flat, value), { maxLength: 3 }) }),
);
const paths = fc.constantFrom(
  "sobjects/Contact",
  "sobjects/EmailMessage",
  "sobjects/Opportunity",
  "sobjects/Event",
  "sobjects/ContentVersion",
  "sobjects/EmailMessage/M365_Key__c/any",
  "composite",
  "composite/batch",
  "composite/sobjects",
  "composite/sobjects/Contact",
  "composite/sobjects/EmailMessage/M365_Key__c",
  "parameterizedSearch",
  "query",
);

test("no body, however wrong, makes Salesforce answer with a fault of its own", async () => {
  await fc.assert(
    fc.asyncProperty(paths, fc.constantFrom("POST", "PATCH"), body, async (path, method, sent) => {
      const response = await salesforce.call(tokens, `v66.0/${path}`, {
        method,
        body: JSON.stringify(sent) ?? "",
      });
      expect(response.status, `${method} ${path} ${JSON.stringify(sent)}`).toBeLessThan(500);
      const answer = await response.text();
      expect(answer).not.toMatch(/"httpStatusCode":5|"statusCode":5\d\d/);
    }),
    { numRuns: 800 },
  );
});
