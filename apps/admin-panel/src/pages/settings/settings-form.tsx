import {
  Button,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Textarea,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { changeSettings, type Settings } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FollowUpPart, useFollowUpFields } from "./follow-up-part.tsx";
import { parseDays, parseDomains, type ParsedDomains } from "./parse-domains.ts";
import { settingsMessagesOf } from "./settings-messages.ts";

/** The sync's own default (the API's settings carry the organization's). */
const DAYS_DEFAULT = "6";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXL, maxWidth: "640px" },
  part: {
    border: "none",
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
  },
  title: { ...typographyStyles.subtitle2, padding: 0, margin: 0 },
  hint: { margin: 0, color: tokens.colorNeutralForeground2 },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  days: { width: "120px", marginInlineStart: tokens.spacingHorizontalXXXL },
  domains: { minHeight: "120px", fontFamily: tokens.fontFamilyMonospace },
  foot: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalM },
});

/** Edits the settings; nothing is sent before it holds. */
export function SettingsForm({ settings }: { settings: Settings }) {
  const styles = useStyles();
  const messages = settingsMessagesOf(useLanguage());
  const form = useSettingsForm(settings);
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <WindowPart form={form} />
      <DomainsPart form={form} />
      <FollowUpPart followUp={form.followUp} isChecked={form.isChecked} />
      {form.error === null ? null : <ErrorState error={form.error} />}
      <div className={styles.foot}>
        <Button type="submit" appearance="primary" disabledFocusable={form.isSaving}>
          {form.isSaving ? messages.saving : messages.save}
        </Button>
        <span role="status">{form.isChanged ? messages.unsaved : form.isSaved ? messages.saved : ""}</span>
      </div>
    </form>
  );
}

type SettingsFormState = ReturnType<typeof useSettingsForm>;

function WindowPart({ form }: { form: SettingsFormState }) {
  const styles = useStyles();
  const messages = settingsMessagesOf(useLanguage());
  return (
    <fieldset className={styles.part}>
      <legend className={styles.title}>{messages.windowTitle}</legend>
      <p className={styles.hint}>{messages.windowHint}</p>
      <RadioGroup
        aria-label={messages.windowTitle}
        value={form.isEverything ? "everything" : "days"}
        onChange={(_event, { value }) => form.setIsEverything(value === "everything")}
      >
        <Radio value="days" label={messages.windowDays} />
        <Field
          label={messages.days}
          className={styles.days}
          {...faultOf(form.faults.days ? messages.daysInvalid : undefined)}
        >
          <Input
            inputMode="numeric"
            disabled={form.isEverything}
            value={form.days}
            onChange={(_event, { value }) => form.setDays(value)}
          />
        </Field>
        <Radio
          value="everything"
          label={
            <>
              {messages.windowEverything}
              <br />
              <span className={styles.small}>{messages.windowEverythingHint}</span>
            </>
          }
        />
      </RadioGroup>
    </fieldset>
  );
}

function DomainsPart({ form }: { form: SettingsFormState }) {
  const styles = useStyles();
  const messages = settingsMessagesOf(useLanguage());
  return (
    <section className={styles.part}>
      <h2 className={styles.title}>{messages.domainsTitle}</h2>
      <Field
        label={messages.domainsLabel}
        hint={messages.domainsHint}
        {...faultOf(sayDomainFault(form.faults.domains, messages))}
      >
        <Textarea
          resize="vertical"
          textarea={{ className: styles.domains, spellCheck: false }}
          value={form.domains}
          onChange={(_event, { value }) => form.setDomains(value)}
        />
      </Field>
    </section>
  );
}

interface Faults {
  days?: boolean;
  domains?: ParsedDomains;
}

function useSettingsForm(settings: Settings) {
  const client = useQueryClient();
  const [isEverything, setIsEverything] = useState(settings.initialWindowDays === null);
  const [days, setDays] = useState(String(settings.initialWindowDays ?? DAYS_DEFAULT));
  const [domains, setDomains] = useState(settings.internalDomains.join("\n"));
  const [faults, setFaults] = useState<Faults>({});
  const [isChecked, setIsChecked] = useState(false);
  const followUp = useFollowUpFields(settings);
  const change = useMutation({
    mutationFn: (next: Partial<Settings>) => callEndpoint(changeSettings, { body: next }),
    onSuccess: (saved) => {
      client.setQueryData(["settings"], saved);
      setDomains(saved.internalDomains.join("\n"));
    },
  });
  const parsedDomains = parseDomains(domains);
  const parsedDays = isEverything ? null : parseDays(days);
  function submit() {
    setIsChecked(true);
    const areDaysWrong = parsedDays === undefined;
    const areDomainsWrong = parsedDomains.outcome !== "parsed";
    setFaults({
      ...(areDaysWrong ? { days: true } : {}),
      ...(areDomainsWrong ? { domains: parsedDomains } : {}),
    });
    const rules = followUp.parsed.settings;
    if (!areDaysWrong && !areDomainsWrong && rules) {
      change.mutate({ initialWindowDays: parsedDays, internalDomains: parsedDomains.domains, ...rules });
    }
  }
  return {
    isEverything,
    setIsEverything,
    days,
    setDays,
    domains,
    setDomains,
    faults,
    followUp,
    isChecked,
    submit,
    error: change.error,
    isSaving: change.isPending,
    isSaved: change.isSuccess,
    isChanged:
      followUp.isChanged ||
      parsedDays !== settings.initialWindowDays ||
      parsedDomains.outcome !== "parsed" ||
      parsedDomains.domains.join("\n") !== settings.internalDomains.join("\n"),
  };
}

function sayDomainFault(
  fault: ParsedDomains | undefined,
  messages: ReturnType<typeof settingsMessagesOf>,
): string | undefined {
  if (fault?.outcome === "invalid") return messages.domainInvalid(fault.line, fault.text);
  if (fault?.outcome === "too_many") return messages.domainsTooMany;
  return undefined;
}

function faultOf(message: string | undefined) {
  return message === undefined ? {} : ({ validationState: "error", validationMessage: message } as const);
}
