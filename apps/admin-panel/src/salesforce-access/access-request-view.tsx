import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Link,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import {
  declineSalesforceAccessLink,
  finishSalesforceAccessLink,
  type SalesforceAccessPage,
} from "@outrigger/api-contract";
import {
  callEndpoint,
  ErrorState,
  RelativeTime,
  TechnicalDetails,
  useLanguage,
  useProduct,
} from "@outrigger/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { ReasonForm } from "../approval/reason-form.tsx";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { AppFacts, ScopeList } from "./app-facts.tsx";
import { salesforceAccessMessagesOf } from "./salesforce-access-messages.ts";
import { WaySteps } from "./way-steps.tsx";

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 6fr) minmax(0, 4fr)",
    columnGap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalXL,
    alignItems: "start",
    "@media (max-width: 56em)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  stack: { display: "flex", flexDirection: "column", alignItems: "stretch", gap: tokens.spacingVerticalM },
  text: { margin: 0 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  primary: { alignSelf: "start", minHeight: "44px" },
  folded: { marginBlockStart: tokens.spacingVerticalXL },
  panel: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    paddingBlockEnd: tokens.spacingVerticalL,
  },
});

export interface AccessRequestViewProps {
  token: string;
  page: SalesforceAccessPage;
  onDone: () => void;
}

/** Who asks, what Salesforce said, what to do, and one button; everything else folded. */
export function AccessRequestView({ token, page, onDone }: AccessRequestViewProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  const { productName } = useProduct();
  const title = messages.title(productName);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const [first, ...others] = page.ways;
  return (
    <main className={pageStyles.page}>
      <div className={styles.columns}>
        <div className={styles.stack}>
          <h1 className={pageStyles.title}>{title}</h1>
          <WhoAsks page={page} />
          <p className={styles.text}>{messages.whatFor(productName)}</p>
          <WhatHappened explanation={page.explanation} />
          {first ? (
            <section className={styles.stack} aria-labelledby="what-to-do">
              <h2 id="what-to-do" className={pageStyles.sectionTitle}>
                {messages.doThis}: {first.title}
              </h2>
              <WaySteps way={first} />
            </section>
          ) : null}
          <DoneButton token={token} onDone={onDone} />
        </div>
        <div className={styles.stack}>
          <h2 className={pageStyles.sectionTitle}>{messages.scopes}</h2>
          <ScopeList app={page.app} />
          <h2 className={pageStyles.sectionTitle}>{messages.cannot}</h2>
          <ul className={styles.list}>
            {page.cannot.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <h2 className={pageStyles.sectionTitle}>{messages.facts}</h2>
          <AppFacts app={page.app} />
        </div>
      </div>
      <Accordion collapsible multiple className={styles.folded}>
        {others.map((way) => (
          <Fold key={way.title} title={messages.otherWay(way.title)}>
            <WaySteps way={way} />
          </Fold>
        ))}
        <Fold title={messages.ownApp}>
          <p className={styles.text}>{messages.ownAppText}</p>
          <WaySteps way={{ title: "", steps: page.app.setupSteps, warning: null }} />
        </Fold>
        <Fold title={messages.decline}>
          <p className={styles.text}>{messages.declineText}</p>
          <Decline token={token} />
        </Fold>
      </Accordion>
    </main>
  );
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <AccordionItem value={title}>
      <AccordionHeader as="h2">{title}</AccordionHeader>
      <AccordionPanel>
        <div className={styles.panel}>{children}</div>
      </AccordionPanel>
    </AccordionItem>
  );
}

function WhoAsks({ page }: { page: SalesforceAccessPage }) {
  const styles = useStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  const { askedByName, askedAt } = page.request;
  return (
    <p className={styles.text}>
      <strong>{askedByName === "" ? messages.asksUnnamed : messages.asks(askedByName)}</strong>,{" "}
      <RelativeTime at={askedAt} />. {askedByName === "" ? null : messages.notChecked}
    </p>
  );
}

function WhatHappened({ explanation }: { explanation: SalesforceAccessPage["explanation"] }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  return (
    <section className={styles.stack}>
      <h2 className={pageStyles.sectionTitle}>{messages.whatHappened}</h2>
      {explanation === null || explanation.code === null ? (
        <p className={styles.quiet}>
          {messages.causeUnknown}{" "}
          <Link href="/help/salesforce-app-blocked" target="_blank" rel="noreferrer" inline>
            {messages.help}
          </Link>
        </p>
      ) : (
        <div>
          <p className={styles.text}>
            {explanation.title}. {explanation.meaning}
          </p>
          <TechnicalDetails parts={[explanation.code]} code={explanation.code} />
        </div>
      )}
    </section>
  );
}

function DoneButton({ token, onDone }: { token: string; onDone: () => void }) {
  const styles = useStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  const client = useQueryClient();
  const finish = useMutation({
    mutationFn: () => callEndpoint(finishSalesforceAccessLink, { body: { token } }),
    onSuccess: (page) => {
      client.setQueryData(["salesforce-access-link", token], page);
      onDone();
    },
  });
  return (
    <>
      <Button
        appearance="primary"
        className={styles.primary}
        disabledFocusable={finish.isPending}
        onClick={() => finish.mutate()}
      >
        {messages.doneButton}
      </Button>
      {finish.isError ? <ErrorState error={finish.error} /> : null}
      <p className={styles.quiet}>{messages.doneHint}</p>
    </>
  );
}

function Decline({ token }: { token: string }) {
  const messages = salesforceAccessMessagesOf(useLanguage());
  const client = useQueryClient();
  const decline = useMutation({
    mutationFn: (reason: string) => callEndpoint(declineSalesforceAccessLink, { body: { token, reason } }),
    onSuccess: (page) => client.setQueryData(["salesforce-access-link", token], page),
  });
  return (
    <ReasonForm
      label={messages.declineReason}
      missing={messages.declineReasonMissing}
      submit={messages.declineSubmit}
      error={decline.error}
      isPending={decline.isPending}
      onSubmit={(reason) => decline.mutate(reason)}
    />
  );
}
