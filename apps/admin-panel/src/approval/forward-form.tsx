import { Button, Field, Input, makeStyles, Textarea, tokens } from "@fluentui/react-components";
import { forwardApprovalLink } from "@outrigger/api-contract";
import { callEndpoint, CopyButton, ErrorState, useLanguage, isMailAddress } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { approvalMessagesOf } from "./approval-messages.ts";

/** The contract's limit (`forwardApprovalLink`). */
const NOTE_CHARACTERS_MAX = 500;

const useStyles = makeStyles({
  form: {
    display: "flex",
    flexDirection: "column",
    alignItems: "start",
    gap: tokens.spacingVerticalM,
    maxWidth: "640px",
  },
  field: { width: "100%" },
  text: { margin: 0, overflowWrap: "anywhere" },
});

/** To a colleague by mail, or as a link to copy: each a link of its own, which ends with this one. */
export function ForwardForm({ token, canMail }: { token: string; canMail: boolean }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const [sentTo, setSentTo] = useState<string>();
  const makeLink = async (): Promise<string> => {
    const { link } = await callEndpoint(forwardApprovalLink, { body: { token } });
    return link ?? "";
  };
  return (
    <>
      <p className={styles.text}>{messages.forwardText}</p>
      {canMail ? <MailForm token={token} onSent={setSentTo} /> : null}
      <p role="status" className={styles.text}>
        {sentTo === undefined ? "" : messages.forwarded(sentTo)}
      </p>
      <div>
        <CopyButton
          appearance={canMail ? "subtle" : "secondary"}
          label={messages.forwardCopy}
          text={makeLink}
        />
      </div>
    </>
  );
}

function MailForm({ token, onSent }: { token: string; onSent: (address: string) => void }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const [address, setAddress] = useState("");
  const [note, setNote] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const to = address.trim();
  const isGood = isMailAddress(to);
  const forward = useMutation({
    mutationFn: () => callEndpoint(forwardApprovalLink, { body: { token, to, note: note.trim() } }),
    onSuccess: () => {
      onSent(to);
      setAddress("");
      setNote("");
      setIsChecked(false);
    },
  });
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (isGood && !forward.isPending) forward.mutate();
      }}
    >
      <Field
        className={styles.field}
        label={messages.forwardAddress}
        required
        {...(isChecked && !isGood
          ? { validationState: "error", validationMessage: messages.forwardAddressInvalid }
          : {})}
      >
        <Input type="email" value={address} onChange={(_event, { value }) => setAddress(value)} />
      </Field>
      <Field className={styles.field} label={messages.forwardNote}>
        <Textarea
          resize="vertical"
          maxLength={NOTE_CHARACTERS_MAX}
          value={note}
          onChange={(_event, { value }) => setNote(value)}
        />
      </Field>
      {forward.isError ? <ErrorState error={forward.error} /> : null}
      <Button type="submit" disabledFocusable={forward.isPending}>
        {messages.forwardSubmit}
      </Button>
    </form>
  );
}
