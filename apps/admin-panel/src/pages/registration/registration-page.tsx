import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from "@fluentui/react-components";
import { getRegistration, type Registration } from "@outrigger/api-contract";
import { callEndpoint, useLanguage, useProduct } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { ClaimValue } from "../../permission-columns.tsx";
import { CheckPart } from "./check-part.tsx";
import { CreatePart } from "./create-part.tsx";
import { registrationMessagesOf } from "./registration-messages.ts";
import { TestPart } from "./test-part.tsx";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXL },
  facts: {
    margin: 0,
    display: "grid",
    gridTemplateColumns: "fit-content(12em) minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
});

/** The registration in Entra: whether it is right, whether sign-in passes, and how to make it. */
export function RegistrationPage() {
  const messages = registrationMessagesOf(useLanguage());
  const { productName } = useProduct();
  const registration = useQuery({
    queryKey: ["registration"],
    queryFn: ({ signal }) => callEndpoint(getRegistration, { signal }),
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead(productName)} />
      <ListBody query={registration} skeleton={[64, 160, 200, 480]}>
        {(answer) => <Parts registration={answer} />}
      </ListBody>
    </>
  );
}

function Parts({ registration }: { registration: Registration }) {
  const styles = useStyles();
  const messages = registrationMessagesOf(useLanguage());
  const words = {
    set: messages.secretSet,
    missing: messages.secretMissing,
    looks_like_id: messages.secretIsId,
  };
  return (
    <div className={styles.root}>
      {registration.secret === "looks_like_id" ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{messages.secretIsId}</MessageBarTitle>
            {messages.secretIsIdText}
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <dl className={styles.facts}>
        <dt className={styles.term}>{messages.clientId}</dt>
        <dd className={styles.value}>
          <ClaimValue value={registration.clientId} />
        </dd>
        <dt className={styles.term}>{messages.secret}</dt>
        <dd className={styles.value}>{words[registration.secret]}</dd>
      </dl>
      <CheckPart readCommand={registration.readCommand} />
      <TestPart lastTest={registration.lastTest} />
      <CreatePart registration={registration} />
    </div>
  );
}
