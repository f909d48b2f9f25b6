import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { getReadingCommands, uploadPostureReading } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { CommandTabs } from "../../command-tabs.tsx";
import { ListBody } from "../../list-body.tsx";
import { parseReadingFile } from "./parse-reading-file.ts";
import { postureMessagesOf } from "./posture-messages.ts";

const useStyles = makeStyles({
  summary: { cursor: "pointer", paddingBlock: tokens.spacingVerticalS },
  body: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    paddingBlockEnd: tokens.spacingVerticalM,
    minWidth: 0,
  },
  hint: { margin: 0, maxWidth: "80ch" },
  fault: { color: tokens.colorStatusDangerForeground3, margin: 0 },
});

/** Read-only commands for administrators who read the tenant themselves, and the place for the file they leave. */
export function OwnReading({ onRead }: { onRead: () => Promise<void> }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{messages.ownTitle}</summary>
      {isOpen ? <OwnReadingBody onRead={onRead} /> : null}
    </details>
  );
}

function OwnReadingBody({ onRead }: { onRead: () => Promise<void> }) {
  const styles = useStyles();
  const messages = postureMessagesOf(useLanguage());
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<"notJson" | "tooLarge">();
  const commands = useQuery({
    queryKey: ["posture-commands"],
    queryFn: ({ signal }) => callEndpoint(getReadingCommands, { signal }),
  });
  const upload = useMutation({
    mutationFn: (reading: Record<string, unknown>) =>
      callEndpoint(uploadPostureReading, { body: { reading } }),
    onSuccess: onRead,
  });
  async function bring(file: File | undefined) {
    setFault(undefined);
    if (file === undefined) return;
    const read = await parseReadingFile(file);
    if (read.outcome === "read") upload.mutate(read.reading);
    else setFault(read.outcome);
  }
  return (
    <div className={styles.body}>
      <p className={styles.hint}>{messages.ownHint}</p>
      <ListBody query={commands} skeleton={[160]}>
        {(answer) => (
          <CommandTabs
            commands={answer.commands.map(({ kind, text }) => ({ title: messages.commandTitle(kind), text }))}
          />
        )}
      </ListBody>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={messages.upload}
        onChange={(event) => {
          void bring(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <div>
        <Button disabledFocusable={upload.isPending} onClick={() => input.current?.click()}>
          {upload.isPending ? messages.uploading : messages.upload}
        </Button>
      </div>
      {fault === undefined ? null : (
        <p role="alert" className={styles.fault}>
          {messages[fault]}
        </p>
      )}
      {upload.isError ? <ErrorState error={upload.error} /> : null}
    </div>
  );
}
