import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { openSalesforceAccessLink, type SalesforceAccessPage } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, SkeletonBlocks, useLanguage, useProduct } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DeadLink, deadLinkReasonOf } from "../approval/dead-link.tsx";
import { useLinkToken } from "../approval/use-link-token.ts";
import { LoneCard } from "../lone-card.tsx";
import { AccessRequestView } from "./access-request-view.tsx";
import { salesforceAccessMessagesOf } from "./salesforce-access-messages.ts";

const POLL_MS = 10_000;

const useStyles = makeStyles({
  alone: { maxWidth: "1180px", marginInline: "auto", padding: tokens.spacingHorizontalXL },
  text: { margin: 0 },
});

/** The Salesforce administrator's page behind the link. */
export function SalesforceAccessApp() {
  const link = useLinkToken();
  return link ? <OpenedLink key={link.token} token={link.token} /> : <DeadLink reason="no_token" />;
}

function OpenedLink({ token }: { token: string }) {
  const styles = useStyles();
  const opened = useQuery({
    queryKey: ["salesforce-access-link", token],
    queryFn: ({ signal }) => callEndpoint(openSalesforceAccessLink, { body: { token }, signal }),
    refetchInterval: ({ state }) => (state.data?.request.state === "administrator_done" ? POLL_MS : false),
  });
  const dead = deadLinkReasonOf(opened.error);
  if (dead) return <DeadLink reason={dead} />;
  if (opened.data) return <LivingLink token={token} page={opened.data} />;
  return (
    <main className={styles.alone}>
      {opened.isError ? (
        <ErrorState error={opened.error} onRetry={() => void opened.refetch()} />
      ) : (
        <SkeletonBlocks heights={[48, 24, 72, 48, 72, 72]} />
      )}
    </main>
  );
}

function LivingLink({ token, page }: { token: string; page: SalesforceAccessPage }) {
  const styles = useStyles();
  const messages = salesforceAccessMessagesOf(useLanguage());
  const { productName } = useProduct();
  const [isShownAgain, setIsShownAgain] = useState(false);
  const { state, declineReason } = page.request;
  if (state === "connected") {
    return (
      <LoneCard title={messages.connectedTitle(productName)}>
        <p className={styles.text}>{messages.connectedText}</p>
      </LoneCard>
    );
  }
  if (state === "declined") {
    return (
      <LoneCard title={messages.declinedTitle(productName)}>
        {declineReason === null ? null : (
          <p className={styles.text}>{messages.declinedWith(declineReason)}</p>
        )}
        <p className={styles.text}>{messages.declinedNext}</p>
      </LoneCard>
    );
  }
  if (state === "administrator_done" && !isShownAgain) {
    return (
      <LoneCard title={messages.doneTitle}>
        <p className={styles.text}>{messages.doneText}</p>
        <p className={styles.text}>{messages.stillWrong}</p>
        <Button onClick={() => setIsShownAgain(true)}>{messages.showWays}</Button>
      </LoneCard>
    );
  }
  return <AccessRequestView token={token} page={page} onDone={() => setIsShownAgain(false)} />;
}
