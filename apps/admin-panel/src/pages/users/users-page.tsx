import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components";
import { DismissRegular, PersonAddRegular } from "@fluentui/react-icons";
import type { User } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { useEffect, useRef, useState } from "react";
import { ListBody } from "../../list-body.tsx";
import { listMessagesOf } from "../../list-messages.ts";
import { PageHeading } from "../../page-heading.tsx";
import { ForceDeleteDialog } from "./force-delete-dialog.tsx";
import { planPage } from "./plan-page.ts";
import { ProvisionDialog } from "./provision-dialog.tsx";
import { sayForceDeleted } from "./say-force-deleted.ts";
import { useUserColumns } from "./user-columns.tsx";
import { useUsers } from "./use-users.ts";
import { useUsersFilter } from "./use-users-filter.ts";
import { usersMessagesOf } from "./users-messages.ts";
import { UsersTable } from "./users-table.tsx";
import { ChosenBar, UsersToolbar } from "./users-toolbar.tsx";

const useStyles = makeStyles({ notice: { marginBlockEnd: tokens.spacingVerticalM, outlineStyle: "none" } });

/** The table that a helpdesk lives in. */
export function UsersPage() {
  const messages = usersMessagesOf(useLanguage());
  const restoreFocusTarget = useRestoreFocusTarget();
  const filter = useUsersFilter();
  const columns = useUserColumns();
  const [hiddenColumns, setHiddenColumns] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [isProvisioning, setIsProvisioning] = useState(false);
  const [leaving, setLeaving] = useState<User>();
  const [notice, setNotice] = useState<string>();
  const users = useUsers({
    text: filter.settledText,
    state: filter.state,
    windowOffset: planPage(filter.page).windowOffset,
  });
  return (
    <>
      <PageHeading
        title={messages.title}
        lead={messages.lead}
        action={
          <Button
            {...restoreFocusTarget}
            appearance="primary"
            icon={<PersonAddRegular />}
            onClick={() => setIsProvisioning(true)}
          >
            {messages.addUser}
          </Button>
        }
      />
      <Notice text={notice} onDismiss={() => setNotice(undefined)} />
      <UsersToolbar
        {...filter}
        columns={columns}
        hiddenColumns={hiddenColumns}
        onHiddenColumns={setHiddenColumns}
      />
      <ChosenBar chosen={chosen} onClear={() => setChosen(new Map())} />
      <ListBody query={users}>
        {(answer) => (
          <UsersTable
            answer={answer}
            filter={filter}
            columns={columns.filter((column) => !hiddenColumns.has(column.id))}
            chosen={chosen}
            onChosen={setChosen}
            onForceDelete={setLeaving}
          />
        )}
      </ListBody>
      <UsersDialogs
        isProvisioning={isProvisioning}
        onProvisioningEnd={() => setIsProvisioning(false)}
        leaving={leaving}
        onLeavingEnd={() => setLeaving(undefined)}
        onDeleted={(user) => setChosen((before) => new Map([...before].filter(([id]) => id !== user.id)))}
        onNotice={setNotice}
      />
    </>
  );
}

interface UsersDialogsProps {
  isProvisioning: boolean;
  onProvisioningEnd: () => void;
  leaving: User | undefined;
  onLeavingEnd: () => void;
  onDeleted: (user: User) => void;
  onNotice: (text: string) => void;
}

function UsersDialogs(props: UsersDialogsProps) {
  const language = useLanguage();
  const messages = usersMessagesOf(language);
  const { isProvisioning, onProvisioningEnd, leaving, onLeavingEnd, onDeleted, onNotice } = props;
  return (
    <>
      {isProvisioning ? (
        <ProvisionDialog
          onClose={onProvisioningEnd}
          onProvisioned={(user) => {
            onProvisioningEnd();
            onNotice(messages.provisioned(user.displayName));
          }}
        />
      ) : null}
      {leaving ? (
        <ForceDeleteDialog
          user={leaving}
          onClose={onLeavingEnd}
          onDeleted={(user, result) => {
            onLeavingEnd();
            onDeleted(user);
            onNotice(sayForceDeleted(user, result, language));
          }}
        />
      ) : null}
    </>
  );
}

/** What has just been done; takes the focus, as the row that had it may be gone. */
function Notice({ text, onDismiss }: { text: string | undefined; onDismiss: () => void }) {
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  const lists = listMessagesOf(useLanguage());
  useEffect(() => {
    if (text !== undefined) bar.current?.focus();
  }, [text]);
  if (text === undefined) return null;
  return (
    <div ref={bar} tabIndex={-1} className={styles.notice}>
      <MessageBar intent="success">
        <MessageBarBody>{text}</MessageBarBody>
        <MessageBarActions
          containerAction={
            <Button
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={lists.close}
              onClick={onDismiss}
            />
          }
        />
      </MessageBar>
    </div>
  );
}
