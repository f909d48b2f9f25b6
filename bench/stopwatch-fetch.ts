/** A `fetch` that also knows how long at least one call was under way, in milliseconds. */
export interface StopwatchFetch {
  readonly fetch: typeof globalThis.fetch;
  readWaitedMs(): number;
}

/** Counts overlapping calls once: time is waited for, whoever else waits beside. */
export function createStopwatchFetch(): StopwatchFetch {
  let underWay = 0;
  let begunAt = 0;
  let waitedMs = 0;
  const begin = (): void => {
    if (underWay === 0) begunAt = performance.now();
    underWay += 1;
  };
  const end = (): void => {
    underWay -= 1;
    if (underWay === 0) waitedMs += performance.now() - begunAt;
  };
  return {
    fetch: async (input, init) => {
      begin();
      try {
        const response = await fetch(input, init);
        // The answer has come when its body has: `fetch` alone settles at the headers.
        const body = await response.arrayBuffer();
        const { status, headers } = response;
        return new Response(body.byteLength === 0 ? null : body, { status, headers });
      } finally {
        end();
      }
    },
    readWaitedMs: () => waitedMs,
  };
}
