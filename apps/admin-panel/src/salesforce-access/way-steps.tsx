import { makeStyles, tokens } from "@fluentui/react-components";
import type { SalesforceAccessPage } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { salesforceAccessMessagesOf } from "./salesforce-access-messages.ts";

const useStyles = makeStyles({
  steps: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXXL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    overflowWrap: "anywhere",
  },
  warning: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalM,
    borderLeft: `3px solid ${tokens.colorStatusWarningBorderActive}`,
  },
});

/** One way out, step by step, with what to mind. */
export function WaySteps({ way }: { way: SalesforceAccessPage["ways"][number] }) {
  const styles = useStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  return (
    <>
      <ol className={styles.steps}>
        {way.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {way.warning === null ? null : (
        <p className={styles.warning}>
          <strong>{messages.warning}:</strong> {way.warning}
        </p>
      )}
    </>
  );
}
