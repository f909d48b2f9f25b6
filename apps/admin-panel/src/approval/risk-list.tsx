import { Badge, makeStyles, tokens, type BadgeProps } from "@fluentui/react-components";
import type { ApprovalPage } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { approvalMessagesOf } from "./approval-messages.ts";

type Risk = ApprovalPage["risks"][number];

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    maxWidth: "72ch",
  },
  head: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalS },
  way: { fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

const colors: Readonly<Record<Risk["risk"], NonNullable<BadgeProps["color"]>>> = {
  least: "success",
  moderate: "warning",
  broad: "danger",
};

/** What each way opens besides, least first: the choice is the administrator's, with the price on it. */
export function RiskList({ risks }: { risks: readonly Risk[] }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const words = { least: messages.riskLeast, moderate: messages.riskModerate, broad: messages.riskBroad };
  return (
    <ul className={styles.list}>
      {risks.map(({ way, risk, text }) => (
        <li key={way}>
          <div className={styles.head}>
            <span className={styles.way}>{way}</span>
            <Badge appearance="tint" shape="rounded" color={colors[risk]}>
              {words[risk]}
            </Badge>
          </div>
          <p className={styles.text}>{text}</p>
        </li>
      ))}
    </ul>
  );
}
