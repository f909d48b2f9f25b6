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
  tokens,
} from "@fluentui/react-components";
import { provisionUser, type User } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, isApiError, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listMessagesOf } from "../../list-messages.ts";
import { checkNewUser, type NewUserFaults } from "./check-new-user.ts";
import { usersMessagesOf } from "./users-messages.ts";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  text: { margin: 0 },
});

export interface ProvisionDialogProps {
  onClose: () => void;
  onProvisioned: (user: User) => void;
}

/** Adds a person before they have signed in themselves. */
export function ProvisionDialog({ onClose, onProvisioned }: ProvisionDialogProps) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = usersMessagesOf(language);
  const [form, setForm] = useState({ email: "", displayName: "" });
  const [faults, setFaults] = useState<NewUserFaults>({});
  const provision = useProvision(onProvisioned);
  const takenMessage = isApiError(provision.error, "conflict") ? provision.error.publicMessage : undefined;
  function submit() {
    const checked = checkNewUser(form);
    setFaults(checked.faults);
    if (checked.user) provision.mutate(checked.user);
  }
  return (
    <Dialog open onOpenChange={(_event, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <DialogBody>
            <DialogTitle>{messages.provisionTitle}</DialogTitle>
            <DialogContent className={styles.content}>
              <p className={styles.text}>{messages.provisionLead}</p>
              <NewUserFields
                form={form}
                onForm={setForm}
                emailFault={faults.email ? messages.emailInvalid : takenMessage}
                nameFault={faults.displayName ? messages.nameInvalid : undefined}
              />
              {provision.isError && takenMessage === undefined ? (
                <ErrorState error={provision.error} />
              ) : null}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{listMessagesOf(language).cancel}</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabledFocusable={provision.isPending}>
                {messages.provisionSubmit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

interface NewUserFieldsProps {
  form: { email: string; displayName: string };
  onForm: (form: { email: string; displayName: string }) => void;
  emailFault: string | undefined;
  nameFault: string | undefined;
}

function NewUserFields({ form, onForm, emailFault, nameFault }: NewUserFieldsProps) {
  const messages = usersMessagesOf(useLanguage());
  return (
    <>
      <Field label={messages.provisionEmail} required {...faultOf(emailFault)}>
        <Input
          type="email"
          autoComplete="off"
          value={form.email}
          onChange={(_event, { value }) => onForm({ ...form, email: value })}
        />
      </Field>
      <Field label={messages.provisionName} required {...faultOf(nameFault)}>
        <Input
          autoComplete="off"
          value={form.displayName}
          onChange={(_event, { value }) => onForm({ ...form, displayName: value })}
        />
      </Field>
    </>
  );
}

function faultOf(message: string | undefined) {
  return message === undefined ? {} : ({ validationState: "error", validationMessage: message } as const);
}

function useProvision(onProvisioned: (user: User) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: { email: string; displayName: string }) => callEndpoint(provisionUser, { body: user }),
    onSuccess: async (user) => {
      await client.invalidateQueries({ queryKey: ["users"] });
      void client.invalidateQueries({ queryKey: ["overview"] });
      onProvisioned(user);
    },
  });
}
