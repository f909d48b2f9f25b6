import { makeStyles, tokens } from "@fluentui/react-components";
import type { ApprovalPage } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { approvalMessagesOf } from "./approval-messages.ts";

const useStyles = makeStyles({
  facts: {
    margin: 0,
    display: "grid",
    gridTemplateColumns: "max-content minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
  code: { fontFamily: tokens.fontFamilyMonospace },
});

/** Which app registration asks, and who publishes it: what a careful administrator compares first. */
export function RegistrationFacts({ page }: { page: ApprovalPage }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const { registration } = page;
  const facts = [
    { term: messages.app, value: registration.displayName },
    { term: messages.publisher, value: registration.publisher ?? messages.publisherUnverified },
    { term: messages.clientId, value: <code className={styles.code}>{registration.clientId}</code> },
    { term: messages.answersGoTo, value: registration.redirectOrigin },
    ...(page.tenantId === null
      ? []
      : [{ term: messages.tenant, value: <code className={styles.code}>{page.tenantId}</code> }]),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, value }) => [
        <dt key={term} className={styles.term}>
          {term}
        </dt>,
        <dd key={`${term} value`} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
