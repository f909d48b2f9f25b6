import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from "@fluentui/react-components";
import { revokeApproval } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { listMessagesOf } from "../../list-messages.ts";
import type { ListedApproval } from "./approval-card.tsx";
import { approvalsMessagesOf } from "./approvals-messages.ts";

/** Says who keeps waiting before the link is withdrawn. */
export function RevokeDialog({ approval, onClose }: { approval: ListedApproval; onClose: () => void }) {
  const language = useLanguage();
  const messages = approvalsMessagesOf(language);
  const client = useQueryClient();
  const revocation = useMutation({
    mutationFn: () => callEndpoint(revokeApproval, { params: { approvalId: approval.id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["approvals"] });
      onClose();
    },
  });
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{messages.revokeTitle}</DialogTitle>
          <DialogContent>
            <p>{messages.revokeText(approval.waitingCount)}</p>
            <p>{messages.revokeGrants}</p>
            {revocation.isError ? <ErrorState error={revocation.error} /> : null}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{listMessagesOf(language).cancel}</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              disabledFocusable={revocation.isPending}
              onClick={() => revocation.mutate()}
            >
              {messages.revokeSubmit}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
