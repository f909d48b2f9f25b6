import { Badge, makeStyles, tokens, typographyStyles, type BadgeProps } from "@fluentui/react-components";
import { CloudRegular } from "@fluentui/react-icons";
import { listSalesforceAccess, type SalesforceAccess } from "@outrigger/api-contract";
import { callEndpoint, EmptyState, RelativeTime, TechnicalDetails, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { salesforceSignInUrl } from "../../admin/salesforce-sign-in-url.ts";
import { ListBody } from "../../list-body.tsx";
import { PageHeading } from "../../page-heading.tsx";
import { AppFacts } from "../../salesforce-access/app-facts.tsx";
import { WaySteps } from "../../salesforce-access/way-steps.tsx";
import { AppChecks } from "./app-checks.tsx";
import { DiagnoseSection } from "./diagnose-section.tsx";
import { PolicyTable } from "./policy-table.tsx";
import { salesforcePageMessagesOf } from "./salesforce-access-page-messages.ts";

type Answer = z.output<(typeof listSalesforceAccess)["output"]>;

const REFRESH_MS = 15_000;

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXXL },
  section: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  heading: { ...typographyStyles.subtitle1, margin: 0 },
  subheading: { ...typographyStyles.subtitle2, margin: 0 },
  text: { margin: 0, maxWidth: "72ch" },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: "72ch" },
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
  },
  row: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: "anywhere",
  },
  who: { flexGrow: 1 },
});

/** Salesforce's side: a diagnosis on demand, who asked an administrator, and the app of the org's own. */
export function SalesforceAccessPage() {
  const styles = useStyles();
  const messages = salesforcePageMessagesOf(useLanguage());
  const answer = useQuery({
    queryKey: ["salesforce-access"],
    queryFn: ({ signal }) => callEndpoint(listSalesforceAccess, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeading title={messages.title} lead={messages.lead} />
      <div className={styles.page}>
        <DiagnoseSection />
        <ListBody query={answer} skeleton={[60, 60, 200]}>
          {({ requests, app }) => (
            <>
              <Requests requests={requests} />
              <OwnApp app={app} />
            </>
          )}
        </ListBody>
      </div>
    </>
  );
}

const colors: Readonly<Record<SalesforceAccess["state"], NonNullable<BadgeProps["color"]>>> = {
  open: "warning",
  administrator_done: "informative",
  declined: "danger",
  connected: "success",
  withdrawn: "subtle",
  expired: "subtle",
};

function Requests({ requests }: Pick<Answer, "requests">) {
  const styles = useStyles();
  const messages = salesforcePageMessagesOf(useLanguage());
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{messages.requests}</h2>
      {requests.length === 0 ? (
        <EmptyState title={messages.requestsEmptyTitle} icon={<CloudRegular />}>
          {messages.requestsEmpty}
        </EmptyState>
      ) : (
        <ul className={styles.list}>
          {requests.map(({ id, state, askedByName, askedAt, cause }) => (
            <li key={id} className={styles.row}>
              <span className={styles.who}>
                {askedByName === "" ? messages.askedByUnnamed : messages.askedBy(askedByName)},{" "}
                <RelativeTime at={askedAt} />
              </span>
              <Badge appearance="tint" size="large" shape="rounded" color={colors[state]}>
                {messages[state]}
              </Badge>
              {cause === null ? null : <TechnicalDetails parts={[cause]} code={cause} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function OwnApp({ app }: Pick<Answer, "app">) {
  const styles = useStyles();
  const messages = salesforcePageMessagesOf(useLanguage());
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{messages.ownApp}</h2>
      <p className={styles.text}>{messages.ownAppLead}</p>
      <AppFacts app={app} />
      <h3 className={styles.subheading}>{messages.setup}</h3>
      <WaySteps way={{ title: messages.setup, steps: app.setupSteps, warning: null }} />
      <h3 className={styles.subheading}>{messages.policies}</h3>
      <PolicyTable policies={app.policies} />
      <AppChecks signInUrl={salesforceSignInUrl} />
      <p className={styles.quiet}>{messages.testSignInHint}</p>
    </section>
  );
}
