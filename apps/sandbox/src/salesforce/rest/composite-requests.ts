import { methodNotAllowed, refuse, SalesforceError, type ApiProblem } from "../salesforce-error.ts";
import { readDataUrl } from "./data-url.ts";
import {
  type Caller,
  type DataReply,
  type DataRequest,
  isJsonObject,
  type JsonObject,
  requireArray,
  requireObject,
} from "./data-request.ts";
import { resolveReferences, UnresolvedReference } from "./resolve-references.ts";

export type AnswerRequest = (caller: Caller, request: DataRequest) => DataReply;

const subrequestsMax = 25;
/** Of the 25, this many may be queries or collections. */
const heavySubrequestsMax = 5;

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly referenceId: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface SubResponse {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

class RollBack extends Error {
  override name = "RollBack";
}

/** `composite`: up to 25 dependent calls as one (REST API guide, "Composite"). */
export function answerComposite(caller: Caller, request: DataRequest, answer: AnswerRequest): DataReply {
  if (request.method === "GET") return { status: 200, body: compositeResources(request) };
  if (request.method !== "POST") throw methodNotAllowed(request.method, ["GET", "POST"]);
  const body = requireObject(request.body);
  const allOrNone = body["allOrNone"] === true;
  const subrequests = readSubrequests(requireArray(body["compositeRequest"], "compositeRequest"));
  const responses: SubResponse[] = [];
  const results = new Map<string, unknown>();

  const runAll = () => {
    for (const subrequest of subrequests) {
      const response = runSubrequest(caller, { subrequest, results, answer });
      responses.push(response);
      if (response.httpStatusCode < 400) results.set(subrequest.referenceId, response.body);
      else if (allOrNone) throw new RollBack();
    }
  };
  if (!allOrNone) {
    runAll();
    return { status: 200, body: { compositeResponse: responses } };
  }
  try {
    caller.opened.store.transaction(runAll);
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
    return { status: 200, body: { compositeResponse: haltOthers(subrequests, responses) } };
  }
  return { status: 200, body: { compositeResponse: responses } };
}

function compositeResources(request: DataRequest): Record<string, string> {
  const base = `/services/data/v${request.version}.0/composite`;
  return { sobjects: `${base}/sobjects`, batch: `${base}/batch` };
}

/** The one that failed keeps its own answer; all the others say that they were taken back or never run. */
function haltOthers(subrequests: readonly Subrequest[], responses: readonly SubResponse[]): SubResponse[] {
  return subrequests.map((subrequest, index) => {
    const response = responses[index];
    if (response && response.httpStatusCode >= 400) return response;
    return failure(subrequest, 400, [
      {
        errorCode: "PROCESSING_HALTED",
        message: "The transaction was rolled back since another operation in the same transaction failed.",
      },
    ]);
  });
}

function failure(subrequest: Subrequest, status: number, problems: readonly ApiProblem[]): SubResponse {
  return { body: problems, httpHeaders: {}, httpStatusCode: status, referenceId: subrequest.referenceId };
}

function runSubrequest(
  caller: Caller,
  {
    subrequest,
    results,
    answer,
  }: { subrequest: Subrequest; results: ReadonlyMap<string, unknown>; answer: AnswerRequest },
): SubResponse {
  try {
    const url = String(resolveReferences(subrequest.url, results));
    const { version, segments, query } = readDataUrl(url);
    if (segments[0] === "composite" && segments[1] !== "sobjects") {
      throw refuse("INVALID_INPUT", "A composite request cannot hold another composite request");
    }
    const reply = answer(caller, {
      method: subrequest.method,
      version,
      segments,
      query,
      headers: subrequest.headers,
      body: resolveReferences(subrequest.body, results),
    });
    return {
      body: reply.body ?? null,
      httpHeaders: reply.headers ?? {},
      httpStatusCode: reply.status,
      referenceId: subrequest.referenceId,
    };
  } catch (error) {
    if (error instanceof UnresolvedReference) {
      return failure(subrequest, 400, [{ errorCode: "PROCESSING_HALTED", message: error.message }]);
    }
    if (!(error instanceof SalesforceError)) throw error;
    return { ...failure(subrequest, error.status, []), body: error.body };
  }
}

function readSubrequests(items: readonly unknown[]): Subrequest[] {
  if (items.length > subrequestsMax) {
    throw refuse("LIMIT_EXCEEDED", `Exceeded maximum number of subrequests allowed: ${subrequestsMax}`);
  }
  const subrequests = items.map(readSubrequest);
  const ids = new Set(subrequests.map((subrequest) => subrequest.referenceId));
  if (ids.size !== subrequests.length)
    throw refuse("INVALID_INPUT", "Duplicate reference ids in the request");
  const heavy = subrequests.filter(({ url }) => /\/(query|queryAll|composite\/sobjects)([/?]|$)/.test(url));
  if (heavy.length > heavySubrequestsMax) {
    throw refuse(
      "LIMIT_EXCEEDED",
      `Exceeded maximum number of query and collections subrequests allowed: ${heavySubrequestsMax}`,
    );
  }
  return subrequests;
}

function readSubrequest(item: unknown): Subrequest {
  const { method, url, referenceId, body, httpHeaders } = isJsonObject(item)
    ? item
    : ({} satisfies JsonObject);
  if (typeof method !== "string" || typeof url !== "string" || url === "") {
    throw refuse("JSON_PARSER_ERROR", "A subrequest needs a method and a url");
  }
  if (typeof referenceId !== "string" || !/^[A-Za-z][A-Za-z0-9_]*$/.test(referenceId)) {
    throw refuse(
      "INVALID_INPUT",
      "Provided referenceId must start with a letter and can contain only letters, numbers and underscores.",
    );
  }
  return { method: method.toUpperCase(), url, body, referenceId, headers: readHeaders(httpHeaders) };
}

function readHeaders(value: unknown): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}

/** `composite/batch`: up to 25 calls that do not know of one another; each counts as a call. */
export function answerBatch(caller: Caller, request: DataRequest, answer: AnswerRequest): DataReply {
  if (request.method !== "POST") throw methodNotAllowed(request.method, ["POST"]);
  const body = requireObject(request.body);
  const items = requireArray(body["batchRequests"], "batchRequests");
  if (items.length > subrequestsMax) {
    throw refuse("LIMIT_EXCEEDED", `Exceeded maximum number of subrequests allowed: ${subrequestsMax}`);
  }
  let halted = false;
  const results = items.map((item, index) => {
    const { method, url, richInput } = isJsonObject(item) ? item : ({} satisfies JsonObject);
    const subrequest: Subrequest = {
      method: String(method).toUpperCase(),
      url: String(url),
      body: richInput,
      referenceId: `batch${index}`,
      headers: {},
    };
    const response = halted
      ? failure(subrequest, 412, [
          {
            errorCode: "BATCH_PROCESSING_HALTED",
            message: "Batch processing halted. Remaining subrequests are not processed.",
          },
        ])
      : runSubrequest(caller, { subrequest, results: new Map(), answer });
    if (response.httpStatusCode >= 400 && body["haltOnError"] === true) halted = true;
    return { statusCode: response.httpStatusCode, result: response.body };
  });
  return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 400), results } };
}
