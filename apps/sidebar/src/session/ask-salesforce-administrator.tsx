import type { SalesforceAccess } from "@outrigger/api-contract";
import { Button, Field, Input, makeStyles, mergeClasses } from "@fluentui/react-components";
import { CopyButton, ErrorState } from "@outrigger/ui";
import { useState } from "react";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { useAskSalesforceAccess } from "./use-salesforce-access.ts";

const useStyles = makeStyles({
  primary: { width: "100%" },
  action: { flexGrow: 1 },
  row: { display: "flex", gap: "8px", flexWrap: "wrap" },
});

export interface AskSalesforceAdministratorProps {
  access: SalesforceAccess | null;
  /** Code of the catalogue, as far as it is known by now. */
  cause: string | undefined;
}

/** The link for the administrator, to copy or to mail with the person's own program: we send nothing for strangers. */
export function AskSalesforceAdministrator({ access, cause }: AskSalesforceAdministratorProps) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const ask = useAskSalesforceAccess();
  const [name, setName] = useState("");
  // The answer stays on the screen while it is asked again: a mutation forgets it.
  const [draft, setDraft] = useState<{ subject: string; text: string }>();
  const asking = {
    ...(name.trim() === "" ? {} : { name: name.trim() }),
    ...(cause === undefined ? {} : { cause }),
  };
  async function askForLink() {
    const answer = await ask.mutateAsync(asking);
    setDraft(answer.draft);
    return answer.link;
  }
  const failure = ask.isError ? <ErrorState error={ask.error} /> : null;
  if (!draft) {
    return (
      <>
        <Button
          appearance="primary"
          className={mergeClasses(styles.primary, pane.target)}
          disabledFocusable={ask.isPending}
          onClick={() => ask.mutate(asking, { onSuccess: (answer) => setDraft(answer.draft) })}
        >
          {access?.state === "declined" ? messages.askAgain : messages.askSalesforceAdministrator}
        </Button>
        {failure}
      </>
    );
  }
  return (
    <div className={pane.column}>
      <p className={pane.text}>{messages.sendTheLink}</p>
      <Field label={messages.yourName} hint={messages.yourNameHint}>
        <Input
          value={name}
          maxLength={60}
          autoComplete="name"
          onChange={(_event, { value }) => setName(value)}
          onBlur={() => ask.mutate(asking, { onSuccess: (answer) => setDraft(answer.draft) })}
        />
      </Field>
      <div className={styles.row}>
        <CopyButton
          appearance="primary"
          className={mergeClasses(styles.action, pane.target)}
          text={askForLink}
          label={messages.copyLink}
        />
        <Button
          as="a"
          className={mergeClasses(styles.action, pane.target)}
          href={mailtoOf(draft)}
          target="_blank"
        >
          {messages.writeMail}
        </Button>
      </div>
      {failure}
    </div>
  );
}

/** RFC 6068: both fields percent-encoded, lines ended by CRLF. */
function mailtoOf({ subject, text }: { subject: string; text: string }): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replaceAll("\n", "\r\n"))}`;
}
