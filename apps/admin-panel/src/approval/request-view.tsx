import { makeStyles, tokens, typographyStyles } from "@fluentui/react-components";
import type { ApprovalPage } from "@outrigger/api-contract";
import { RelativeTime, useLanguage, useProduct } from "@outrigger/ui";
import { useEffect } from "react";
import { listNames } from "../count-of.ts";
import { approvalMessagesOf } from "./approval-messages.ts";
import { ApproveButton } from "./approve-button.tsx";
import { OtherWays } from "./other-ways.tsx";
import { PermissionOverview } from "./permission-overview.tsx";
import { RegistrationFacts } from "./registration-facts.tsx";
import type { LinkToken } from "./read-link-token.ts";
import { sayRoles } from "./say-roles.ts";
import { usePageStyles } from "./use-page-styles.ts";

/** Reasons on the first screen; more of them would push the button out of it. */
const REASONS_SHOWN_MAX = 2;
const NAMES_SHOWN_MAX = 4;

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 4fr) minmax(0, 6fr)",
    columnGap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalXL,
    alignItems: "start",
    "@media (max-width: 56em)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  stack: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  text: { margin: 0 },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  reason: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalM,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  who: { ...typographyStyles.body1, margin: 0 },
});

/** Before Microsoft: who asks, for whom, for what, by which app; one button, everything else folded. */
export function RequestView({ link, page }: { link: LinkToken; page: ApprovalPage }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = approvalMessagesOf(useLanguage());
  const { productName } = useProduct();
  const tenant = page.tenantDisplayName ?? page.organizationDisplayName;
  const title = messages.title(productName, tenant);
  const roles = sayRoles(page.sufficientRoles);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={pageStyles.page}>
      <div className={styles.columns}>
        <div className={styles.stack}>
          <h1 className={pageStyles.title}>{title}</h1>
          <p className={styles.who}>
            <strong>{messages.asks(page.approval.askedByName)}</strong>,{" "}
            <RelativeTime at={page.approval.askedAt} />.{" "}
            {messages.waits(page.approval.waitingCount, listNames(page.waitingNames, NAMES_SHOWN_MAX))}
          </p>
          <p className={styles.text}>{messages.whatFor(productName)}</p>
          <EarlierTry outcome={page.result?.outcome} />
          {page.reasons.slice(0, REASONS_SHOWN_MAX).map(({ name, reason }) => (
            <p key={`${name} ${reason}`} className={styles.reason}>
              {messages.reasonOf(reason, name)}
            </p>
          ))}
          <ApproveButton link={link} label={messages.approve(tenant)} />
          <p className={styles.quiet}>
            {messages.roleEnough(roles.least)}
            {roles.others === undefined ? null : ` ${messages.otherRoles(roles.others)}`} {messages.ifNothing}
          </p>
          <RegistrationFacts page={page} />
        </div>
        <PermissionOverview
          permissions={page.permissions}
          grantedBefore={page.grantedBefore}
          cannot={page.cannot}
        />
      </div>
      <OtherWays link={link} page={page} />
    </main>
  );
}

type Outcome = NonNullable<ApprovalPage["result"]>["outcome"];

/** What became of a try before this one, by whoever had the link then. */
function EarlierTry({ outcome }: { outcome: Outcome | undefined }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  const words: Readonly<Partial<Record<Outcome, string>>> = {
    refused: messages.triedRefused,
    not_allowed: messages.triedNotAllowed,
    other_tenant: messages.triedOtherTenant,
  };
  const said = outcome && words[outcome];
  return said === undefined ? null : <p className={styles.quiet}>{said}</p>;
}
