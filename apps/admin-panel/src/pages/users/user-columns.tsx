import { makeStyles, tokens } from "@fluentui/react-components";
import type { User } from "@outrigger/api-contract";
import { RelativeTime, useLanguage } from "@outrigger/ui";
import { formatCount } from "../../count-of.ts";
import type { Column } from "../../data-table/column.ts";
import { compareInstants, compareText } from "../../data-table/sort-rows.ts";
import { listMessagesOf } from "../../list-messages.ts";
import { MailboxStateChip, nameMailboxState } from "./mailbox-state-chip.tsx";
import { usersMessagesOf } from "./users-messages.ts";

const useStyles = makeStyles({
  who: { display: "flex", flexDirection: "column", minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold },
  quiet: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: "anywhere",
  },
});

/** What a helpdesk wants to know of a person at a glance. The first column cannot be hidden. */
export function useUserColumns(): Column<User>[] {
  const language = useLanguage();
  const messages = usersMessagesOf(language);
  const lists = listMessagesOf(language);
  const crmStates = {
    never_signed_in: messages.crmNever,
    connected: messages.crmConnected,
    needs_sign_in: messages.crmNeedsSignIn,
  };
  return [
    {
      id: "name",
      label: messages.name,
      grow: 2.4,
      compare: (a, b) => compareText(a.displayName, b.displayName),
      render: (user) => <Person user={user} />,
    },
    {
      id: "mailbox",
      label: messages.mailbox,
      grow: 1.6,
      compare: (a, b) =>
        compareText(nameMailboxState(a.mailboxState, language), nameMailboxState(b.mailboxState, language)),
      render: (user) => <MailboxStateChip state={user.mailboxState} />,
    },
    {
      id: "crm",
      label: messages.crm,
      compare: (a, b) => compareText(crmStates[a.crmState], crmStates[b.crmState]),
      render: (user) => crmStates[user.crmState],
    },
    {
      id: "stuckBecause",
      label: messages.stuckBecause,
      grow: 2,
      compare: (a, b) => compareText(a.stuckBecause, b.stuckBecause),
      render: (user) => user.stuckBecause ?? messages.notStuck,
    },
    {
      id: "saved",
      label: messages.saved,
      grow: 0.6,
      compare: (a, b) => a.savedCount - b.savedCount,
      render: (user) => formatCount(user.savedCount),
    },
    {
      id: "lastSync",
      label: messages.lastSync,
      compare: (a, b) => compareInstants(a.lastSyncAt, b.lastSyncAt),
      render: (user) => (user.lastSyncAt === null ? lists.never : <RelativeTime at={user.lastSyncAt} />),
    },
  ];
}

function Person({ user }: { user: User }) {
  const styles = useStyles();
  const messages = usersMessagesOf(useLanguage());
  const notes = [
    ...(user.isAdmin ? [messages.admin] : []),
    ...(user.state === "provisioned" ? [messages.notSignedInYet] : []),
  ];
  return (
    <span className={styles.who}>
      <span className={styles.name}>{user.displayName}</span>
      <span className={styles.quiet}>{user.email}</span>
      {notes.length === 0 ? null : <span className={styles.quiet}>{notes.join(" · ")}</span>}
    </span>
  );
}
