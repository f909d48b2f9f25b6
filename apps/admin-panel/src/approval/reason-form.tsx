import { Button, Field, makeStyles, Textarea, tokens } from "@fluentui/react-components";
import { ErrorState } from "@outrigger/ui";
import { useState } from "react";

/** The contract's limit of a reason. */
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

export interface ReasonFormProps {
  label: string;
  /** Said where the reason is left out. */
  missing: string;
  submit: string;
  error: unknown;
  isPending: boolean;
  onSubmit: (reason: string) => void;
}

/** A no, with the reason that the people who wait will read. */
export function ReasonForm({ label, missing, submit, error, isPending, onSubmit }: ReasonFormProps) {
  const styles = useStyles();
  const [reason, setReason] = useState("");
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setIsReasonMissing(reason.trim() === "");
        if (reason.trim() !== "") onSubmit(reason.trim());
      }}
    >
      <Field
        className={styles.field}
        label={label}
        required
        {...(isReasonMissing ? { validationState: "error", validationMessage: missing } : {})}
      >
        <Textarea
          resize="vertical"
          maxLength={REASON_CHARACTERS_MAX}
          value={reason}
          onChange={(_event, { value }) => setReason(value)}
        />
      </Field>
      {error === null ? null : <ErrorState error={error} />}
      <Button type="submit" disabledFocusable={isPending}>
        {submit}
      </Button>
    </form>
  );
}
