import type { LookedUpItem } from "@outrigger/api-contract";
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useMessages } from "../use-messages.ts";
import { usePaneStyles } from "../views/pane-styles.ts";
import { groupPeople } from "./describe-people.ts";
import { RecordLinkView } from "./record-link.tsx";

type Person = LookedUpItem["people"][number];

/** As many as fit a pane; the rest comes on request. */
const SHOWN_AT_FIRST = 5;

const useStyles = makeStyles({
  card: {
    display: "grid",
    gridTemplateColumns: "40px minmax(0, 1fr)",
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: "anywhere",
  },
  initials: {
    display: "grid",
    placeItems: "center",
    width: "40px",
    height: "40px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  row: {
    display: "flex",
    flexDirection: "column",
    justifyContent: "center",
    minHeight: "44px",
    paddingInline: tokens.spacingHorizontalM,
    overflowWrap: "anywhere",
  },
  fold: { paddingBlock: tokens.spacingVerticalM, cursor: "pointer" },
});

/** Who takes part: recognised people as cards, strangers as quiet rows, colleagues in one folded line. */
export function People({ people }: { people: readonly Person[] }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const { known, unknown, internal } = groupPeople(people);
  return (
    <>
      {known.length > 0 ? (
        <section className={pane.column} aria-label={messages.people}>
          <Shortened
            people={known}
            render={(person) => <PersonCard key={person.address} person={person} />}
          />
        </section>
      ) : null}
      {unknown.length > 0 ? (
        <section>
          <h2 className={pane.heading}>{messages.unknownPeople}</h2>
          <Shortened
            people={unknown}
            render={(person) => <QuietRow key={person.address} person={person} />}
          />
        </section>
      ) : null}
      {internal.length > 0 ? (
        <details className={pane.quiet}>
          <summary className={styles.fold}>{messages.colleagues(internal.length)}</summary>
          {internal.map((person) => (
            <QuietRow key={person.address} person={person} />
          ))}
        </details>
      ) : null}
    </>
  );
}

function Shortened({
  people,
  render,
}: {
  people: readonly Person[];
  render: (person: Person) => React.ReactNode;
}) {
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const [isWhole, setWhole] = useState(false);
  const hiddenCount = isWhole ? 0 : Math.max(0, people.length - SHOWN_AT_FIRST);
  return (
    <>
      {people.slice(0, people.length - hiddenCount).map(render)}
      {hiddenCount > 0 ? (
        <Button appearance="subtle" className={pane.target} onClick={() => setWhole(true)}>
          {messages.showMore(hiddenCount)}
        </Button>
      ) : null}
    </>
  );
}

function PersonCard({ person }: { person: Person }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  const { messages } = useMessages();
  const kind = person.recognised === "lead" ? messages.lead : messages.contact;
  return (
    <article className={styles.card}>
      <span className={styles.initials} aria-hidden>
        {initialsOf(person.name || person.address)}
      </span>
      <div>
        <div className={styles.name}>
          {person.record ? <RecordLinkView record={person.record} /> : person.name}
        </div>
        <div className={pane.quiet}>{[kind, person.title].filter(Boolean).join(" · ")}</div>
        {person.account ? <RecordLinkView record={person.account} /> : null}
        <div className={pane.quiet}>{person.why}</div>
      </div>
    </article>
  );
}

function QuietRow({ person }: { person: Person }) {
  const styles = useStyles();
  const pane = usePaneStyles();
  return (
    <div className={styles.row}>
      <span>{person.name || person.address}</span>
      {person.name && person.name !== person.address ? (
        <span className={pane.quiet}>{person.address}</span>
      ) : null}
    </div>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
