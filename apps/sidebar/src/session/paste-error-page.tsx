import { Button, Field, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";

const LENGTH_MAX = 8000;

/** The address of Salesforce's error page is all that tells its causes apart; nobody but the person sees it. */
export function PasteErrorPage({ onExplain }: { onExplain: (text: string) => void }) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const [text, setText] = useState("");
  const isEmpty = text.trim() === "";
  return (
    <form
      className={pane.column}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) onExplain(text.trim().slice(0, LENGTH_MAX));
      }}
    >
      <Field label={messages.pasteLabel} hint={messages.pasteHint}>
        <Textarea
          value={text}
          rows={3}
          maxLength={LENGTH_MAX}
          autoFocus
          spellCheck={false}
          onChange={(_event, { value }) => setText(value)}
        />
      </Field>
      <Button type="submit" className={pane.target} disabledFocusable={isEmpty}>
        {messages.explainIt}
      </Button>
    </form>
  );
}
