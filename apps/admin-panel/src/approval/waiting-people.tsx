import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import { useLanguage } from "@outrigger/ui";
import { approvalMessagesOf } from "./approval-messages.ts";
import type { WaitingPerson } from "./build-checklist.ts";
import { usePageStyles } from "./use-page-styles.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexWrap: "wrap",
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXL}`,
  },
  person: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS },
});

/** Who waited, and who is connected by now. */
export function WaitingPeople({ people }: { people: readonly WaitingPerson[] }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = approvalMessagesOf(useLanguage());
  if (people.length === 0) return null;
  return (
    <section className={styles.root}>
      <h2 className={pageStyles.sectionTitle}>{messages.peopleTitle}</h2>
      <ul className={styles.list}>
        {people.map(({ name, isConnected }) => (
          <li key={name} className={styles.person}>
            {name}
            <Badge appearance="tint" shape="rounded" color={isConnected ? "success" : "informative"}>
              {isConnected ? messages.personConnected : messages.personWaiting}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
