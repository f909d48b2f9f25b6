import { makeStyles, tokens } from "@fluentui/react-components";
import type { ApprovalPage } from "@outrigger/api-contract";
import { useLanguage, useProduct } from "@outrigger/ui";
import { useEffect } from "react";
import { DataTable } from "../data-table/data-table.tsx";
import { usePermissionColumns } from "../permission-columns.tsx";
import { approvalMessagesOf } from "./approval-messages.ts";
import { ApproveButton } from "./approve-button.tsx";
import { buildChecklist, outcomeOf } from "./build-checklist.ts";
import { Forward } from "./other-ways.tsx";
import type { LinkToken } from "./read-link-token.ts";
import { ReportDone } from "./report-done.tsx";
import { ResultChecklist } from "./result-checklist.tsx";
import { usePageStyles } from "./use-page-styles.ts";
import { WaitingPeople } from "./waiting-people.tsx";

const useStyles = makeStyles({
  stack: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  part: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS, alignItems: "stretch" },
  text: { margin: 0, maxWidth: "72ch" },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXXL, maxWidth: "72ch" },
});

/** After Microsoft: what is true now, filling in as it is verified, and what to do where it is not what was hoped. */
export function ResultView({ link, page }: { link: LinkToken; page: ApprovalPage }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const title = useResultTitle(page);
  const outcome = outcomeOf(page);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={pageStyles.page}>
      <div className={styles.stack}>
        <h1 className={pageStyles.title}>{title}</h1>
        {page.result ? (
          <p className={styles.text} role="status">
            {page.result.sentence}
          </p>
        ) : null}
        <ResultChecklist checklist={buildChecklist(page)} />
        {outcome === "granted" || outcome === "verifying" ? (
          <Granted link={link} page={page} isVerified={outcome === "granted"} />
        ) : (
          <NotGranted link={link} page={page} />
        )}
      </div>
    </main>
  );
}

function useResultTitle(page: ApprovalPage): string {
  const messages = approvalMessagesOf(useLanguage());
  const { productName } = useProduct();
  const tenant = page.tenantDisplayName ?? page.organizationDisplayName;
  const titles = {
    granted: messages.grantedTitle(productName, tenant),
    verifying: messages.verifyingTitle,
    refused: messages.refusedTitle,
    not_allowed: messages.notAllowedTitle,
    other_tenant: messages.otherTenantTitle,
  };
  return titles[outcomeOf(page) ?? "verifying"];
}

interface GrantedProps {
  link: LinkToken;
  page: ApprovalPage;
  isVerified: boolean;
}

function Granted({ link, page, isVerified }: GrantedProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = approvalMessagesOf(useLanguage());
  const columns = usePermissionColumns();
  const howToRevoke = page.result?.howToRevoke ?? [];
  return (
    <>
      <p className={styles.quiet}>{isVerified ? messages.mayClose : messages.verifyingClose}</p>
      {isVerified || !link.mayDecide ? null : (
        <ApproveButton link={link} label={messages.tryAgain} appearance="secondary" />
      )}
      <WaitingPeople people={buildChecklist(page).people} />
      {page.approval.waitingCount > 0 ? <ReportDone link={link} /> : null}
      <section className={styles.part}>
        <h2 className={pageStyles.sectionTitle}>{messages.grantedTable}</h2>
        <DataTable
          label={messages.grantedTable}
          rows={page.permissions}
          columns={columns}
          keyOf={(permission) => `${permission.apiName} ${permission.claimValue}`}
          groupOf={(permission) => permission.apiName}
        />
      </section>
      {howToRevoke.length === 0 ? null : (
        <section className={styles.part}>
          <h2 className={pageStyles.sectionTitle}>{messages.revokeTitle}</h2>
          <ol className={styles.list}>
            {howToRevoke.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function NotGranted({ link, page }: { link: LinkToken; page: ApprovalPage }) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = approvalMessagesOf(useLanguage());
  const outcome = outcomeOf(page);
  const tenant = page.tenantDisplayName ?? page.organizationDisplayName;
  return (
    <>
      {outcome === "not_allowed" ? <p className={styles.text}>{messages.notAllowedNext}</p> : null}
      {outcome === "other_tenant" ? <p className={styles.text}>{messages.otherTenantNext(tenant)}</p> : null}
      <ApproveButton link={link} label={messages.tryAgain} />
      <section className={styles.part}>
        <h2 className={pageStyles.sectionTitle}>{messages.rolesTitle}</h2>
        <ul className={styles.list}>
          {page.sufficientRoles.map((role) => (
            <li key={role}>{role}</li>
          ))}
        </ul>
      </section>
      <section className={styles.part}>
        <h2 className={pageStyles.sectionTitle}>{messages.forward}</h2>
        <Forward link={link} canMail={page.canMail} />
      </section>
    </>
  );
}
