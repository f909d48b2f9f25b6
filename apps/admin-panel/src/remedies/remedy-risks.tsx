import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import type { RemedyOverview } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { remediesMessagesOf } from "./remedies-messages.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL, maxWidth: "72ch" },
  text: { margin: 0, maxWidth: "72ch" },
  missing: {
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
  },
});

/** What it risks, and whether the role of whoever is signed in is enough. */
export function RemedyRisks({ remedy }: { remedy: NonNullable<RemedyOverview["remedy"]> }) {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  const roles = remedy.sufficientRoles.join(", ");
  return (
    <div className={styles.root}>
      <div>
        <Badge appearance="outline" color="informative" size="large">
          {messages.risk}: {messages.riskOf(remedy.risk)}
        </Badge>
      </div>
      <ul className={styles.list}>
        {remedy.risks.map((risk) => (
          <li key={risk}>{risk}</li>
        ))}
      </ul>
      {remedy.isRoleHeld === true ? (
        <p className={styles.text}>{messages.roleHeld(roles)}</p>
      ) : (
        <p className={styles.missing}>
          {remedy.isRoleHeld === false ? messages.roleMissing(roles) : messages.roleUnknown(roles)}
        </p>
      )}
    </div>
  );
}
