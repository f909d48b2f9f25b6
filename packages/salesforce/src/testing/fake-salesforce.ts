import { Secret } from "@outrigger/oauth";
import { type CrmActivityDraft, parseCrmRecordId, parseItemKey } from "@outrigger/sync-core";
import { createSalesforceClient, type SalesforceClient } from "../index.ts";

export const INSTANCE_URL = "https://contoso.my.salesforce.com";

export interface FakeCall {
  readonly method: string;
  /** Path and query, decoded. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: any;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface FakeSalesforce {
  readonly client: SalesforceClient;
  readonly calls: FakeCall[];
  readonly sleeps: number[];
  readonly rejectedTokens: string[];
}

/** A Salesforce that answers each call by the given function, with a clock that never waits. */
export function createFakeSalesforce(
  answer: (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>,
): FakeSalesforce {
  const calls: FakeCall[] = [];
  const sleeps: number[] = [];
  const rejectedTokens: string[] = [];
  const client = createSalesforceClient({
    instanceUrl: INSTANCE_URL,
    now: () => new Date("2026-11-23T12:00:00Z"),
    sleep: (milliseconds) => {
      sleeps.push(milliseconds);
      return Promise.resolve();
    },
    getAccessToken: ({ rejected }) => {
      if (rejected !== undefined) rejectedTokens.push(rejected.reveal());
      return Promise.resolve(new Secret(rejected === undefined ? "token1" : "token2"));
    },
    fetch: async (input, init) => {
      const { url } = new Request(input);
      const call: FakeCall = {
        method: init?.method ?? "GET",
        path: decodeURIComponent(url.slice(INSTANCE_URL.length)),
        headers: new Headers(init?.headers),
        body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
      };
      calls.push(call);
      const reply = await answer(call);
      const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
      return new Response(text, { status: reply.status ?? 200, headers: reply.headers ?? {} });
    },
  });
  return { client, calls, sleeps, rejectedTokens };
}

export type QueryAnswer = unknown[] | { readonly status: number; readonly body: unknown };

/** Answers the query parts of a composite call. */
export function answerQueries(call: FakeCall, answer: (soql: string) => QueryAnswer): FakeAnswer {
  const parts: { url: string; referenceId: string }[] = call.body.compositeRequest;
  return {
    body: {
      compositeResponse: parts.map(({ url, referenceId }) => {
        const soql = new URL(url, INSTANCE_URL).searchParams.get("q") ?? "";
        const found = answer(soql);
        const page = { totalSize: 0, done: true, records: found };
        const part = Array.isArray(found) ? { status: 200, body: page } : found;
        return { body: part.body, httpStatusCode: part.status, httpHeaders: {}, referenceId };
      }),
    },
  };
}

export function fault(errorCode: string, message = "x"): unknown[] {
  return [{ message, errorCode, fields: [] }];
}

const EMAIL_FIELDS: readonly [string, number][] = [
  ["Subject", 3000],
  ["TextBody", 131_072],
  ["HtmlBody", 131_072],
  ["Headers", 131_072],
  ["FromAddress", 1000],
  ["FromName", 1000],
  ["ToAddress", 4000],
  ["CcAddress", 4000],
  ["BccAddress", 4000],
  ["ToIds", 0],
  ["CcIds", 0],
  ["BccIds", 0],
  ["MessageDate", 0],
  ["Incoming", 0],
  ["Status", 40],
  ["MessageIdentifier", 255],
  ["ThreadIdentifier", 255],
  ["RelatedToId", 18],
];

export function describeEmailMessage(withKeyField = true): unknown {
  const fields = EMAIL_FIELDS.map(([name, length]) => ({
    name,
    length,
    createable: true,
    unique: false,
  }));
  const key = { name: "M365_Key__c", length: 64, createable: true, unique: true };
  return { name: "EmailMessage", createable: true, fields: withKeyField ? [...fields, key] : fields };
}

export function describeTask(): unknown {
  const names = ["Subject", "Description", "ActivityDate", "TaskSubtype", "WhoId", "WhatId"];
  const lengths: Record<string, number> = { Subject: 255, Description: 32_000 };
  const fields: unknown[] = names.map((name) => ({
    name,
    length: lengths[name] ?? 0,
    createable: true,
    unique: false,
  }));
  const picklistValues = [{ value: "Completed", active: true }];
  fields.push({ name: "Status", length: 255, createable: true, unique: false, picklistValues });
  return { name: "Task", createable: true, fields };
}

export const CONTACT_ID = parseCrmRecordId("003000000000001AAA");
export const ACCOUNT_ID = parseCrmRecordId("001000000000001AAA");

export function buildDraft(members: Partial<CrmActivityDraft> = {}): CrmActivityDraft {
  return {
    key: parseItemKey("a".repeat(64)),
    internetMessageId: "<m1@customer.example>",
    conversationId: "AAQk=",
    direction: "inbound",
    subject: "Offer",
    from: {
      address: "diane@customer.example",
      name: "Diane",
      person: { kind: "contact", id: CONTACT_ID },
    },
    to: [{ address: "adele@contoso.example", name: "Adele" }],
    cc: [],
    bcc: [],
    occurredAt: new Date("2026-11-20T10:00:00Z"),
    hasAttachments: false,
    text: "Hello",
    html: "<p>Hello</p>",
    relatedTo: { kind: "account", id: ACCOUNT_ID },
    cutFields: [],
    ...members,
  };
}
