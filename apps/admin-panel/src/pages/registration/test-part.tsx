import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import { explainSignInError, startSignInTest, type SignInTest } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, RelativeTime, useLanguage } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { registrationMessagesOf } from "./registration-messages.ts";
import { usePartStyles } from "./use-part-styles.ts";

const intents = { started: "info", works: "success", fails: "error" } as const;

/** A sign-in with the configured client, there and back, and what errors that stay on Microsoft's page mean. */
export function TestPart({ lastTest }: { lastTest: SignInTest | null }) {
  const part = usePartStyles();
  const messages = registrationMessagesOf(useLanguage());
  const [tenant, setTenant] = useState("");
  const start = useMutation({
    mutationFn: () => callEndpoint(startSignInTest, { body: { tenant } }),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <section className={part.part}>
      <h2 className={part.title}>{messages.testTitle}</h2>
      <p className={part.text}>{messages.testText}</p>
      {lastTest ? (
        <MessageBar intent={intents[lastTest.state]} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              {messages.lastTest}, <RelativeTime at={lastTest.at} />
            </MessageBarTitle>
            <Told code={lastTest.code} sentence={lastTest.sentence} fix={lastTest.fix} />
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <Field label={messages.tenant} hint={messages.tenantHint} className={part.field}>
        <Input value={tenant} onChange={(_event, { value }) => setTenant(value)} />
      </Field>
      <Button className={part.action} disabledFocusable={start.isPending} onClick={() => start.mutate()}>
        {messages.test}
      </Button>
      {start.isError ? <ErrorState error={start.error} /> : null}
      <PageError />
    </section>
  );
}

function PageError() {
  const part = usePartStyles();
  const messages = registrationMessagesOf(useLanguage());
  const [text, setText] = useState("");
  const explain = useMutation({
    mutationFn: () => callEndpoint(explainSignInError, { body: { text } }),
  });
  return (
    <details>
      <summary className={part.summary}>{messages.pageError}</summary>
      <form
        className={part.folded}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") explain.mutate();
        }}
      >
        <p className={part.text}>{messages.pageErrorText}</p>
        <Field label={messages.pageErrorLabel} className={part.field}>
          <Input value={text} onChange={(_event, { value }) => setText(value)} />
        </Field>
        <Button className={part.action} type="submit" disabledFocusable={explain.isPending}>
          {messages.explain}
        </Button>
        <div aria-live="polite">
          {explain.isError ? <ErrorState error={explain.error} /> : null}
          {explain.data ? <Told {...explain.data} /> : null}
        </div>
      </form>
    </details>
  );
}

function Told({ code, sentence, fix }: Pick<SignInTest, "code" | "sentence" | "fix">) {
  const part = usePartStyles();
  return (
    <>
      <p className={part.text}>
        {sentence}
        {code ? ` (${code})` : null}
      </p>
      {fix ? <p className={part.text}>{fix}</p> : null}
    </>
  );
}
