import { type ItemKey, parseItemKey } from "@outrigger/sync-core";
import { createSalesforceSink } from "../index.ts";
import {
  answerQueries,
  createFakeSalesforce,
  describeEmailMessage,
  type FakeAnswer,
  type FakeCall,
  fault,
  type QueryAnswer,
} from "./fake-salesforce.ts";

const V = "/services/data/v66.0";
export const EMAIL_ID = "02s000000000001AAA";
export const key = (digit: string): ItemKey => parseItemKey(digit.repeat(64));

export interface Org {
  describe?: (objectName: string) => FakeAnswer;
  query?: (soql: string) => QueryAnswer;
  /** One result per row. */
  insert?: (row: any, index: number) => unknown;
}

let nextId = 0;
export function created(): unknown {
  nextId += 1;
  return { id: `02s0000000${String(nextId).padStart(5, "0")}AAA`, success: true, errors: [] };
}

export function failed(statusCode: string, message = "x", fields: string[] = []): unknown {
  return { success: false, errors: [{ statusCode, message, fields }] };
}

/** An org that describes itself, answers queries and takes rows as the test says; everything else is not found. */
export function startOrg(org: Org = {}) {
  const answer = (call: FakeCall): FakeAnswer => {
    if (call.path === `${V}/composite/sobjects`) {
      const insert = org.insert ?? created;
      return { body: call.body.records.map((row: unknown, index: number) => insert(row, index)) };
    }
    if (call.path === `${V}/composite`) return answerQueries(call, org.query ?? (() => []));
    const objectName = /sobjects\/(\w+)\/describe$/.exec(call.path)?.[1];
    if (objectName !== undefined) {
      return org.describe?.(objectName) ?? { body: describeEmailMessage() };
    }
    return { status: 404, body: fault("NOT_FOUND") };
  };
  const salesforce = createFakeSalesforce(answer);
  const sink = createSalesforceSink({ client: salesforce.client });
  const rowsOf = (type: string): any[] =>
    salesforce.calls
      .filter(({ path }) => path.endsWith("/composite/sobjects"))
      .flatMap(({ body }) => body.records)
      .filter(({ attributes }) => attributes.type === type);
  return { ...salesforce, sink, rowsOf };
}
