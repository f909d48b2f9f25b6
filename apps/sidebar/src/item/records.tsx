import type { LookedUpItem, RecordLink } from "@outrigger/api-contract";
import { makeStyles, tokens } from "@fluentui/react-components";
import { useLanguage } from "@outrigger/ui";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { RecordLinkView } from "./record-link.tsx";

const useStyles = makeStyles({
  section: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  card: {
    display: "flex",
    flexDirection: "column",
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: "anywhere",
  },
  name: { fontWeight: tokens.fontWeightSemibold },
});

/** Accounts, opportunities and cases around the people of the mail, nearest first. */
export function Records({ item }: { item: Pick<LookedUpItem, "accounts" | "opportunities" | "cases"> }) {
  const { messages } = useMessages();
  const language = useLanguage();
  return (
    <>
      <RecordSection
        title={messages.accounts}
        records={item.accounts}
        facts={({ industry, phone }) => [industry, phone]}
      />
      <RecordSection
        title={messages.opportunities}
        records={item.opportunities}
        facts={({ stage, amount, closeDate }) => [
          stage,
          amount === null ? null : new Intl.NumberFormat(language).format(amount),
          closeDate === null ? null : messages.closes(formatDay(closeDate, language)),
        ]}
      />
      <RecordSection
        title={messages.cases}
        records={item.cases}
        facts={({ number, status }) => [messages.caseNumber(number), status]}
      />
    </>
  );
}

interface RecordSectionProps<Listed extends RecordLink> {
  title: string;
  records: readonly Listed[];
  facts(record: Listed): (string | null)[];
}

function RecordSection<Listed extends RecordLink>({ title, records, facts }: RecordSectionProps<Listed>) {
  const styles = useStyles();
  const pane = usePaneStyles();
  if (records.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2 className={pane.heading}>{title}</h2>
      {records.map((record) => (
        <article key={record.id} className={styles.card}>
          <div className={styles.name}>
            <RecordLinkView record={record} />
          </div>
          <div className={pane.quiet}>{facts(record).filter(Boolean).join(" · ")}</div>
        </article>
      ))}
    </section>
  );
}

/** Salesforce's dates have no time zone: they are the same day everywhere. */
function formatDay(date: string, language: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(day);
}
