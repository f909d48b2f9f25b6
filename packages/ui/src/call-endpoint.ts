import { errorBodySchema, type Endpoint } from "@outrigger/api-contract";
import { config, type z } from "zod";
import { ApiError } from "./api-error.ts";

// The pages' policy forbids code from strings, which zod would otherwise try once, with a violation in the console.
config({ jitless: true });

type Required<Name extends string, Schema extends z.ZodType> = [Schema] extends [z.ZodNever]
  ? { [K in Name]?: undefined }
  : { [K in Name]: z.input<Schema> };

/** A query may be left out where every value in it may. */
type Optional<Name extends string, Schema extends z.ZodType> =
  Partial<z.input<Schema>> extends z.input<Schema>
    ? { [K in Name]?: z.input<Schema> }
    : Required<Name, Schema>;

/** What a call to an endpoint needs besides the endpoint: only the parts that it declares. */
export type EndpointRequest<
  Body extends z.ZodType,
  Params extends z.ZodType,
  Query extends z.ZodType,
> = Required<"body", Body> &
  Required<"params", Params> &
  ([Query] extends [z.ZodNever] ? { query?: undefined } : Optional<"query", Query>) & {
    signal?: AbortSignal | undefined;
  };

type RequestArguments<Request> = Partial<Request> extends Request ? [request?: Request] : [request: Request];

/**
 * Calls one endpoint of the product's API on this origin and gives its answer, checked against the contract.
 * Throws `ApiError`: with the server's own code and words; `network` when nobody answered; `unexpected_answer` when
 * the answer is not what the contract says.
 */
export async function callEndpoint<
  Output extends z.ZodType,
  Body extends z.ZodType,
  Params extends z.ZodType,
  Query extends z.ZodType,
>(
  endpoint: Endpoint<Body, Output, Params, Query>,
  ...parts: RequestArguments<EndpointRequest<Body, Params, Query>>
): Promise<z.output<Output>> {
  const response = await send(endpoint, parts[0] ?? {});
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw errorFromAnswer(response, answer);
  const parsed = endpoint.output.safeParse(answer);
  if (!parsed.success) {
    throw new ApiError("unexpected_answer", { status: response.status, cause: parsed.error });
  }
  return parsed.data;
}

interface LooseRequest {
  body?: unknown;
  params?: unknown;
  query?: unknown;
  signal?: AbortSignal | undefined;
}

async function send(endpoint: Endpoint, request: LooseRequest): Promise<Response> {
  try {
    return await fetch(addressOf(endpoint.path, request), {
      method: endpoint.method,
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        accept: "application/json",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    throw new ApiError("network", { status: 0, cause });
  }
}

/** Fills `:names` of a path and appends the query; every value is percent-encoded. */
export function addressOf(path: string, { params, query }: Pick<LooseRequest, "params" | "query">): string {
  const values = new Map(entriesOf(params));
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`The path ${path} needs a value for "${name}".`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(entriesOf(query)).toString();
  return search === "" ? filled : `${filled}?${search}`;
}

function entriesOf(values: unknown): [string, string][] {
  if (typeof values !== "object" || values === null) return [];
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
}

function errorFromAnswer(response: Response, answer: unknown): ApiError {
  const parsed = errorBodySchema.safeParse(answer);
  if (!parsed.success) return new ApiError("unexpected_answer", { status: response.status });
  const { code, message, fields, requestId } = parsed.data.error;
  return new ApiError(code, { status: response.status, publicMessage: message, fields, requestId });
}
