import {
  Menu,
  MenuButton,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { ArrowSyncRegular } from "@fluentui/react-icons/svg/arrow-sync";
import { NavigationRegular } from "@fluentui/react-icons/svg/navigation";
import { PlugConnectedRegular } from "@fluentui/react-icons/svg/plug-connected";
import { QuestionCircleRegular } from "@fluentui/react-icons/svg/question-circle";
import { SignOutRegular } from "@fluentui/react-icons/svg/sign-out";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "./pane-styles.ts";

export interface MainMenuProps {
  /** Left out where the mailbox is connected. */
  onSetUpSync?: (() => void) | undefined;
  /** Left out where there is nothing to sync yet. */
  onSyncNow?: (() => void) | undefined;
  onSignOut?: (() => void) | undefined;
}

/** The ☰ menu; loaded and opened at its first use. */
export function MainMenu({ onSetUpSync, onSyncNow, onSignOut }: MainMenuProps) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  return (
    <Menu defaultOpen>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          className={pane.iconTarget}
          appearance="subtle"
          icon={<NavigationRegular />}
          menuIcon={null}
          aria-label={messages.menu}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {onSetUpSync ? (
            <MenuItem className={pane.menuTarget} icon={<PlugConnectedRegular />} onClick={onSetUpSync}>
              {messages.setUpSync}
            </MenuItem>
          ) : null}
          {onSyncNow ? (
            <MenuItem className={pane.menuTarget} icon={<ArrowSyncRegular />} onClick={onSyncNow}>
              {messages.syncNow}
            </MenuItem>
          ) : null}
          <MenuItemLink
            className={pane.menuTarget}
            icon={<QuestionCircleRegular />}
            href="/help"
            target="_blank"
            rel="noopener"
          >
            {messages.help}
          </MenuItemLink>
          {onSignOut ? (
            <MenuItem className={pane.menuTarget} icon={<SignOutRegular />} onClick={onSignOut}>
              {messages.signOut}
            </MenuItem>
          ) : null}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
