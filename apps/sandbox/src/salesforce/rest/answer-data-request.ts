import { apiCallsUsed } from "../org.ts";
import { methodNotAllowed, notFound } from "../salesforce-error.ts";
import { answerCollections } from "./collection-requests.ts";
import { answerBatch, answerComposite, type AnswerRequest } from "./composite-requests.ts";
import { type Caller, type DataReply, type DataRequest, versionName } from "./data-request.ts";
import { answerQueryRequest } from "./query-requests.ts";
import { answerSearch } from "./search-requests.ts";
import { answerSobjects } from "./sobject-requests.ts";

/** Every resource below a version; composites come back here with their subrequests. */
export const answerDataRequest: AnswerRequest = (caller, request) => {
  const [resource, second] = request.segments;
  switch (resource) {
    case undefined:
      return answerResourceList(request);
    case "sobjects":
      return answerSobjects(caller, request);
    case "query":
    case "queryAll":
      return answerQueryRequest(caller, request);
    case "search":
    case "parameterizedSearch":
      return answerSearch(caller, request);
    case "limits":
      return answerLimits(caller, request);
    case "composite":
      if (second === "sobjects") return answerCollections(caller, request);
      if (second === "batch") return answerBatch(caller, request, answerDataRequest);
      if (second === undefined) return answerComposite(caller, request, answerDataRequest);
      throw notFound();
    default:
      throw notFound();
  }
};

function answerResourceList(request: DataRequest): DataReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET", "HEAD"]);
  const base = `/services/data/${versionName(request.version)}`;
  const names = ["composite", "limits", "parameterizedSearch", "query", "queryAll", "search", "sobjects"];
  return { status: 200, body: Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) };
}

function answerLimits({ opened }: Caller, request: DataRequest): DataReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method, ["GET", "HEAD"]);
  const max = opened.org.dailyApiRequestsMax;
  return {
    status: 200,
    body: {
      DailyApiRequests: { Max: max, Remaining: Math.max(0, max - apiCallsUsed(opened)) },
      DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
      DailyAsyncApexExecutions: { Max: 250_000, Remaining: 250_000 },
      DataStorageMB: { Max: 1_024, Remaining: 1_024 },
      FileStorageMB: { Max: 10_240, Remaining: 10_240 },
      HourlyODataCallout: { Max: 20_000, Remaining: 20_000 },
      SingleEmail: { Max: 5_000, Remaining: 5_000 },
    },
  };
}
