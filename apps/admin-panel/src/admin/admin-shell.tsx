import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  mergeClasses,
  OverlayDrawer,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components";
import { DismissRegular, NavigationRegular } from "@fluentui/react-icons";
import type { Session } from "@outrigger/api-contract";
import { useLanguage, useProduct } from "@outrigger/ui";
import { useState, type ReactNode } from "react";
import { useIsNarrow } from "../use-is-narrow.ts";
import { AccountMenu } from "./account-menu.tsx";
import { adminMessagesOf } from "./admin-messages.ts";
import { AdminNavigation } from "./admin-navigation.tsx";

const useStyles = makeStyles({
  bar: {
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    minHeight: "48px",
    paddingInline: tokens.spacingHorizontalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  name: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase400 },
  organization: {
    color: tokens.colorNeutralForeground2,
    flexGrow: 1,
    minWidth: 0,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  columns: { display: "flex", alignItems: "stretch", minHeight: "calc(100vh - 49px)" },
  side: {
    flex: "0 0 220px",
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalXS,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  content: { flexGrow: 1, minWidth: 0, maxWidth: "1240px", padding: tokens.spacingHorizontalXXL },
  contentNarrow: { padding: tokens.spacingHorizontalL },
  skip: {
    position: "absolute",
    insetInlineStart: tokens.spacingHorizontalM,
    insetBlockStart: "-60px",
    zIndex: 10,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    ":focus": { insetBlockStart: "4px" },
  },
});

/** The frame of every page: who and where on top, the pages on the left or, without room, behind a menu button. */
export function AdminShell({ session, children }: { session: Session; children: ReactNode }) {
  const styles = useStyles();
  const messages = adminMessagesOf(useLanguage());
  const { shortName } = useProduct();
  const isNarrow = useIsNarrow();
  return (
    <>
      <a href="#content" className={styles.skip}>
        {messages.skipToContent}
      </a>
      <header className={styles.bar}>
        {isNarrow ? <NavigationDrawer /> : null}
        <span className={styles.name}>{shortName}</span>
        <span className={styles.organization}>{session.organization.displayName}</span>
        <AccountMenu session={session} />
      </header>
      <div className={styles.columns}>
        {isNarrow ? null : (
          <div className={styles.side}>
            <AdminNavigation />
          </div>
        )}
        <main
          id="content"
          tabIndex={-1}
          className={mergeClasses(styles.content, isNarrow && styles.contentNarrow)}
        >
          {children}
        </main>
      </div>
    </>
  );
}

function NavigationDrawer() {
  const messages = adminMessagesOf(useLanguage());
  const restoreFocusTarget = useRestoreFocusTarget();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        {...restoreFocusTarget}
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-label={messages.openNavigation}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
      />
      {isOpen ? <OpenNavigation onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function OpenNavigation({ onClose }: { onClose: () => void }) {
  const messages = adminMessagesOf(useLanguage());
  const { productName } = useProduct();
  return (
    <OverlayDrawer
      open
      onOpenChange={(_event, { open }) => (open ? undefined : onClose())}
      aria-label={messages.navigation}
      size="small"
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={messages.closeNavigation}
              onClick={onClose}
            />
          }
        >
          {productName}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <AdminNavigation onNavigate={onClose} />
      </DrawerBody>
    </OverlayDrawer>
  );
}
