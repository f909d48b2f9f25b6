import { Badge, makeStyles, type BadgeProps } from "@fluentui/react-components";
import { mailboxStates, type User } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { usersMessagesOf } from "./users-messages.ts";

export type MailboxState = User["mailboxState"];

const colors: Readonly<Record<MailboxState, NonNullable<BadgeProps["color"]>>> = {
  connected: "success",
  waiting: "warning",
  authorizing: "informative",
  blocked: "danger",
  needs_sign_in: "danger",
  not_connected: "subtle",
};

const useStyles = makeStyles({
  // A chip may break over two lines in a narrow column rather than run over its neighbour.
  chip: { height: "auto", minHeight: "24px", whiteSpace: "normal", textAlign: "start", paddingBlock: "2px" },
});

/** The words of a mailbox state. */
export function nameMailboxState(state: MailboxState, language: string): string {
  const messages = usersMessagesOf(language);
  const names: Readonly<Record<MailboxState, string>> = {
    not_connected: messages.stateNotConnected,
    authorizing: messages.stateAuthorizing,
    blocked: messages.stateBlocked,
    waiting: messages.stateWaiting,
    connected: messages.stateConnected,
    needs_sign_in: messages.stateNeedsSignIn,
  };
  return names[state];
}

/** Narrows what came out of an address or a form. */
export function parseMailboxState(value: string | null): MailboxState | undefined {
  return mailboxStates.find((state) => state === value);
}

/** Where a mailbox stands, in words; the colour only repeats them. */
export function MailboxStateChip({ state }: { state: MailboxState }) {
  const styles = useStyles();
  return (
    <Badge className={styles.chip} appearance="tint" size="large" shape="rounded" color={colors[state]}>
      {nameMailboxState(state, useLanguage())}
    </Badge>
  );
}
