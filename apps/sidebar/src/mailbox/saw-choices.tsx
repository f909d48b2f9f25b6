import { answerDiagnosisQuestion, type Diagnosis } from "@outrigger/api-contract";
import { Button, Field, makeStyles, mergeClasses, Textarea, tokens } from "@fluentui/react-components";
import { callEndpoint, ErrorState } from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { mailboxKey } from "./use-mailbox.ts";

/** The contract's limit (`answerDiagnosisQuestion`). */
const PAGE_TEXT_LENGTH_MAX = 5_000;

type Choice = NonNullable<Diagnosis["question"]>["choices"][number];

const useStyles = makeStyles({
  choices: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  choice: {
    justifyContent: "start",
    gap: tokens.spacingHorizontalM,
    textAlign: "start",
    padding: tokens.spacingHorizontalS,
  },
  picture: {
    flexShrink: 0,
    width: "64px",
    height: "48px",
    borderRadius: tokens.borderRadiusSmall,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
});

/** "What did Microsoft's page say?", as pictures to choose from; the choice settles the diagnosis. */
export function SawChoices({
  title,
  choices,
  onAnswered,
}: {
  title: string;
  choices: readonly Choice[];
  onAnswered?: () => void;
}) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const queryClient = useQueryClient();
  const [isOther, setOther] = useState(false);
  const answer = useMutation({
    mutationFn: (body: { saw: Choice["value"]; pageText?: string }) =>
      callEndpoint(answerDiagnosisQuestion, { body }),
    onSuccess: (mailbox) => {
      queryClient.setQueryData(mailboxKey, mailbox);
      onAnswered?.();
    },
  });
  if (isOther) {
    return (
      <PageText
        isPending={answer.isPending}
        error={answer.error}
        onAnswer={(pageText) => answer.mutate({ saw: "other", pageText })}
      />
    );
  }
  return (
    <div role="group" aria-label={title} className={styles.choices}>
      <p className={mergeClasses(pane.text, pane.heading)}>{title}</p>
      {choices.map(({ value, label }) => (
        <Button
          key={value}
          className={mergeClasses(pane.target, styles.choice)}
          icon={{ className: styles.picture, children: <PagePicture saw={value} /> }}
          disabledFocusable={answer.isPending}
          onClick={() => (value === "other" ? setOther(true) : answer.mutate({ saw: value }))}
        >
          {label}
        </Button>
      ))}
      {answer.isError ? <ErrorState error={answer.error} /> : null}
    </div>
  );
}

interface PageTextProps {
  isPending: boolean;
  error: unknown;
  onAnswer: (pageText: string) => void;
}

/** Microsoft's other pages say what is wrong, by a code: the one thing worth copying. */
function PageText({ isPending, error, onAnswer }: PageTextProps) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const [text, setText] = useState("");
  return (
    <form
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) onAnswer(text);
      }}
    >
      <Field label={messages.pageText} hint={messages.pageTextHint}>
        <Textarea
          autoFocus
          rows={4}
          maxLength={PAGE_TEXT_LENGTH_MAX}
          value={text}
          onChange={(_event, { value }) => setText(value)}
        />
      </Field>
      {error ? <ErrorState error={error} /> : null}
      <Button type="submit" appearance="primary" className={pane.target} disabledFocusable={isPending}>
        {text.trim() === "" ? messages.pageTextNothing : messages.pageTextSend}
      </Button>
    </form>
  );
}

/** The choices where the server asked no question of its own. */
export function useAllChoices(): Choice[] {
  const { messages } = useMessages();
  return [
    { value: "need_admin_approval", label: messages.sawNeedAdminApproval },
    { value: "approval_required", label: messages.sawApprovalRequired },
    { value: "permissions_requested", label: messages.sawPermissionsRequested },
    { value: "other", label: messages.sawOther },
  ];
}

/** The outline of Microsoft's page: where its title, lists, text field and buttons stand. */
function PagePicture({ saw }: { saw: Choice["value"] }) {
  return (
    <svg viewBox="0 0 64 48" width="64" height="48" aria-hidden fill="currentColor">
      <rect x="6" y="6" width={saw === "permissions_requested" ? 40 : 34} height="4" rx="1" />
      {saw === "need_admin_approval" ? (
        <>
          <rect x="6" y="15" width="8" height="8" rx="1" opacity="0.6" />
          <rect x="17" y="16" width="28" height="2" opacity="0.5" />
          <rect x="17" y="20" width="20" height="2" opacity="0.5" />
          <rect x="6" y="29" width="50" height="2" opacity="0.5" />
          <rect x="6" y="33" width="44" height="2" opacity="0.5" />
          <rect x="6" y="40" width="36" height="2" opacity="0.8" />
        </>
      ) : null}
      {saw === "approval_required" ? (
        <>
          <rect x="6" y="14" width="48" height="2" opacity="0.5" />
          <rect x="6.5" y="20.5" width="51" height="11" rx="1" fill="none" stroke="currentColor" />
          <rect x="24" y="37" width="15" height="7" rx="1" opacity="0.4" />
          <rect x="42" y="37" width="16" height="7" rx="1" />
        </>
      ) : null}
      {saw === "permissions_requested" ? (
        <>
          <path
            d="M6 16l2 2 3-4M6 23l2 2 3-4M6 30l2 2 3-4"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.3"
          />
          <rect x="15" y="15" width="38" height="2" opacity="0.5" />
          <rect x="15" y="22" width="32" height="2" opacity="0.5" />
          <rect x="15" y="29" width="36" height="2" opacity="0.5" />
          <rect x="24" y="37" width="15" height="7" rx="1" opacity="0.4" />
          <rect x="42" y="37" width="16" height="7" rx="1" />
        </>
      ) : null}
      {saw === "other" ? (
        <text x="32" y="36" fontSize="22" textAnchor="middle">
          ?
        </text>
      ) : null}
    </svg>
  );
}
