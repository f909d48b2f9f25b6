import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import { type GraphClient, IMMUTABLE_ID, isPassing, WAIT_SECONDS_MAX } from "./graph-client.ts";
import { parseGraphError } from "./parse-graph-error.ts";

/** GETs below the version, such as `/me/messages/…`. */
export interface GraphBatchRequest {
  readonly operation: string;
  readonly urls: readonly string[];
}

export type GraphBatchResult =
  | { readonly outcome: "answered"; readonly body: unknown }
  | { readonly outcome: "failed"; readonly error: ConnectorError };

/** JSON batching takes 20 requests (learn.microsoft.com, "Combine multiple HTTP requests"). */
export const BATCH_REQUESTS_MAX = 20;
const ROUNDS_MAX = 5;

const batchSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown(),
    }),
  ),
});

interface OpenRequest {
  readonly index: number;
  readonly url: string;
}

/**
 * Reads many small things with few calls. Each part has a status of its own: a throttled one is asked again after its own
 * Retry-After, the others stand. One result per URL, in order; throws `ConnectorError` only when the whole call fails.
 */
export async function sendGraphBatch(
  client: GraphClient,
  request: GraphBatchRequest,
): Promise<GraphBatchResult[]> {
  const results: GraphBatchResult[] = [];
  for (let start = 0; start < request.urls.length; start += BATCH_REQUESTS_MAX) {
    const urls = request.urls.slice(start, start + BATCH_REQUESTS_MAX);
    results.push(...(await readChunk(client, request.operation, urls)));
  }
  return results;
}

async function readChunk(
  client: GraphClient,
  operation: string,
  urls: readonly string[],
): Promise<GraphBatchResult[]> {
  const results = new Map<number, GraphBatchResult>();
  let open: OpenRequest[] = urls.map((url, index) => ({ index, url }));
  for (let round = 1; open.length > 0; round += 1) {
    const answered = await sendRound(client, operation, open);
    for (const { index } of open) {
      results.set(index, answered.get(index) ?? missingAnswer(operation));
    }
    const throttled = open.filter(({ index }) => isWorthAsking(results.get(index)));
    const delay = Math.max(0, ...throttled.map(({ index }) => waitSeconds(results.get(index), round)));
    if (throttled.length === 0 || round >= ROUNDS_MAX || delay > WAIT_SECONDS_MAX) break;
    await client.wait(delay);
    open = throttled;
  }
  return urls.map((_, index) => results.get(index) ?? missingAnswer(operation));
}

async function sendRound(
  client: GraphClient,
  operation: string,
  open: readonly OpenRequest[],
): Promise<Map<number, GraphBatchResult>> {
  const answer = await client.send({
    operation,
    url: "/$batch",
    method: "POST",
    // Each part is a request of its own: without the header it would answer with ids that change when mail is moved.
    body: {
      requests: open.map(({ index, url }) => ({
        id: String(index),
        method: "GET",
        url,
        headers: { Prefer: IMMUTABLE_ID },
      })),
    },
  });
  const parsed = batchSchema.safeParse(answer);
  if (!parsed.success) throw unexpected(operation);
  return new Map(
    parsed.data.responses.map((part): [number, GraphBatchResult] => [
      Number(part.id),
      toResult(operation, part),
    ]),
  );
}

type BatchPart = z.infer<typeof batchSchema>["responses"][number];

function toResult(operation: string, part: BatchPart): GraphBatchResult {
  if (part.status >= 200 && part.status < 300) return { outcome: "answered", body: part.body };
  const headers = Object.fromEntries(
    Object.entries(part.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const failure = { status: part.status, headers, body: part.body };
  return { outcome: "failed", error: parseGraphError(failure, operation) };
}

/** 424: the part waited for another that failed; asking again costs little. */
function isWorthAsking(result: GraphBatchResult | undefined): boolean {
  if (result?.outcome !== "failed") return false;
  const status = result.error.status ?? 0;
  return isPassing(status) || status === 424;
}

function waitSeconds(result: GraphBatchResult | undefined, round: number): number {
  const asked = result?.outcome === "failed" ? result.error.retryAfterSeconds : undefined;
  return asked ?? 2 ** (round - 1);
}

function missingAnswer(operation: string): GraphBatchResult {
  return { outcome: "failed", error: unexpected(operation) };
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
}
