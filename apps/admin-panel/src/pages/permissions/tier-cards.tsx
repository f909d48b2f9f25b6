import { Badge, Card, makeStyles, mergeClasses, tokens, typographyStyles } from "@fluentui/react-components";
import type { Tier, TierChoice } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { sayPeople } from "./say-people.ts";
import { tierMessagesOf } from "./tier-messages.ts";
import { ChooseButton, TierPermissions, type TiersProps } from "./tier-table.tsx";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    marginBlockEnd: tokens.spacingVerticalXXL,
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  badge: { alignSelf: "flex-start" },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  facts: { margin: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXS },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: {
    margin: 0,
    marginBlockEnd: tokens.spacingVerticalXS,
    overflowWrap: "anywhere",
  },
  features: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** The four tiers one beneath the other; for narrow windows. */
export function TierCards({ choice, onChoose }: TiersProps) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {choice.tiers.map((tier) => (
        <li key={tier.tier}>
          <TierCard tier={tier} choice={choice} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
}

function TierCard({ tier, choice, onChoose }: TiersProps & { tier: Tier }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  return (
    <Card>
      <h3 className={styles.title}>{messages[tier.tier]}</h3>
      {tier.tier === choice.tier ? (
        <Badge className={styles.badge} appearance="filled" color="brand" shape="rounded">
          {choice.isChosen ? messages.inUse : messages.inUseByDefault}
        </Badge>
      ) : null}
      <p className={styles.text}>{messages[`${tier.tier}Text`]}</p>
      <dl className={styles.facts}>
        <dt className={styles.term}>{messages.whatWorks}</dt>
        <dd className={styles.value}>
          <TierFeatures tier={tier} choice={choice} />
        </dd>
        <dt className={styles.term}>{messages.permissions}</dt>
        <dd className={styles.value}>
          <TierPermissions tier={tier} />
        </dd>
        <dt className={styles.term}>{messages.approval}</dt>
        <dd className={styles.value}>{messages[tier.approvedBy]}</dd>
        <dt className={styles.term}>{messages.people}</dt>
        <dd className={styles.value}>{sayPeople(tier, messages)}</dd>
      </dl>
      <ChooseButton tier={tier} inUse={choice.tier} onChoose={onChoose} />
    </Card>
  );
}

function TierFeatures({ tier, choice }: { tier: Tier; choice: TierChoice }) {
  const styles = useStyles();
  const messages = tierMessagesOf(useLanguage());
  return (
    <ul className={styles.features}>
      {choice.features
        .filter(({ feature }) => tier.features.includes(feature))
        .map(({ feature, availability }) => (
          <li key={feature} className={mergeClasses(availability === "not_built" && styles.quiet)}>
            {messages[feature]}
            {availability === "not_built" ? ` (${messages.later.toLowerCase()})` : null}
          </li>
        ))}
    </ul>
  );
}
