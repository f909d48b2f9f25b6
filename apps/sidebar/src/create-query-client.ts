import { isApiError } from "@outrigger/ui";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { sessionKey } from "./session/use-session.ts";

const RETRIES_MAX = 2;

/** The screen's memory of the server: the end of a session shows the sign-in, whichever call learns of it first. */
export function createQueryClient(): QueryClient {
  const endSession = (error: unknown) => {
    if (isApiError(error, "not_signed_in")) queryClient.setQueryData(sessionKey, null);
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: endSession }),
    mutationCache: new MutationCache({ onError: endSession }),
    defaultOptions: {
      queries: {
        // What the server refused once it refuses again; only silence and its own faults are worth another try.
        retry: (failures, error) =>
          failures < RETRIES_MAX && (isApiError(error, "network") || isApiError(error, "internal_error")),
        refetchOnWindowFocus: "always",
      },
    },
  });
  return queryClient;
}
