import { Badge, Button, Card, Field, makeStyles, Textarea, tokens } from "@fluentui/react-components";
import { authorizeAdministrator, checkRegistration, type RegistrationFinding } from "@outrigger/api-contract";
import { callEndpoint, CopyButton, ErrorState, isApiError, useLanguage } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { registrationMessagesOf } from "./registration-messages.ts";
import { usePartStyles } from "./use-part-styles.ts";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
  },
  badge: { alignSelf: "flex-start" },
  fix: { margin: 0, overflowWrap: "anywhere" },
  json: { minHeight: "120px", fontFamily: tokens.fontFamilyMonospace },
});

/** Compares the registration with what is needed: as an administrator, or from what somebody pastes. */
export function CheckPart({ readCommand }: { readCommand: string }) {
  const part = usePartStyles();
  const styles = useStyles();
  const messages = registrationMessagesOf(useLanguage());
  const [pasted, setPasted] = useState("");
  const check = useMutation({
    mutationFn: (application?: string) =>
      callEndpoint(checkRegistration, { body: application === undefined ? {} : { application } }),
    onError: (error) => {
      if (isApiError(error, "administrator_session_required")) signIn.mutate();
    },
  });
  const signIn = useMutation({
    mutationFn: () =>
      callEndpoint(authorizeAdministrator, {
        body: { purpose: "check_registration", returnTo: "registration" },
      }),
    onSuccess: ({ url }) => location.assign(url),
  });
  const isLeaving = isApiError(check.error, "administrator_session_required");
  return (
    <section className={part.part}>
      <h2 className={part.title}>{messages.checkTitle}</h2>
      <p className={part.text}>{messages.checkText}</p>
      <Button
        className={part.action}
        appearance="primary"
        disabledFocusable={check.isPending || signIn.isPending}
        onClick={() => check.mutate(undefined)}
      >
        {check.isSuccess ? messages.checkAgain : messages.check}
      </Button>
      <details>
        <summary className={part.summary}>{messages.paste}</summary>
        <div className={part.folded}>
          <p className={part.text}>{messages.pasteText}</p>
          <pre className={part.code} tabIndex={0} aria-label={messages.pasteText}>
            {readCommand}
          </pre>
          <div className={part.action}>
            <CopyButton text={readCommand} label={messages.copy} />
          </div>
          <Field label={messages.pasteLabel} className={part.field}>
            <Textarea
              resize="vertical"
              textarea={{ className: styles.json, spellCheck: false }}
              value={pasted}
              onChange={(_event, { value }) => setPasted(value)}
            />
          </Field>
          <Button
            className={part.action}
            disabledFocusable={check.isPending || pasted.trim() === ""}
            onClick={() => check.mutate(pasted)}
          >
            {messages.checkPasted}
          </Button>
        </div>
      </details>
      <div aria-live="polite" className={part.part}>
        {check.isError && !isLeaving ? <ErrorState error={check.error} /> : null}
        {signIn.isError ? <ErrorState error={signIn.error} /> : null}
        {check.data ? <Findings findings={check.data.findings} /> : null}
        {check.data && !check.data.hasPrincipal ? <p className={part.text}>{messages.noPrincipal}</p> : null}
      </div>
    </section>
  );
}

function Findings({ findings }: { findings: RegistrationFinding[] }) {
  const part = usePartStyles();
  const styles = useStyles();
  const messages = registrationMessagesOf(useLanguage());
  if (findings.length === 0) return <p className={part.text}>{messages.allGood}</p>;
  return (
    <ul className={styles.list}>
      {findings.map(({ code, severity, sentence, fix }) => (
        <li key={`${code} ${sentence}`}>
          <Card>
            <Badge
              className={styles.badge}
              appearance="tint"
              shape="rounded"
              color={severity === "fault" ? "danger" : "warning"}
            >
              {messages[severity]}
            </Badge>
            <p className={styles.fix}>{sentence}</p>
            <p className={styles.fix}>
              <strong>{messages.toFix}:</strong> {fix}
            </p>
          </Card>
        </li>
      ))}
    </ul>
  );
}
