import { isApiError } from "@outrigger/ui";
import { QueryCache, QueryClient } from "@tanstack/react-query";

const STALE_AFTER_MS = 10_000;

/** A cache that asks again only where asking can help, and notices everywhere that the session has ended. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isApiError(error, "not_signed_in") && query.queryKey[0] !== "session") {
          void client.invalidateQueries({ queryKey: ["session"] });
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: STALE_AFTER_MS,
        retry: (failureCount, error) => failureCount < 2 && isWorthRetrying(error),
      },
    },
  });
  return client;
}

/** An answer below 500 is the server's decision; repeating the question does not change it. */
export function isWorthRetrying(error: unknown): boolean {
  return isApiError(error) && (error.status === 0 || error.status >= 500);
}
