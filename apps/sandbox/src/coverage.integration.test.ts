import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCoverage, type Coverage } from "./coverage.ts";
import { openSalesforce, type OpenSalesforce, type Tokens } from "./salesforce/testing/open-salesforce.ts";

const page = readFileSync(new URL("../../../docs/sandbox-coverage.md", import.meta.url), "utf8");
let coverage: Coverage;
let salesforce: OpenSalesforce;
let tokens: Tokens;

beforeAll(async () => {
  coverage = await readCoverage();
  salesforce = await openSalesforce();
  tokens = await salesforce.signIn();
});
afterAll(() => salesforce.close());

/** The code in the first cell of every row beneath the tables with this heading. */
function rowsOf(heading: string): string[] {
  const tables = page
    .split(/\n(?!\|)/)
    .map((block) => block.trim())
    .filter((block) => block.startsWith(`| ${heading} |`));
  return tables.flatMap((table) => [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code]) => code!));
}

/** `GET POST /path` as one entry per method. */
function perMethod(rows: readonly string[]): string[] {
  return rows.flatMap((row) => {
    const [path, ...methods] = row.split(" ").toReversed();
    return methods.map((method) => `${method} ${path}`);
  });
}

/** The page's two short forms, written out. */
function writtenOut(row: string): string[] {
  const withMessages = row.includes("{messages}")
    ? ["{mailbox}/messages", "{mailbox}/mailFolders/{folderId}/messages"].map((form) =>
        row.replace("{messages}", form),
      )
    : [row];
  return withMessages.flatMap((each) =>
    each.includes("{mailbox}")
      ? ["/me", "/users/{userId}"].map((form) => each.replace("{mailbox}", form))
      : [each],
  );
}

async function namesAt(path: string): Promise<unknown> {
  return (await salesforce.call(tokens, path)).json();
}

test("the page names every HTTP route of the sandbox and no other", () => {
  expect(perMethod(rowsOf("route")).toSorted()).toEqual(coverage.routes.toSorted());
});

test("the page names every Graph route and no other", () => {
  const rows = perMethod(rowsOf("Graph route").flatMap(writtenOut));
  expect(rows.toSorted()).toEqual(coverage.graphRoutes.toSorted());
});

test("the page names every member of the Office.js stand-in and no other", () => {
  expect(rowsOf("Office.js member").toSorted()).toEqual(coverage.officeMembers.toSorted());
});

test("the page names every resource of Salesforce's REST API and no other", async () => {
  const resources = (await namesAt("v66.0")) as Record<string, string>;
  expect(rowsOf("resource").toSorted()).toEqual(Object.keys(resources).toSorted());
});

test("the page names every Salesforce object and no other", async () => {
  const { sobjects } = (await namesAt("v66.0/sobjects")) as { sobjects: { name: string }[] };
  expect(rowsOf("object").toSorted()).toEqual(sobjects.map(({ name }) => name).toSorted());
});
