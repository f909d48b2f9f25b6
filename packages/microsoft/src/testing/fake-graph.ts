import { Secret } from "@outrigger/oauth";
import { createGraphClient, type GraphClient } from "../index.ts";

export const GRAPH_URL = "https://graph.microsoft.com/v1.0";

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface FakeCall {
  readonly method: string;
  /** Path and query below the version, decoded. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface FakeGraph {
  readonly client: GraphClient;
  readonly calls: FakeCall[];
  readonly sleeps: number[];
  readonly rejectedTokens: string[];
}

/** A Graph that answers each call by the given function, with a clock that never waits. */
export function createFakeGraph(answer: (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>): FakeGraph {
  const calls: FakeCall[] = [];
  const sleeps: number[] = [];
  const rejectedTokens: string[] = [];
  const client = createGraphClient({
    graphUrl: GRAPH_URL,
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
      const url = new Request(input).url;
      const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
      const call: FakeCall = {
        method: init?.method ?? "GET",
        path: decodeURIComponent(url.slice(GRAPH_URL.length)),
        headers: new Headers(init?.headers),
        body,
      };
      calls.push(call);
      const reply = await answer(call);
      const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
      return new Response(text, { status: reply.status ?? 200, headers: reply.headers ?? {} });
    },
  });
  return { client, calls, sleeps, rejectedTokens };
}

export function graphError(code: string): unknown {
  return {
    error: {
      code,
      message: "Subject of a private mail",
      innerError: { date: "2026-11-23T12:00:00", "request-id": "r1", "client-request-id": "r1" },
    },
  };
}

/** A message as delta lists it with our `$select`. */
export function graphMessage(id: string, members: Record<string, unknown> = {}): unknown {
  return {
    "@odata.etag": 'W/"x"',
    id,
    internetMessageId: `<${id}@customer.example>`,
    conversationId: "AAQk=",
    subject: "Offer",
    from: { emailAddress: { name: "Diane", address: "diane@customer.example" } },
    toRecipients: [{ emailAddress: { name: "Adele", address: "adele@contoso.example" } }],
    ccRecipients: [],
    bccRecipients: [],
    receivedDateTime: "2026-11-20T10:00:00Z",
    sentDateTime: "2026-11-20T09:59:58Z",
    isDraft: false,
    hasAttachments: false,
    categories: [],
    ...members,
  };
}

interface BatchPart {
  readonly id: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

/** The parts of a `$batch` call. */
export function batchParts(call: FakeCall): BatchPart[] {
  return (call.body as { requests: BatchPart[] }).requests;
}
