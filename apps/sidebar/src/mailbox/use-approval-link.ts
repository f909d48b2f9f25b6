import { createApproval } from "@outrigger/api-contract";
import { callEndpoint } from "@outrigger/ui";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { mailboxKey } from "./use-mailbox.ts";

export interface ApprovalLink {
  approvalId: string;
  /** Absolute; the token stays in the fragment. */
  link: string;
  draftText: string;
}

const approvalLinkKey = ["approval_link"] as const;
/** Asking again makes a new link, so the one at hand is used for as long as somebody may be busy with it. */
const LINK_KEPT_MS = 10 * 60_000;

/** Gives the administrator's link: asks for the approval, or joins the one that is open, at the first need. */
export function useApprovalLink(): () => Promise<ApprovalLink> {
  const queryClient = useQueryClient();
  return useCallback(
    () =>
      queryClient.fetchQuery({
        queryKey: approvalLinkKey,
        staleTime: LINK_KEPT_MS,
        queryFn: async (): Promise<ApprovalLink> => {
          const { approval, link, draft } = await callEndpoint(createApproval, { body: {} });
          void queryClient.invalidateQueries({ queryKey: mailboxKey });
          return {
            approvalId: approval.id,
            link: new URL(link, location.origin).href,
            draftText: draft.text,
          };
        },
      }),
    [queryClient],
  );
}
