import { mailApproval } from "@outrigger/api-contract";
import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  Input,
  Textarea,
} from "@fluentui/react-components";
import {
  callEndpoint,
  CopyButton,
  ErrorState,
  isApiError,
  SkeletonBlocks,
  isMailAddress,
} from "@outrigger/ui";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { useApprovalLink, type ApprovalLink } from "./use-approval-link.ts";

const MESSAGE_LENGTH_MAX = 2_000;

export interface AskAdministratorProps {
  title: string;
  onClose: () => void;
  onSent: (address: string) => void;
}

/** The request by mail: to whom, in whose words. The server adds the link. */
export function AskAdministrator(props: AskAdministratorProps) {
  const getLink = useApprovalLink();
  const link = useQuery({ queryKey: ["ask_link"], queryFn: getLink, gcTime: 0 });
  if (link.data) return <AskForm {...props} link={link.data} />;
  return (
    <DialogBody>
      <DialogTitle>{props.title}</DialogTitle>
      <DialogContent>
        {link.isError ? (
          <ErrorState error={link.error} onRetry={() => void link.refetch()} />
        ) : (
          <SkeletonBlocks heights={[52, 168]} />
        )}
      </DialogContent>
    </DialogBody>
  );
}

function AskForm({ title, link, onClose, onSent }: AskAdministratorProps & { link: ApprovalLink }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const [address, setAddress] = useState("");
  const [message, setMessage] = useState(link.draftText.slice(0, MESSAGE_LENGTH_MAX));
  const [isChecked, setChecked] = useState(false);
  const isAddressGood = isMailAddress(address.trim());
  const mail = useMutation({
    mutationFn: () =>
      callEndpoint(mailApproval, {
        params: { approvalId: link.approvalId },
        body: { to: address.trim(), message },
      }),
    onSuccess: () => {
      onSent(address.trim());
      onClose();
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setChecked(true);
    if (isAddressGood) mail.mutate();
  }
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>{title}</DialogTitle>
        <DialogContent className={pane.column}>
          <Field
            label={messages.askAddress}
            required
            validationMessage={isChecked && !isAddressGood ? messages.askAddressInvalid : null}
          >
            <Input
              type="email"
              size="large"
              autoComplete="email"
              value={address}
              onChange={(_event, { value }) => setAddress(value)}
            />
          </Field>
          <Field label={messages.askMessage} hint={messages.askHint}>
            <Textarea
              value={message}
              maxLength={MESSAGE_LENGTH_MAX}
              rows={6}
              resize="vertical"
              onChange={(_event, { value }) => setMessage(value)}
            />
          </Field>
          {mail.isError ? <NotSent error={mail.error} link={link.link} /> : null}
        </DialogContent>
        <DialogActions>
          <Button className={pane.target} onClick={onClose}>
            {messages.cancel}
          </Button>
          <Button
            type="submit"
            appearance="primary"
            className={pane.target}
            disabledFocusable={mail.isPending}
          >
            {messages.send}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

function NotSent({ error, link }: { error: unknown; link: string }) {
  const { messages } = useMessages();
  const isMailDown = isApiError(error, "vendor_unavailable");
  return (
    <>
      <ErrorState error={error} title={isMailDown ? messages.mailNotSent : undefined} />
      {isMailDown ? <CopyButton text={link} label={messages.copyLink} /> : null}
    </>
  );
}
