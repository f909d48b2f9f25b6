import { makeStyles, tokens } from "@fluentui/react-components";
import type { SalesforceApp } from "@outrigger/api-contract";
import { CopyButton, useLanguage } from "@outrigger/ui";
import { salesforceAccessMessagesOf } from "./salesforce-access-messages.ts";

const useStyles = makeStyles({
  facts: { margin: 0, display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere", minWidth: 0 },
  scopes: {
    margin: 0,
    padding: 0,
    listStyleType: "none",
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
  },
  label: { fontWeight: tokens.fontWeightSemibold },
  use: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** What an administrator compares and copies, character by character. */
export function AppFacts({ app }: { app: SalesforceApp }) {
  const styles = useStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  const facts = [
    { term: messages.consumerKey, value: app.consumerKey },
    { term: messages.callbackUrl, value: app.callbackUrl },
    { term: messages.signsInAt, value: app.loginUrl },
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, value }) => (
        <div key={term}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>
            <code className={styles.code}>{value}</code>
            <CopyButton text={value} label={messages.copy(term)} iconOnly />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Scopes by Salesforce's names, each with its use. */
export function ScopeList({ app }: { app: SalesforceApp }) {
  const styles = useStyles();
  return (
    <ul className={styles.scopes}>
      {app.scopes.map(({ scope, label, usedFor }) => (
        <li key={scope}>
          <span className={styles.label}>{label}</span>
          <p className={styles.use}>{usedFor}</p>
        </li>
      ))}
    </ul>
  );
}
