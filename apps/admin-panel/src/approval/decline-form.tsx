import { Button, Field, makeStyles, Textarea, tokens } from "@fluentui/react-components";
import { declineApprovalLink } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { approvalMessagesOf } from "./approval-messages.ts";

/** The contract's limit (`declineApprovalLink`). */
const REASON_CHARACTERS_MAX = 500;

const useStyles = makeStyles({
  form: {
    display: "flex",
    flexDirection: "column",
    alignItems: "start",
    gap: tokens.spacingVerticalM,
    maxWidth: "640px",
  },
  field: { width: "100%" },
});

/** A no, with the reason that the people who wait will read. */
export function DeclineForm({ token }: { token: string }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  const decline = useMutation({
    mutationFn: () => callEndpoint(declineApprovalLink, { body: { token, reason: reason.trim() } }),
    onSuccess: (page) => client.setQueryData(["approval-link", token], page),
  });
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setIsReasonMissing(reason.trim() === "");
        if (reason.trim() !== "") decline.mutate();
      }}
    >
      <Field
        className={styles.field}
        label={messages.declineReason}
        required
        {...(isReasonMissing
          ? { validationState: "error", validationMessage: messages.declineReasonMissing }
          : {})}
      >
        <Textarea
          resize="vertical"
          maxLength={REASON_CHARACTERS_MAX}
          value={reason}
          onChange={(_event, { value }) => setReason(value)}
        />
      </Field>
      {decline.isError ? <ErrorState error={decline.error} /> : null}
      <Button type="submit" disabledFocusable={decline.isPending}>
        {messages.declineSubmit}
      </Button>
    </form>
  );
}
