import { Button, makeStyles, mergeClasses, shorthands, tokens } from "@fluentui/react-components";
import { NavigationRegular } from "@fluentui/react-icons/svg/navigation";
import { lazy, Suspense, useState } from "react";
import { useMessages } from "../use-messages.ts";
import type { MainMenuProps } from "./main-menu.tsx";
import { usePaneStyles } from "./pane-styles.ts";

// The menu brings positioning and focus code that no first card needs.
const loadMenu = () => import("./main-menu.tsx").then(({ MainMenu }) => ({ default: MainMenu }));
const MainMenu = lazy(loadMenu);

const useStyles = makeStyles({
  root: {
    position: "sticky",
    top: 0,
    zIndex: 1,
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    minHeight: "48px",
    paddingInlineStart: tokens.spacingHorizontalM,
    paddingInlineEnd: tokens.spacingHorizontalXS,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  dot: {
    position: "relative",
    flexShrink: 0,
    display: "grid",
    placeItems: "center",
    width: "44px",
    height: "44px",
    marginInlineStart: "-12px",
    borderRadius: tokens.borderRadiusMedium,
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-4px" },
    ":hover > [data-words]": { visibility: "visible" },
    ":focus > [data-words]": { visibility: "visible" },
  },
  mark: {
    width: "10px",
    height: "10px",
    borderRadius: tokens.borderRadiusCircular,
    border: `2px solid ${tokens.colorNeutralForeground3}`,
    forcedColorAdjust: "none",
  },
  connected: {
    backgroundColor: tokens.colorStatusSuccessForeground1,
    ...shorthands.borderColor(tokens.colorStatusSuccessForeground1),
  },
  partly: {
    backgroundColor: tokens.colorStatusWarningForeground1,
    ...shorthands.borderColor(tokens.colorStatusWarningForeground1),
  },
  words: {
    visibility: "hidden",
    position: "absolute",
    top: "40px",
    insetInlineStart: 0,
    width: "max-content",
    maxWidth: "220px",
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
    fontSize: tokens.fontSizeBase200,
  },
  menu: { marginInlineStart: "auto", flexShrink: 0 },
});

export type ConnectionDot = "connected" | "sidebar_only" | "mailbox_missing" | "crm_missing";

/** Top of the pane: the product's name, how the connections stand, and the menu. */
export function PaneHeader({ dot, menu }: { dot?: ConnectionDot; menu?: MainMenuProps }) {
  const styles = useStyles();
  const { shortName } = useMessages();
  return (
    <header className={styles.root}>
      <h1 className={styles.name}>{shortName}</h1>
      {dot ? <Dot dot={dot} /> : null}
      <span className={styles.menu}>{menu ? <MenuSlot {...menu} /> : null}</span>
    </header>
  );
}

function Dot({ dot }: { dot: ConnectionDot }) {
  const styles = useStyles();
  const { messages } = useMessages();
  const words = {
    connected: messages.dotConnected,
    sidebar_only: messages.dotSidebarOnly,
    mailbox_missing: messages.dotMailboxMissing,
    crm_missing: messages.dotCrmMissing,
  }[dot];
  const look = {
    connected: styles.connected,
    sidebar_only: styles.connected,
    mailbox_missing: styles.partly,
    crm_missing: undefined,
  }[dot];
  return (
    <span role="img" aria-label={words} tabIndex={0} className={styles.dot}>
      <span className={mergeClasses(styles.mark, look)} />
      <span data-words aria-hidden className={styles.words}>
        {words}
      </span>
    </span>
  );
}

/** Stands in for the menu until it is asked for, in the same place and size. */
function MenuSlot(menu: MainMenuProps) {
  const { messages } = useMessages();
  const pane = usePaneStyles();
  const [isWanted, setWanted] = useState(false);
  const placeholder = (
    <Button
      className={pane.iconTarget}
      appearance="subtle"
      icon={<NavigationRegular />}
      aria-label={messages.menu}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setWanted(true)}
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
    />
  );
  return isWanted ? (
    <Suspense fallback={placeholder}>
      <MainMenu {...menu} />
    </Suspense>
  ) : (
    placeholder
  );
}
