import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useLanguage } from "@outrigger/ui";
import { Link } from "wouter";
import { noteNavigation } from "../../admin/navigation-focus.ts";
import { formatCount } from "../../count-of.ts";
import type { PeopleCounts } from "./answer-overview.ts";
import { overviewMessagesOf } from "./overview-messages.ts";

const useStyles = makeStyles({
  tiles: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(130px, 1fr))",
    gap: tokens.spacingHorizontalM,
  },
  tile: {
    display: "flex",
    flexDirection: "column",
    height: "100%",
    boxSizing: "border-box",
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "2px" },
  },
  count: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
  },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  label: { fontWeight: tokens.fontWeightSemibold },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

/** How many people stand where; each leads to them in the users table. */
export function PeopleTiles({ counts }: { counts: PeopleCounts }) {
  const styles = useStyles();
  const messages = overviewMessagesOf(useLanguage());
  const tiles = [
    {
      count: counts.connectedCount,
      label: messages.connected,
      hint: messages.connectedHint,
      to: "/users?state=connected",
      tone: styles.good,
    },
    {
      count: counts.waitingCount,
      label: messages.waiting,
      hint: messages.waitingHint,
      to: "/users?state=waiting",
      tone: styles.warning,
    },
    {
      count: counts.stuckCount,
      label: messages.stuckLabel,
      hint: messages.stuckHint,
      // Two states are stuck, and the list takes one at a time: everybody, those with a cause first.
      to: "/users?first=stuck",
      tone: styles.bad,
    },
    {
      count: counts.notConnectedCount,
      label: messages.notConnected,
      hint: messages.notConnectedHint,
      to: "/users?state=not_connected",
      tone: "",
    },
  ];
  return (
    <ul className={styles.tiles}>
      {tiles.map((tile) => (
        <li key={tile.label}>
          <Link href={tile.to} className={styles.tile} onClick={noteNavigation}>
            <span className={mergeClasses(styles.count, tile.count > 0 && tile.tone)}>
              {formatCount(tile.count)}
            </span>
            <span className={styles.label}>{tile.label}</span>
            <span className={styles.hint}>{tile.hint}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
