import { makeStyles, tokens } from "@fluentui/react-components";
import type { RemedyChange } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { remediesMessagesOf } from "./remedies-messages.ts";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  item: {
    padding: tokens.spacingHorizontalL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    ":first-child": { borderTop: "none" },
  },
  subject: { margin: 0, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  values: {
    margin: 0,
    marginBlockStart: tokens.spacingVerticalXS,
    display: "grid",
    gridTemplateColumns: "max-content minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
  changed: { margin: 0, overflowWrap: "anywhere", fontWeight: tokens.fontWeightSemibold },
});

/** Each setting before and after; what stays as it is says so by being the same. */
export function ChangeFacts({ facts, isMade }: { facts: RemedyChange["facts"]; isMade: boolean }) {
  const styles = useStyles();
  const messages = remediesMessagesOf(useLanguage());
  return (
    <ul className={styles.list}>
      {facts.map(({ subject, before, after }) => (
        <li key={subject} className={styles.item}>
          <p className={styles.subject}>{subject}</p>
          <dl className={styles.values}>
            <dt className={styles.term}>{isMade ? messages.was : messages.before}</dt>
            <dd className={styles.value}>{before}</dd>
            <dt className={styles.term}>{messages.after}</dt>
            <dd className={before === after ? styles.value : styles.changed}>{after}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
