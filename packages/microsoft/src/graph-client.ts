import { type AccessTokenSource, parseSecureUrl, readLimitedText, type Secret } from "@outrigger/oauth";
import { ConnectorError, createConcurrencyLimit } from "@outrigger/sync-core";
import { parseGraphError } from "./parse-graph-error.ts";

export interface GraphClientOptions {
  /** With the version: `https://graph.microsoft.com/v1.0`. */
  readonly graphUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly getAccessToken: AccessTokenSource;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** For one request with its body; 60 unless told. */
  readonly timeoutSeconds?: number | undefined;
}

export interface GraphRequest {
  /** For errors: "read changed messages". */
  readonly operation: string;
  /** A path below the version (`/me`) or a link that Graph gave, which must stay below it, too. */
  readonly url: string;
  readonly method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | undefined;
  /** Further `Prefer` values; immutable ids are always asked for. */
  readonly prefer?: readonly string[] | undefined;
  readonly body?: unknown;
}

/** A Graph of one mailbox: waits when told to, renews the token once, and never sends it to another place. */
export interface GraphClient {
  /** The parsed JSON answer, still unknown. Throws `ConnectorError`. */
  send(request: GraphRequest): Promise<unknown>;
  /** Waits as the client does, for callers that retry parts of an answer. */
  wait(seconds: number): Promise<void>;
}

export const IMMUTABLE_ID = 'IdType="ImmutableId"';

const TIMEOUT_SECONDS = 60;
const RESPONSE_BYTES_MAX = 64 * 1024 * 1024;
/** Outlook serves 4 requests of an app at a time in one mailbox (Graph, throttling limits, "Outlook service limits"). */
const CONCURRENT_REQUESTS_MAX = 4;
const ATTEMPTS_MAX = 4;
/** A longer wait belongs to the job queue, not to a worker that holds a lease. */
export const WAIT_SECONDS_MAX = 20;

/** @throws {TypeError} when the Graph URL is neither https nor loopback. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const root = parseSecureUrl(options.graphUrl).href.replace(/\/$/, "");
  const limit = createConcurrencyLimit(CONCURRENT_REQUESTS_MAX);
  const wait = (seconds: number): Promise<void> => options.sleep(seconds * 1000);
  return {
    send: (request) => limit(() => sendWithRetries({ options, root, request, wait })),
    wait,
  };
}

interface Call {
  readonly options: GraphClientOptions;
  readonly root: string;
  readonly request: GraphRequest;
  readonly wait: (seconds: number) => Promise<void>;
}

async function sendWithRetries(call: Call): Promise<unknown> {
  const { request } = call;
  const url = resolveUrl(call.root, request);
  let token = await call.options.getAccessToken({});
  let hasRenewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sendOnce({ ...call, url, token });
    if (answer.status >= 200 && answer.status < 300) return parseAnswer(answer, request.operation);
    const error = parseGraphError({ ...answer, body: answer.text }, request.operation);
    if (answer.status === 401 && !hasRenewed) {
      // One renewal only: a 401 that stays would otherwise loop for ever.
      hasRenewed = true;
      token = await call.options.getAccessToken({ rejected: token });
      continue;
    }
    const delay = error.retryAfterSeconds ?? 2 ** (attempt - 1);
    if (!mayRepeat(answer.status, request) || attempt >= ATTEMPTS_MAX || delay > WAIT_SECONDS_MAX)
      throw error;
    await call.wait(delay);
  }
}

/**
 * A throttled request was not carried out (429). After a gateway's answer nobody knows: what makes something new would
 * make it twice, and what is deleted twice is not found. A batch only reads here.
 */
function mayRepeat(status: number, { method, url }: GraphRequest): boolean {
  const isOnce = (method === "POST" && url !== "/$batch") || method === "DELETE";
  return isOnce ? status === 429 : isPassing(status);
}

/** The statuses after which Graph asks to come back with the same request. */
export function isPassing(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** Graph's own links come from the network: a forged one must not carry the token to another host. */
function resolveUrl(root: string, request: GraphRequest): string {
  const url = URL.parse(request.url.startsWith("/") ? root + request.url : request.url);
  if (url === null || !url.href.startsWith(`${root}/`)) {
    throw new ConnectorError({
      reason: "unexpected_response",
      vendor: "microsoft",
      operation: request.operation,
      vendorCode: "ForeignLink",
    });
  }
  return url.href;
}

interface Attempt extends Call {
  readonly url: string;
  readonly token: Secret;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

async function sendOnce({ options, request, url, token }: Attempt): Promise<Answer> {
  const timeoutMs = (options.timeoutSeconds ?? TIMEOUT_SECONDS) * 1000;
  const headers: Record<string, string> = {
    authorization: `Bearer ${token.reveal()}`,
    accept: "application/json",
    prefer: [IMMUTABLE_ID, ...(request.prefer ?? [])].join(", "),
  };
  if (request.body !== undefined) headers["content-type"] = "application/json";
  try {
    const response = await options.fetch(url, {
      method: request.method ?? "GET",
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await readLimitedText(response, RESPONSE_BYTES_MAX);
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  } catch (cause) {
    throw new ConnectorError({
      reason: "temporarily_unavailable",
      vendor: "microsoft",
      operation: request.operation,
      cause,
    });
  }
}

function parseAnswer(answer: Answer, operation: string): unknown {
  if (answer.status === 204) return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    // The parser's message quotes the text, which may be mail: it is left out.
    throw new ConnectorError({
      reason: "unexpected_response",
      vendor: "microsoft",
      operation,
      status: answer.status,
      requestId: answer.headers["request-id"],
    });
  }
}
