import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { readStillBlocked, type RemedyOverview, type StillBlocked as Reading } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, SkeletonBlocks, useLanguage } from "@outrigger/ui";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePageStyles } from "../approval/use-page-styles.ts";
import { listNames } from "../count-of.ts";
import { FindingsList } from "./findings-list.tsx";
import { SessionLine } from "./session-line.tsx";
import { stillBlockedMessagesOf } from "./still-blocked-messages.ts";

const NAMES_SHOWN_MAX = 6;

const useStyles = makeStyles({
  page: { maxWidth: "860px" },
  stack: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  text: { margin: 0, maxWidth: "72ch" },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface StillBlockedProps {
  overview: RemedyOverview;
  onSignedOut: () => void;
}

/** After a sign-in that only reads: the causes by name, each with the next step. */
export function StillBlocked({ overview, onSignedOut }: StillBlockedProps) {
  const styles = useStyles();
  const pageStyles = usePageStyles();
  const messages = stillBlockedMessagesOf(useLanguage());
  useEffect(() => {
    document.title = messages.title;
  }, [messages]);
  const reading = useQuery({
    queryKey: ["still-blocked"],
    queryFn: ({ signal }) => callEndpoint(readStillBlocked, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  return (
    <main className={`${pageStyles.page} ${styles.page}`}>
      <div className={styles.stack}>
        <h1 className={pageStyles.title}>{messages.title}</h1>
        <SessionLine overview={overview} onSignedOut={onSignedOut} />
        {reading.isError ? (
          <ErrorState error={reading.error} onRetry={() => void reading.refetch()} />
        ) : reading.data ? (
          <StillBlockedAnswer reading={reading.data} />
        ) : (
          <SkeletonBlocks heights={[24, 120, 44]} />
        )}
        {reading.data ? (
          <div>
            <Button
              appearance="primary"
              disabledFocusable={reading.isFetching}
              onClick={() => (reading.isFetching ? undefined : void reading.refetch())}
            >
              {reading.isFetching ? messages.looking : messages.lookAgain}
            </Button>
          </div>
        ) : null}
      </div>
    </main>
  );
}

/** The verdict in a sentence, then the causes. */
export function StillBlockedAnswer({ reading }: { reading: Reading }) {
  const styles = useStyles();
  const messages = stillBlockedMessagesOf(useLanguage());
  const { verdict, findings, connectedNames, waitingNames, unread } = reading;
  const isNobodyThere = waitingNames.length === 0 && connectedNames.length === 0;
  const said = {
    clear: isNobodyThere ? messages.clearNobody : messages.clear,
    pending: messages.pending,
    blocked: messages.blocked,
  };
  return (
    <>
      {verdict === "blocked" && findings.length === 0 ? null : (
        <p className={styles.text} role="status">
          {said[verdict]}
        </p>
      )}
      {connectedNames.length === 0 ? null : (
        <p className={styles.text}>{messages.connected(listNames(connectedNames, NAMES_SHOWN_MAX))}</p>
      )}
      {findings.length === 0 ? null : <FindingsList findings={findings} />}
      {waitingNames.length === 0 ? null : (
        <p className={styles.quiet}>{messages.waiting(listNames(waitingNames, NAMES_SHOWN_MAX))}</p>
      )}
      {unread.length === 0 ? null : <p className={styles.quiet}>{messages.unread(unread.join(", "))}</p>}
    </>
  );
}
