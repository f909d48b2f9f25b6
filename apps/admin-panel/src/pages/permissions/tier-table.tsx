import {
  Badge,
  Button,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { CheckmarkCircleRegular, SubtractRegular } from "@fluentui/react-icons";
import type { Feature, PermissionTier, Tier, TierChoice } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { ClaimValue } from "../../permission-columns.tsx";
import { sayPeople } from "./say-people.ts";
import { tierMessagesOf } from "./tier-messages.ts";

const useStyles = makeStyles({
  table: {
    width: "100%",
    tableLayout: "fixed",
    borderCollapse: "collapse",
    marginBlockEnd: tokens.spacingVerticalXXL,
    "& th, & td": {
      padding: tokens.spacingHorizontalM,
      textAlign: "start",
      verticalAlign: "top",
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      overflowWrap: "anywhere",
    },
  },
  rowName: { fontWeight: tokens.fontWeightSemibold },
  feature: { fontWeight: tokens.fontWeightRegular },
  head: { ...typographyStyles.subtitle2 },
  text: {
    margin: 0,
    marginBlockStart: tokens.spacingVerticalXS,
    fontWeight: tokens.fontWeightRegular,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  inUse: { backgroundColor: tokens.colorNeutralBackground4 },
  badge: { marginBlockStart: tokens.spacingVerticalXS },
  mark: { display: "inline-flex", alignItems: "center", gap: tokens.spacingHorizontalXS },
  icon: { fontSize: "20px" },
  yes: { color: tokens.colorStatusSuccessForeground1 },
  quiet: { color: tokens.colorNeutralForeground2 },
  values: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS },
  button: { whiteSpace: "normal" },
});

export interface TiersProps {
  choice: TierChoice;
  onChoose: (tier: PermissionTier) => void;
}

/** The four tiers as columns; for windows with room. */
export function TierTable({ choice, onChoose }: TiersProps) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  const cellOf = ({ tier }: Tier) => (tier === choice.tier ? styles.inUse : undefined);
  return (
    <table className={styles.table} aria-label={messages.tableLabel}>
      <thead>
        <tr>
          <td />
          {choice.tiers.map((tier) => (
            <th key={tier.tier} scope="col" className={mergeClasses(styles.head, cellOf(tier))}>
              {messages[tier.tier]}
              <p className={styles.text}>{messages[`${tier.tier}Text`]}</p>
              {tier.tier === choice.tier ? (
                <Badge className={styles.badge} appearance="filled" color="brand" shape="rounded">
                  {choice.isChosen ? messages.inUse : messages.inUseByDefault}
                </Badge>
              ) : null}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {choice.features.map((feature) => (
          <tr key={feature.feature}>
            <th scope="row" className={styles.feature}>
              {messages[feature.feature]}
            </th>
            {choice.tiers.map((tier) => (
              <td key={tier.tier} className={cellOf(tier)}>
                <Works tier={tier} feature={feature} />
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{messages.permissions}</th>
          {choice.tiers.map((tier) => (
            <td key={tier.tier} className={cellOf(tier)}>
              <TierPermissions tier={tier} />
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{messages.approval}</th>
          {choice.tiers.map((tier) => (
            <td key={tier.tier} className={cellOf(tier)}>
              {messages[tier.approvedBy]}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{messages.people}</th>
          {choice.tiers.map((tier) => (
            <td key={tier.tier} className={cellOf(tier)}>
              {sayPeople(tier, messages)}
            </td>
          ))}
        </tr>
        <tr>
          <td />
          {choice.tiers.map((tier) => (
            <td key={tier.tier} className={cellOf(tier)}>
              <ChooseButton tier={tier} inUse={choice.tier} onChoose={onChoose} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function Works({ tier, feature }: { tier: Tier; feature: Feature }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  if (!tier.features.includes(feature.feature)) {
    return (
      <span className={mergeClasses(styles.mark, styles.quiet)}>
        <SubtractRegular className={styles.icon} aria-label={messages.no} />
      </span>
    );
  }
  if (feature.availability === "not_built") return <span className={styles.quiet}>{messages.later}</span>;
  return (
    <span className={mergeClasses(styles.mark, styles.yes)}>
      <CheckmarkCircleRegular className={styles.icon} aria-label={messages.yes} />
    </span>
  );
}

export function TierPermissions({ tier }: { tier: Tier }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  if (tier.permissions.length === 0) return <>{messages.noPermissions}</>;
  return (
    <span className={styles.values}>
      {tier.permissions.map(({ claimValue, permission }) => (
        <span key={claimValue} title={permission}>
          <ClaimValue value={claimValue} />
        </span>
      ))}
    </span>
  );
}

export function ChooseButton({
  tier,
  inUse,
  onChoose,
}: {
  tier: Tier;
  inUse: PermissionTier;
  onChoose: TiersProps["onChoose"];
}) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  if (tier.tier === inUse) return null;
  if (!tier.isAllowed) return <span className={styles.quiet}>{messages.notAllowed}</span>;
  return (
    <Button className={styles.button} onClick={() => onChoose(tier.tier)}>
      {messages.choose(messages[tier.tier])}
    </Button>
  );
}
