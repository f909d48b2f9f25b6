import {
  askSalesforceAccess,
  explainSalesforceError,
  getSalesforceAccess,
  type SalesforceAccess,
} from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

const accessKey = ["salesforce_access"] as const;
const POLL_MS = 5_000;

/** This browser's request to a Salesforce administrator, kept true while an answer may come; null where there is none, undefined until known. */
export function useSalesforceAccess(): SalesforceAccess | null | undefined {
  const { data } = useQuery({
    queryKey: accessKey,
    queryFn: async ({ signal }) => (await callEndpoint(getSalesforceAccess, { signal })).request,
    refetchInterval: ({ state }) => (state.data?.state === "open" ? POLL_MS : false),
  });
  return data;
}

export function useAskSalesforceAccess() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (asking: { name?: string; cause?: string }) =>
      callEndpoint(askSalesforceAccess, { body: asking }),
    onSuccess: ({ request }) => queryClient.setQueryData(accessKey, request),
  });
}

/** What a pasted address or text means; the answer is kept on this screen alone. */
export function useExplainSalesforceError() {
  return useMutation({
    mutationFn: (text: string) => callEndpoint(explainSalesforceError, { body: { text } }),
  });
}
