import { Button, makeStyles, tokens } from "@fluentui/react-components";
import type { RemedyChange, RemedyCode, RemedyOverview } from "@outrigger/api-contract";
import { RelativeTime, useLanguage, useProduct } from "@outrigger/ui";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { remediesMessagesOf } from "./remedies-messages.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalM,
    alignItems: "center",
    paddingBlock: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { flex: "1 1 240px", overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface EarlierChangesProps {
  overview: RemedyOverview;
  current: RemedyChange | undefined;
  code: RemedyCode;
  onOpen: (change: RemedyChange) => void;
}

/** What was changed in this tenant before; those of this sign-in's kind can be opened and undone. */
export function EarlierChanges({ overview, current, code, onOpen }: EarlierChangesProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = remediesMessagesOf(useLanguage());
  const { productName } = useProduct();
  const earlier = overview.changes.filter(({ id }) => id !== current?.id);
  if (earlier.length === 0) return null;
  const tenant = overview.session.tenantDisplayName ?? overview.organizationDisplayName;
  return (
    <section className={styles.root}>
      <h2 className={pageStyles.sectionTitle}>{messages.earlier}</h2>
      <ul className={styles.list}>
        {earlier.map((change) => (
          <li key={change.id} className={styles.item}>
            <span className={styles.words}>
              {messages.titleOf(change.code, productName, tenant)}
              <br />
              <span className={styles.quiet}>
                {messages.stateOf(change.state)}, {messages.madeBy(change.actorName)},{" "}
                <RelativeTime at={change.previewedAt} />
              </span>
            </span>
            {change.code === code ? <Button onClick={() => onOpen(change)}>{messages.open}</Button> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
