import {
  Menu,
  MenuButton,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { PersonRegular, QuestionCircleRegular, SignOutRegular } from "@fluentui/react-icons";
import type { Session } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { useIsNarrow } from "../use-is-narrow.ts";
import { adminMessagesOf } from "./admin-messages.ts";
import { useSignOut } from "./use-sign-out.ts";

/** Who is signed in, help, and the way out. */
export function AccountMenu({ session }: { session: Session }) {
  const messages = adminMessagesOf(useLanguage());
  const isNarrow = useIsNarrow();
  const signOut = useSignOut();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          appearance="subtle"
          icon={<PersonRegular />}
          aria-label={messages.accountMenu(session.user.displayName)}
        >
          {isNarrow ? null : session.user.displayName}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemLink href="/help" icon={<QuestionCircleRegular />}>
            {messages.help}
          </MenuItemLink>
          <MenuItem icon={<SignOutRegular />} onClick={() => signOut.mutate()}>
            {messages.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
