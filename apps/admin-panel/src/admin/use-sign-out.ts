import { deleteSession } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";

/** Ends the session and forgets everything that was shown in it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callEndpoint(deleteSession, {}),
    onSettled: async () => {
      client.removeQueries({
        predicate: (query) => !["session", "product"].includes(String(query.queryKey[0])),
      });
      await client.invalidateQueries({ queryKey: ["session"] });
    },
  });
}
