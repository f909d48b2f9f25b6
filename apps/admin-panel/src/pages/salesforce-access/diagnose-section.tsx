import {
  Badge,
  Button,
  Link,
  makeStyles,
  tokens,
  typographyStyles,
  type BadgeProps,
} from "@fluentui/react-components";
import { diagnoseSalesforce, type SalesforceFinding } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, SkeletonBlocks, useLanguage } from "@outrigger/ui";
import { useMutation } from "@tanstack/react-query";
import { salesforcePageMessagesOf } from "./salesforce-access-page-messages.ts";

const useStyles = makeStyles({
  section: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM, alignItems: "stretch" },
  action: { alignSelf: "start" },
  text: { margin: 0, maxWidth: "72ch" },
  list: {
    listStyleType: "none",
    margin: 0,
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
  },
  finding: {
    display: "grid",
    gridTemplateColumns: "max-content minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "start",
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    "@media (max-width: 40em)": { gridTemplateColumns: "minmax(0, 1fr)", rowGap: tokens.spacingVerticalS },
  },
  outcome: { justifySelf: "start" },
  title: { ...typographyStyles.body1Strong, margin: 0 },
  fix: { margin: `${tokens.spacingVerticalXS} 0`, paddingInlineStart: tokens.spacingHorizontalXL },
});

const colors: Readonly<Record<SalesforceFinding["outcome"], NonNullable<BadgeProps["color"]>>> = {
  fine: "success",
  problem: "danger",
  hint: "warning",
  unknown: "subtle",
};
const order: readonly SalesforceFinding["outcome"][] = ["problem", "hint", "unknown", "fine"];

/** One button; what it finds stands below, the worst first. */
export function DiagnoseSection() {
  const styles = useStyles();
  const messages = salesforcePageMessagesOf(useLanguage());
  const diagnosis = useMutation({ mutationFn: () => callEndpoint(diagnoseSalesforce) });
  const findings = (diagnosis.data?.findings ?? []).toSorted(
    (left, right) => order.indexOf(left.outcome) - order.indexOf(right.outcome),
  );
  return (
    <section className={styles.section} aria-label={messages.diagnose}>
      <p className={styles.text}>{messages.diagnoseLead}</p>
      <Button
        appearance="primary"
        className={styles.action}
        disabledFocusable={diagnosis.isPending}
        onClick={() => diagnosis.mutate()}
      >
        {diagnosis.isPending ? messages.diagnosing : messages.diagnose}
      </Button>
      {diagnosis.isError ? <ErrorState error={diagnosis.error} /> : null}
      {diagnosis.isPending ? <SkeletonBlocks heights={[72, 72, 72, 72]} /> : null}
      <div aria-live="polite">
        {findings.length === 0 ? null : (
          <ul className={styles.list} aria-label={messages.findings}>
            {findings.map((finding) => (
              <Finding key={finding.check} finding={finding} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Finding({ finding }: { finding: SalesforceFinding }) {
  const styles = useStyles();
  const messages = salesforcePageMessagesOf(useLanguage());
  return (
    <li className={styles.finding}>
      <Badge
        className={styles.outcome}
        appearance="tint"
        size="large"
        shape="rounded"
        color={colors[finding.outcome]}
      >
        {messages[finding.outcome]}
      </Badge>
      <div>
        <h2 className={styles.title}>{finding.title}</h2>
        <p className={styles.text}>{finding.text}</p>
        {finding.fix.length === 0 ? null : (
          <ol className={styles.fix}>
            {finding.fix.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
        {finding.outcome === "fine" ? null : (
          <Link href={finding.help} target="_blank" rel="noreferrer">
            {messages.moreInHelp(finding.title)}
          </Link>
        )}
      </div>
    </li>
  );
}
