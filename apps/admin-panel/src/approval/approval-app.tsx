import { makeStyles, tokens } from "@fluentui/react-components";
import { openApprovalLink, type ApprovalPage } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, SkeletonBlocks, useLanguage, useProduct } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { LoneCard } from "../lone-card.tsx";
import { approvalMessagesOf } from "./approval-messages.ts";
import { decidePollDelay, outcomeOf } from "./build-checklist.ts";
import { DeadLink, deadLinkReasonOf } from "./dead-link.tsx";
import { RequestView } from "./request-view.tsx";
import { ResultView } from "./result-view.tsx";
import type { LinkToken } from "./read-link-token.ts";
import { useLinkToken } from "./use-link-token.ts";

const useStyles = makeStyles({
  alone: { maxWidth: "1180px", marginInline: "auto", padding: tokens.spacingHorizontalXL },
});

/** The administrator's page behind the link: the request, and after Microsoft its result. */
export function ApprovalApp() {
  const link = useLinkToken();
  return link ? <OpenedLink key={link.token} link={link} /> : <DeadLink reason="no_token" />;
}

function OpenedLink({ link }: { link: LinkToken }) {
  const styles = useStyles();
  const opened = useQuery({
    queryKey: ["approval-link", link.token],
    queryFn: ({ signal }) => callEndpoint(openApprovalLink, { body: { token: link.token }, signal }),
    refetchInterval: (query) => decidePollDelay(query.state.data),
  });
  const dead = deadLinkReasonOf(opened.error);
  if (dead) return <DeadLink reason={dead} />;
  if (opened.data) return <LivingLink link={link} page={opened.data} />;
  return (
    <main className={styles.alone}>
      {opened.isError ? (
        <ErrorState error={opened.error} onRetry={() => void opened.refetch()} />
      ) : (
        <SkeletonBlocks heights={[48, 24, 24, 48, 72, 72, 72, 72]} />
      )}
    </main>
  );
}

function LivingLink({ link, page }: { link: LinkToken; page: ApprovalPage }) {
  const state = page.approval.state;
  // A link that was forwarded after a failed try must ask its new reader, not tell them how the first one fared.
  const isAskedAgain = link.mayDecide && state === "open";
  if (outcomeOf(page) !== undefined && !isAskedAgain) return <ResultView link={link} page={page} />;
  if (state === "declined") return <Declined page={page} />;
  if (state === "expired" || state === "revoked") return <DeadLink reason={`link_${state}`} />;
  return <RequestView link={link} page={page} />;
}

function Declined({ page }: { page: ApprovalPage }) {
  const messages = approvalMessagesOf(useLanguage());
  const { productName } = useProduct();
  const tenant = page.tenantDisplayName ?? page.organizationDisplayName;
  return (
    <LoneCard title={messages.declinedBy(productName, tenant)}>
      {page.approval.declineReason === null ? null : (
        <p>{messages.declinedReason(page.approval.declineReason)}</p>
      )}
      <p>{messages.declinedNext}</p>
    </LoneCard>
  );
}
