import {
  Button,
  Field,
  makeStyles,
  Menu,
  MenuButton,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  Select,
  tokens,
} from "@fluentui/react-components";
import { ColumnTripleRegular } from "@fluentui/react-icons";
import { mailboxStates, type User } from "@outrigger/api-contract";
import { CopyButton, useLanguage } from "@outrigger/ui";
import type { Column } from "../../data-table/column.ts";
import { nameMailboxState, parseMailboxState, type MailboxState } from "./mailbox-state-chip.tsx";
import { usersMessagesOf } from "./users-messages.ts";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "end",
    gap: tokens.spacingHorizontalM,
    marginBlockEnd: tokens.spacingVerticalM,
  },
  search: { flex: "1 1 240px", maxWidth: "400px" },
  searchBox: { width: "100%", maxWidth: "none" },
  chosen: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    minHeight: "44px",
    paddingInline: tokens.spacingHorizontalM,
    marginBlockEnd: tokens.spacingVerticalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
});

export interface UsersToolbarProps {
  text: string;
  onText: (text: string) => void;
  state: MailboxState | undefined;
  onState: (state: MailboxState | undefined) => void;
  columns: readonly Column<User>[];
  hiddenColumns: ReadonlySet<string>;
  onHiddenColumns: (hidden: ReadonlySet<string>) => void;
}

/** Search, state filter and choice of columns. */
export function UsersToolbar(props: UsersToolbarProps) {
  const styles = useStyles();
  const language = useLanguage();
  const messages = usersMessagesOf(language);
  return (
    <search className={styles.bar}>
      <Field label={messages.search} className={styles.search}>
        <SearchBox
          className={styles.searchBox}
          placeholder={messages.searchPlaceholder}
          value={props.text}
          onChange={(_event, { value }) => props.onText(value)}
        />
      </Field>
      <Field label={messages.state}>
        <Select
          value={props.state ?? ""}
          onChange={(_event, { value }) => props.onState(parseMailboxState(value))}
        >
          <option value="">{messages.everyState}</option>
          {mailboxStates.map((state) => (
            <option key={state} value={state}>
              {nameMailboxState(state, language)}
            </option>
          ))}
        </Select>
      </Field>
      <ColumnChoice {...props} />
    </search>
  );
}

function ColumnChoice({ columns, hiddenColumns, onHiddenColumns }: UsersToolbarProps) {
  const messages = usersMessagesOf(useLanguage());
  const choosable = columns.slice(1);
  const shown = choosable.filter((column) => !hiddenColumns.has(column.id)).map((column) => column.id);
  return (
    <Menu
      checkedValues={{ columns: shown }}
      onCheckedValueChange={(_event, { checkedItems }) =>
        onHiddenColumns(
          new Set(choosable.map((column) => column.id).filter((id) => !checkedItems.includes(id))),
        )
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton icon={<ColumnTripleRegular />}>{messages.columns}</MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {choosable.map((column) => (
            <MenuItemCheckbox key={column.id} name="columns" value={column.id}>
              {column.label}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

export interface ChosenBarProps {
  /** Address by user id. */
  chosen: ReadonlyMap<string, string>;
  onClear: () => void;
}

/** What can be done with the chosen rows, also those of other pages. */
export function ChosenBar({ chosen, onClear }: ChosenBarProps) {
  const styles = useStyles();
  const messages = usersMessagesOf(useLanguage());
  if (chosen.size === 0) return null;
  return (
    <div className={styles.chosen}>
      <span role="status">{messages.selected(chosen.size)}</span>
      <CopyButton text={[...chosen.values()].join("; ")} label={messages.copyAddresses} />
      <Button appearance="subtle" onClick={onClear}>
        {messages.clearSelection}
      </Button>
    </div>
  );
}
