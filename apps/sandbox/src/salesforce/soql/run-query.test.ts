import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../core/create-sandbox.ts";
import { openOrg, orgsOf, type OpenOrg } from "../org.ts";
import { SalesforceError } from "../salesforce-error.ts";
import { salesforcePart } from "../salesforce-part.ts";
import { insertAsSystem } from "../seed/seed-org.ts";
import { runQuery } from "./run-query.ts";

let sandbox: Sandbox;
let opened: OpenOrg;
const now = Date.parse("2026-11-23T10:00:00Z");

beforeAll(async () => {
  sandbox = await createSandbox({
    parts: [salesforcePart],
    settings: { productUrl: "http://product.test", productName: "Outrigger", isLegacyEwsOn: true },
    machineNow: () => now,
  });
  const org = orgsOf(sandbox.store).find(({ key }) => key === "contoso");
  opened = openOrg(sandbox.context, org!);
  const userId = opened.rows("User").all()[0]!.id;
  for (const [name, employees, revenue, day] of [
    ["100% Wolle", 5, null, "2026-11-23"],
    ["Under_score", 50, 10.5, "2026-11-22"],
    ["Back\\slash", 500, 99, "2026-10-31"],
    ['Double "quote"', null, 1, "2025-12-31"],
  ] as const) {
    const account = insertAsSystem(
      opened,
      { type: "Account", userId },
      {
        Name: name,
        Industry: "Other",
        NumberOfEmployees: employees,
        AnnualRevenue: revenue,
      },
    );
    insertAsSystem(
      opened,
      { type: "Task", userId },
      { Subject: name, WhatId: account.id, ActivityDate: day },
    );
  }
});
afterAll(() => sandbox.close());

const query = (soql: string, includeDeleted = false) =>
  runQuery(opened, soql, { includeDeleted, version: "v66.0" });
const namesOf = (soql: string) => query(soql).records.map((row) => row["Name"] ?? row["Subject"]);

test.each([
  ["Name = '100% WOLLE'", ["100% Wolle"]],
  ["Name LIKE '100\\% w%'", ["100% Wolle"]],
  ["Name LIKE '%\\%%'", ["100% Wolle"]],
  ["Name LIKE 'Under\\_score'", ["Under_score"]],
  ["Name LIKE 'U_d_r%'", ["Under_score"]],
  ["Name LIKE 'Under_'", []],
  ["Name = 'Back\\\\slash'", ["Back\\slash"]],
  ["Name = 'Double \"quote\"'", ['Double "quote"']],
  ["Name IN ('under_SCORE', 'nobody')", ["Under_score"]],
  ["Industry = 'Other' AND Name NOT IN ('under_score', '100% wolle')", ["Back\\slash", 'Double "quote"']],
  ["Industry = 'Other' AND NumberOfEmployees = null", ['Double "quote"']],
  ["Industry = 'Other' AND NumberOfEmployees != 50", ["100% Wolle", "Back\\slash", 'Double "quote"']],
  ["NumberOfEmployees >= 50", ["Under_score", "Back\\slash"]],
  ["NumberOfEmployees < 50", ["100% Wolle"]],
  ["AnnualRevenue > 10.4 AND AnnualRevenue <= 10.5", ["Under_score"]],
  ["Industry = 'Other' AND (NOT Name LIKE '%s%')", ["100% Wolle", 'Double "quote"']],
  ["Owner.Profile.Name = 'System Administrator' AND NumberOfEmployees = 5", ["100% Wolle"]],
  ["Id IN (SELECT AccountId FROM Contact WHERE Email = 'SAM.O\\'BRIEN@proseware.example')", ["Proseware"]],
  ["Id NOT IN (SELECT WhatId FROM Task) AND Name LIKE 'P%'", ["Proseware"]],
  ["Industry INCLUDES ('other;nothing', 'media')", []],
])("WHERE %s", (condition, expected) => {
  expect(namesOf(`SELECT Name FROM Account WHERE ${condition}`)).toEqual(expected);
});

test.each([
  ["ActivityDate = TODAY", ["100% Wolle"]],
  ["ActivityDate = YESTERDAY", ["Under_score"]],
  ["ActivityDate = LAST_N_DAYS:1", ["100% Wolle", "Under_score"]],
  ["ActivityDate = THIS_WEEK", ["100% Wolle", "Under_score"]],
  ["ActivityDate = LAST_MONTH", ["Back\\slash"]],
  ["ActivityDate < THIS_MONTH", ["Back\\slash", 'Double "quote"']],
  ["ActivityDate = LAST_N_YEARS:1", ['Double "quote"']],
  ["ActivityDate = N_DAYS_AGO:1", ["Under_score"]],
  ["ActivityDate > LAST_WEEK", ["100% Wolle", "Under_score"]],
  ["ActivityDate >= 2026-11-22 AND ActivityDate < 2026-11-23", ["Under_score"]],
  [
    "ActivityDate = THIS_QUARTER AND CreatedDate >= 2026-11-23T11:00:00+01:00",
    ["100% Wolle", "Under_score", "Back\\slash"],
  ],
  ["SystemModstamp > 2026-11-23T10:00:00.000Z", []],
  ["DAY_ONLY(CreatedDate) = 2026-11-23 AND ActivityDate = TODAY", ["100% Wolle"]],
])("WHERE %s, by the org's clock", (condition, expected) => {
  expect(namesOf(`SELECT Subject FROM Task WHERE ${condition}`)).toEqual(expected);
});

test("nests the rows of references, and leaves null where there is none", () => {
  const [row] = query(
    "SELECT Id, c.Account.Name, Account.Owner.Profile.PermissionsModifyAllData, ReportsTo.Name FROM Contact c WHERE c.Email = 'diane.prescott@northwind.example'",
  ).records;
  expect(row).toMatchObject({
    attributes: {
      type: "Contact",
      url: expect.stringMatching(/^\/services\/data\/v66.0\/sobjects\/Contact\/003/),
    },
    Account: {
      attributes: { type: "Account" },
      Name: "Northwind Traders",
      Owner: { Profile: { PermissionsModifyAllData: false } },
    },
    ReportsTo: null,
  });
});

test("lists children by relationship, null where there are none", () => {
  const rows = query(
    "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName DESC LIMIT 1) FROM Account WHERE Name IN ('Northwind Traders', 'Under_score') ORDER BY Name",
  ).records;
  expect(rows).toMatchObject([
    {
      Name: "Northwind Traders",
      Contacts: { totalSize: 1, done: true, records: [{ LastName: "Prescott" }] },
    },
    { Name: "Under_score", Contacts: null },
  ]);
});

test("reads polymorphic references by the names that all of them have", () => {
  const rows = query(
    "SELECT What.Name, What.Type, Owner.Name FROM Task WHERE Subject = 'Under_score'",
  ).records;
  expect(rows).toMatchObject([
    { What: { Name: "Under_score", Type: "Account" }, Owner: { Name: "Megan Bowen" } },
  ]);
});

test.each([
  ["NumberOfEmployees", ['Double "quote"', "100% Wolle", "Under_score", "Back\\slash"]],
  ["NumberOfEmployees DESC", ['Double "quote"', "Back\\slash", "Under_score", "100% Wolle"]],
  ["NumberOfEmployees DESC NULLS LAST", ["Back\\slash", "Under_score", "100% Wolle", 'Double "quote"']],
  ["Industry, Name DESC LIMIT 2 OFFSET 1", ['Double "quote"', "Back\\slash"]],
])("ORDER BY %s", (order, expected) => {
  expect(namesOf(`SELECT Name FROM Account WHERE Industry = 'Other' ORDER BY ${order}`)).toEqual(expected);
});

test("COUNT() answers with the size alone", () => {
  expect(query("SELECT COUNT() FROM Account WHERE Industry = 'Other'")).toEqual({
    totalSize: 4,
    records: [],
  });
});

test("groups, aggregates, filters and sorts groups", () => {
  const { records } = query(
    "SELECT AccountId, Account.Name n, COUNT(Id), MAX(Amount) top, MIN(CloseDate) FROM Opportunity GROUP BY AccountId, Account.Name HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC",
  );
  expect(records).toMatchObject([
    {
      attributes: { type: "AggregateResult" },
      n: "Northwind Traders",
      expr0: 2,
      top: 84_000,
      expr1: "2026-07-26",
    },
  ]);
  expect(query("SELECT COUNT(Id) total FROM Lead WHERE IsConverted = true").records).toMatchObject([
    { total: 1 },
  ]);
});

test.each([
  ["SELECT", "MALFORMED_QUERY"],
  ["SELECT Id FROM", "MALFORMED_QUERY"],
  ["SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY"],
  ["SELECT Id FROM Account WHERE Name = :x", "MALFORMED_QUERY"],
  ["SELECT Id FROM Account WHERE Name = 'a' AND Type = 'b' OR Type = 'c'", "MALFORMED_QUERY"],
  ["SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY"],
  ["SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY"],
  ["SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)", "MALFORMED_QUERY"],
  ["SELECT Id FROM Account WHERE CreatedDate = NEVER_N_DAYS:3", "MALFORMED_QUERY"],
  ["SELECT Id FROM Nothing", "INVALID_TYPE"],
  ["SELECT Nothing FROM Account", "INVALID_FIELD"],
  ["SELECT Nothing.Name FROM Account", "INVALID_FIELD"],
  ["SELECT Id, (SELECT Id FROM Nothings) FROM Account", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE Nothing = 1", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE Name = 1", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE NumberOfEmployees = '1'", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE CreatedDate > '2026-01-01T00:00:00Z'", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE CreatedDate > 2026-01-01", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD"],
  ["SELECT Id FROM Account WHERE Id = 'not an id'", "INVALID_QUERY_FILTER_OPERATOR"],
  ["SELECT Id FROM Account OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"],
])("%s is refused with %s", (soql, errorCode) => {
  expect(() => query(soql)).toThrow(SalesforceError);
  expect(() => query(soql)).toThrow(errorCode);
});

test("queryAll sees the deleted, query does not", () => {
  const userId = opened.rows("User").all()[0]!.id;
  insertAsSystem(opened, { type: "Account", userId }, { Name: "Gone", IsDeleted: true });
  expect(query("SELECT Id FROM Account WHERE Name = 'Gone'").totalSize).toBe(0);
  expect(query("SELECT Id FROM Account WHERE Name = 'Gone'", true).totalSize).toBe(1);
});

test("a query over 100,000 characters is refused, a long IN list is answered", () => {
  const list = Array.from({ length: 2_000 }, (_unused, index) => `'a${index}@northwind.example'`).join(",");
  expect(query(`SELECT Id FROM Contact WHERE Email IN (${list})`).totalSize).toBe(0);
  expect(() => query(`SELECT Id FROM Contact WHERE Name = '${"x".repeat(100_001)}'`)).toThrow(
    "QUERY_TOO_COMPLICATED",
  );
});

test("whatever the text, the answer is rows or a Salesforce error", () => {
  const words = fc.constantFrom(
    ..."SELECT FROM WHERE AND OR NOT IN LIKE ( ) , = != > NULL NULLS LAST ORDER BY GROUP HAVING LIMIT OFFSET COUNT() COUNT(Id) MAX(Name) toLabel(Name) FIELDS(ALL) TYPEOF WHEN Id Name Email Account Contact Contacts Account.Name Who.Name constructor __proto__ 'a' '\\\\' 1 1.5 TRUE TODAY LAST_N_DAYS:3 LAST_N_DAYS:99999999 2026-13-45 2026-01-01T00:00:00Z FOR UPDATE USING SCOPE mine INCLUDES ('a') DAY_ONLY(CreatedDate) CreatedDate".split(
      " ",
    ),
  );
  const anything = fc.array(words, { maxLength: 14 }).map((parts) => parts.join(" "));
  const selects = fc
    .tuple(fc.array(words, { minLength: 1, maxLength: 3 }), fc.array(words, { maxLength: 8 }))
    .map(([fields, rest]) => `SELECT ${fields.join(", ")} FROM Contact ${rest.join(" ")}`);
  const filters = fc
    .array(words, { minLength: 3, maxLength: 9 })
    .map((rest) => `SELECT Id FROM Contact WHERE ${rest.join(" ")}`);
  const outcomeOf = (soql: string): unknown => {
    try {
      query(soql);
      return "answered";
    } catch (error) {
      return error instanceof SalesforceError ? "refused" : error;
    }
  };
  fc.assert(
    fc.property(fc.oneof(anything, selects, filters), (soql) => {
      expect(["answered", "refused"]).toContain(outcomeOf(soql));
    }),
    // The parser takes some 50 ms to word what it could not read.
    { numRuns: 100 },
  );
}, 30_000);
