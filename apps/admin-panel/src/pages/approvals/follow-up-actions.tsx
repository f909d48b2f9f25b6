import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
} from "@fluentui/react-components";
import { escalateApproval, remindApproval } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage, isMailAddress } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listMessagesOf } from "../../list-messages.ts";
import type { ListedApproval } from "./approval-card.tsx";
import { approvalsMessagesOf } from "./approvals-messages.ts";

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalS },
  fields: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
});

/** What moves an approval that nobody answers: the same people once more, or somebody else. */
export function FollowUpActions({ approval, tenant }: { approval: ListedApproval; tenant: string }) {
  const styles = useStyles();
  const messages = approvalsMessagesOf(useLanguage());
  const client = useQueryClient();
  const [isEscalating, setIsEscalating] = useState(false);
  const reminder = useMutation({
    mutationFn: () => callEndpoint(remindApproval, { params: { approvalId: approval.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["approvals"] }),
  });
  const isMailed = approval.links.some(({ recipient, state }) => recipient !== null && state !== "revoked");
  return (
    <>
      <div className={styles.row}>
        {isMailed ? (
          <Button
            aria-label={messages.remindFor(tenant)}
            disabledFocusable={reminder.isPending}
            onClick={() => (reminder.isPending ? undefined : reminder.mutate())}
          >
            {messages.remind}
          </Button>
        ) : null}
        <Button aria-label={messages.escalateFor(tenant)} onClick={() => setIsEscalating(true)}>
          {messages.escalate}
        </Button>
        <span role="status">{reminder.data ? messages.reminded(reminder.data.sentCount) : ""}</span>
      </div>
      {reminder.isError ? <ErrorState error={reminder.error} /> : null}
      {isEscalating ? <EscalateDialog approval={approval} onClose={() => setIsEscalating(false)} /> : null}
    </>
  );
}

function EscalateDialog({ approval, onClose }: { approval: ListedApproval; onClose: () => void }) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = approvalsMessagesOf(language);
  const client = useQueryClient();
  const [address, setAddress] = useState("");
  const [when, setWhen] = useState<"now" | "if_unanswered">("now");
  const [isChecked, setIsChecked] = useState(false);
  const to = address.trim();
  const isGood = isMailAddress(to);
  const escalation = useMutation({
    mutationFn: () =>
      callEndpoint(escalateApproval, { params: { approvalId: approval.id }, body: { to, when } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["approvals"] });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setIsChecked(true);
            if (isGood && !escalation.isPending) escalation.mutate();
          }}
        >
          <DialogBody>
            <DialogTitle>{messages.escalateTitle}</DialogTitle>
            <DialogContent className={styles.fields}>
              <Field
                label={messages.escalateAddress}
                required
                {...(isChecked && !isGood
                  ? { validationState: "error", validationMessage: messages.escalateAddressInvalid }
                  : {})}
              >
                <Input type="email" value={address} onChange={(_event, { value }) => setAddress(value)} />
              </Field>
              <RadioGroup
                aria-label={messages.escalateWhen}
                value={when}
                onChange={(_event, { value }) => setWhen(value === "now" ? "now" : "if_unanswered")}
              >
                <Radio value="now" label={messages.escalateNow} />
                <Radio value="if_unanswered" label={messages.escalateLater} />
              </RadioGroup>
              {escalation.isError ? <ErrorState error={escalation.error} /> : null}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{listMessagesOf(language).cancel}</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabledFocusable={escalation.isPending}>
                {messages.escalateSubmit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
