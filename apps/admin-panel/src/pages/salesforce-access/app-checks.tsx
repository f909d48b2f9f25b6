import { Badge, Button, Link, makeStyles, tokens, type BadgeProps } from "@fluentui/react-components";
import { checkSalesforceAppSettings, type SalesforceAppCheck } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, useLanguage } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { salesforcePageMessagesOf } from "./salesforce-access-page-messages.ts";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM },
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
  },
  check: { display: "flex", gap: tokens.spacingHorizontalM, alignItems: "start" },
  text: { margin: 0, overflowWrap: "anywhere" },
  badge: { flexShrink: 0 },
});

const colors: Readonly<Record<SalesforceAppCheck["outcome"], NonNullable<BadgeProps["color"]>>> = {
  fine: "success",
  problem: "danger",
  unknown: "subtle",
};

/** Our settings against what Salesforce knows of the app; signs nobody in. */
export function AppChecks({ signInUrl }: { signInUrl: string }) {
  const styles = useStyles();
  const messages = salesforcePageMessagesOf(useLanguage());
  const check = useMutation({ mutationFn: () => callEndpoint(checkSalesforceAppSettings) });
  return (
    <div className={styles.root}>
      <div className={styles.actions}>
        <Button disabledFocusable={check.isPending} onClick={() => check.mutate()}>
          {messages.checkApp}
        </Button>
        <Button as="a" href={signInUrl}>
          {messages.testSignIn}
        </Button>
      </div>
      {check.isError ? <ErrorState error={check.error} /> : null}
      <div aria-live="polite">
        {check.data ? (
          <ul className={styles.list} aria-label={messages.checkApp}>
            {check.data.checks.map(({ check: name, outcome, text, help }) => (
              <li key={`${name} ${text}`} className={styles.check}>
                <Badge
                  className={styles.badge}
                  appearance="tint"
                  size="large"
                  shape="rounded"
                  color={colors[outcome]}
                >
                  {messages[outcome]}
                </Badge>
                <p className={styles.text}>
                  {text}{" "}
                  {outcome === "fine" ? null : (
                    <Link href={help} target="_blank" rel="noreferrer" inline>
                      {messages.moreInHelp(messages.ownApp)}
                    </Link>
                  )}
                </p>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
