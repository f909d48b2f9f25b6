import { type AccessTokenSource, parseSecureUrl, readLimitedText, type Secret } from "@outrigger/oauth";
import { ConnectorError } from "@outrigger/sync-core";
import { parseSalesforceError } from "./parse-salesforce-error.ts";

export interface SalesforceClientOptions {
  /** Checked by `readSalesforceSession` or `checkInstanceUrl` before. */
  readonly instanceUrl: string;
  /** `v66.0` (Spring '26) unless told; pinned, never "latest". */
  readonly apiVersion?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly getAccessToken: AccessTokenSource;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** For one request with its body; 120 unless told: triggers of the org run inside a write. */
  readonly timeoutSeconds?: number | undefined;
}

export interface SalesforceRequest {
  /** For errors: "find people". */
  readonly operation: string;
  /** Below the version (`sobjects/…`), or from the root of the instance when it begins with `/`. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE" | undefined;
  readonly body?: unknown;
  /** Whether the call may be repeated after a passing failure. Reads may; writes only when a key makes them safe. */
  readonly isRepeatable?: boolean | undefined;
}

/** `Sforce-Limit-Info` of the last answer: calls used of the org's daily number, shared with every other integration. */
export interface ApiUsage {
  readonly usedCalls: number;
  readonly maxCalls: number;
}

/** REST calls of one user in one org. */
export interface SalesforceClient {
  readonly instanceUrl: string;
  /** The version's own path: `/services/data/v66.0`. Composite parts name it. */
  readonly versionPath: string;
  /** The parsed JSON answer (undefined for an empty one), still unknown. Throws `ConnectorError`. */
  send(request: SalesforceRequest): Promise<unknown>;
  /** Undefined until an answer told. */
  readUsage(): ApiUsage | undefined;
}

const API_VERSION = "v66.0";
const TIMEOUT_SECONDS = 120;
const RESPONSE_BYTES_MAX = 64 * 1024 * 1024;
const ATTEMPTS_MAX = 3;

/** @throws {TypeError} when the instance is neither https nor loopback, or the version is not `vNN.0`. */
export function createSalesforceClient(options: SalesforceClientOptions): SalesforceClient {
  const instanceUrl = parseSecureUrl(options.instanceUrl).href.replace(/\/$/, "");
  const version = options.apiVersion ?? API_VERSION;
  if (!/^v\d{2}\.0$/.test(version)) throw new TypeError("The API version must look like v66.0.");
  const versionPath = `/services/data/${version}`;
  let usage: ApiUsage | undefined;
  const onAnswer = (answer: Answer): void => {
    usage = parseUsage(answer.limitInfo) ?? usage;
  };
  return {
    instanceUrl,
    versionPath,
    send: (request) => {
      const path = request.path.startsWith("/") ? request.path : `${versionPath}/${request.path}`;
      return sendWithRetries({ options, request, url: instanceUrl + path, onAnswer });
    },
    readUsage: () => usage,
  };
}

interface Call {
  readonly options: SalesforceClientOptions;
  readonly request: SalesforceRequest;
  readonly url: string;
  readonly onAnswer: (answer: Answer) => void;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly limitInfo: string | null;
}

async function sendWithRetries(call: Call): Promise<unknown> {
  const { options, request } = call;
  const isRepeatable = request.isRepeatable ?? (request.method ?? "GET") === "GET";
  let token = await options.getAccessToken({});
  let hasRenewed = false;
  for (let attempt = 1; ; attempt += 1) {
    const result = await attemptOnce(call, token);
    if (!(result instanceof ConnectorError)) return parseAnswer(result, request.operation);
    const isSessionOver = result.reason === "reauthorization_required" && result.status === 401;
    if (isSessionOver && !hasRenewed) {
      // Once only: a permanent 401 would loop for ever.
      hasRenewed = true;
      token = await options.getAccessToken({ rejected: token });
      continue;
    }
    const mayRepeat = isRepeatable && result.reason === "temporarily_unavailable";
    if (!mayRepeat || attempt >= ATTEMPTS_MAX) throw result;
    await options.sleep(1000 * 2 ** (attempt - 1));
  }
}

async function attemptOnce(call: Call, token: Secret): Promise<Answer | ConnectorError> {
  const { request } = call;
  try {
    const answer = await sendOnce(call, token);
    call.onAnswer(answer);
    const isFine = answer.status >= 200 && answer.status < 300;
    if (isFine) return answer;
    const failure = { status: answer.status, body: answer.text };
    return parseSalesforceError(failure, request.operation);
  } catch (cause) {
    return new ConnectorError({
      reason: "temporarily_unavailable",
      vendor: "salesforce",
      operation: request.operation,
      cause,
    });
  }
}

async function sendOnce({ options, request, url }: Call, token: Secret): Promise<Answer> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${token.reveal()}`,
    accept: "application/json",
  };
  if (request.body !== undefined) headers["content-type"] = "application/json";
  const response = await options.fetch(url, {
    method: request.method ?? "GET",
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout((options.timeoutSeconds ?? TIMEOUT_SECONDS) * 1000),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = await readLimitedText(response, RESPONSE_BYTES_MAX);
  return { status: response.status, text, limitInfo: response.headers.get("sforce-limit-info") };
}

function parseAnswer(answer: Answer, operation: string): unknown {
  if (answer.text === "") return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    // A maintenance page may come with 200; the parser's message would quote it.
    throw new ConnectorError({
      reason: "unexpected_response",
      vendor: "salesforce",
      operation,
      status: answer.status,
    });
  }
}

function parseUsage(limitInfo: string | null): ApiUsage | undefined {
  const [, used, max] = /api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? "") ?? [];
  if (used === undefined || max === undefined) return undefined;
  return { usedCalls: Number(used), maxCalls: Number(max) };
}
