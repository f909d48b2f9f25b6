import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  useRestoreFocusTarget,
} from "@fluentui/react-components";
import { CopyRegular, DeleteRegular, SettingsRegular } from "@fluentui/react-icons";
import type { User } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { usersMessagesOf } from "./users-messages.ts";

export interface UserActionsProps {
  user: User;
  onForceDelete: (user: User) => void;
}

/** The gear at the end of a user's row. */
export function UserActions({ user, onForceDelete }: UserActionsProps) {
  const messages = usersMessagesOf(useLanguage());
  const restoreFocusTarget = useRestoreFocusTarget();
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          {...restoreFocusTarget}
          appearance="subtle"
          icon={<SettingsRegular />}
          menuIcon={null}
          aria-label={messages.actionsFor(user.displayName)}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<CopyRegular />} onClick={() => void navigator.clipboard.writeText(user.email)}>
            {messages.copyAddress}
          </MenuItem>
          <MenuItem icon={<DeleteRegular />} onClick={() => onForceDelete(user)}>
            {messages.forceDelete}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
