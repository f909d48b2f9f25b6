import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import { parseSalesforceError, readFaults } from "./parse-salesforce-error.ts";
import type { SalesforceClient } from "./salesforce-client.ts";

export interface Query<Row> {
  readonly soql: string;
  readonly row: z.ZodType<Row>;
  /** An object that this org or user does not have (INVALID_TYPE) then counts as empty. */
  readonly isOptional?: boolean | undefined;
}

/** Of a composite's 25 parts, 5 may be queries. */
const QUERIES_PER_CALL_MAX = 5;
/** 50 pages of 2,000 rows: more means that a query is wrong, not that somebody has so many records of one mail. */
const PAGES_MAX = 50;

const pageSchema = z.object({
  records: z.array(z.unknown()),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
});
type Page = z.infer<typeof pageSchema>;

const compositeSchema = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.int(), referenceId: z.string() }),
  ),
});

/**
 * Runs queries of one kind of row, up to five in one API call, and follows their pages. The rows of each query stand at its place.
 * Throws `ConnectorError`.
 */
export async function runQueries<Row>(
  client: SalesforceClient,
  operation: string,
  queries: readonly Query<Row>[],
): Promise<Row[][]> {
  const results: Row[][] = [];
  for (let start = 0; start < queries.length; start += QUERIES_PER_CALL_MAX) {
    const chunk = queries.slice(start, start + QUERIES_PER_CALL_MAX);
    const pages = await sendComposite(client, operation, chunk);
    for (const [index, query] of chunk.entries()) {
      const records = await followPages(client, operation, pages[index]);
      results.push(records.map((record) => parseRow(query, record, operation)));
    }
  }
  return results;
}

async function sendComposite(
  client: SalesforceClient,
  operation: string,
  queries: readonly Query<unknown>[],
): Promise<Page[]> {
  const answer = await client.send({
    operation,
    path: "composite",
    method: "POST",
    isRepeatable: true,
    body: {
      allOrNone: false,
      compositeRequest: queries.map(({ soql }, index) => ({
        method: "GET",
        url: `${client.versionPath}/query?q=${encodeURIComponent(soql)}`,
        referenceId: `query${index}`,
      })),
    },
  });
  const parsed = compositeSchema.safeParse(answer);
  if (!parsed.success) throw unexpected(operation);
  const parts = new Map(parsed.data.compositeResponse.map((part) => [part.referenceId, part]));
  return queries.map((query, index) => {
    const part = parts.get(`query${index}`);
    if (part === undefined) throw unexpected(operation);
    return readPart(query, { status: part.httpStatusCode, body: part.body }, operation);
  });
}

const EMPTY_PAGE: Page = { records: [], done: true };

function readPart(
  query: Query<unknown>,
  part: { readonly status: number; readonly body: unknown },
  operation: string,
): Page {
  if (part.status >= 200 && part.status < 300) return parsePage(part.body, operation);
  const isMissingObject = readFaults(part.body)[0]?.code === "INVALID_TYPE";
  if (isMissingObject && query.isOptional === true) return EMPTY_PAGE;
  throw parseSalesforceError(part, operation);
}

async function followPages(
  client: SalesforceClient,
  operation: string,
  first: Page | undefined,
): Promise<unknown[]> {
  const records: unknown[] = [];
  let page = first ?? EMPTY_PAGE;
  for (let count = 1; ; count += 1) {
    records.push(...page.records);
    if (page.done) return records;
    const path = page.nextRecordsUrl ?? "";
    // The address comes from the network and begins where the token is sent to.
    const isExpected = /^\/services\/data\/v\d+\.0\/query\/[A-Za-z0-9-]+$/.test(path);
    if (!isExpected || count >= PAGES_MAX) throw unexpected(operation);
    page = parsePage(await client.send({ operation, path }), operation);
  }
}

function parsePage(body: unknown, operation: string): Page {
  const parsed = pageSchema.safeParse(body);
  if (!parsed.success) throw unexpected(operation);
  return parsed.data;
}

function parseRow<Row>(query: Query<Row>, record: unknown, operation: string): Row {
  const parsed = query.row.safeParse(record);
  if (!parsed.success) throw unexpected(operation);
  return parsed.data;
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "salesforce", operation });
}
