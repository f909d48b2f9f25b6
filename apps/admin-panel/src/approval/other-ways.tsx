import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Link,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { remedyCodes, type ApprovalPage } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import type { ReactNode } from "react";
import { DataTable } from "../data-table/data-table.tsx";
import { safeLink } from "../safe-link.ts";
import { approvalMessagesOf } from "./approval-messages.ts";
import { CommandTabs } from "../command-tabs.tsx";
import { DeclineForm } from "./decline-form.tsx";
import { ForwardForm } from "./forward-form.tsx";
import type { LinkToken } from "./read-link-token.ts";
import { remedyWayMessagesOf } from "./remedy-way-messages.ts";
import { RemedyWay } from "./remedy-way.tsx";
import { RiskList } from "./risk-list.tsx";
import { useExplainedColumns } from "./use-explained-columns.tsx";
import { usePageStyles } from "./use-page-styles.ts";

const useStyles = makeStyles({
  root: { marginBlockStart: tokens.spacingVerticalXXL },
  panel: {
    display: "flex",
    flexDirection: "column",
    alignItems: "stretch",
    gap: tokens.spacingVerticalM,
    paddingBlockEnd: tokens.spacingVerticalL,
  },
  text: { margin: 0 },
  steps: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXXL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
  },
});

/** Folded, for the careful: every permission, the two ways without this page, forwarding, and a no with a reason. */
export function OtherWays({ link, page }: { link: LinkToken; page: ApprovalPage }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = approvalMessagesOf(useLanguage());
  const remedyWays = remedyWayMessagesOf(useLanguage());
  const columns = useExplainedColumns();
  const portal = safeLink(page.portalUrl);
  return (
    <section className={styles.root}>
      <h2 className={pageStyles.sectionTitle}>{messages.otherWays}</h2>
      <Accordion collapsible multiple>
        <Fold value="permissions" title={messages.eachPermission}>
          <DataTable
            label={messages.permissionsTable}
            rows={page.permissions}
            columns={columns}
            keyOf={(permission) => `${permission.apiName} ${permission.claimValue}`}
          />
        </Fold>
        {link.mayDecide
          ? remedyCodes.map((code) => (
              <Fold key={code} value={code} title={remedyWays.titleOf(code)}>
                <RemedyWay token={link.token} code={code} />
              </Fold>
            ))
          : null}
        <Fold value="portal" title={messages.portal}>
          <ol className={styles.steps}>
            {page.portalSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {portal === undefined ? null : (
            <Link href={portal} target="_blank" rel="noreferrer">
              {messages.portalOpen}
            </Link>
          )}
        </Fold>
        {page.commands.length === 0 ? null : (
          <Fold value="command" title={messages.command}>
            <p className={styles.text}>{messages.commandHint}</p>
            <CommandTabs commands={page.commands} />
          </Fold>
        )}
        <Fold value="risks" title={messages.risks}>
          <RiskList risks={page.risks} />
        </Fold>
        <Fold value="forward" title={messages.forward}>
          <Forward link={link} canMail={page.canMail} />
        </Fold>
        {link.mayDecide ? (
          <Fold value="decline" title={messages.decline}>
            <p className={styles.text}>{messages.declineText}</p>
            <DeclineForm token={link.token} />
          </Fold>
        ) : null}
      </Accordion>
    </section>
  );
}

function Fold({ value, title, children }: { value: string; title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <AccordionItem value={value}>
      <AccordionHeader as="h3">{title}</AccordionHeader>
      <AccordionPanel>
        <div className={styles.panel}>{children}</div>
      </AccordionPanel>
    </AccordionItem>
  );
}

/** The way back from Microsoft carries a code of its own, which decides and forwards nothing. */
export function Forward({ link, canMail }: { link: LinkToken; canMail: boolean }) {
  const styles = useStyles();
  const messages = approvalMessagesOf(useLanguage());
  if (!link.mayDecide) return <p className={styles.text}>{messages.forwardMail}</p>;
  return <ForwardForm token={link.token} canMail={canMail} />;
}
