/** One call that the sandbox received. Never holds headers, query or body: they carry secrets. */
export interface LoggedRequest {
  at: string;
  api: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  list(): LoggedRequest[];
  totals(): Record<string, number>;
  clear(): void;
}

const KEPT_REQUESTS = 5_000;

export function createRequestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  let totals = new Map<string, number>();
  return {
    add: (request) => {
      requests.push(request);
      if (requests.length > KEPT_REQUESTS * 2) requests = requests.slice(-KEPT_REQUESTS);
      totals.set(request.api, (totals.get(request.api) ?? 0) + 1);
    },
    list: () => requests.slice(-KEPT_REQUESTS),
    totals: () => Object.fromEntries(totals),
    clear: () => {
      requests = [];
      totals = new Map();
    },
  };
}
