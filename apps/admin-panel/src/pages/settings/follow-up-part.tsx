import { Field, Input, makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { Settings } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { useState } from "react";
import { parseFollowUp, type FollowUpFields } from "./parse-follow-up.ts";
import { settingsMessagesOf } from "./settings-messages.ts";

const useStyles = makeStyles({
  part: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
  fields: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 240px), 1fr))",
    gap: tokens.spacingVerticalM,
    alignItems: "end",
  },
});

/** The four rules for an approval that nobody answers, as they are being typed. */
export function useFollowUpFields(settings: Settings) {
  const [fields, setFields] = useState<FollowUpFields>({
    reminderDays: String(settings.approvalReminderDays),
    reminderCount: String(settings.approvalReminderCountMax),
    escalationDays: String(settings.approvalEscalationDays),
    escalationAddress: settings.approvalEscalationAddress ?? "",
  });
  const parsed = parseFollowUp(fields);
  return {
    fields,
    change: (change: Partial<FollowUpFields>) => setFields((known) => ({ ...known, ...change })),
    parsed,
    isChanged:
      parsed.settings === undefined ||
      parsed.settings.approvalReminderDays !== settings.approvalReminderDays ||
      parsed.settings.approvalReminderCountMax !== settings.approvalReminderCountMax ||
      parsed.settings.approvalEscalationDays !== settings.approvalEscalationDays ||
      parsed.settings.approvalEscalationAddress !== settings.approvalEscalationAddress,
  };
}

export interface FollowUpPartProps {
  followUp: ReturnType<typeof useFollowUpFields>;
  /** Faults are shown once somebody has tried to save. */
  isChecked: boolean;
}

export function FollowUpPart({ followUp, isChecked }: FollowUpPartProps) {
  const styles = useStyles();
  const messages = settingsMessagesOf(useLanguage());
  const { fields, change, parsed } = followUp;
  const rows: { name: keyof FollowUpFields; label: string; invalid: string }[] = [
    { name: "reminderDays", label: messages.reminderDays, invalid: messages.followUpDaysInvalid },
    { name: "reminderCount", label: messages.reminderCount, invalid: messages.reminderCountInvalid },
    { name: "escalationDays", label: messages.escalationDays, invalid: messages.followUpDaysInvalid },
    {
      name: "escalationAddress",
      label: messages.escalationAddress,
      invalid: messages.escalationAddressInvalid,
    },
  ];
  return (
    <section className={styles.part}>
      <h2 className={styles.title}>{messages.followUpTitle}</h2>
      <p className={styles.hint}>{messages.followUpHint}</p>
      <div className={styles.fields}>
        {rows.map(({ name, label, invalid }) => (
          <Field
            key={name}
            label={label}
            {...(isChecked && parsed.wrong.includes(name)
              ? { validationState: "error", validationMessage: invalid }
              : {})}
          >
            <Input
              type={name === "escalationAddress" ? "email" : "text"}
              inputMode={name === "escalationAddress" ? "email" : "numeric"}
              value={fields[name]}
              onChange={(_event, { value }) => change({ [name]: value })}
            />
          </Field>
        ))}
      </div>
    </section>
  );
}
