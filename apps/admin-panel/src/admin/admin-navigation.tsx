import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  CheckmarkCircleRegular,
  ClipboardTaskListLtrRegular,
  CloudRegular,
  HistoryRegular,
  HomeRegular,
  KeyMultipleRegular,
  PeopleRegular,
  PlugConnectedRegular,
  SettingsRegular,
  ShieldCheckmarkRegular,
  WarningRegular,
} from "@fluentui/react-icons";
import { useLanguage } from "@outrigger/ui";
import { Link, useLocation } from "wouter";
import { adminMessagesOf } from "./admin-messages.ts";
import { noteNavigation } from "./navigation-focus.ts";

const places = [
  { path: "/", name: "overview", icon: <HomeRegular /> },
  { path: "/users", name: "users", icon: <PeopleRegular /> },
  { path: "/approvals", name: "approvals", icon: <CheckmarkCircleRegular /> },
  { path: "/posture", name: "posture", icon: <ShieldCheckmarkRegular /> },
  { path: "/permissions", name: "permissions", icon: <KeyMultipleRegular /> },
  { path: "/salesforce-access", name: "salesforceAccess", icon: <CloudRegular /> },
  { path: "/issues", name: "issues", icon: <WarningRegular /> },
  { path: "/runs", name: "runs", icon: <HistoryRegular /> },
  { path: "/audit", name: "audit", icon: <ClipboardTaskListLtrRegular /> },
  { path: "/registration", name: "registration", icon: <PlugConnectedRegular /> },
  { path: "/settings", name: "settings", icon: <SettingsRegular /> },
] as const;

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXS,
  },
  place: {
    position: "relative",
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
    minHeight: "44px",
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground4Hover },
    ":active": { backgroundColor: tokens.colorNeutralBackground4Pressed },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  here: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground4Selected,
    "::before": {
      content: '""',
      position: "absolute",
      insetInlineStart: 0,
      insetBlock: "12px",
      width: "4px",
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandForeground1,
    },
  },
  icon: { fontSize: "20px", lineHeight: 1 },
});

/**
 * The panel's pages as real links: a new tab works, and a plain click stays in this window. Not Fluent's `Nav`: its
 * focus sentinels are focusable and hidden from screen readers at once, which fails axe's `aria-hidden-focus`.
 */
export function AdminNavigation({ onNavigate }: { onNavigate?: () => void }) {
  const styles = useStyles();
  const messages = adminMessagesOf(useLanguage());
  const [location] = useLocation();
  return (
    <nav aria-label={messages.navigation}>
      <ul className={styles.list}>
        {places.map(({ path, name, icon }) => (
          <li key={path}>
            <Link
              href={path}
              className={mergeClasses(styles.place, location === path && styles.here)}
              {...(location === path ? { "aria-current": "page" as const } : {})}
              onClick={() => {
                noteNavigation();
                onNavigate?.();
              }}
            >
              <span className={styles.icon} aria-hidden>
                {icon}
              </span>
              {messages[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
