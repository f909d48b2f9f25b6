import { declineApprovalLink } from "@outrigger/api-contract";
import { callEndpoint, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { approvalMessagesOf } from "./approval-messages.ts";
import { ReasonForm } from "./reason-form.tsx";

/** A no, with the reason that the people who wait will read. */
export function DeclineForm({ token }: { token: string }) {
  const messages = approvalMessagesOf(useLanguage());
  const client = useQueryClient();
  const decline = useMutation({
    mutationFn: (reason: string) => callEndpoint(declineApprovalLink, { body: { token, reason } }),
    onSuccess: (page) => client.setQueryData(["approval-link", token], page),
  });
  return (
    <ReasonForm
      label={messages.declineReason}
      missing={messages.declineReasonMissing}
      submit={messages.declineSubmit}
      error={decline.error}
      isPending={decline.isPending}
      onSubmit={(reason) => decline.mutate(reason)}
    />
  );
}
