import { Button, Checkbox, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { searchRemedyPeople, type RemedyOverview, type RemedyPerson } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { remediesMessagesOf } from "./remedies-messages.ts";

const LETTERS_MIN = 2;

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, maxWidth: "560px" },
  fieldset: { border: "none", margin: 0, padding: 0, minWidth: 0 },
  people: { display: "flex", flexDirection: "column", minHeight: "44px" },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface PeopleChooserProps {
  overview: RemedyOverview;
  needs: "people" | "reviewers" | "nobody";
  onChosen: (people: string[]) => void;
}

/** Those who wait are chosen to begin with; everybody else of the tenant is found by name. */
export function PeopleChooser({ overview, needs, onChosen }: PeopleChooserProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = remediesMessagesOf(useLanguage());
  const isForReviewers = needs === "reviewers";
  const waiting = isForReviewers ? [] : overview.waiting;
  const [chosen, setChosen] = useState<readonly RemedyPerson[]>(waiting);
  const [isMissing, setIsMissing] = useState(false);
  const [text, setText] = useState("");
  const found = usePeople(text);
  const listed = uniquePeople([...waiting, ...chosen, ...(found.data ?? [])]);
  const toggle = (person: RemedyPerson, isChosen: boolean) => {
    setIsMissing(false);
    setChosen(isChosen ? [...chosen, person] : chosen.filter(({ id }) => id !== person.id));
  };
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        setIsMissing(chosen.length === 0);
        if (chosen.length > 0) onChosen(chosen.map(({ id }) => id));
      }}
    >
      <h2 className={pageStyles.sectionTitle}>
        {isForReviewers ? messages.chooseReviewers : messages.choosePeople}
      </h2>
      {isForReviewers ? <p className={styles.quiet}>{messages.reviewersHint}</p> : null}
      <Field label={messages.search} hint={messages.searchHint}>
        <Input type="search" value={text} onChange={(_event, { value }) => setText(value)} />
      </Field>
      <fieldset className={styles.fieldset} aria-label={messages.choosePeople}>
        <div className={styles.people}>
          {listed.map((person) => (
            <Checkbox
              key={person.id}
              checked={chosen.some(({ id }) => id === person.id)}
              onChange={(_event, { checked }) => toggle(person, checked === true)}
              label={
                person.address === null ? person.displayName : `${person.displayName} (${person.address})`
              }
            />
          ))}
          {found.data?.length === 0 ? <p className={styles.quiet}>{messages.noneFound}</p> : null}
        </div>
      </fieldset>
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      <p className={styles.quiet} role={isMissing ? "alert" : "status"}>
        {isMissing ? messages.chooseSomebody : messages.chosen(chosen.length)}
      </p>
      <div>
        <Button type="submit" appearance="primary" size="large">
          {messages.show}
        </Button>
      </div>
    </form>
  );
}

function usePeople(text: string) {
  const wanted = useDeferredValue(text.trim());
  return useQuery({
    queryKey: ["remedy-people", wanted],
    queryFn: async ({ signal }) =>
      (await callEndpoint(searchRemedyPeople, { body: { text: wanted }, signal })).people,
    enabled: wanted.length >= LETTERS_MIN,
    retry: false,
  });
}

function uniquePeople(people: readonly RemedyPerson[]): RemedyPerson[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
